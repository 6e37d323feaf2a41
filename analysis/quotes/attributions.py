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
from analysis.quotes import arguments as grammar
from analysis.quotes import sources
from analysis.quotes.cues import constructions, cue_of, medium_of
from analysis.text.document import Document, Span, Word
from analysis.text.grammar import children, subtree

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
    """Token indices of the head word, source and cue; stretches of content; why, and of which class the cue is; the
    quotations that belong to it; the speaker, once he is named."""

    head: int
    source: list[int]
    cue: list[int]
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
    def is_report(self) -> bool:
        """Whether it tells what was said, by the class of the cue and by a content that can be said: "named a chief"
        and "warned of rain" name what was done or spoken about."""
        return self.category in SPEECH_CLASSES and self.rule not in _TOPICS


def find_attributions(document: Document, lexicon: Lexicon) -> Iterator[Attribution]:
    """Every attribution the grammar shows, in the order of their cues."""
    table, lemmas = constructions(lexicon), document.lemmas
    media = frozenset(e.term for e in lexicon.entries if e.pos == "NOUN" and e.category == "neutral")
    heads: dict[int, Attribution] = {}
    passed: set[int] = set()  # "saying" in "quoted him as saying"
    for source, at, rest in sources.announced(document):
        heads[at] = Attribution(at, source, [at], grammar.runs(document, rest), "quotes.colon", "quotes.colon")
    for index, token in enumerate(document.tokens):
        if token.head < 0 or index in passed:
            continue
        if lemmas[index] in {"accord", "according"} and ("according to", "") in table:
            found = _according(document, index, table["according to", ""][0])
        else:
            known = table.get((lemmas[index], "VERB" if token.pos == "AUX" else token.pos))
            found = _by_word(document, index, *known, media) if known else None
        if found:
            passed.update(i for i in found.cue if i > index and found.rule == "quotes.quoted_as")
            for governor in [i for i in found.cue if i < index and i in heads and _serves(document, heads[i], index)]:
                del heads[governor]
            above = [i for i in found.cue if i in heads and i < index]  # "seems to say": "seems" attributes by itself
            found.cue = [i for i in found.cue if i >= index] if above else found.cue
            heads[index] = found
    yield from sorted(heads.values(), key=lambda one: one.head)


def _serves(document: Document, verb: Attribution, index: int) -> bool:
    """Whether a verb only serves the word that attributes: "cast doubt on", "said in a statement that"."""
    nominal = document.tokens[index].pos == "NOUN" or document.tokens[index].dep == "acl"
    return nominal and (not verb.content or verb.rule in {"quotes.object", "quotes.prepositional"})


def _by_word(
    document: Document, index: int, rule: str, category: str, shares: Mapping[str, float], media: Container[str]
) -> Attribution | None:
    """The attribution a word makes, if one of its arguments is content more often than not."""
    if parts := sources.quoted_as(document, index):
        person, cue, said = parts
        content, cue = grammar.runs(document, sorted(set(said))), [*cue_of(document, index), *cue[1:]]
        return Attribution(index, sources.named_source(document, person, index), cue, content, "quotes.quoted_as", rule)
    if _is_imperative(document.words[index]):
        return None
    source = sources.source_of(document, medium_of(document, index, media))
    enough = grammar.LEAST_SHARE if source else grammar.LEAST_SHARE_UNNAMED
    kept = [a for a in grammar.arguments(document, index) if shares.get(a.kind, 0.0) >= enough]
    if any(a.kind != "above" for a in kept):
        kept = [a for a in kept if a.kind != "above"]
    if any(a.kind.startswith("clause") for a in kept):
        kept = [a for a in kept if a.link < 0]
    if not kept:
        speech = category in SPEECH_CLASSES and shares.get("clause", 0.0) >= grammar.LEAST_SHARE
        source = source if speech and document.tokens[index].pos == "VERB" else []
        if not source:
            return None
        return Attribution(index, source, cue_of(document, index, (), media), [], "quotes.direct", rule, category)
    cue = cue_of(document, index, [a.link for a in kept if a.link >= 0], media)
    kinds = {a.kind for a in kept}
    source = sources.source_of(document, index, kinds) if "subject" in kinds else source
    content = [span for span in _content(document, index, kept, {*cue, *source}) if not _asks(document, span)]
    if not content or (document.tokens[index].pos == "VERB" and not source and kinds == {"subject"}):  # she appears
        return None
    main = max(kept, key=lambda a: shares[a.kind])
    construction = "prepositional" if main.link >= 0 else _RULES.get(main.kind, main.kind)
    return Attribution(index, source, cue, content, f"quotes.{construction}", rule, category)


def _is_imperative(word: Word) -> bool:
    """Whether a verb addresses the reader ("note that …", "read on to know"), or hangs on one that does."""
    for above in [word, *islice(word.ancestors, _REACH)]:
        if above.pos not in {"VERB", "AUX"} or above.children("nsubj", "nsubjpass", "csubj", "expl"):
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


def _asks(document: Document, span: Span) -> bool:
    """Whether a content is but the word of a question or of a relative clause: "what people say"."""
    words = [document.words[index] for index in document.indices(span) if document.words[index].is_word]
    return all(word.tag in {"WP", "WDT", "WRB"} for word in words)


def _content(document: Document, index: int, kept: Sequence[grammar.Argument], taken: set[int]) -> list[Span]:
    inside: set[int] = set()
    for argument in kept:
        inside.update(grammar.content_of(document, index, argument))
        if argument.link > index and argument.link not in taken:
            inside.add(argument.link)
    return grammar.runs(document, sorted(inside - taken))


def _according(document: Document, index: int, rule: str) -> Attribution | None:
    """``according to`` a source: the content is the rest of its clause."""
    links = [c for c in children(document, index, "prep") if document.lower_forms[c] == "to"]
    ends = [end for link in links for end in children(document, link, "pobj")]
    head = document.tokens[index].head
    if not ends or head == index:
        return None
    source = sources.named_source(document, ends[0], index)
    own = set(subtree(document, index))
    content = grammar.runs(document, grammar.trim(document, [i for i in subtree(document, head) if i not in own]))
    return Attribution(index, source, [index, links[0]], content, "quotes.according_to", rule) if content else None
