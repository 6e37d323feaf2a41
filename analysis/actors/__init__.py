"""Who is who: names, kinds, aliases, pronouns, known actors."""
