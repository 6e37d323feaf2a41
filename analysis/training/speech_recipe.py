"""The recipe of the reader: a teacher learns closely read open news; a network with fewer pieces and weights of four
bits then learns the same, and what teacher and rules say alike of news that nobody labelled; then evaluations and acts.

Texts that may be learned from: Wikinews (CC BY 2.5) with labels of ``gold/reading_open`` (CC BY 4.0), the training
part of NewsMTSC (MIT) and the articles of Frermann et al. 2023 (MIT) with labels of our own (``EVALUATED``), articles
invented for it (``WRITTEN``), and, unlabelled, ``open_news`` (CC BY 2.5) and the other articles. Nothing of the texts
of others is kept but the weights and the labels' offsets.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from analysis.actors.find_actors import find_actors
from analysis.annotation import Annotation
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.voices import voice_stretches
from analysis.reader.speech import SPEECH_FILES, SpeechReader, SpeechReading
from analysis.reader.windows import Window, cut_windows
from analysis.text.document import Document, Span
from analysis.text.parse import parse
from analysis.text.read import document_from_text
from analysis.text.segment import segment
from analysis.training.examples import read_climate_articles
from analysis.training.network import HALF, cut
from analysis.training.rounding import round_weights
from analysis.training.speech_network import SpeechNetwork, pad, ship_network
from analysis.training.vocabulary import choose_pieces, cut_tokenizer

LABELLED = "reading_open"  # the folder of closely read articles in the folder of gold data
EVALUATED = Path(__file__).parent / "evaluated"  # labels: offsets in NewsMTSC and in climate news
WRITTEN = Path(__file__).parent / "written"  # articles of our own, with their labels
SPEECH_VERSION = "3.0"
SPEECH_DATA = [
    {"name": "Wikinews, closely read for this project (texts: Wikinews contributors)",
     "reference": "Zeldes 2017, LREV (GUM); Trani et al. 2016, CIKM", "licence": "CC BY 2.5, labels CC BY 4.0",
     "use": "labels"},
    {"name": "Wikinews (Wikinews contributors)", "reference": "Trani et al. 2016, CIKM", "licence": "CC BY 2.5",
     "use": "unlabelled text"},
    {"name": "Narrative frames", "reference": "Frermann et al. 2023, ACL", "licence": "MIT",
     "use": "unlabelled text; speech, evaluations and acts, closely read for this project"},
    {"name": "NewsMTSC, training part", "reference": "Hamborg & Donnay 2021, EACL", "licence": "MIT",
     "use": "evaluations of 4,800 sentences, labelled for this project"},
    {"name": "Articles invented for this project", "reference": "analysis/training/written", "licence": "MIT",
     "use": "labels"},
]  # fmt: skip
SPEECH_WEIGHTS = [{"name": "all-mpnet-base-v2", "role": "its first layers", "licence": "Apache-2.0"}]
SPEECH_LIMITS = [
    "Learned from Wikinews, news and opinion on climate, and invented articles: other kinds of text are read worse.",
    "Each text was labelled by one careful reader; irony without marks, and praise by what is told, are missed.",
    "Reads some two hundred words at a time: a source that stands further off is not pointed to.",
    "English only.",
]
_SHORTEST_TEXT, _LONGEST_TEXT = 500, 9000  # characters of an article that is read unlabelled
_MARKS = frozenset('“”"')
_UNKNOWN = -100  # a label that is not learned
_TOLD, _MAYBE, _QUIET = 0.6, 0.3, 0.3  # likelihood of speech from which, or up to which, the teacher agrees with rules
_SURE, _POINTS = 0.7, 0.4  # likelihood from which a shipped reader is believed; share of a pointer
_CERTAIN = 0.95  # where the teacher is followed against them
_SIDES = {"praise": 1, "blame": 2}
_STATUS = {"happened": 1, "planned": 2, "denied": 3}
Places: TypeAlias = tuple[tuple[int, int], ...]
_SURE_RULES = frozenset(
    f"quotes.{kind}" for kind in ("clausal_complement", "according_to", "direct", "parenthetical", "quoted_as", "tag")
)


@dataclass(frozen=True, slots=True)
class Statement:
    """Where something said stands, and where whoever says it is named: the source beside it, and other mentions."""

    spans: tuple[tuple[int, int], ...]
    source: tuple[tuple[int, int], ...] = ()
    mentions: tuple[tuple[int, int], ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Words that praise (side 1) or blame (2); where the target is named, and whoever else than the writer evaluates.

    ``own`` says that the writer does; where it is None, whose words they are is not known here.
    """

    span: tuple[int, int]
    side: int
    targets: tuple[tuple[int, int], ...] = ()
    holders: tuple[tuple[int, int], ...] = ()
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """Words that tell an act: whether it happened (1), is planned (2) or denied (3); where its agent and its patient
    are named, nowhere if the text does not tell, None where it is not known."""

    span: tuple[int, int]
    status: int
    agents: Places | None = None
    patients: Places | None = None


