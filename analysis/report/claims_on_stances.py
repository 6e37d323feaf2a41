"""The claim on what speakers judge: the plainest of their judgements, in the words of the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, capital, in_order, lead, listed_markup, squeezed
from analysis.report.claims_on_side import quote_marked, surest
from analysis.report.claims_on_speech import sure_speakers
from analysis.report.judgements import Judgement, head_of, list_judgements, place_of
from analysis.tables.table import NARRATOR, holder_of, records, rows_of
from analysis.text.document import Span, Word, covers, overlaps
from analysis.text.grammar import SUBJECTS, VERBAL

_MOST_HOLDERS, _MOST_QUOTES = 3, 2
PLAIN = 0.8  # weight from which a judgement is told
_TELLING = 3  # words from which a noun with what it has before it tells whom it judges
_FEW_BEFORE = 4  # words at the beginning of a sentence that are quoted with its clause
_LONGEST = 16  # words of a clause that is quoted
_APART = frozenset(["advcl", "cc", "conj", "dep", "intj", "mark", "parataxis", "punct", "relcl"])


class Quoted(NamedTuple):
    """A judgement with the words that are quoted of it; ``named`` tells whether these name whose it is."""

    judgement: Judgement
    words: Span
    named: bool


def list_speaker_stances(article: AnnotatedArticle) -> dict[str, list[Quoted]]:
    """The speakers who judge plainly, each with his judgements in order; those who judge most plainly first.

    Each is quoted with its clause, or with who says it and how: "Lee called the union a handful of wreckers". A speaker
    whom the sentence does not name is told only where it is sure who he is.
    """
    own = [one for one in list_judgements(article) if one.holder != NARRATOR and one.read and one.weight >= PLAIN]
    media = load_lexicon("mentions").terms["medium"]  # whose words are mostly somebody else's
    sure = article.named & sure_speakers(article)
    told = dict[str, list[Quoted]]()
    for one in sorted(own, key=lambda one: -one.weight):
        quoted = quote_judging(article, one)
        known = one.holder in sure or (one.holder in article.named and _is_named_beside(article, one))
        others = [other.words for quotes in told.values() for other in quotes]
        if (
            quoted
            and (known or quoted.named)
            and (article.is_person(one.holder) or media.isdisjoint(one.holder.lower().split()))
            and not any(overlaps(quoted.words, words) for words in others)
        ):
            told.setdefault(one.holder, []).append(quoted)
    return {holder: sorted(quotes, key=lambda quoted: quoted.words) for holder, quotes in told.items()}


def claim_stances(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who judges most plainly, in the words of the article."""
    parts, places = [], list[Span]()
    for holder, quotes in [*list_speaker_stances(article).items()][:_MOST_HOLDERS]:
        first = surest(article, [quoted.judgement for quoted in quotes], _MOST_QUOTES)
        chosen = [quoted for quoted in quotes if quoted.judgement in first]
        apart = [show_judging(article, quoted) for quoted in chosen if not quoted.named]
        parts += [show_judging(article, quoted) for quoted in chosen if quoted.named]
        parts += [Markup("{}: {}").format(article.called(holder), listed_markup(apart))] if apart else []
        places += [place for one in first for place in (one, one.about) if place]
    if parts:
        text = Markup("{} {}.").format(lead("speakers judge:"), capital(Markup("; ").join(parts)))
        yield Claim("stances", text, in_order(places), 85, plain=True)


def show_judging(article: AnnotatedArticle, quoted: Quoted) -> Markup:
    """The words that are quoted of a judgement as a link, with whom it is about where they do not name him."""
    one, words = quoted.judgement, quoted.words
    quote = quote_marked(article, words, one.start, longest=_LONGEST)
    named = {*one.target.split()} & {*re.findall(r"\w+", article.document.covered(words))}
    meant = one.about and not named and covers(said_with(article, one), one.about)  # "he", "his conduct"
    return Markup("{} (of {})").format(quote, article.called(one.target)) if meant else quote


def quote_judging(article: AnnotatedArticle, one: Judgement) -> Quoted | None:
    """The words that say a judgement: with who says it, where only a part of a sentence is said; else all that is said,
    its clause with a few words before it, its clause, its clause up to it, or a noun that tells whom it judges; nothing
    where none of these is short."""
    source, said = source_of(article, one), said_with(article, one)
    whole = Span(source.start, said.end) if source and source.end <= said.start else said
    clause = _clause(article, one, said) or one.words
    longer = Span(min(said.start, clause.start), clause.end)
    begins = article.document.words[article.document.indices(longer)[0]]
    near = len(article.document.text[said.start : clause.start].split()) <= _FEW_BEFORE and begins.pos != "CCONJ"
    partial = whole != said and not _is_sentence(article, said)
    start = Span(clause.start, max(clause.start, one.words.end))
    for span in [whole] * partial + [said] + [longer] * near + [clause, start]:
        if len(article.document.covered(span).split()) <= _LONGEST and _has_verb(article, span):
            return Quoted(one, span, named=span == whole != said)
    telling = len(article.document.covered(one.words).split()) >= _TELLING and article.document.words[
        article.document.indices(one.words)[-1]
    ].pos in {"NOUN", "PROPN"}
    return Quoted(one, one.words, named=False) if telling else None


