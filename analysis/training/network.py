"""The network that training makes: two heads over an MPNet, all of it where it is to teach, else its first layers.

With ``rounding``, ``training`` and ``shrink`` the one door to torch and transformers, which only training needs (extra
``train``).
The network classifies from the first piece and the mean of the target's pieces, much as Hamborg & Donnay (2021, EACL)
join a sentence with its target.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils import parametrize

from analysis.reader.encoder import Matrix
from analysis.reader.views import View, batches
from analysis.training.examples import N_CLASSES

PROCESSOR = torch.backends.cpu.get_cpu_capability()  # the widest instructions of this one, as torch names them
HALF = PROCESSOR.startswith("AVX512")  # whether products of 16 bits are quick on it


class Network(nn.Module):
    """A pretrained encoder with a head for stance (three logits) and one for valence (one number).

    ``dropout`` is the encoder's; the heads always drop a tenth. ``seed`` is that of the heads' first weights.
    """

    def __init__(self, base: str | Path, dropout: float = 0.1, seed: int = 0) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(
            base, local_files_only=True, add_pooling_layer=False, attn_implementation="eager",
            hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout,
        )  # fmt: skip
        width = self.encoder.config.hidden_size
        torch.manual_seed(seed)
        self.dropout = nn.Dropout(0.1)
        self.stance = nn.Linear(2 * width, N_CLASSES)
        self.valence = nn.Linear(2 * width, 1)

    def forward(self, ids: Tensor, attention: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Logits n x 3 and valence n from piece numbers, their mask, and the mask of the target's pieces."""
        return self.judge(self.read(ids, attention), target)

    def read(self, ids: Tensor, attention: Tensor) -> Tensor:
        """The state of each piece, n x pieces x width."""
        states: Tensor = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        return states

    def judge(self, states: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Logits n x 3 and valence n from the states."""
        features = self.dropout(pool(states, target))
        return self.stance(features), self.valence(features).squeeze(-1)


def predict(network: Network, views: Sequence[View], half: bool = HALF) -> tuple[Matrix, NDArray[np.float64]]:
    """Logits of the stance n x 3, and valence n, in the order of the views."""
    logits, valence = np.zeros((len(views), N_CLASSES)), np.zeros(len(views))
    with _quick(network, half) as quick:
        for numbers in batches(views, 64):
            stance, tone = quick(*tensors(views, numbers))
            logits[numbers], valence[numbers] = stance.float().numpy(), tone.float().numpy()
    return logits, valence


def observe(network: Network, views: Sequence[View], half: bool = HALF) -> Iterator[tuple[int, Matrix, Matrix]]:
    """Number, logits and the state of each piece (pieces x width), view by view, shortest views first."""
    with _quick(network, half) as quick:
        for numbers in batches(views, 64):
            ids, attention, target = tensors(views, numbers)
            states = quick.read(ids, attention)
            logits = quick.judge(states, target)[0].float().numpy()
            for row, number in enumerate(numbers):
                yield number, logits[row], states[row, : len(views[number].ids)].float().numpy()


def cut(base: Path, folder: Path, layers: int, pieces: Sequence[int]) -> None:
    """Write the beginning of a pretrained encoder into a folder: its first layers, and the vectors of some word pieces,
    which are numbered in their order from now on."""
    encoder = Network(base).encoder
    del encoder.encoder.layer[layers:]
    words = encoder.get_input_embeddings()
    encoder.set_input_embeddings(
        nn.Embedding.from_pretrained(words.weight[list(pieces)], padding_idx=words.padding_idx)
    )
    encoder.config.num_hidden_layers, encoder.config.vocab_size = layers, len(pieces)
    encoder.save_pretrained(folder)


def use_cores(n: int) -> None:
    """Let this process compute on so many cores, and no more."""
    torch.set_num_threads(n)


def word_vectors(network: Network) -> NDArray[np.float32]:
    """The vector of each word piece, pieces x width."""
    vectors: NDArray[np.float32] = network.encoder.embeddings.word_embeddings.weight.detach().numpy()
    return vectors


def tensors(views: Sequence[View], numbers: Sequence[int]) -> tuple[Tensor, Tensor, Tensor]:
    """Piece numbers, their mask, and the mask of the target's pieces, padded to the longest of the batch."""
    longest = max(len(views[number].ids) for number in numbers)
    ids = torch.zeros(len(numbers), longest, dtype=torch.long)
    attention, target = torch.zeros(len(numbers), longest), torch.zeros(len(numbers), longest)
    for row, number in enumerate(numbers):
        view = views[number]
        ids[row, : len(view.ids)] = torch.tensor(view.ids)
        attention[row, : len(view.ids)] = 1
        target[row, view.start : view.end] = 1
    return ids, attention, target


def pool(states: Tensor, target: Tensor) -> Tensor:
    """What the heads read: the first piece's state and the mean of the target's, n x 2 widths."""
    return torch.cat([states[:, 0], mean(states, target)], -1)


def mean(states: Tensor, weights: Tensor) -> Tensor:
    """The weighted mean over the pieces of each row."""
    return (states * weights[..., None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1)


@contextmanager
def _quick(network: Network, half: bool) -> Iterator[Network]:
    """A network to use and not to train: of 16-bit weights, for ``half``."""
    quick = copy.deepcopy(network).bfloat16() if half else network
    quick.eval()
    with torch.no_grad(), parametrize.cached(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        yield quick
