"""Which words of a text are speech, and where whoever says them is named, by the shipped network.

Six layers of MPNet read a text in windows of whole lines (``windows``). For each word piece they say how likely it is
speech, and for each piece of speech where its source stands: shares over all pieces of the window, which add up to one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.reader.encoder import check_file, open_session, read_card, softmax
from analysis.reader.views import load_tokenizer
from analysis.reader.windows import cut_windows
from analysis.text.document import Document, Span

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

SPEECH_MODEL = Path(__file__).parent / "speech_model"
SPEECH_FILES = ("speech.onnx", "tokenizer.json")
_POINTED = 12  # pieces kept of where a source may stand
_LEAST = 0.15  # likelihood of speech from which it is asked where the source stands


@dataclass(frozen=True)
class SpeechReading:
    """What was read of a text: its word pieces ``offsets``, how likely each is ``speech``, and for the pieces of speech
    the places of their source, as shares of the pieces at ``offsets`` (the largest of them)."""

    offsets: Sequence[tuple[int, int]]
    speech: NDArray[np.float64]
    sources: Mapping[int, Mapping[int, float]]

    @cached_property
    def _starts(self) -> NDArray[np.int64]:
        return np.array([start for start, _ in self.offsets], np.int64)

    def likely(self, document: Document) -> list[float]:
        """For each token of the document, how likely it is speech: the most of its pieces; 0 for one without."""
        ends = [end for _, end in self.offsets]
        lows = np.searchsorted(ends, [token.start for token in document.tokens], side="right")
        highs = np.searchsorted(self._starts, [token.end for token in document.tokens], side="left")
        return [
            float(self.speech[low:high].max()) if low < high else 0.0 for low, high in zip(lows, highs, strict=True)
        ]

    def pointed(self, spans: Iterable[Span]) -> dict[Span, float]:
        """Where the source of some words stands: stretches of pieces with their mean share, the largest first."""
        total: dict[int, float] = {}
        asked = 0
        for span in spans:
            for piece in range(*np.searchsorted(self._starts, [span.start, span.end])):
                if piece in self.sources:
                    asked += 1
                    for place, share in self.sources[piece].items():
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
        speech = np.zeros(len(coded.ids))
        sources: dict[int, dict[int, float]] = {}
        windows = list(cut_windows(text, coded.offsets))
        pieces = ([first, *coded.ids[window.low : window.high], last] for window in windows)
        with ThreadPoolExecutor(max_workers=min(4, os.cpu_count() or 1)) as cores:
            outputs = list(cores.map(self._run, pieces))
        for window, (logits, ask, answer) in zip(windows, outputs, strict=True):
            core = slice(window.start - window.low + 1, window.end - window.low + 1)
            speech[window.start : window.end] = 1 / (1 + np.exp(logits[core, 0] - logits[core, 1]))
            said = np.flatnonzero(speech[window.start : window.end] >= _LEAST)
            for piece, row in zip(said, softmax(ask[core][said] @ answer.T), strict=True):
                best = np.argsort(-row, kind="stable")[:_POINTED]
                inside = (int(place) for place in best if 0 < place < len(row) - 1)
                sources[window.start + int(piece)] = {window.low + at - 1: float(row[at]) for at in inside}
        return SpeechReading(coded.offsets, speech, sources)

    def _run(self, ids: list[int]) -> Sequence[NDArray[np.float32]]:
        """Logits, questions and answers of the pieces of one window."""
        outputs: Sequence[NDArray[np.float32]] = self.session.run(
            ["speech", "ask", "answer"], {"ids": np.array([ids], np.int64)}
        )
        return outputs


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
