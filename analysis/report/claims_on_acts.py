"""Claims on who does what to whom, and on acts whose agent is left untold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from analysis.report.claims import LEAST_PLACES, LONGEST, AnnotatedArticle, Claim, lead, listed_markup, places_in
from analysis.tables.actor_tables import list_events
from analysis.tables.table import records, rows_of
from analysis.text.document import Span

MENTAL = "agency.mental"
TOLD = 3  # acts quoted of each
MOST_AGENTS = 2


@dataclass(frozen=True)
class Act:
    """Something somebody does to somebody.

    Attributes:
        action: The verb or noun.
        agents, patients: The actors, each once; empty where untold or unknown.
        agent_spans, patient_spans: Their words.
        label: As of the layer ``agency``.
        denied: The words that deny it.
        strength: How good or bad the action sounds, from 0 to 1.
    """

    action: Span
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    agent_spans: tuple[Span, ...]
    patient_spans: tuple[Span, ...]
    label: str
    denied: tuple[Span, ...]
    strength: float

    @property
    def spans(self) -> list[Span]:
        """Agent, action and patient, in the order of the text."""
        return sorted({*self.agent_spans, self.action, *self.patient_spans})


def list_acts(article: AnnotatedArticle) -> list[Act]:
    """The acts of an article in which an actor acts or is acted upon; saying and thinking are none."""
    rows = list_events(article.table)
    valence = rows_of(article.table, "valence", "expression")
    acts = []
    for _, own in rows.groupby("event", sort=False):
        parts = {role: records(own[own["role"] == role]) for role in ("agent", "action", "patient", "shifter")}
        if not parts["action"] or MENTAL in set(own["rule"]):
            continue
        first = parts["action"][0]
        strength = valence[(valence["start"] < first.end) & (valence["end"] > first.start)]["score"].abs().max()
        acts.append(
            Act(
                Span(first.start, first.end),
                *(tuple(dict.fromkeys(row.actor for row in parts[role] if row.actor)) for role in ("agent", "patient")),
                *(tuple(Span(row.start, row.end) for row in parts[role]) for role in ("agent", "patient")),
                first.label,
                tuple(Span(row.start, row.end) for row in parts["shifter"]),
                0.0 if strength != strength else float(strength),
            )
        )
    return [act for act in acts if act.agents or act.patients]


def claim_acts(article: AnnotatedArticle) -> Iterator[Claim]:
    """Who acts upon whom, and which acts leave out by whom."""
    acts = [act for act in list_acts(article) if not act.denied]
    by_agent: dict[str, list[Act]] = {}
    for act in acts:
        agents, patients = ({article.group(name) for name in names} for names in (act.agents, act.patients))
        if len(agents) == 1 and patients - agents:
            by_agent.setdefault(agents.pop(), []).append(act)
    parts, used = [], list[Act]()
    for agent in sorted(by_agent, key=lambda name: -sum(1 + act.strength for act in by_agent[name]))[:MOST_AGENTS]:
        chosen = sorted(by_agent[agent], key=lambda act: -act.strength)[:TOLD]
        chosen.sort(key=lambda act: act.action)
        quotes = [quote_act(article, act) for act in chosen]
        parts.append(Markup("{} in {}").format(article.called(agent), listed_markup(quotes)))
        used += chosen
    told = [Markup("{} {}.").format(lead("Who acts on whom:"), Markup("; ").join(parts))] if parts else []
    untold = [act for act in acts if act.label == "agentless" and act.patients and act.strength]
    if len(untold) >= LEAST_PLACES:
        untold = sorted(untold, key=lambda act: -act.strength)[:TOLD]
        untold.sort(key=lambda act: act.action)
        opening = "By whom is not said in" if told else lead("By whom is not said:")
        told.append(Markup("{} {}.").format(opening, listed_markup(quote_act(article, act) for act in untold)))
        used += untold
    if used:
        yield Claim("acts", Markup(" ").join(told), tuple(act.action for act in used), 55)


def quote_act(article: AnnotatedArticle, act: Act) -> Markup:
    """The words of an act: from the first to the last of them where they stand close, else the parts."""
    spans = act.spans
    whole = Span(spans[0].start, spans[-1].end)
    if len(article.document.text[whole.start : whole.end].split()) <= LONGEST:
        return article.quote(whole.start, whole.end)
    merged = list(_joined(article, spans))
    return Markup(" … ").join(article.quote(span.start, span.end) for span in merged)


def _joined(article: AnnotatedArticle, spans: Iterable[Span]) -> Iterator[Span]:
    """Spans, those with nothing but a few small words between them as one."""
    waiting: Span | None = None
    for span in spans:
        if waiting and len(article.document.text[waiting.end : span.start].split()) <= 2:
            waiting = Span(waiting.start, max(waiting.end, span.end))
        else:
            if waiting:
                yield waiting
            waiting = span
    if waiting:
        yield waiting
