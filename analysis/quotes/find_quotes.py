"""Attribution: who (source) says or thinks (cue) what (content), in direct, indirect and mixed speech.

Which words attribute, and which of their arguments, is data: the lexicon of cues holds, for each word and construction,
the share of its occurrences that people marked (PolNeAR); from ``ENOUGH`` on it counts, or from ``UNNAMED`` on where
nobody is named. The extents are grammar.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.annotation import Annotation
from analysis.lexicon.lexicon import Lexicon, load_lexicon
from analysis.quotes import arguments as grammar
from analysis.quotes import sources
from analysis.quotes.cues import constructions, cue_of, medium_of
from analysis.text.document import Document, Span, overlaps
from analysis.text.grammar import children, subtree
from analysis.text.marks import holder

_RULES = {
    "clause": "clausal_complement", "clause_to": "infinitive", "to": "infinitive", "ing": "gerund",
    "small": "small_clause", "object": "object", "passive": "passive", "is": "copula", "above": "parenthetical",
}  # fmt: skip
_SPEECH = frozenset(["neutral", "assertive", "distancing", "endorsing"])


@dataclass
class _Found:
    """An attribution: token indices of its head word, source and cue, stretches of content, and why."""

    head: int
    source: list[int]
    cue: list[int]
    content: list[Span]
    rule: str
    cue_rule: str
    quoted: list[Annotation] = field(default_factory=list)


def attribute_quotes(
    document: Document,
    quotations: Sequence[Annotation],
    mentions: Iterable[Annotation] = (),
    cues: Lexicon | None = None,
) -> Iterator[Annotation]:
    """Rows of source, cue and content of every attribution; they replace the rows of the quotations.

    Rows of one attribution share a relation, ``quote:START`` of the cue's head word (of the content without a cue); a
    span in parts is several rows. Source and cue are labelled direct, indirect or mixed; content stretch by stretch:
    ``direct`` in quotation marks, also what the person quoted attributes, else ``indirect``, so the innermost row over
    a word tells its voice. A quotation alone in its sentence belongs to the attribution before it. One of nobody keeps
    its row, with ``quotes.no_source`` where it is a sentence of its own, else as found.

    Args:
        document: With grammar; without it the quotations are given back as they are.
        quotations: Rows of ``find_quotations``.
        mentions: Rows of the layer ``actor``, whose ``actor`` becomes that of the attribution.
        cues: Lexicon of cues, ``load_lexicon("reporting")`` if not given.

    Raises:
        ValueError: If ``quotations`` holds a row that is not the content of a quote.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "Kerry said that the talks had failed.")))
    >>> for row in attribute_quotes(document, []):
    ...     print(row.role, row.label, document.text[row.start : row.end], row.rule)
    source indirect Kerry quotes.clausal_complement
    cue indirect said reporting@1.1:say
    content indirect that the talks had failed quotes.clausal_complement
    """
    for row in quotations:
        if row.layer != "quote" or row.role != "content":
            raise ValueError(f"quotations must hold rows of layer quote, role content, got {row.layer!r}, {row.role!r}")
    found = list(_attributions(document, load_lexicon("reporting") if cues is None else cues))
    outer = sorted(Span(row.start, row.end) for row in quotations if row.rule != "quotes.nested")
    left = _join_quotations(document, found, quotations)
    places = sorted({(row.start, -row.end, row.actor) for row in mentions if row.actor})
    for one in found:
        yield from _rows(document, one, places, outer)
    for row in left:
        alone = row.rule != "quotes.nested" and grammar.is_alone(document, Span(row.start, row.end))
        rule = "quotes.no_source" if alone else row.rule
        yield Annotation("quote", row.label, row.start, row.end, "content", row.relation, rule=rule)


def _attributions(document: Document, lexicon: Lexicon) -> Iterator[_Found]:
    """Every attribution the grammar shows, in the order of their cues."""
    table, lemmas = constructions(lexicon), document.lemmas
    media = frozenset(e.term for e in lexicon.entries if e.pos == "NOUN" and e.category == "neutral")
    heads: dict[int, _Found] = {}
    passed: set[int] = set()  # "saying" in "quoted him as saying"
    for source, at, rest in sources.announced(document):
        heads[at] = _Found(at, source, [at], grammar.runs(document, rest), "quotes.colon", "quotes.colon")
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


def _serves(document: Document, verb: _Found, index: int) -> bool:
    """Whether a verb only serves the word that attributes: "cast doubt on", "said in a statement that"."""
    nominal = document.tokens[index].pos == "NOUN" or document.tokens[index].dep == "acl"
    return nominal and (not verb.content or verb.rule in {"quotes.object", "quotes.prepositional"})


def _by_word(
    document: Document, index: int, rule: str, category: str, shares: Mapping[str, float], media: Container[str]
) -> _Found | None:
    """The attribution a word makes, if one of its arguments is content more often than not."""
    if parts := sources.quoted_as(document, index):
        person, cue, said = parts
        content, cue = grammar.runs(document, sorted(set(said))), [*cue_of(document, index), *cue[1:]]
        return _Found(index, sources.named_source(document, person, index), cue, content, "quotes.quoted_as", rule)
    source = sources.source_of(document, medium_of(document, index, media))
    enough = grammar.LEAST_SHARE if source else grammar.LEAST_SHARE_UNNAMED
    kept = [a for a in grammar.arguments(document, index) if shares.get(a.kind, 0.0) >= enough]
    if any(a.kind != "above" for a in kept):
        kept = [a for a in kept if a.kind != "above"]
    if any(a.kind.startswith("clause") for a in kept):
        kept = [a for a in kept if a.link < 0]
    if not kept:
        speech = category in _SPEECH and shares.get("clause", 0.0) >= grammar.LEAST_SHARE
        source = source if speech and document.tokens[index].pos == "VERB" else []
        return _Found(index, source, cue_of(document, index, (), media), [], "quotes.direct", rule) if source else None
    cue = cue_of(document, index, [a.link for a in kept if a.link >= 0], media)
    kinds = {a.kind for a in kept}
    source = sources.source_of(document, index, kinds) if "subject" in kinds else source
    content = _content(document, index, kept, {*cue, *source})
    if not content or (document.tokens[index].pos == "VERB" and not source and kinds == {"subject"}):  # she appears
        return None
    main = max(kept, key=lambda a: shares[a.kind])
    construction = "prepositional" if main.link >= 0 else _RULES.get(main.kind, main.kind)
    return _Found(index, source, cue, content, f"quotes.{construction}", rule)


def _content(document: Document, index: int, kept: Sequence[grammar.Argument], taken: set[int]) -> list[Span]:
    inside: set[int] = set()
    for argument in kept:
        inside.update(grammar.content_of(document, index, argument))
        if argument.link > index and argument.link not in taken:
            inside.add(argument.link)
    return grammar.runs(document, sorted(inside - taken))


def _according(document: Document, index: int, rule: str) -> _Found | None:
    """``according to`` a source: the content is the rest of its clause."""
    links = [c for c in children(document, index, "prep") if document.lower_forms[c] == "to"]
    ends = [end for link in links for end in children(document, link, "pobj")]
    head = document.tokens[index].head
    if not ends or head == index:
        return None
    source = sources.named_source(document, ends[0], index)
    own = set(subtree(document, index))
    content = grammar.runs(document, grammar.trim(document, [i for i in subtree(document, head) if i not in own]))
    return _Found(index, source, [index, links[0]], content, "quotes.according_to", rule) if content else None


def _join_quotations(document: Document, found: list[_Found], quotations: Sequence[Annotation]) -> list[Annotation]:
    """Gives each quotation to the attribution it belongs to; those of nobody are returned."""
    by_sentence: dict[int, list[_Found]] = {}
    for one in found:
        by_sentence.setdefault(document.sentence_at(document.tokens[one.cue[0]].start), []).append(one)
    left: list[Annotation] = []
    relations: dict[str, _Found] = {}
    last: tuple[int, _Found] | None = None
    for row in sorted(quotations, key=lambda row: (row.start, -row.end)):
        first, end = document.sentence_at(row.start), document.sentence_at(row.end - 1)
        owner = relations.get(row.relation)
        if owner is None and row.rule != "quotes.nested":
            near = by_sentence.get(first, []) + (by_sentence.get(end, []) if end != first else [])
            if document.text[max(row.start - 5, 0) : row.start].rstrip().endswith(":"):
                near = near + by_sentence.get(first - 1, [])
            owner = _owner(document, near, row)
            if owner is None and grammar.is_alone(document, Span(row.start, row.end)):
                before = (
                    by_sentence.get(first - 1, []) if not last or last[0] < document.sentences[first - 1].start else []
                )
                owner = (
                    max(before, key=lambda one: sum(p.end - p.start for p in one.content))
                    if before
                    else last[1]
                    if last
                    else None
                )
        if owner is None:
            left.append(row)
            continue
        relations[row.relation] = owner
        owner.quoted.append(row)
        last = (row.end, owner)
    found[:] = [one for one in found if one.content or one.quoted]
    return left


def _owner(document: Document, near: Sequence[_Found], row: Annotation) -> _Found | None:
    """The attribution with the longest content among those that share the quotation; else the nearest without any."""
    outside = [one for one in near if not row.start < document.tokens[one.cue[0]].start < row.end]
    sharing = [one for one in outside if any(overlaps(Span(row.start, row.end), part) for part in one.content)]
    if sharing:
        spoken = [one for one in sharing if one.rule != "quotes.according_to"] or sharing  # who says, not who passes on
        return max(spoken, key=lambda one: sum(p.end - p.start for p in one.content))
    bare = [one for one in outside if not one.content]
    return min(bare, key=lambda one: abs(document.tokens[one.cue[0]].start - row.start), default=None)


def _rows(
    document: Document, one: _Found, places: Sequence[tuple[int, int, str]], marked: Sequence[Span]
) -> Iterator[Annotation]:
    """The rows of an attribution."""
    direct = sorted({Span(row.start, row.end) for row in one.quoted})
    indirect = grammar.outside_quotations(document, one.content, direct)
    holders = {span: holder(marked, span.start) for span in indirect}
    said = [span for span, at in holders.items() if at >= 0 and span.end <= marked[at].end]  # by somebody quoted
    direct, indirect = direct + said, [span for span in indirect if span not in said]
    label = "mixed" if direct and indirect else "direct" if direct else "indirect"
    relation = f"quote:{document.tokens[one.head].start}"
    one.source = _unquoted(document, one, marked)
    source = grammar.runs(document, one.source, trimmed=False)
    actor = sources.actor_of(document, one.source, places)
    for span in source:
        yield Annotation("quote", label, span.start, span.end, "source", relation, actor, rule=one.rule)
    for span in grammar.runs(document, one.cue, trimmed=False):
        yield Annotation("quote", label, span.start, span.end, "cue", relation, actor, rule=one.cue_rule)
    parts = [(span, "direct") for span in direct] + [(span, "indirect") for span in indirect]
    for span, kind in sorted(parts):
        yield Annotation("quote", kind, span.start, span.end, "content", relation, actor, rule=one.rule)


def _unquoted(document: Document, one: _Found, outer: Sequence[Span]) -> list[int]:
    """The source; the noun phrase beside the cue where it was found inside a quotation that does not hold the cue."""
    if not one.source:
        return one.source
    inside, around = (holder(outer, document.tokens[i].start) for i in (one.source[0], one.head))
    return one.source if inside in (-1, around) else sources.outside(document, one.head, one.cue)
