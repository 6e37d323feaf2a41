"""What the shipped network reads in a text: which words are speech, which praise or blame and which tell an act, and
where whoever says them, is meant, acts or is acted upon is named.

Six layers of MPNet read a text in windows of whole lines (``windows``). For each word piece they say how likely it is
speech, praise, blame, and an act that happened, is planned or is denied; and, by shares over all pieces of the window
which add up to one, where the source of a piece of speech stands (of an evaluation outside speech: its holder), the
target of one that evaluates, the agent and the patient of one that tells an act.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import check_file, open_session, read_card, softmax
from analysis.reader.views import load_tokenizer
from analysis.reader.windows import Window, cut_windows
from analysis.text.document import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SPEECH_MODEL = Path(__file__).parent / "speech_model"
SPEECH_FILES = ("speech.onnx", "tokenizer.json")
_HEADS = {"speech": ["speech"], "sense": ["praise", "blame"], "act": ["happened", "planned", "denied"]}  # last classes
_POINTERS = {  # what each points from, its two projections, and of which heads
    "source": ("ask", "answer", ("speech", "sense")),
    "target": ("aim", "hit", ("sense",)),
    "agent": ("doer", "party", ("act",)),
    "patient": ("undergoer", "party", ("act",)),
}
_OUTPUTS = [*_HEADS, *dict.fromkeys(name for pair in _POINTERS.values() for name in pair[:2])]
_POINTED = 12  # pieces kept of where a source may stand
_LEAST = 0.15  # likelihood of speech, an evaluation or an act from which it is asked who stands beside it
Shares: TypeAlias = Mapping[int, Mapping[int, float]]


@dataclass(frozen=True)
class SpeechReading:
    """What was read of a text.

    Attributes:
        offsets: Of its word pieces.
        likelihoods: How likely each piece is ``speech``, ``praise``, ``blame``, and an act that ``happened``, is
            ``planned`` or ``denied``.
        pointers: For each piece of which it was asked, the places of its ``source``, ``target``, ``agent`` and
            ``patient``: the largest shares of the pieces at ``offsets``. What is missing to one falls to nobody named,
            or to the small rest.
    """

    offsets: Sequence[tuple[int, int]]
    likelihoods: Mapping[str, NDArray[np.float64]]
    pointers: Mapping[str, Shares] = field(default_factory=dict)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.array([start for start, _ in self.offsets], np.int64)

    def likely(self, document: Document, what: str = "speech") -> list[float]:
        """For each token of the document, how likely it is what is asked: the most of its pieces; 0 for one without."""
        values, ends = self.likelihoods[what], [end for _, end in self.offsets]
        lows = np.searchsorted(ends, [token.start for token in document.tokens], side="right")
        highs = np.searchsorted(self._starts, [token.end for token in document.tokens], side="left")
        return [float(values[low:high].max()) if low < high else 0.0 for low, high in zip(lows, highs, strict=True)]

    def pointed(self, spans: Iterable[Span], to: str = "source") -> dict[Span, float]:
        """Where the source of some words stands, their target, agent or patient: stretches of pieces with their mean
        share, the largest first."""
        shares = self.pointers.get(to, {})
        total: dict[int, float] = {}
        asked = 0
        for span in spans:
            for piece in range(*np.searchsorted(self._starts, [span.start, span.end])):
                if piece in shares:
                    asked += 1
                    for place, share in shares[piece].items():
                        total[place] = total.get(place, 0.0) + share
        ranked = sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))
        return {Span(*self.offsets[place]): share / asked for place, share in ranked}


@dataclass(frozen=True)
class SpeechReader:
    """A loaded network; ``card`` says where it comes from and how good it is."""

    session: InferenceSession
    tokenizer: Tokenizer
    card: Mapping[str, Any]

    def read(self, text: str) -> SpeechReading:
        """Read a text, window by window.

        >>> reading = load_speech_reader().read("Ann Lee said on Monday that the road was shut.")
        >>> road, said = reading.offsets.index((32, 36)), reading.offsets.index((8, 12))
        >>> speech = reading.likelihoods["speech"]
        >>> bool(speech[road] > 0.5), bool(speech[said] < 0.5)
        (True, True)
        """
        coded = self.tokenizer.encode(text, add_special_tokens=False)
        first, last = self.tokenizer.token_to_id("<s>"), self.tokenizer.token_to_id("</s>")
        likelihoods = {name: np.zeros(len(coded.ids)) for names in _HEADS.values() for name in names}
        pointers: dict[str, dict[int, dict[int, float]]] = {name: {} for name in _POINTERS}
        windows = list(cut_windows(text, coded.offsets))
        pieces = ([first, *coded.ids[window.low : window.high], last] for window in windows)
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as cores:
            outputs = list(cores.map(self._run, pieces))
        for window, given in zip(windows, outputs, strict=True):
            core = slice(window.start - window.low + 1, window.end - window.low + 1)
            asked = {}
            for head, names in _HEADS.items():
                shares = softmax(given[head][core])[:, 1:]
                asked[head] = shares.sum(axis=1) >= _LEAST
                for name, column in zip(names, shares.T, strict=True):
                    likelihoods[name][window.start : window.end] = column
            for name, (asking, answering, heads) in _POINTERS.items():
                places = np.flatnonzero(np.any([asked[head] for head in heads], axis=0))
                pointers[name] |= _point(window, given[asking][core], given[answering], places)
        return SpeechReading(coded.offsets, likelihoods, pointers)

    def _run(self, ids: list[int]) -> dict[str, NDArray[np.float32]]:
        """What the heads say of the pieces of one window."""
        outputs = self.session.run(_OUTPUTS, {"ids": np.array([ids], np.int64)})
        return dict(zip(_OUTPUTS, outputs, strict=True))


def _point(
    window: Window, asking: NDArray[Any], answering: NDArray[Any], asked: NDArray[np.int64]
) -> dict[int, dict[int, float]]:
    """For some pieces of a window's core the places that answer, with their shares."""
    found = {}
    for piece, row in zip(asked, softmax(asking[asked] @ answering.T), strict=True):
        best = (int(place) for place in np.argsort(-row, kind="stable")[:_POINTED])
        inside = (place for place in best if 0 < place < len(row) - 1)
        found[window.start + int(piece)] = {window.low + place - 1: float(row[place]) for place in inside}
    return found


@lru_cache(maxsize=2)
def load_speech_reader(folder: Path = SPEECH_MODEL) -> SpeechReader:
    """The reader in a folder, checked against its card.

    Raises:
        ModelError: If a file is missing, or is not the one whose sha256 the card gives.
    """
    card = read_card(folder, SPEECH_FILES)
    for name in SPEECH_FILES:
        check_file(folder / name, card["sha256"][name])
    return SpeechReader(open_session(folder / SPEECH_FILES[0]), load_tokenizer(folder / SPEECH_FILES[1]), card)
