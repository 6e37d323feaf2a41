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
    clause_above,
    content_of,
    runs,
    trim,
)
from analysis.quotes.cues import constructions, cue_of, medium_of
from analysis.quotes.supposed import is_supposed
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
    to it; the speaker, once he is named; whether it is speech, which the reader may decide otherwise than its class."""

    head: Word
    source: list[Word]
    cue: list[Word]
    content: list[Span]
    rule: str
    cue_rule: str
    category: str = "neutral"
    quoted: list[Annotation] = field(default_factory=list)
    speaker: str = ""
    is_speech: bool = True

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
    def supposed(self) -> bool:
        """Whether nobody has said or thought it, and the writer only supposes it."""
        return is_supposed(self.head, self.source)

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
        found = _attribution(word, table, media) if word.dep and word not in passed else None
        if found:
            passed.update(found.cue if found.rule == "quotes.quoted_as" else ())
            _keep(heads, found)
    yield from sorted(heads.values(), key=lambda attribution: attribution.head.index)


def _keep(heads: dict[Word, Attribution], found: Attribution) -> None:
    """Keep an attribution; of the words before it in its cue that attribute, too, those that only serve it go, and one
    that attributes by itself keeps its words: "seems to say"."""
    before = [heads[word] for word in found.cue if word.index < found.head.index and word in heads]
    serving = [attribution for attribution in before if _serves(attribution, found.head)]
    for attribution in serving:
        del heads[attribution.head]
    if len(serving) < len(before):
        found.cue = [word for word in found.cue if word.index >= found.head.index]
    heads[found.head] = found


def _serves(verb: Attribution, word: Word) -> bool:
    """Whether a verb only serves the word that attributes: "cast doubt on", "said in a statement that"."""
    nominal = word.pos == "NOUN" or word.dep == "acl"
    return nominal and (not verb.content or verb.rule in {"quotes.object", "quotes.prepositional"})


_Known = tuple[str, str, Mapping[str, float]]  # what the lexicon holds of a cue: its rule, class and shares
_Table = Mapping[tuple[str, str], _Known]


def _attribution(word: Word, table: _Table, media: Container[str]) -> Attribution | None:
    """The attribution a word makes, by what the table of cues holds of it."""
    if word.lemma in {"accord", "according"} and ("according to", "") in table:
        return _according(word, table["according to", ""][0])
    known = table.get((word.lemma, "VERB" if word.pos == "AUX" else word.pos))
    if not known or _is_imperative(word):
        return None
    rule, category, shares = known
    if found := _quoted_as(word, rule):
        return found
    source = sources.source_of(medium_of(word, media) or word)
    kept = _kept(word, shares, LEAST_SHARE if source else LEAST_SHARE_UNNAMED)
    if kept:
        return _reported(word, kept, source, known, media)
    says = category in SPEECH_CLASSES and shares.get("clause", 0.0) >= LEAST_SHARE and word.pos == "VERB"
    bare = Attribution(word, source, cue_of(word, (), media), [], "quotes.direct", rule, category)
    return bare if source and says else None


def _reported(
    word: Word, kept: Sequence[Argument], source: list[Word], known: _Known, media: Container[str]
) -> Attribution | None:
    """The attribution of a word whose arguments are content."""
    rule, category, shares = known
    kinds = {argument.kind for argument in kept}
    source = sources.source_of(word, kinds) if "subject" in kinds else source
    if not source and word.pos == "VERB" and kinds == {"subject"}:
        return None  # she appears
    cue = cue_of(word, [argument.link for argument in kept if argument.link], media)
    content = _content(word, kept, {*cue, *source})
    main = max(kept, key=lambda argument: shares[argument.kind])
    construction = f"quotes.{'prepositional' if main.link else _RULES.get(main.kind, main.kind)}"
    return Attribution(word, source, cue, content, construction, rule, category) if content else None


def _quoted_as(verb: Word, rule: str) -> Attribution | None:
    """``quoted him as saying``: who is quoted is the source; what is said follows the participle, or stands before."""
    people = verb.children("dobj", "nsubjpass")
    ends = ((link, end) for link in verb.children("prep") if link.lower == "as" for end in link.children("pcomp"))
    link, saying = next(ends, (verb, verb))
    if not people or saying.tag != "VBG" or link == verb:
        return None
    own = set(verb.subtree)
    heads = (
        saying.children("ccomp", "dobj"),
        verb.children("ccomp", "parataxis"),
        [a.head for a in clause_above(verb)],
    )
    told = next(filter(None, heads), [])
    said = {word for head in told for word in head.subtree} - (own if told == heads[2] else set())
    content = runs(sorted(said, key=lambda word: word.index))
    cue = [*cue_of(verb), link, saying]
    return (
        Attribution(verb, sources.named_source(people[0], verb), cue, content, "quotes.quoted_as", rule)
        if said
        else None
    )


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
