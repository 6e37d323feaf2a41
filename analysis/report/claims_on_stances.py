"""The claim on where speakers stand: the plainest of their judgements, in their own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, capital, in_order, lead, listed_markup
from analysis.report.claims_on_side import quote_marked, surest
from analysis.report.claims_on_speech import sure_speakers
from analysis.report.judgements import Judgement, head_of, list_judgements, place_of
from analysis.tables.table import NARRATOR
from analysis.text.document import Span, Word, covers, overlaps
from analysis.text.grammar import SUBJECTS, VERBAL

_MOST_HOLDERS, _MOST_QUOTES = 3, 2
FAIR, PLAIN = 0.8, 0.9  # weight from which a judgement is told beside others, and by itself
_VERBS = {"favor": ("approves", "approve"), "against": ("disapproves", "disapprove")}
_JUDGES = ("both praises and blames", "both praise and blame")
_FEW_BEFORE = 4  # words at the beginning of a sentence that are quoted with its clause
_LONGEST = 14  # words of a clause that is quoted
_APART = frozenset(["advcl", "cc", "conj", "dep", "intj", "mark", "parataxis", "punct", "relcl"])


class Stance(NamedTuple):
    """What somebody judges: his judgements, each with the words that are quoted of it."""

    holder: str
    judgements: tuple[tuple[Judgement, Span], ...]


def list_speaker_stances(article: AnnotatedArticle) -> list[Stance]:
    """The speakers with a name who judge plainly or in two sentences, each with his judgements, the surest first."""
    own = [one for one in list_judgements(article) if one.holder != NARRATOR and one.read and one.weight >= FAIR]
    media = load_lexicon("mentions").terms["medium"]  # whose words are mostly somebody else's
    told, sure = list[Stance](), article.named & sure_speakers(article)
    for holder in {one.holder: None for one in own}:
        judgements = [one for one in own if one.holder == holder]
        sentences = {article.document.sentence_at(one.start) for one in judgements}
        plain = judgements if len(sentences) > 1 else [one for one in judgements if one.weight >= PLAIN]
        quoted = [(one, _quoted(article, one)) for one in plain]
        clear = tuple(_apart_from_others([(one, words) for one, words in quoted if _is_clause(article, words)]))
        if clear and holder in sure and media.isdisjoint(holder.lower().split()):
            told.append(Stance(holder, clear))
    return sorted(told, key=lambda one: -max(judgement.weight for judgement, _ in one.judgements))


def _apart_from_others(quoted: Sequence[tuple[Judgement, Span]]) -> list[tuple[Judgement, Span]]:
    """Those whose words overlap with no surer one's, in order."""
    kept = list[tuple[Judgement, Span]]()
    for one, words in sorted(quoted, key=lambda pair: -pair[0].weight):
        if not any(overlaps(words, other) for _, other in kept):
            kept.append((one, words))
    return sorted(kept, key=lambda pair: pair[0].start)


def claim_stances(article: AnnotatedArticle) -> Iterator[Claim]:
    """Where those stand who judge most plainly, each in a clause of his own words."""
    parts, places = [], list[Span]()
    for holder, judgements in list_speaker_stances(article)[:_MOST_HOLDERS]:
        words = dict(judgements)
        chosen = surest(article, words, _MOST_QUOTES)
        quotes = [quote_stance(article, one, words[one]) for one in chosen]
        sides = {one.side for one in chosen}
        verb = _VERBS.get(chosen[0].side, _JUDGES) if len(sides) == 1 else _JUDGES
        parts.append(Markup("{}: {}").format(article.does(holder, *verb), listed_markup(quotes)))
        places += [place for one in chosen for place in (one, one.about) if place]
    if parts:
        text = Markup("{} {}.").format(lead("where they stand:"), capital(Markup("; ").join(parts)))
        yield Claim("stances", text, in_order(places), 85, plain=True)


def quote_stance(article: AnnotatedArticle, one: Judgement, words: Span) -> Markup:
    """Words of a judgement as a link, with whom they are about where they do not name him."""
    quote = quote_marked(article, words, one.start, longest=_LONGEST)
    named = {*one.target.split()} & {*re.findall(r"\w+", article.document.covered(words))}
    meant = one.about and not named and covers(words, one.about)  # "he", "his conduct"
    return Markup("{} (of {})").format(quote, article.called(one.target)) if meant else quote


def _quoted(article: AnnotatedArticle, one: Judgement) -> Span:
    """The clause around a judgement within its stretch, or no more than its phrase where that is long; where only a few
    words stand before it, with these."""
    document, stretch = article.document, article.stretch_at(one.start)
    clause = _clause(article, one, stretch) or one.words
    whole = Span(min(stretch.start, clause.start), clause.end)
    first = document.words[document.indices(whole)[0]]
    short = len(document.text[whole.start : clause.start].split()) <= _FEW_BEFORE and first.pos != "CCONJ"
    return next((span for span in ([whole] * short + [clause]) if _length(article, span) <= _LONGEST), one.words)


def _is_clause(article: AnnotatedArticle, words: Span) -> bool:
    """Whether words hold a verb, so that they tell whom they judge."""
    return any(article.document.tokens[index].pos in VERBAL for index in article.document.indices(words))


def _length(article: AnnotatedArticle, span: Span) -> int:
    return len(article.document.covered(span).split())


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