@dataclass(frozen=True)
class Passage:
    """A text; for each character 1 (speech), 0 (narration) or -1 (not known); the statements in it, the evaluations
    (None where they are not known), and acts: all of them if ``all_acts``."""

    text: str
    speech: NDArray[np.int8]
    statements: Sequence[Statement]
    evaluations: Sequence[Evaluation] | None = None
    acts: Sequence[Act] = ()
    all_acts: bool = False


@dataclass(frozen=True)
class SpeechPlan:
    """How to learn. In each epoch all labelled passages are read, and a share of the others."""

    layers: int = 6
    epochs: int = 5
    rounded_epochs: int = 0  # of them, the last ones, in which the weights are of four bits
    share: float = 0.33  # of the unlabelled passages read in an epoch
    rate: float = 4e-5
    head_rate: float = 1e-3
    batch: int = 8
    pointer: float = 0.5  # weight of the loss of the pointer to sources,
    sense: float = 1.0  # of that of evaluations,
    aim: float = 0.3  # of that of the pointers to targets, agents and patients,
    act: float = 0.5  # and of that of acts
    rare: float = 3.0  # how much more a piece that evaluates weighs than one that does not
    marks: float = 0.15  # of the passages, read without quotation marks; as many with straight ones
    seed: int = 1
    half: bool = HALF
    log: Callable[[str], None] = field(default=print, repr=False)


def read_labelled(folder: Path, all_acts: bool = False) -> list[Passage]:
    """The closely read articles in a folder, ``NAME.txt`` with ``NAME.json``; statements inside others are left out."""
    return [
        label_passage(
            path.with_suffix(".txt").read_bytes().decode(), json.loads(path.read_text(encoding="utf-8")), all_acts
        )
        for path in sorted(folder.glob("*.json"))
    ]


def label_passage(text: str, label: Mapping[str, Any], all_acts: bool = False) -> Passage:
    """A text with what a close reading found in it; a person is also named by the last of his names."""
    forms = {actor["name"]: {actor["name"], *actor["forms"], *_last_name(actor)} for actor in label["actors"]}
    named = {
        name: tuple(sorted({place for form in own for place in _places(form, text)})) for name, own in forms.items()
    }
    rows = [said for said in label["speech"] if not said.get("inside") and said.get("spans")]
    speech = _speech_of(text, (said["spans"] for said in rows))
    statements = []
    for said in rows:
        spans = _spans(said["spans"])
        beside = [
            place for place in _places(said.get("source") or "", text)
            if not any(start <= place[0] < end for start, end in spans)
        ]  # fmt: skip
        near = min(beside, key=lambda place: _distance(place, spans), default=None)
        known = said["speaker"] != "unknown"
        mentions = tuple(place for place in named.get(said["speaker"], ()) if known and not speech[place[0]])
        statements.append(Statement(spans, (near,) if near else (), mentions, known))
    evaluations = []
    for told in label["evaluations"]:
        if told.get("span"):
            start, end = told["span"]
            said = bool(speech[start])
            targets = named.get(told["target"]) or tuple(_places(told["target"], text))
            holders = [] if said else [place for place in named.get(told["holder"], ()) if not speech[place[0]]]
            own = None if said else told["holder"] == "narrator"
            evaluations.append(Evaluation((start, end), _SIDES[told["polarity"]], tuple(targets), tuple(holders), own))
    acts = []
    for told in label["events"]:
        if told.get("span") and told["status"] in _STATUS:
            span = (told["span"][0], told["span"][1])
            parties = (_party(told[role], named, text, span) for role in ("agent", "patient"))
            acts.append(Act(span, _STATUS[told["status"]], *parties))
    return Passage(text, speech, statements, evaluations, acts, all_acts)


