"""The small learned model at work: what it reads, how it runs, which words its scores rest on."""
