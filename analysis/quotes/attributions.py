"""Attributions by grammar: a word that may attribute (its cue), whose it is (its source), and in which words (content).

Which words attribute, and which of their arguments, is data: the lexicon of cues holds, for each word and construction,
the share of its occurrences that people marked (PolNeAR); from ``LEAST_SHARE`` on it counts, or from
``LEAST_SHARE_UNNAMED`` on where nobody is named. The extents are grammar.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon
from analysis.quotes import sources
from analysis.quotes.arguments import (
    LEAST_SHARE,
    LEAST_SHARE_UNNAMED,
    Argument,
    arguments,
    content_of,
    runs,
    trim,
)
from analysis.quotes.cues import constructions, cue_of, medium_of
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import VERBAL

_REACH = 10  # words climbed from a verb to the one that addresses the reader
SPEECH_CLASSES = frozenset(["neutral", "assertive", "distancing", "endorsing"])  # the others are attitudes
_RULES = {
    "clause": "clausal_complement", "clause_to": "infinitive", "to": "infinitive", "ing": "gerund",
    "small": "small_clause", "object": "object", "passive": "passive", "is": "copula", "above": "parenthetical",
}  # fmt: skip
_TOPICS = frozenset(
    f"quotes.{kind}"
    for kind in ("object", "infinitive", "gerund", "small_clause", "passive", "prepositional", "adverbial")
)


@dataclass
class Attribution:
    """Head word, source and cue; stretches of content; why, and of which class the cue is; the quotations that belong
    to it; the speaker, once he is named."""

    head: Word
    source: list[Word]
    cue: list[Word]
    content: list[Span]
    rule: str
    cue_rule: str
    category: str = "neutral"
    quoted: list[Annotation] = field(default_factory=list)
    speaker: str = ""

    @property
    def size(self) -> int:
        """The characters of its content."""
        return sum(span.end - span.start for span in self.content)

    @property
    def said(self) -> list[Span]:
        """Its content and its quotations."""
        return [*self.content, *(Span(row.start, row.end) for row in self.quoted)]

    @property
    def speaks(self) -> bool:
        """Whether the class of the cue is one of saying, not of an attitude."""
        return self.category in SPEECH_CLASSES

    @property
    def is_report(self) -> bool:
        """Whether it tells what was said, by the class of the cue and by a content that can be said: "named a chief"
        and "warned of rain" name what was done or spoken about."""
        return self.speaks and self.rule not in _TOPICS


def find_attributions(document: Document, lexicon: Lexicon) -> Iterator[Attribution]:
    """Every attribution the grammar shows, in the order of their cues."""
    table = constructions(lexicon)
    media = frozenset(e.term for e in lexicon.entries if e.pos == "NOUN" and e.category == "neutral")
    heads: dict[Word, Attribution] = {}
    passed: set[Word] = set()  # "saying" in "quoted him as saying"
    if label := sources.announced(document):
        source, colon, rest = label
        heads[colon] = Attribution(colon, source, [colon], runs(rest), "quotes.colon", "quotes.colon")
    for word in document.words:
        found = None if word in passed or not word.dep else _attribution(word, table, media)
        if not found:
            continue
        passed.update(found.cue if found.rule == "quotes.quoted_as" else ())
        before = [part for part in found.cue if part.index < word.index and part in heads]
        above = [part for part in before if not _serves(heads[part], word)]
        for part in before:
            if part not in above:
                del heads[part]
        if above:  # "seems to say": "seems" attributes by itself
            found.cue = [part for part in found.cue if part.index >= word.index]
        heads[word] = found
    yield from sorted(heads.values(), key=lambda attribution: attribution.head.index)


def _serves(verb: Attribution, word: Word) -> bool:
    """Whether a verb only serves the word that attributes: "cast doubt on", "said in a statement that"."""
    nominal = word.pos == "NOUN" or word.dep == "acl"
    return nominal and (not verb.content or verb.rule in {"quotes.object", "quotes.prepositional"})


_Table = Mapping[tuple[str, str], tuple[str, str, Mapping[str, float]]]


def _attribution(word: Word, table: _Table, media: Container[str]) -> Attribution | None:
    """The attribution a word makes, by what the table of cues holds of it."""
    if word.lemma in {"accord", "according"} and ("according to", "") in table:
        return _according(word, table["according to", ""][0])
    known = table.get((word.lemma, "VERB" if word.pos == "AUX" else word.pos))
    if not known or _is_imperative(word):
        return None
    rule, category, shares = known
    if parts := sources.quoted_as(word):
        person, cue, said = parts
        source, content = sources.named_source(person, word), runs(sorted(set(said), key=lambda part: part.index))
        return Attribution(word, source, [*cue_of(word), *cue[1:]], content, "quotes.quoted_as", rule)
    source = sources.source_of(medium_of(word, media) or word)
    kept = _kept(word, shares, LEAST_SHARE if source else LEAST_SHARE_UNNAMED)
    kinds = {argument.kind for argument in kept}
    source = sources.source_of(word, kinds) if "subject" in kinds else source
    if kept:
        cue = cue_of(word, [argument.link for argument in kept if argument.link], media)
        content = _content(word, kept, {*cue, *source})
        named = source or word.pos != "VERB" or kinds != {"subject"}  # not so: she appears
        main = max(kept, key=lambda argument: shares[argument.kind])
        construction = "prepositional" if main.link else _RULES.get(main.kind, main.kind)
        made = Attribution(word, source, cue, content, f"quotes.{construction}", rule, category)
        return made if content and named else None
    says = category in SPEECH_CLASSES and shares.get("clause", 0.0) >= LEAST_SHARE and word.pos == "VERB"
    bare = Attribution(word, source, cue_of(word, (), media), [], "quotes.direct", rule, category)
    return bare if source and says else None


def _kept(word: Word, shares: Mapping[str, float], enough: float) -> list[Argument]:
    """The arguments of a word that are content more often than not: those after a preposition only where there is no
    clause, the clause that it is put into only where there is nothing else."""
    kept = [argument for argument in arguments(word) if shares.get(argument.kind, 0.0) >= enough]
    kept = [argument for argument in kept if argument.kind != "above"] or kept
    clauses = any(argument.kind.startswith("clause") for argument in kept)
    return [argument for argument in kept if not (clauses and argument.link)]


def _is_imperative(word: Word) -> bool:
    """Whether a verb addresses the reader ("note that …", "read on to know"), or hangs on one that does."""
    for above in [word, *islice(word.ancestors, _REACH)]:
        if above.pos not in VERBAL or above.children("nsubj", "nsubjpass", "csubj", "expl"):
            return False
        if above.is_root:
            bare = above.tag in {"VB", "VBP"} and not any(w.tag in {"TO", "MD"} for w in above.children("aux"))
            first = min(w.index for w in [above, *above.children("aux", "neg", "advmod", "intj")])
            start = above.document.indices(above.document.sentences[above.sentence]).start
            opens = all(not w.is_word for w in above.document.words[start:first])
            return bare and opens
        if above.dep not in {"xcomp", "conj", "ccomp", "advcl"}:
            return False
    return False


def _content(word: Word, kept: Sequence[Argument], taken: set[Word]) -> list[Span]:
    """What the arguments hold, without the words of questions and relative clauses: "what people say"."""
    inside = {part for argument in kept for part in content_of(word, argument)}
    inside.update(a.link for a in kept if a.link and a.link.index > word.index)
    document = word.document
    spans = runs(sorted(inside - taken, key=lambda part: part.index))
    words = ([document.words[index] for index in document.indices(span)] for span in spans)
    told = (any(part.is_word and part.tag not in {"WP", "WDT", "WRB"} for part in parts) for parts in words)
    return [span for span, tells in zip(spans, told, strict=True) if tells]


def _according(word: Word, rule: str) -> Attribution | None:
    """``according to`` a source: the content is the rest of its clause."""
    links = [link for link in word.children("prep") if link.lower == "to"]
    ends = [end for link in links for end in link.children("pobj")]
    if not ends or word.is_root:
        return None
    own = set(word.subtree)
    content = runs(trim([part for part in word.head.subtree if part not in own]))
    source = sources.named_source(ends[0], word)
    return Attribution(word, source, [word, links[0]], content, "quotes.according_to", rule) if content else None
