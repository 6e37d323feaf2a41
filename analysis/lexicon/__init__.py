"""Word lists as data: any dictionary format."""
