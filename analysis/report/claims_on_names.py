"""The claim on who is called what: by a verb that gives a name ("called the bill a disgrace"), or by a loaded name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from analysis.actors.descriptions import event_nouns
from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import (
    JOINT,
    LEAST_PLACES,
    QUOTATIONS,
    AnnotatedArticle,
    Claim,
    capital,
    cited,
    in_order,
    lead,
    listed_markup,
    spans_of,
    squeezed,
)
from analysis.report.claims_on_side import outlet_words
from analysis.report.claims_on_speech import sure_speakers
from analysis.report.highlight import first_place
from analysis.report.judgements import is_open, place_of
from analysis.tables.actor_tables import tabulate_naming
from analysis.tables.table import NARRATOR, UNNAMED, records, rows_of
from analysis.text.document import Span, Word
from analysis.text.grammar import BESIDE_NOUN, bare_phrase, is_finite, is_passive, subjects_of

_FEW = 3  # words quoted of each
_FORCE = 0.45  # load from which a name counts as loaded: "powerful" is none
_MOST_HOLDERS, _MOST_DESCRIPTIONS = 3, 3
_LONGEST = 16  # words of a clause that is quoted
_NEAR = 3  # words before a name among which a denial is looked for
_NAMES = frozenset(["ADJ", "NOUN"])  # what a description is
_NOBODY = frozenset(["PRON", "DET"])


class Description(NamedTuple):
    """A clause of the outlet's that says what somebody calls somebody or something.

    Attributes:
        holder: Who calls, as the text names him.
        words: What is quoted of it.
        named: Whether the words name who calls.
        target: Whom a pronoun in the words means that is called so; empty where it is none.
        at: Where the marked place in the words begins,
        kind: and the kind of its anchor.
    """

    holder: str
    words: Span
    named: bool
    target: str
    at: int
    kind: str


def list_descriptions(article: AnnotatedArticle) -> list[Description]:
    """Who calls whom or what how, in order, each description once."""
    found: dict[str, Description] = {}
    for verb in outlet_words(article):
        if _is_calling(verb) and not is_open(article, verb) and (one := _described(article, verb)):
            told = article.document.text[_names_given(verb)[0].subtree[0].start : one.words.end]
            found[re.sub(r"[^\w\s]", "", told).lower()] = one
    return [one for told, one in found.items() if not any(told in other for other in found if other != told)]


def _is_calling(verb: Word) -> bool:
    """Whether a word is a verb in the active, not denied, by which somebody gives a name."""
    calls = verb.pos == "VERB" and verb.lemma in load_lexicon("nominals").terms["naming"]
    return calls and (is_finite(verb) or verb.tag == "VBG") and not is_passive(verb) and not verb.children("neg")


def _described(article: AnnotatedArticle, verb: Word) -> Description | None:
    """What a verb says of whom; nothing where it is not known who calls, or only a pronoun is called so."""
    names, subjects = _names_given(verb), subjects_of(verb)
    called = _called(verb, names)
    if not names or not called or len(subjects) != 1 or called.lower == "it":
        return None
    end = _end_of(article, verb, names[0])
    if end <= verb.end:  # "a disgrace, she called it"
        return None
    words = _with_subject(article, verb, called if called == verb.head else subjects[0], end)
    named = words is not None and subjects[0].pos not in _NOBODY
    words = words if words and named else Span(verb.start, end)
    holder = _name_in(article, subjects[0]) or (article.document.covered(place_of(subjects[0])) if named else "")
    place = first_place(article.table, words.start, words.end)
    meant = _mention_of(article, called) if called.pos in _NOBODY else None
    if not holder or not place or (called.pos in _NOBODY and not meant):
        return None
    return Description(holder, words, named, meant.actor if meant else "", *place)


def _with_subject(article: AnnotatedArticle, verb: Word, first: Word, end: int) -> Span | None:
    """The words from a noun before a verb to an end, if few; none where the verb is a participle apart from it."""
    words = Span(min(bare_phrase(first)[0].start, end), end)
    near = first.start < verb.start and len(article.document.covered(words).split()) <= _LONGEST
    return words if near and (is_finite(verb) or verb.dep == "acl") else None


def _end_of(article: AnnotatedArticle, verb: Word, name: Word) -> int:
    """Where a description ends: where a quotation does that opens after its verb, else with what belongs to it."""
    text, end = article.document.text, bare_phrase(name)[-1].end
    for opening, closing in QUOTATIONS:
        at = text.find(opening, verb.end, name.end)
        if at >= 0 and (closes := text.find(closing, at + len(opening))) > 0 and "\n" not in text[at:closes]:
            return closes
    return end


def _names_given(verb: Word) -> list[Word]:
    """The description that a verb gives: its complement, or what follows its "as"; a name is none."""
    small = [word for word in verb.children("ccomp") if word.pos in _NAMES and not word.children("mark", "aux")]
    of_as = [
        word for link in verb.children("prep") if link.lower == "as" for word in link.children("pobj", "amod", "pcomp")
    ]
    given = verb.children("oprd", "attr") + small + of_as
    return [word for word in given[:1] if word.pos in _NAMES or word.tag in {"VBG", "VBN"}]


def _called(verb: Word, names: Sequence[Word]) -> Word | None:
    """Who or what a verb describes: its object, the subject of its complement, or what its clause modifies."""
    objects = verb.children("dobj") + [word for name in names for word in name.children("nsubj")]
    objects = [word for word in objects if word.tag not in {"WP", "WDT"}]
    when = any(word.tag == "WRB" for word in verb.children("advmod"))  # "in May, when Lee called it"
    return verb.head if verb.dep == "relcl" and not objects and not when else next(iter(objects), None)


def _name_in(article: AnnotatedArticle, word: Word) -> str:
    """A word's actor as the text names him there, or as he is called, where a pronoun means him; empty if none."""
    mention = _mention_of(article, word)
    if not mention:
        return ""
    return article.called(mention.actor) if mention.label == "pronoun" else squeezed(article, mention)


