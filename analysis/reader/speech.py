"""Which words of a text are speech and which evaluate, and where whoever says them or is meant is named, by the shipped
network.

Six layers of MPNet read a text in windows of whole lines (``windows``). For each word piece they say how likely it is
speech, praise and blame; for each piece that is, where its source stands (of an evaluation outside speech: its holder),
and for each that evaluates, where its target does: shares over all pieces of the window, which add up to one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
_HEADS = ["speech", "ask", "answer", "sense", "aim", "hit"]
_POINTED = 12  # pieces kept of where a source may stand
_LEAST = 0.15  # likelihood of speech, or of an evaluation, from which it is asked where the source and target stand


@dataclass(frozen=True)
class SpeechReading:
    """What was read of a text.

    Attributes:
        offsets: Of its word pieces.
        speech: How likely each piece is speech.
        sources: For pieces of speech, and of evaluations, the places of their source or holder: the largest shares of
            the pieces at ``offsets``. What is missing to one falls to nobody named, or to the small rest.
        praise, blame: How likely each piece praises or blames.
        targets: For pieces of evaluations, the places of whom they evaluate, likewise.
    """

    offsets: Sequence[tuple[int, int]]
    speech: NDArray[np.float64]
    sources: Mapping[int, Mapping[int, float]]
    praise: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    blame: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    targets: Mapping[int, Mapping[int, float]] = field(default_factory=dict)

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.array([start for start, _ in self.offsets], np.int64)

    def likely(self, document: Document) -> list[float]:
        """For each token of the document, how likely it is speech: the most of its pieces; 0 for one without."""
        return self.by_token(document, self.speech)

    def by_token(self, document: Document, values: NDArray[np.float64]) -> list[float]:
        """For each token of the document the most of its pieces; 0 for one without."""
        ends = [end for _, end in self.offsets]
        lows = np.searchsorted(ends, [token.start for token in document.tokens], side="right")
        highs = np.searchsorted(self._starts, [token.end for token in document.tokens], side="left")
        return [float(values[low:high].max()) if low < high else 0.0 for low, high in zip(lows, highs, strict=True)]

    def pointed(self, spans: Iterable[Span]) -> dict[Span, float]:
        """Where the source of some words stands: stretches of pieces with their mean share, the largest first."""
        return self._pointed(spans, self.sources)

    def aimed(self, spans: Iterable[Span]) -> dict[Span, float]:
        """Where the target of words that evaluate stands, likewise."""
        return self._pointed(spans, self.targets)

    def _pointed(self, spans: Iterable[Span], shares: Mapping[int, Mapping[int, float]]) -> dict[Span, float]:
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
        >>> bool(reading.speech[road] > 0.5), bool(reading.speech[said] < 0.5)
        (True, True)
        """
        coded = self.tokenizer.encode(text, add_special_tokens=False)
        first, last = self.tokenizer.token_to_id("<s>"), self.tokenizer.token_to_id("</s>")
        likely = np.zeros((3, len(coded.ids)))
        sources, targets = dict[int, dict[int, float]](), dict[int, dict[int, float]]()
        windows = list(cut_windows(text, coded.offsets))
        pieces = ([first, *coded.ids[window.low : window.high], last] for window in windows)
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as cores:
            outputs = list(cores.map(self._run, pieces))
        for window, (logits, ask, answer, sense, aim, hit) in zip(windows, outputs, strict=True):
            core = slice(window.start - window.low + 1, window.end - window.low + 1)
            here = np.vstack([softmax(logits[core])[:, 1], softmax(sense[core])[:, 1:].T])
            likely[:, window.start : window.end] = here
            judged = here[1:].sum(axis=0) >= _LEAST
            sources |= _point(window, ask[core], answer, np.flatnonzero((here[0] >= _LEAST) | judged))
            targets |= _point(window, aim[core], hit, np.flatnonzero(judged))
        return SpeechReading(coded.offsets, likely[0], sources, likely[1], likely[2], targets)

    def _run(self, ids: list[int]) -> Sequence[NDArray[np.float32]]:
        """What the heads say of the pieces of one window."""
        outputs: Sequence[NDArray[np.float32]] = self.session.run(_HEADS, {"ids": np.array([ids], np.int64)})
        return outputs


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