def _party(name: str, named: Mapping[str, Places], text: str, span: tuple[int, int]) -> Places | None:
    """Where whoever takes part in an act is named: an actor anywhere, something else as near to it as it stands."""
    if not name:
        return ()
    if places := named.get(name):
        return places
    name = name.removeprefix("unnamed: ")
    near = min(_places(name, text), key=lambda place: _distance(place, [span]), default=None)
    return (near,) if near else None


def _speech_of(text: str, statements: Iterable[Iterable[Sequence[int]]]) -> NDArray[np.int8]:
    """For each character 1 where one of the statements stands, else 0."""
    speech = np.zeros(len(text), np.int8)
    for spans in statements:
        for start, end in spans:
            speech[start:end] = 1
    return speech


def _spans(places: Iterable[Sequence[int]]) -> Places:
    return tuple((start, end) for start, end in places)


def _last_name(actor: Mapping[str, Any]) -> list[str]:
    last = re.sub(r",? (Jr|Sr)\.?$", "", actor["name"]).split()[-1]
    return [last] if actor.get("kind") == "person" and len(last) > 2 else []


def read_evaluated(texts: Iterable[str], labels: Path, reader: SpeechReader | None = None) -> list[Passage]:
    """Texts with the labels of a close reading made for this project; where speech is not among them, with what a
    reader hears as speech, if given.

    ``labels`` has a row a text, with the sha256 of the text in place of it: ``evaluations`` are the words, the side and
    the targets by their offsets, and the holder: ``author``, ``quoted``, or the places where he is named; ``speech``
    the spans of each statement, its ``source``, other ``mentions`` of the speaker, and whether he is ``known``;
    ``acts`` all acts with their ``status`` and the places of ``agent`` and ``patient`` (null where not known).

    Raises:
        ValueError: If a text of ``labels`` is not among the texts.
    """
    known = {hashlib.sha256(text.encode()).hexdigest(): text for text in texts}
    passages = []
    for number, line in enumerate(labels.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        if row["sha256"] not in known:
            raise ValueError(f"{labels}, line {number}: no text has the sha256 {row['sha256']}")
        text, evaluations = known[row["sha256"]], [*map(_evaluation, row["evaluations"])]
        if "speech" in row:
            statements = [
                Statement(_spans(said["spans"]), _spans(said["source"]), _spans(said["mentions"]), said["known"])
                for said in row["speech"]
            ]
            speech = _speech_of(text, (statement.spans for statement in statements))
            acts = [
                Act((act["words"][0], act["words"][1]), _STATUS[act["status"]],
                    *(None if act[role] is None else _spans(act[role]) for role in ("agent", "patient")))
                for act in row["acts"]
            ]  # fmt: skip
            passages.append(Passage(text, speech, statements, evaluations, acts, all_acts=True))
        elif reader:
            passages.append(as_read(reader, text, evaluations))
        else:
            passages.append(Passage(text, np.full(len(text), -1, np.int8), [], evaluations))
    return passages


def label_row(passage: Passage) -> dict[str, Any]:
    """A row of such labels, of a passage of which all is known."""
    sides, status = ({number: word for word, number in words.items()} for words in (_SIDES, _STATUS))
    return {
        "sha256": hashlib.sha256(passage.text.encode()).hexdigest(),
        "speech": [
            {"spans": said.spans, "source": said.source, "mentions": said.mentions, "known": said.known}
            for said in passage.statements
        ],
        "evaluations": [
            {
                "words": told.span, "side": sides[told.side], "targets": told.targets,
                "holder": "quoted" if told.own is None else "author" if told.own else told.holders or "quoted",
            }
            for told in passage.evaluations or ()
        ],
        "acts": [
            {"words": act.span, "status": status[act.status], "agent": act.agents, "patient": act.patients}
            for act in passage.acts
        ],
    }  # fmt: skip


def read_newsmtsc(gold: Path) -> list[str]:
    """The sentences of the training part of NewsMTSC, each once."""
    lines = (gold / "newsmtsc" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["sentence_normalized"] for line in lines))


def _evaluation(told: Mapping[str, Any]) -> Evaluation:
    holder = told["holder"]
    named = [] if isinstance(holder, str) else [holder] if isinstance(holder[0], int) else holder
    return Evaluation(
        tuple(told["words"]), _SIDES[told["side"]], tuple(map(tuple, told["targets"])), tuple(map(tuple, named)),
        None if holder == "quoted" else holder == "author",
    )  # fmt: skip