def _mention_of(article: AnnotatedArticle, word: Word) -> Any:
    """The first mention of an actor that covers a word; nothing if none does."""
    rows = rows_of(article.table, "actor", "mention")
    rows = rows[(rows["actor"] != "") & (rows["start"] <= word.start) & (rows["end"] >= word.end)]
    return next(iter(records(rows)), None)


def _show(article: AnnotatedArticle, one: Description) -> Markup:
    """A description as the text says it, with whom a pronoun means, and with who says it where the words do not."""
    quote = cited(article.quote(one.words.start, one.words.end, one.at, one.kind, _LONGEST))
    about = Markup(" (about {})").format(article.called(one.target)) if one.target else ""
    return Markup("{}{}{}").format("" if one.named else f"{one.holder} ", quote, about)


def loaded_names(article: AnnotatedArticle) -> pd.DataFrame:
    """The rows of ``tabulate_naming`` by which somebody who has another name is called by a loaded one, each with those
    of its ``starts`` where grammar ties it to that name: "the reckless Lee", "Lee, a liar", "Lee is a liar"."""
    naming = tabulate_naming(article.table, article.document)
    self_named = naming["holder"].map(article.group) == naming["actor"].map(article.group)
    self_named |= naming["holder"].str.lower() == naming["words"].str.lower()
    ends = [row.words.endswith(row.actor) or row.actor not in row.words for row in records(naming)]
    self_named |= ~pd.Series(ends, index=naming.index, dtype=bool)  # "Blue Guard thugs": a name with what it is
    naming = naming[(naming["load"].abs() >= _FORCE) & ~self_named & ~naming["holder"].str.contains(JOINT)]
    naming = naming[naming["actor"].isin(article.named)]  # "the wreckers" who have no other name are not called by one
    places = [[at for span, at in name_spans(article, row) if _is_tied(article, row, span)] for row in records(naming)]
    naming = naming.assign(starts=pd.Series(places, index=naming.index, dtype=object))
    return naming[naming["starts"].map(len) > 0]


def _is_tied(article: AnnotatedArticle, row: Any, span: Span) -> bool:
    """Whether a form with a loaded word of small letters is said of an actor by grammar, and not denied."""
    words = article.document.words_in(span)
    small = any(part[:1].islower() for word in row.loaded for part in word.split())
    head = next((word for word in words if word.head not in words), None)
    if head is None or not small or not _is_whole(words) or head.lemma in event_nouns():
        return False
    if any(word.tag == "NNS" for word in words) and not article.are_many(row.actor):
        return False  # "dictators like Lee"
    mentions = article.mentions[article.mentions["actor"].map(article.group) == article.group(row.actor)]
    names = mentions[mentions["label"].isin(["name", "metonym"]) | mentions["rule"].str.startswith("places@")]
    named, told_of = _words(article, spans_of(names)), {*_told_of(head)}
    pronouns = _words(article, article.pronouns_of(row.actor) if head.dep == "attr" else ())
    return bool(named & {*words, *told_of} or pronouns & told_of)


