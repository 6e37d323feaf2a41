"""Scare quotes: words in quotation marks that are nobody's quotation (Predelli 2003)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from analysis.rhetoric.devices.members import Figure, is_spoken
from analysis.text.document import Document, Span
from analysis.text.marks import MARKS

_LONGEST = 4  # words between scare quotes
_NESTED = 2  # words between them inside reported words
_BEFORE = 4  # words in which a word that names may stand before the marks
_MARKS = frozenset("".join(MARKS))
_ENDS = frozenset(".!?…:;")
_CLOSERS = "".join(MARKS) + ")] \n\t"


def scare_quotes(
    document: Document, marked: Iterable[Span], nested: Collection[Span], cues: Iterable[int], naming: Iterable[Span],
    small: Collection[str] = (),
) -> Iterator[Figure]:  # fmt: skip
    """Marked stretches of four words at most that nobody is said to say, and that are no title, name or word meant.

    Args:
        document: With tokens and sentences.
        marked: Stretches between quotation marks, with their marks, that are given as nobody's words.
        nested: Those of them that stand inside a quotation.
        cues: Indices of tokens that attribute words; a cue in the sentence makes a short stretch a quotation, unless
            it is nested and has two words at most.
        naming: Where words stand that name or speak of a word ("the word", "titled").
        small: Words that keep a small letter in a title or name.

    >>> from analysis.text.segment import segment
    >>> document = segment(Document("d", "The “reforms” cost jobs."))
    >>> [document.covered(part) for one in scare_quotes(document, [Span(4, 13)], (), (), ()) for part in one.parts]
    ['“reforms”']
    """
    reported = {document.sentence_at(document.tokens[index].start) for index in cues}
    named = {document.tokens[i].start for span in naming for i in document.indices(span)}
    for span in sorted(marked):
        inside = [index for index in document.indices(span) if is_spoken(document, index)]
        most = (_NESTED if span in nested else 0) if document.sentence_at(span.start) in reported else _LONGEST
        if not 1 <= len(inside) <= most or _is_name(document, inside, small) or _is_alone(document, span):
            continue
        before = range(max(0, inside[0] - _BEFORE - 1), inside[0])
        if not any(document.tokens[index].start in named for index in before) and not _ends_speech(
            document, span, span in nested
        ):
            yield Figure((span,), "scare_quotes_marks")


def _is_name(document: Document, inside: Sequence[int], small: Collection[str]) -> bool:
    """Whether every word but small ones has a capital: a title, a name, an operation."""
    words = [document.forms[index] for index in inside if document.lower_forms[index] not in small]
    return all(word[:1].isupper() or word[:1].isdigit() for word in words)


def _is_alone(document: Document, span: Span) -> bool:
    """Whether the marks stand at both ends of their sentence, or the sentence is a headline."""
    number = document.sentence_at(span.start)
    if number < 0:
        return True
    sentence = document.sentences[number]
    if document.covered(sentence).rstrip(_CLOSERS)[-1:] not in _ENDS:  # a headline, where marks stand for reporting
        return True
    return span.start <= sentence.start and span.end >= sentence.end - 1


def _ends_speech(document: Document, span: Span, nested: bool) -> bool:
    """Whether a colon stands before it, or a mark that ends speech inside before the closing one: "no," he said."""
    inner = document.covered(span).strip("".join(_MARKS) + " ")
    if (nested and inner[-1:] == ".") or document.text[max(0, span.start - 2) : span.start].rstrip().endswith(":"):
        return True
    return inner[-1:] in {"!", "?"} or (inner[-1:] == "," and document.text[span.end : span.end + 1].isspace())


def so_called(document: Document, found: Iterable[Span], marked: Collection[Span] = ()) -> Iterator[Figure]:
    """So-called and its like with the words it is said of: those in quotation marks (``marked``), or up to the noun.

    >>> from analysis.text.parse import parse
    >>> from analysis.text.segment import segment
    >>> document = parse(segment(Document("d", "The so-called peace plan failed.")))
    >>> [document.covered(part) for figure in so_called(document, [Span(4, 13)]) for part in figure.parts]
    ['so-called peace plan']
    """
    ends = {span.start: span.end for span in marked}
    for span in found:
        if end := ends.get(span.end + 1):
            yield Figure((Span(span.start, end),), "so_called")
            continue
        after = document.indices(Span(span.end, len(document.text)))
        last = -1
        for index in after[:8]:
            kind = document.tokens[index].pos
            if kind in {"NOUN", "PROPN"}:
                last = index
            elif last >= 0 or kind not in {"ADJ", "ADV", "NUM", "PUNCT", "VERB", "X"}:
                break
        if last >= 0 and document.forms[after[0]] in _MARKS:  # the mark that closes belongs to it, too
            last += document.forms[min(last + 1, len(document.forms) - 1)] in _MARKS
        end = document.tokens[last].end if last >= 0 else span.end
        yield Figure((Span(span.start, end),), "so_called")
