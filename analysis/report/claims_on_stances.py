"""The claim on what speakers judge: the plainest of their judgements, in the words of the article."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import AnnotatedArticle, Claim, capital, in_order, lead, listed_markup
from analysis.report.claims_on_names import claim_naming
from analysis.report.claims_on_speech import sure_speakers
from analysis.report.judgements import Judgement, list_judgements
from analysis.report.quoted_judgements import Quoted, quote_judging, show_judging, source_beside, surest
from analysis.tables.table import NARRATOR
from analysis.text.document import Span, overlaps

_MOST_HOLDERS, _MOST_QUOTES = 3, 2


@lru_cache(maxsize=1)
def list_speaker_stances(article: AnnotatedArticle) -> Mapping[str, list[Quoted]]:
    """The speakers who judge clearly, each with their judgements in order; those who judge most clearly first.

    Each is quoted with its clause, or with who says it and how: "Lee called the union a handful of wreckers". A speaker
    whom the sentence does not name is included only if it is certain who it is. What tells who is called what is left
    to the claim on that.
    """
    used = [place for claim in claim_naming(article) for place in claim.places]
    own = [one for one in list_judgements(article) if one.holder != NARRATOR and one.is_clear]
    told = dict[str, list[Quoted]]()
    for one in sorted(own, key=lambda one: -one.weight):
        quoted = None if any(overlaps(place, one) for place in used) else quote_judging(article, one)
        others = [other.words for quotes in told.values() for other in quotes]
        if quoted and _is_surely_his(article, quoted) and not any(overlaps(quoted.words, words) for words in others):
            told.setdefault(one.holder, []).append(quoted)
    return {holder: sorted(quotes, key=lambda quoted: quoted.words) for holder, quotes in told.items()}


def _is_surely_his(article: AnnotatedArticle, quoted: Quoted) -> bool:
    """Whether it is certain whose a judgement is: the words name him, or the speaker is sure or named beside it; and no
    medium, whose words are mostly somebody else's."""
    holder, media = quoted.judgement.holder, load_lexicon("mentions").terms["medium"]
    sure = holder in article.named and (holder in sure_speakers(article) or _is_named_beside(article, quoted.judgement))
    medium = not article.is_person(holder) and not media.isdisjoint(holder.lower().split())
    return (quoted.named or sure) and not medium


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
        text = Markup("{} {}.").format(lead("speakers’ judgements:"), capital(Markup("; ").join(parts)))
        yield Claim("stances", text, in_order(places), 85, plain=True)


def _is_named_beside(article: AnnotatedArticle, one: Judgement) -> bool:
    """Whether the sentence of a judgement names whose it is: as its source, or before "saying"."""
    sentence = article.document.sentences[article.document.sentence_at(one.start)]
    names = article.mentions[(article.mentions["actor"] == one.holder) & (article.mentions["label"] == "name")]
    before = any(sentence.start <= start < one.start for start in names["start"])
    return source_beside(article, one) is not None or before
