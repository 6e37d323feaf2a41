"""Claims on who does what to whom, on those to whom it is only done, and on acts whose agent is nowhere told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from analysis.lexicon.lexicon import load_lexicon
from analysis.report.claims import LEAST_PLACES, AnnotatedArticle, Claim, capital, lead, listed_markup
from analysis.tables.actor_tables import list_events
from analysis.tables.table import records
from analysis.text.document import Span, overlaps

_MOST_ACTS = 3  # acts quoted of each
_MOST_AGENTS = 2
_STRONG = 0.15  # valence of an act from which it is told
_ONLY_DONE_TO = 3  # acts from which it tells something that somebody never acts
_LONGEST_ACT = 16  # words from agent to patient that are quoted whole


@dataclass(frozen=True)
class _Act:
    """Something that somebody does to somebody, as the text tells it.

    Attributes:
        action: The verb or noun.
        lemma: Of the action.
        agents, patients: The sides, or actors without one, each once; empty where untold or not known.
        spans: The words of agent, action and patient, in order.
        label: As of the layer ``agency``.
        agent_told: Whether any words name who acts.
        strength: How good or bad the action sounds, from 0 to 1.
    """

    action: Span
    lemma: str
    agents: frozenset[str]
    patients: frozenset[str]
    spans: tuple[Span, ...]
    label: str
    agent_told: bool
    strength: float

    @property
    def whole(self) -> Span:
        """From the first of its words to the last."""
        return Span(self.spans[0].start, max(span.end for span in self.spans))


def _list_acts(article: AnnotatedArticle) -> Iterator[_Act]:
    """The acts that happened and in which a known actor acts or is acted upon, in order."""
    rows = list_events(article.table)
    rows = rows[rows["status"] == "happened"]
    for _, own in rows.groupby("event", sort=False):
        action = own[own["role"] == "action"].iloc[0]
        at = Span(action["start"], action["end"])
        parts = {role: own[own["role"] == role] for role in ("agent", "patient")}
        agents, patients = (
            frozenset(map(article.group, part.loc[part["actor"] != "", "actor"])) for part in parts.values()
        )
        if agents or patients:
            lemma = " ".join(article.document.lemmas[index] for index in article.document.indices(at))
            spans = sorted({at, *(Span(row.start, row.end) for part in parts.values() for row in records(part))})
            told = len(parts["agent"]) > 0
            yield _Act(at, lemma, agents, patients, tuple(spans), action["label"], told, article.strength_at(at.start))


def claim_acts(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who acts upon whom; acts of which nothing tells who did them; and those who are only ever acted upon."""
    acts = list(_list_acts(article))
    strong = [act for act in acts if act.strength >= _STRONG]
    told, used = [], list[_Act]()
    for rule in (_between, _untold):
        words, rested = rule(article, strong)
        if len(rested) >= LEAST_PLACES:
            told.append(words)
            used += rested
    if never := _only_done_to(article, acts):
        done = [act for act in acts if never in act.patients]
        used += done
        quotes = listed_markup(_quote_act(article, act) for act in _strongest(done))
        told.append(capital(Markup("{} only acted upon: {}.").format(article.does(never, "is", "are"), quotes)))
    if told:
        text = Markup("{} {}").format(lead("Who does what to whom."), Markup(" ").join(told))
        yield Claim("acts", text, tuple(sorted({act.action for act in used})), 55)


def _between(article: AnnotatedArticle, acts: list[_Act]) -> tuple[Markup, list[_Act]]:
    """The strongest acts of one side upon another, by who acts."""
    by_agent: dict[str, list[_Act]] = {}
    for act in acts:
        for agent in act.agents if act.patients - act.agents else ():
            by_agent.setdefault(agent, []).append(act)
    agents = sorted(by_agent, key=lambda name: -sum(act.strength for act in by_agent[name]))[:_MOST_AGENTS]
    parts, used = [], list[_Act]()
    for agent in agents:
        chosen = _strongest(act for act in by_agent[agent] if act not in used)
        if not chosen:
            continue
        quotes = listed_markup(_quote_act(article, act) for act in chosen)
        parts.append(Markup("{}: {}").format(article.called(agent), quotes))
        used += chosen
    return capital(Markup("{}.").format(Markup("; ").join(parts))), used


def _untold(article: AnnotatedArticle, acts: list[_Act]) -> tuple[Markup, list[_Act]]:
    """Acts upon somebody to whom nothing else is done by anybody who is told."""
    told_of = {patient for act in acts if act.agent_told for patient in act.patients}
    left = [act for act in acts if act.label == "agentless" and act.patients and not act.patients & told_of]
    chosen = _strongest(act for act in left if _in_passive(article, act))
    return Markup("Not said by whom: {}.").format(listed_markup(_quote_act(article, act) for act in chosen)), chosen


def _in_passive(article: AnnotatedArticle, act: _Act) -> bool:
    """Whether the act is a passive clause of a verb of action: "the mayor was shot"."""
    verb = article.document.words[article.document.indices(act.action)[-1]]
    mental = load_lexicon("nominals").terms["mental"]
    return bool(verb.children("nsubjpass", "auxpass")) and act.lemma not in mental


def _only_done_to(article: AnnotatedArticle, acts: list[_Act]) -> str:
    """Who has a name, is acted upon several times, mostly strongly, and never acts; empty where nobody is."""
    acting = {agent for act in acts for agent in act.agents}
    done = Counter(patient for act in acts for patient in act.patients)
    strong = Counter(patient for act in acts if act.strength >= _STRONG for patient in act.patients)
    left = [name for name, n in done.most_common() if n >= _ONLY_DONE_TO and name in article.named - acting]
    return next((name for name in left if 2 * strong[name] > done[name]), "")


def _strongest(acts: Iterable[_Act]) -> list[_Act]:
    """The strongest few, each verb or noun once, and no two of which would quote the same words; in order."""
    chosen: list[_Act] = []
    for act in sorted(acts, key=lambda act: -act.strength):
        if all(act.lemma != one.lemma and not overlaps(act.whole, one.whole) for one in chosen):
            chosen.append(act)
    return sorted(chosen[:_MOST_ACTS], key=lambda act: act.action)


def _quote_act(article: AnnotatedArticle, act: _Act) -> Markup:
    """The words of an act: from the first to the last of them where they stand close, else the parts."""
    whole = article.whole_noun(act.whole)
    if len(article.document.covered(whole).split()) <= _LONGEST_ACT:
        return article.quote(whole.start, whole.end, longest=_LONGEST_ACT)
    parts = [article.whole_noun(span) for span in _joined(article, act.spans)]
    return Markup(" … ").join(article.quote(span.start, span.end) for span in parts)


def _joined(article: AnnotatedArticle, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans, those with at most two words between them as one."""
    waiting, *rest = spans
    for span in rest:
        if len(article.document.text[waiting.end : span.start].split()) <= 2:
            waiting = Span(waiting.start, max(waiting.end, span.end))
        else:
            yield waiting
            waiting = span
    yield waiting
