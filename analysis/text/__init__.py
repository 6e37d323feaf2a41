"""Article to document: files, sections, sentences, words, grammar, and the matcher of lexicon terms."""