def _places(form: str, text: str) -> list[tuple[int, int]]:
    """Where a form stands as whole words."""
    form = form.strip()
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text)] if form else []


def _distance(place: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int:
    return min(abs(place[1] - spans[0][0]), abs(place[0] - spans[-1][1]))


def agree(
    document: Document,
    mentions: Iterable[Annotation],
    by_rules: Sequence[Annotation],
    with_reader: Sequence[Annotation],
    stretches: Iterable[Annotation],
    likely: Sequence[float],
) -> Passage:
    """What the teacher and the rules say alike of a text; where they differ and neither is certain, nothing is known.

    Args:
        document: With grammar.
        mentions: Rows of the layer ``actor``.
        by_rules: Rows of ``find_quotes`` without the reader.
        with_reader: Rows of ``find_quotes`` with it, of which the sources are taken where the rule is sure.
        stretches: The voices that follow from ``by_rules``.
        likely: The teacher's likelihood of speech, for each token.
    """
    voices = ["narrator"] * len(document.tokens)
    for row in stretches:
        for index in document.indices(Span(row.start, row.end)):
            voices[index] = row.label
    speech = np.full(len(document.text), -1, np.int8)
    for index, token in enumerate(document.tokens):
        told, value = voices[index] != "narrator", likely[index]
        if told and value >= (_MAYBE if voices[index] == "direct" else _TOLD):
            speech[token.start : token.end] = 1
        elif not told and value <= _QUIET:
            speech[token.start : token.end] = 0
        elif max(value, 1 - value) >= _CERTAIN:
            speech[token.start : token.end] = int(value > 0.5)
    named: dict[str, list[tuple[int, int]]] = {}
    for row in mentions:
        if row.actor and row.label in {"name", "title"}:
            named.setdefault(row.actor, []).append((row.start, row.end))
    relations: dict[str, list[Annotation]] = {}
    for row in with_reader:
        relations.setdefault(row.relation, []).append(row)
    statements = [
        Statement(
            tuple(
                (row.start, row.end) for row in rows if row.role == "content" and row.label in {"direct", "indirect"}
            ),
            tuple((row.start, row.end) for row in rows if row.role == "source"),
            tuple(named.get(rows[0].actor, ())),
        )
        for rows in relations.values()
        if any(row.role == "source" and row.rule in _SURE_RULES for row in rows)
    ]
    return Passage(document.text, speech, [statement for statement in statements if statement.spans])


@dataclass(frozen=True, slots=True)
class Example:
    """Pieces of a window; of each a label (speech), a sense and an act, the places of the pieces that may answer whose
    words it is, and of those that name whom it evaluates, and who acts and is acted upon."""

    ids: tuple[int, ...]
    labels: tuple[int, ...]
    answers: Mapping[int, Sequence[int]]
    senses: tuple[int, ...] = ()
    targets: Mapping[int, Sequence[int]] = field(default_factory=dict)
    acts: tuple[int, ...] = ()
    agents: Mapping[int, Sequence[int]] = field(default_factory=dict)
    patients: Mapping[int, Sequence[int]] = field(default_factory=dict)


def examples_of(passage: Passage, tokenizer: Any) -> Iterator[Example]:
    """The windows of a passage with what is known of their cores; pieces of unknown speakers answer with the first."""
    first, last = (tokenizer.token_to_id(piece) for piece in ("<s>", "</s>"))
    coded = tokenizer.encode(passage.text, add_special_tokens=False)
    starts = np.array([start for start, _ in coded.offsets])
    ends = np.array([end for _, end in coded.offsets])

    def pieces(places: Iterable[tuple[int, int]]) -> list[int]:
        return [int(i) for start, end in places for i in np.flatnonzero((starts < end) & (ends > start))]

    whose, whom, senses = dict[int, list[int]](), dict[int, list[int]](), dict[int, int]()
    for statement in passage.statements:
        hits = pieces([*statement.source, *statement.mentions] if statement.known else [])
        whose |= {i: hits for i in pieces(statement.spans) if passage.speech[starts[i]] == 1}
    for told in passage.evaluations or ():
        inside, named = pieces([told.span]), pieces(told.targets)
        senses |= dict.fromkeys(inside, told.side)
        for i in inside:
            whom[i] = [*whom.get(i, ()), *named]
        if told.own is not None:
            whose |= {i: pieces(told.holders) for i in inside if i not in whose}
    unknown, no_act = 0 if passage.evaluations is not None else _UNKNOWN, 0 if passage.all_acts else _UNKNOWN
    told_acts, parties = dict[int, int](), (dict[int, list[int]](), dict[int, list[int]]())
    for act in passage.acts:
        inside = pieces([act.span])
        told_acts |= dict.fromkeys(inside, act.status)
        for found, places in zip(parties, (act.agents, act.patients), strict=True):
            if places is not None:
                found |= dict.fromkeys(inside, pieces(places))
    for window in cut_windows(passage.text, coded.offsets):
        core, shift = range(window.start, window.end), 1 - window.low
        ids = (first, *coded.ids[window.low : window.high], last)
        labels, sense, acts = ([_UNKNOWN] * len(ids) for _ in range(3))
        for i in core:
            value = int(passage.speech[starts[i]])
            labels[i + shift] = value if value >= 0 else _UNKNOWN
            sense[i + shift] = senses.get(i, unknown)
            acts[i + shift] = told_acts.get(i, no_act)

        def answers(found: Mapping[int, list[int]], far: bool = True, window: Window = window) -> dict[int, list[int]]:
            """Places in the window, or the first of all; nothing for who is only named outside, unless ``far``."""
            shift, inside = 1 - window.low, range(window.low, window.high)
            return {
                i + shift: sorted({hit + shift for hit in found[i] if hit in inside}) or [0]
                for i in range(window.start, window.end)
                if i in found and (far or not found[i] or any(hit in inside for hit in found[i]))
            }

        yield Example(
            ids, tuple(labels), answers(whose), tuple(sense), answers(whom),
            tuple(acts), *(answers(found, far=False) for found in parties),
        )  # fmt: skip


def without_marks(passage: Passage, chance: random.Random, share: float) -> Passage:
    """The passage, at times without quotation marks and at times with straight ones: what is said is speech anyhow."""
    drawn = chance.random()
    if drawn >= 2 * share:
        return passage
    if drawn >= share:
        return replace(passage, text=passage.text.translate({8220: '"', 8221: '"'}))
    kept = np.array([character not in _MARKS for character in passage.text])
    moved = np.concatenate([[0], np.cumsum(kept)])

    def shift(spans: Sequence[tuple[int, int]]) -> Places:
        return tuple((int(moved[start]), int(moved[end])) for start, end in spans)

    statements = [
        Statement(shift(s.spans), shift(s.source), shift(s.mentions), s.known) for s in passage.statements
    ]  # fmt: skip
    evaluations = passage.evaluations and [
        replace(e, span=shift([e.span])[0], targets=shift(e.targets), holders=shift(e.holders))
        for e in passage.evaluations
    ]
    acts = [
        replace(act, span=shift([act.span])[0], agents=act.agents and shift(act.agents),
                patients=act.patients and shift(act.patients))
        for act in passage.acts
    ]  # fmt: skip
    text = "".join(character for character, stays in zip(passage.text, kept, strict=True) if stays)
    return Passage(text, passage.speech[kept], statements, evaluations, acts, passage.all_acts)


def fit_speech(
    network: SpeechNetwork, labelled: Sequence[Passage], others: Sequence[Passage], tokenizer: Any, plan: SpeechPlan
) -> None:
    """Train the network in place: AdamW, warm-up and linear decay, clipped gradients, batches of like length."""
    torch.manual_seed(plan.seed)
    chance = random.Random(plan.seed)  # noqa: S311 - a shuffle, not a secret
    network.encoder.embeddings.word_embeddings.requires_grad_(False)
    drawn = int(len(others) * plan.share)
    a_window = sum(len(p.text) for p in labelled) + drawn / max(1, len(others)) * sum(len(p.text) for p in others)
    steps = int(plan.epochs * (a_window / 850 + len(labelled) + drawn) / plan.batch)  # about; the rate ends near zero
    optimiser, schedule = _optimiser(network, plan, steps)
    for epoch in range(plan.epochs):
        if plan.rounded_epochs and epoch == plan.epochs - plan.rounded_epochs:
            round_weights(network)  # type: ignore[arg-type]
            done = schedule.last_epoch
            optimiser, schedule = _optimiser(network, plan, steps, done)
        passages = [*labelled, *chance.sample(list(others), drawn)]
        rows = [row for p in passages for row in examples_of(without_marks(p, chance, plan.marks), tokenizer)]
        order = sorted(range(len(rows)), key=lambda i: len(rows[i].ids) + 40 * chance.random())
        batches = [order[first : first + plan.batch] for first in range(0, len(order), plan.batch)]
        chance.shuffle(batches)
        network.train()
        total = 0.0
        for batch in batches:
            loss = _loss(network, [rows[i] for i in batch], plan)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total += loss.item()
        plan.log(f"epoch {epoch + 1} of {plan.epochs}: {len(rows)} windows, loss {total / len(batches):.4f}")
    network.eval()


def _optimiser(network: SpeechNetwork, plan: SpeechPlan, steps: int, done: int = 0) -> tuple[Any, Any]:
    """AdamW and its schedule, from a step on."""
    heads = [p for name, p in network.named_parameters() if not name.startswith("encoder")]
    inner = [p for name, p in network.named_parameters() if name.startswith("encoder") and p.requires_grad]
    groups = [{"params": inner, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)

    def pace(step: int) -> float:
        at = step + done
        return min(1.0, (at + 1) / (0.1 * steps), (step + 1) / 20) * max(0.02, 1 - at / steps)

    return optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, pace)


def _loss(network: SpeechNetwork, rows: Sequence[Example], plan: SpeechPlan) -> Tensor:
    """Cross-entropy of speech, sense and act, and of each pointer's share on all pieces that may answer."""
    ids, attention = pad([row.ids for row in rows], network.encoder.config.pad_token_id)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
        given = network(ids, attention)
    rare = torch.tensor([1.0, plan.rare, plan.rare])
    classes = {
        "speech": ([row.labels for row in rows], 1.0, None, 0.02),
        "sense": ([row.senses for row in rows], plan.sense, rare, 0.0),
        "act": ([row.acts for row in rows], plan.act, torch.tensor([1.0, 2.0, 2.0, 2.0]), 0.0),
    }
    loss = torch.zeros(())
    for head, (told, share, weights, smooth) in classes.items():
        labels = torch.full(ids.shape, _UNKNOWN)
        for number, row in enumerate(told):
            labels[number, : len(row)] = torch.tensor(row)
        if (labels != _UNKNOWN).any():
            loss = loss + share * nn.functional.cross_entropy(
                given[head].float().flatten(0, 1), labels.flatten(), weights, ignore_index=_UNKNOWN,
                label_smoothing=smooth,
            )  # fmt: skip
    pointers = {
        "sources": ([row.answers for row in rows], plan.pointer),
        "targets": ([row.targets for row in rows], plan.aim),
        "agents": ([row.agents for row in rows], plan.aim),
        "patients": ([row.patients for row in rows], plan.aim),
    }
    for head, (pointed, share) in pointers.items():
        found = torch.zeros(*ids.shape, ids.shape[1], dtype=torch.bool)
        for number, places in enumerate(pointed):
            for piece, answers in places.items():
                found[number, piece, list(answers)] = True
        known = found.any(-1)
        if known.any():
            shares = given[head].float().log_softmax(-1).masked_fill(~found, -1e4)
            loss = loss - share * shares.logsumexp(-1)[known].mean()
    return loss


def read_unlabelled(gold: Path, news: Path) -> list[str]:
    """Articles that nobody labelled: climate news of many outlets, and Wikinews that was not closely read."""
    metas = [json.loads(path.read_text(encoding="utf-8"))["meta"] for path in (gold / LABELLED).glob("*.json")]
    read = {meta.get("title") for meta in metas}
    rows = [json.loads(line) for line in news.read_text(encoding="utf-8").splitlines()]
    others = [row["text"] for row in rows if row["title"] not in read]
    texts = [*read_climate_articles(gold / "narrative_frames" / "articles_metadata.tsv"), *others]
    return [text for text in map(str.strip, texts) if _SHORTEST_TEXT < len(text) < _LONGEST_TEXT]


def read_by(network: SpeechNetwork, tokenizer: Any, text: str) -> SpeechReading:
    """What a network in training says of a text, without where the sources stand."""
    first, last = (tokenizer.token_to_id(piece) for piece in ("<s>", "</s>"))
    coded = tokenizer.encode(text, add_special_tokens=False)
    speech = np.zeros(len(coded.ids))
    network.eval()
    for window in cut_windows(text, coded.offsets):
        ids = torch.tensor([[first, *coded.ids[window.low : window.high], last]])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=HALF):
            logits = network(ids, torch.ones_like(ids))["speech"][0].float().softmax(-1)
        core = logits[window.start - window.low + 1 : window.end - window.low + 1, 1]
        speech[window.start : window.end] = core.numpy()
    return SpeechReading(coded.offsets, {"speech": speech})


