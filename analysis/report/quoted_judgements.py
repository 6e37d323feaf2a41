"""How a judgement is quoted: with its clause, or with who says it, and linked to its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, cited, squeezed
from analysis.report.highlight import places_of
from analysis.report.judgements import Judgement, place_of
from analysis.tables.table import holder_of, records, rows_of
from analysis.text.document import Span, Word, covers
from analysis.text.grammar import SUBJECTS, VERBAL, bare_phrase, phrase_head

_TELLING = 5  # words from which a noun with what it has before it tells whom it judges
_FEW_BEFORE = 4  # words at the beginning of a sentence that are quoted with its clause
_LONGEST = 16  # words of a clause that is quoted
_RELATIVE = frozenset(["WDT", "WP", "WP$", "WRB"])
_PERSONAL = frozenset(["he", "she"])
_FIRST_OR_SECOND = frozenset(["i", "we", "you", "nobody", "everybody", "everyone"])
_APART = frozenset(["advcl", "cc", "conj", "dep", "intj", "mark", "parataxis", "punct", "relcl"])


class Quoted(NamedTuple):
    """A judgement with the words that are quoted of it; ``named`` tells whether these name whose it is."""

    judgement: Judgement
    words: Span
    named: bool


def quote_judgement(article: AnnotatedArticle, one: Judgement) -> Markup:
    """The words of a judgement as a link to their place."""
    return quote_marked(article, one.words, one.start)


def quote_marked(article: AnnotatedArticle, words: Span, at: int | None = None, **choices: int) -> Markup:
    """Words as a link to where they, or those that begin at another place, are marked; ``longest`` as for
    ``AnnotatedArticle.quote``."""
    start = words.start if at is None else at
    kind = "m" if "m" in places_of(article.table).get(start, ()) else "w"
    return cited(article.quote(words.start, words.end, start, kind, **choices))


def surest(article: AnnotatedArticle, judgements: Iterable[Judgement], most: int) -> list[Judgement]:
    """A few judgements in different words, in order."""
    ranked = sorted(judgements, key=lambda one: (-one.weight, one.start))
    different = {article.document.covered(one.words).lower(): one for one in reversed(ranked)}
    return sorted([*reversed(different.values())][:most])


def show_judging(article: AnnotatedArticle, quoted: Quoted) -> Markup:
    """The words that are quoted of a judgement as a link, with whom it is about where they do not name him."""
    one, words = quoted.judgement, quoted.words
    quote = quote_marked(article, words, one.start, longest=_LONGEST)
    target, about = (one.target, one.about) if one.about else _subject_meant(article, one)
    if not about or not covers(said_with(article, one), about):
        return quote
    inside = article.document.indices(about) if covers(words, about) else ()
    named = any(article.document.tokens[index].pos != "PRON" for index in inside)
    named = named or bool({*target.split()} & {*re.findall(r"\w+", article.document.covered(words))})
    return quote if named else Markup("{} (about {})").format(quote, article.called(target))


def _subject_meant(article: AnnotatedArticle, one: Judgement) -> tuple[str, Span | None]:
    """Whom a "he" or "she" means that is the subject of the clause of a judgement, and where it stands."""
    for word in _subjects(article, one):
        if word.lower in _PERSONAL:
            rows = rows_of(article.table, "actor", "mention")
            for row in records(rows[(rows["start"] == word.start) & (rows["actor"] != "")]):
                return str(row.actor), place_of(word)
    return "", None


def _subjects(article: AnnotatedArticle, one: Judgement) -> list[Word]:
    """The subjects of the clause that says a judgement."""
    verb = _verb_of(article, one)
    return verb.children(*SUBJECTS) if verb else []


def _verb_of(article: AnnotatedArticle, one: Judgement) -> Word | None:
    """The verb of the clause that says a judgement."""
    return _verb_above(phrase_head(article.document.words_in(one)))


def _verb_above(head: Word | None) -> Word | None:
    """The nearest verb with a subject: a word itself, or one above it."""
    above = (head, *head.ancestors) if head else ()
    return next((word for word in above if word.children(*SUBJECTS)), None)


def quote_judging(article: AnnotatedArticle, one: Judgement) -> Quoted | None:
    """The words that say a judgement: the first of its ``_readings`` that is short and tells whom it is about, or a
    noun that does; nothing where its point only follows, after "but"."""
    verb, said = _verb_of(article, one), said_with(article, one)
    if verb and any(word.lower == "but" and word.start > one.end for word in verb.children("cc")):
        return None
    for words, named in _readings(article, one, said):
        if _is_sentence_like(article, one, words) and _tells_whom(article, one, words, said):
            return Quoted(one, words, named)
    words = _with_name(article, one.words)
    known = words != one.words or (one.about is not None and covers(said, one.about))
    noun = _is_noun(phrase_head(article.document.words_in(one.words)))
    return Quoted(one, words, named=False) if (noun and known) or _names_whom(article, words) else None


def _with_name(article: AnnotatedArticle, words: Span) -> Span:
    """A noun with the name that follows it with "by" or "of": whose it is."""
    head = phrase_head(article.document.words_in(words))
    links = [link for link in head.children("prep") if link.lower in {"by", "of"}] if head else []
    named = [noun for link in links for noun in link.children("pobj") if noun.pos == "PROPN"]
    longer = Span(words.start, bare_phrase(named[0])[-1].end) if named else words
    return words if re.search("[\"”]|''", article.document.covered(longer)) else longer


def _readings(article: AnnotatedArticle, one: Judgement, said: Span) -> Iterator[tuple[Span, bool]]:
    """The stretches that may be quoted of a judgement: with who says it, which is told beside each, where only a part
    of a sentence is said; all that is said; its clause with a few words before it; its clause; its clause up to it."""
    source, clause = source_beside(article, one), _clause(article, one, said) or one.words
    whole = Span(source.start, said.end) if source and source.end <= said.start else said
    longer, start = (
        Span(min(said.start, clause.start), clause.end),
        Span(clause.start, max(clause.start, one.words.end)),
    )
    begins = article.document.words[article.document.indices(longer)[0]]
    near = len(article.document.text[said.start : clause.start].split()) <= _FEW_BEFORE and begins.pos != "CCONJ"
    verb = _verb_of(article, one)
    if whole != said and not _is_sentence(article, said):
        yield _finished(article, whole, one), True
    for span in [said] + [longer] * near + [clause] + [start] * (verb is not None and covers(start, place_of(verb))):
        yield _finished(article, span, one), False


def _finished(article: AnnotatedArticle, span: Span, one: Judgement) -> Span:
    """A stretch without words at its end that only begin something: "his promises of"."""
    end = max(article.finished(span), one.words.end)
    return Span(span.start, end) if re.search(r"\w", article.document.text[end : span.end]) else span


def _is_sentence_like(article: AnnotatedArticle, one: Judgement, words: Span) -> bool:
    """Whether words are few, hold a verb, and where that of the judgement its subject, and no handle of a post."""
    told, verb = article.document.covered(words), _verb_of(article, one)
    whole = (
        not verb
        or not covers(words, place_of(verb))
        or any(covers(words, place_of(subject)) for subject in verb.children(*SUBJECTS))
    )
    return whole and len(told.split()) <= _LONGEST and "@" not in told and _has_verb(article, words)


def _tells_whom(article: AnnotatedArticle, one: Judgement, words: Span, said: Span) -> bool:
    """Whether words tell whom a judgement in them is about: its target is known, or the subject of its clause is no
    "it" that only what stands before would tell."""
    known = one.about or _subject_meant(article, one)[1]
    if known and covers(said, known):
        return True
    inside = [word for word in article.document.words_in(words) if word.dep not in {"cc", "punct"}]
    subjects = [word for word in _subjects(article, one) if covers(words, place_of(word))]
    subjects += [word for verb in inside if verb.is_root for word in verb.children(*SUBJECTS)]
    vague = any(map(_is_vague, subjects)) or any(word.tag == "DT" and word.dep == "nsubj" for word in inside)
    return bool(subjects) and not vague and inside[0].tag not in _RELATIVE and inside[0].dep != "mark"


def _is_vague(subject: Word) -> bool:
    """Whether only what stands before tells whom a subject means: "it", "they", not "we"."""
    return subject.pos == "PRON" and subject.lower not in _FIRST_OR_SECOND


def _names_whom(article: AnnotatedArticle, words: Span) -> bool:
    """Whether words are one noun with enough beside it to tell whom they judge."""
    head = phrase_head(article.document.words_in(words))
    if not head or not _is_noun(head) or head.dep == "attr" or head.lemma in load_lexicon("nominals").terms["generic"]:
        return False
    return len(article.document.covered(words).split()) >= _TELLING


def _is_noun(head: Word | None) -> bool:
    """Whether the head of a phrase is one noun."""
    return head is not None and head.pos in {"NOUN", "PROPN"} and not head.children("conj")


def quote_or_words(article: AnnotatedArticle, one: Judgement) -> Quoted:
    """As ``quote_judging``, else the words by themselves."""
    return quote_judging(article, one) or Quoted(one, one.words, named=False)


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
    said = next((span for span in joined if covers(span, Span(one.start, one.start))), article.stretch_at(one.start))
    words = article.document.covered(said)
    aside = words.rfind("(") if words.count("(") > words.count(")") else len(words)  # what another says between
    said = Span(said.start, said.start + len(words[:aside].rstrip())) if said.start + aside > one.end else said
    return Span(said.start + len("that "), said.end) if words.startswith("that ") else said


def source_beside(article: AnnotatedArticle, one: Judgement) -> Span | None:
    """Where the sentence of a judgement names whose it is, as the subject of who says so."""
    quotes = rows_of(article.table, "quote")
    content = quotes[(quotes["role"] == "content") & (quotes["start"] <= one.start) & (quotes["end"] > one.start)]
    sources = quotes[(quotes["role"] == "source") & quotes["relation"].isin(content["relation"])]
    sentence = article.document.sentences[article.document.sentence_at(one.start)]
    for row in records(sources[sources["actor"] == one.holder]):
        shared = {*re.findall(r"\w+", row.actor)} & {*re.findall(r"\w+", squeezed(article, row))}
        span = Span(row.start, row.end)
        head = phrase_head(article.document.words_in(span))
        if shared and covers(sentence, span) and head and head.dep in SUBJECTS:
            return span
    return None


def _is_sentence(article: AnnotatedArticle, said: Span) -> bool:
    """Whether words are quoted as a sentence of their own, in which a speaker is only named after or before it."""
    return any(word.is_root for word in article.document.words_in(said)) and (
        article.document.text[said.start - 1 : said.start + 1].strip()[:1] in {"“", '"'}
    )


def _has_verb(article: AnnotatedArticle, words: Span) -> bool:
    """Whether words hold a verb, so that they tell whom they judge."""
    return any(word.pos in VERBAL for word in article.document.words_in(words))


def _clause(article: AnnotatedArticle, one: Judgement, stretch: Span) -> Span | None:
    """The clause that says a judgement, with the noun that it tells of."""
    document = article.document
    head = phrase_head(document.words_in(one))
    verb = _verb_above(head)
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
