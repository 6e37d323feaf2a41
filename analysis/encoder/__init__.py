"""The small learned model: what it reads, how it runs, how it is trained."""
