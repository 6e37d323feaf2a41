"""The network that learns which words are speech and where their source stands, which words evaluate and whom: heads
over the first layers of an MPNet; and the file that ships of it.

For each piece the head ``speech`` has two logits, narration and speech, and the head ``sense`` three, neither, praise
and blame. Two pairs of projections point from one piece to others (as the pointer of Vinyals, Fortunato & Jaitly 2015,
NeurIPS): ``ask`` of a piece of speech or of an evaluation, and ``answer`` of any piece, say by their product whether
the second stands in a mention of the speaker or holder; ``aim`` of an evaluation and ``hit`` of any piece, whether it
stands in a mention of the target. The head ``act`` has four logits, no act, one that happened, one that is planned and
one that is denied; ``doer`` and ``undergoer`` of an act and ``party`` of any piece point likewise to its agent and its
patient. The first piece of all stands for nobody named.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from analysis.training.rounding import settle
from analysis.training.shrink import quantise

WIDTH_OF_POINTER = 128
OUTPUTS = ["speech", "ask", "answer", "sense", "aim", "hit", "act", "doer", "undergoer", "party"]


class SpeechNetwork(nn.Module):
    """A pretrained encoder, or its first ``layers``, with the heads."""

    def __init__(self, base: str | Path, layers: int = 0, seed: int = 0) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(
            base, local_files_only=True, add_pooling_layer=False, attn_implementation="eager"
        )
        if layers:
            del self.encoder.encoder.layer[layers:]
        width = self.encoder.config.hidden_size
        torch.manual_seed(seed)
        self.dropout = nn.Dropout(0.1)
        self.speech = nn.Linear(width, 2)
        self.ask, self.answer = nn.Linear(width, WIDTH_OF_POINTER), nn.Linear(width, WIDTH_OF_POINTER)
        self.sense = nn.Linear(width, 3)
        self.aim, self.hit = nn.Linear(width, WIDTH_OF_POINTER), nn.Linear(width, WIDTH_OF_POINTER)
        self.act = nn.Linear(width, 4)
        self.doer, self.undergoer, self.party = (nn.Linear(width, WIDTH_OF_POINTER) for _ in range(3))

    def forward(self, ids: Tensor, attention: Tensor) -> dict[str, Tensor]:
        """Logits n x pieces x classes of ``speech``, ``sense`` and ``act``, and scores n x pieces x pieces of where the
        ``sources`` (or holder), ``targets``, ``agents`` and ``patients`` of each piece stand."""
        states = self.dropout(self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state)
        absent = attention[:, None] == 0

        def point(asking: nn.Module, answering: nn.Module) -> Tensor:
            scores = asking(states) @ answering(states).transpose(1, 2) / WIDTH_OF_POINTER**0.5
            return scores.masked_fill(absent, -1e4)

        return {
            "speech": self.speech(states), "sense": self.sense(states), "act": self.act(states),
            "sources": point(self.ask, self.answer), "targets": point(self.aim, self.hit),
            "agents": point(self.doer, self.party), "patients": point(self.undergoer, self.party),
        }  # fmt: skip


class _Window(nn.Module):
    """A network that reads one unpadded window."""

    def __init__(self, network: SpeechNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor) -> Any:
        encoder = self.network.encoder
        states = encoder.embeddings(ids)
        near = encoder.encoder.compute_position_bias(states)
        for layer in encoder.encoder.layer:
            (states,) = layer(states, None, near)
        network, size = self.network, WIDTH_OF_POINTER**0.5
        return (
            network.speech(states)[0], network.ask(states)[0] / size, network.answer(states)[0],
            network.sense(states)[0], network.aim(states)[0] / size, network.hit(states)[0],
            network.act(states)[0], network.doer(states)[0] / size, network.undergoer(states)[0] / size,
            network.party(states)[0],
        )  # fmt: skip


def ship_network(network: SpeechNetwork, path: Path) -> None:
    """Write the network as it ships: ONNX with weights of four bits and products of eight.

    Input ``ids`` 1 x n; outputs ``speech`` n x 2, ``sense`` n x 3, ``act`` n x 4, and the others of ``OUTPUTS``
    n x ``WIDTH_OF_POINTER``.
    """
    whole = path.with_suffix(".whole.onnx")
    sample = torch.tensor([[0, *range(4, 40), 2]])
    length = torch.export.Dim("length", min=3, max=512)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter remarks what it is about to change
        torch.onnx.export(
            _Window(settle(network)).eval(), (sample,), str(whole), dynamic_shapes=({1: length},), input_names=["ids"],
            output_names=OUTPUTS, dynamo=True, opset_version=21,
            external_data=False, verbose=False,
        )  # fmt: skip
    quantise(network, whole, path)
    whole.unlink()


def pad(rows: Sequence[Sequence[int]], filler: int) -> tuple[Tensor, Tensor]:
    """Piece numbers and their mask, padded to the longest row."""
    longest = max(map(len, rows))
    ids = torch.full((len(rows), longest), filler)
    attention = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        ids[number, : len(row)], attention[number, : len(row)] = torch.tensor(row), 1
    return ids, attention