def guess(network: SpeechNetwork, tokenizer: Any, texts: Iterable[str]) -> list[Passage]:
    """The texts with what the teacher and the rules say alike."""
    passages = []
    for number, text in enumerate(texts):
        document = parse(segment(document_from_text(text, f"text-{number}")))
        mentions = list(find_actors(document))
        reading = read_by(network, tokenizer, text)
        by_rules = list(find_quotes(document, mentions))
        with_reader = list(find_quotes(document, mentions, reading))
        likely = reading.likely(document)
        passages.append(agree(document, mentions, by_rules, with_reader, voice_stretches(document, by_rules), likely))
    return passages


def as_read(reader: SpeechReader, text: str, evaluations: Sequence[Evaluation] | None = None) -> Passage:
    """A text with what a reader that ships says of it, where it is sure: what a later one shall not forget."""
    reading = reader.read(text)
    speech = np.full(len(text), -1, np.int8)
    runs: list[list[int]] = []
    for number, ((start, end), value) in enumerate(zip(reading.offsets, reading.likelihoods["speech"], strict=True)):
        if max(value, 1 - value) >= _SURE:
            speech[start:end] = int(value > 0.5)
        if value > 0.5 and runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        elif value > 0.5:
            runs.append([number])
    statements = []
    for run in runs:
        span = Span(reading.offsets[run[0]][0], reading.offsets[run[-1]][1])
        place, share = next(iter(reading.pointed([span]).items()), (None, 0.0))
        if place and share >= _POINTS:
            statements.append(Statement(((span.start, span.end),), ((place.start, place.end),)))
    return Passage(text, speech, statements, evaluations)


