"""Cues: what the lexicon knows of a word, and the words around it."""

from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.cues import constructions, cue_of, medium_of
from analysis.text.document import Document, Word
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.cues import WORDS, Counts


def parsed(text: str) -> Document:
    return parse(segment(Document("d", text)))


def words(cue: list[Word]) -> str:
    return " ".join(word.text for word in cue)


def test_cue_of() -> None:
    """Auxiliaries, negation and adverbs belong to a cue, and the medium that follows where it is known as one."""
    document = parsed("The mayor had not openly said in a letter that it failed.")
    said = document.words[document.lower_forms.index("said")]
    assert words(cue_of(said)) == "had not openly said"
    assert words(cue_of(said, (), {"letter"})).startswith("had not openly said")


def test_medium_of() -> None:
    """Of "issued a letter saying" the medium speaks for its maker; without it as a medium the verb stands alone."""
    document = parsed("The mayor issued a letter saying that it failed.")
    letter, saying = (document.words[document.lower_forms.index(form)] for form in ("letter", "saying"))
    assert medium_of(saying, {"letter"}) == letter
    assert medium_of(saying, set()) is None
    assert words(cue_of(saying, (), {"letter"})) == "issued a letter saying"


def test_constructions() -> None:
    """The classes of words that the literature gives; a clause after "say" is content nearly always."""
    table = constructions(load_lexicon("reporting"))
    assert table["say", "VERB"][2]["clause"] > 0.9
    for word, kind in (("claim", "distancing"), ("say", "neutral"), ("admit", "endorsing"), ("warn", "assertive")):
        assert table[word, "VERB"][1] == kind
    assert all(0 <= share <= 1 for _, _, shares in table.values() for share in shares.values())


def test_counted_shares() -> None:
    """A share is drawn to the mean of its construction; a word without it gets the mean if enough words have it."""
    counts = Counts()
    seen = [(f"word{n}", "VERB") for n in range(WORDS)]
    for key in seen:
        counts.words[key], counts.cues[key] = 10, 5
        counts.seen[key, "clause"], counts.content[key, "clause"] = 4, 2
    counts.content[seen[0], "clause"] = 4
    shares = counts.shares(dict.fromkeys([*seen, ("rare", "VERB")], "neutral"))
    mean = (1 + 0.5 * (WORDS - 1)) / WORDS
    assert shares["rare", "VERB"] == (0.0, {"clause": mean})
    assert shares[seen[0]] == (0.5, {"clause": (4 + 4 * mean) / 8})
    assert shares[seen[1]] == (0.5, {"clause": (2 + 4 * mean) / 8})
    del counts.seen[seen[1], "clause"]
    assert counts.shares(dict.fromkeys(seen, "neutral"))[seen[1]] == (0.5, {})