def _words(article: AnnotatedArticle, spans: Iterable[Span]) -> set[Word]:
    return {word for span in spans for word in article.document.words_in(span)}


def _is_whole(words: Sequence[Word]) -> bool:
    """Whether a form does not begin within a name, nor is denied by what stands before it."""
    first, denials = words[0], load_lexicon("negators").terms["negation"]
    before = first.document.words[max(0, first.index - _NEAR) : first.index]
    within = bool(before) and before[-1].pos == "PROPN" and before[-1].head in words
    return not within and denials.isdisjoint(word.lower for word in before)


def _told_of(head: Word) -> list[Word]:
    """Of which words a form is said by grammar: what it stands before or beside, or the subject of its "is"."""
    if head.dep in BESIDE_NOUN:
        return [head.head]
    return head.children("appos") + (head.head.children("nsubj") if head.dep == "attr" else [])


def claim_naming(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who calls whom or what by which name: the clauses that say so, and loaded names, of which one alone must be a bad
    one by a speaker who is sure."""
    described = list_descriptions(article)[:_MOST_DESCRIPTIONS]
    naming = loaded_names(article)
    apart = [
        not any(_is_within(start, one.words) for one in described for start in row.starts) for row in records(naming)
    ]
    naming = naming[pd.Series(apart, index=naming.index, dtype=bool)]
    if naming["starts"].map(len).sum() < LEAST_PLACES:
        naming = naming[(naming["load"] < 0) & naming["holder"].isin(sure_speakers(article))]
    names, places = say_names(article, naming)
    told = [_show(article, one) for one in described] + [names] * bool(names)
    if told:
        told = [capital(told[0]), *told[1:]]
        text = Markup("{} {}.").format(lead("who is called what:"), Markup("; ").join(told))
        spans = in_order([*(one.words for one in described), *places])
        yield Claim("naming", text, spans, 84, plain=True)


def _is_within(offset: int, span: Span) -> bool:
    return span.start <= offset < span.end


def say_names(article: AnnotatedArticle, naming: pd.DataFrame) -> tuple[Markup, tuple[Span, ...]]:
    """Who calls whom by some of the ``loaded_names`` ("Orr on Lee: “tyrant”"), the outlet first, and their places."""
    naming = naming[naming["holder"] != UNNAMED]
    parts, places = [], list[Span]()
    naming = naming.assign(others=naming["holder"] != NARRATOR).sort_values("others", kind="stable")
    for holder, own in naming.groupby("holder", sort=False):
        names = []
        for actor, forms in own.groupby("actor", sort=False):
            spans = sorted(pair for row in records(forms) for pair in name_spans(article, row))
            cut = [(_without_name(article, span, at), at) for span, at in spans]
            different = {article.document.covered(span).lower(): (span, at) for span, at in reversed(cut)}
            quotes = [cited(article.quote(span.start, span.end, at)) for span, at in reversed(different.values())]
            names.append(Markup("on {}: {}").format(article.called(str(actor)), listed_markup(quotes[:_FEW])))
            places += [span for span, _ in spans]
        parts.append(Markup("{} {}").format(article.who(str(holder)), listed_markup(names[:_FEW])))
    return Markup("; ").join(parts[:_MOST_HOLDERS]), in_order(places)


def _without_name(article: AnnotatedArticle, span: Span, name: int) -> Span:
    """A form up to the name in it ("former dictator"), with what its noun has before it ("their worst enemy")."""
    return Span(span.start, name) if span.start < name else article.whole_noun(span)


def name_spans(article: AnnotatedArticle, row: Any) -> Iterator[tuple[Span, int]]:
    """The places of a form of ``tabulate_naming``, each with the start of the mention in it."""
    text = article.document.text
    mentions = article.mentions[article.mentions["actor"] == row.actor]
    for start in row.starts:
        end = int(mentions.loc[mentions["start"] == start, "end"].max())
        begin = end - len(row.words)
        fits = begin >= 0 and " ".join(text[begin:end].split()) == row.words
        yield Span(begin if fits else start, end), start