def cut_base(base: Path, folder: Path, texts: Iterable[str], layers: int) -> Path:
    """The folder with what the network starts from: the first layers of the pretrained weights, and the word pieces
    that stand twice in the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    pieces = choose_pieces(base / "tokenizer.json", list(texts))
    cut_tokenizer(base / "tokenizer.json", pieces, folder / "tokenizer.json")
    cut(base, folder, layers, pieces)
    return folder


def go_on(network: SpeechNetwork, teacher: SpeechNetwork, own: Any, whole: Any) -> None:
    """Give a network the weights of its teacher, and of the vectors of word pieces those of its own tokenizer."""
    weights = teacher.state_dict()
    name = "encoder.embeddings.word_embeddings.weight"
    known = whole.get_vocab()
    pieces = sorted(own.get_vocab().items(), key=lambda pair: pair[1])
    weights[name] = weights[name][[known[piece] for piece, _ in pieces]]
    network.load_state_dict(weights)


def ship_speech(
    network: SpeechNetwork, tokenizer: Path, folder: Path, plans: Mapping[str, SpeechPlan], counts: Mapping[str, int]
) -> dict[str, Any]:
    """Write network, tokenizer and card into ``folder``, whole or not at all, and give the card.

    ``plans`` are those of teacher and reader, ``counts`` the passages each of them learned from. How good the reader is
    stands in the validation report (``make bench``), not on the card.
    """
    recipe = {
        name: {key: value for key, value in vars(plan).items() if key not in {"log", "half"}}
        for name, plan in plans.items()
    }
    with tempfile.TemporaryDirectory(dir=folder.parent) as made:
        new = Path(made) / folder.name
        new.mkdir()
        ship_network(network, new / SPEECH_FILES[0])
        shutil.copyfile(tokenizer, new / SPEECH_FILES[1])
        sums = {name: hashlib.sha256((new / name).read_bytes()).hexdigest() for name in SPEECH_FILES}
        card: dict[str, Any] = {
            "name": "whose-words-reader",
            "version": SPEECH_VERSION,
            "licence": "MIT",
            "recipe": recipe,
        }
        card |= {"passages": dict(counts), "data": SPEECH_DATA, "weights": SPEECH_WEIGHTS, "limits": SPEECH_LIMITS}
        card |= {"sha256": sums}
        (new / "card.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        shutil.move(str(new), folder)
    return card
