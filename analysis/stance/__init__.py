"""Who stands where toward whom, by which words; the valence of words and sentences."""
