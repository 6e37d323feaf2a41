"""Who says what: quotation marks, cues, sources, voices."""