def said_with(article: AnnotatedArticle, one: Judgement) -> Span:
    """The words of a voice around a judgement, in one sentence, quoted and reported together."""
    rows = rows_of(article.table, "voice", "stretch")
    rows = rows[holder_of(rows) == one.holder].sort_values("start")
    joined = list[Span]()
    for row in records(rows):
        last = joined[-1] if joined else None
        between = article.document.text[last.end : row.start] if last else "apart"
        same = last and article.document.sentence_at(last.start) == article.document.sentence_at(row.start)
        if last and same and not re.search(r"\w", between):
            joined[-1] = Span(last.start, row.end)
        else:
            joined.append(Span(row.start, row.end))
    said = next((span for span in joined if covers(span, place_of_start(one))), article.stretch_at(one.start))
    words = article.document.covered(said)
    aside = words.rfind("(") if words.count("(") > words.count(")") else len(words)  # what another says between
    return Span(said.start, said.start + len(words[:aside].rstrip())) if said.start + aside > one.end else said


def _is_named_beside(article: AnnotatedArticle, one: Judgement) -> bool:
    """Whether the sentence of a judgement names whose it is: as its source, or before "saying"."""
    sentence = article.document.sentences[article.document.sentence_at(one.start)]
    names = article.mentions[(article.mentions["actor"] == one.holder) & (article.mentions["label"] == "name")]
    before = any(sentence.start <= start < one.start for start in names["start"])
    return source_of(article, one) is not None or before


def place_of_start(one: Span) -> Span:
    """Where a stretch begins."""
    return Span(one.start, one.start)


def source_of(article: AnnotatedArticle, one: Judgement) -> Span | None:
    """Where the sentence of a judgement names whose it is."""
    quotes = rows_of(article.table, "quote")
    content = quotes[(quotes["role"] == "content") & (quotes["start"] <= one.start) & (quotes["end"] > one.start)]
    sources = quotes[(quotes["role"] == "source") & quotes["relation"].isin(content["relation"])]
    sentence = article.document.sentences[article.document.sentence_at(one.start)]
    for row in records(sources[sources["actor"] == one.holder]):
        shared = {*re.findall(r"\w+", row.actor)} & {*re.findall(r"\w+", squeezed(article, row))}
        if shared and covers(sentence, Span(row.start, row.end)):
            return Span(row.start, row.end)
    return None


def _is_sentence(article: AnnotatedArticle, said: Span) -> bool:
    """Whether words are quoted as a sentence of their own, in which a speaker is only named after or before it."""
    return any(article.document.words[index].is_root for index in article.document.indices(said)) and (
        article.document.text[said.start - 1 : said.start + 1].strip()[:1] in {"“", '"'}
    )


def _has_verb(article: AnnotatedArticle, words: Span) -> bool:
    """Whether words hold a verb, so that they tell whom they judge."""
    return any(article.document.tokens[index].pos in VERBAL for index in article.document.indices(words))


def _clause(article: AnnotatedArticle, one: Judgement, stretch: Span) -> Span | None:
    """The clause that says a judgement, with the noun that it tells of."""
    document = article.document
    head = head_of([document.words[index] for index in document.indices(one)])
    verb = head and next((word for word in (head, *head.ancestors) if word.children(*SUBJECTS)), None)
    if not head or not verb or not covers(stretch, place_of(verb)):
        return None
    left_out = {word for child in _apart(verb, head) for word in child.subtree}
    run = verb.stretch({word for word in verb.subtree if covers(stretch, place_of(word))} - left_out)
    begins = verb.head.start if verb.dep == "relcl" and covers(stretch, place_of(verb.head)) else run[0].start
    return Span(min(begins, one.words.start), max(run[-1].end, one.words.end))


def _apart(verb: Word, head: Word) -> Iterator[Word]:
    """What hangs on a verb, or on what does, and is a clause apart from the one that holds the head."""
    above = {head, *head.ancestors}
    for word in verb.subtree:
        if (
            word.dep in _APART
            and word not in above
            and word != verb
            and (word.dep != "conj" or word.pos in {"VERB", "AUX"})
        ):
            yield word
