"""Training of the encoder: one network of two heads over a MiniLM, and its teacher, which is the same over an MPNet.

The one door to torch and transformers, which only training needs (extra ``train``). The network classifies from the
first piece, the mean of the target's pieces and the mean of all, as the recurrent readers of Hamborg & Donnay (2021,
EACL) join a sentence with its target; the student learns a teacher's probabilities (Hinton, Vinyals & Dean 2015),
with R-Drop (Liang et al. 2021, NeurIPS) and averaged weights (Izmailov et al. 2018, UAI) where they are asked for.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from analysis.encoder.views import View, batches

Matrix = NDArray[np.float64]
CLASSES = 3


class Network(nn.Module):
    """A pretrained encoder with a head for stance (three logits) and one for valence (one number)."""

    def __init__(self, base: str | Path, dropout: float = 0.1) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder = AutoModel.from_pretrained(base, local_files_only=True, add_pooling_layer=False)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(dropout)
        self.stance = nn.Linear(3 * width, CLASSES)
        self.valence = nn.Linear(3 * width, 1)

    def forward(self, ids: Tensor, attention: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
        """Logits n x 3 and valence n from piece numbers, their mask, and the mask of the target's pieces."""
        states = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        features = self.dropout(torch.cat([states[:, 0], _mean(states, target), _mean(states, attention)], -1))
        return self.stance(features), self.valence(features).squeeze(-1)


@dataclass(frozen=True)
class Examples:
    """Views with what is known of each: probabilities of the stance n x 3, valence n in [-1, 1]; NaN where unknown."""

    views: Sequence[View]
    stance: Matrix
    valence: NDArray[np.float64]

    def __post_init__(self) -> None:
        n = len(self.views)
        if self.stance.shape != (n, CLASSES) or self.valence.shape != (n,):
            raise ValueError(
                f"stance, valence: must be ({n}, 3) and ({n},), got {self.stance.shape}, {self.valence.shape}"
            )

    @classmethod
    def of_stance(cls, views: Sequence[View], stance: Matrix) -> Examples:
        """Examples without valence; classes as numbers are taken as certain."""
        known = np.eye(CLASSES)[stance.astype(int)] if stance.ndim == 1 else stance
        return cls(views, known, np.full(len(views), np.nan))

    @classmethod
    def of_valence(cls, views: Sequence[View], valence: NDArray[np.float64]) -> Examples:
        """Examples without stance."""
        return cls(views, np.full((len(views), CLASSES), np.nan), valence)

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            [*self.views, *other.views],
            np.concatenate([self.stance, other.stance]),
            np.concatenate([self.valence, other.valence]),
        )


@dataclass(frozen=True)
class Plan:
    """How to train: epochs, learning rates of encoder and heads, batch size, and what is to make it better."""

    epochs: int = 4
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 32
    smoothing: float = 0.05
    valence_weight: float = 1.0
    consistency: float = 0.0  # R-Drop: weight of the divergence between two passes
    averaging: float = 0.0  # decay of the averaged weights; 0: none
    seed: int = 0
    warm_up: float = 0.1
    half: bool = True  # bfloat16 products: three times as fast where the processor has them
    log: Callable[[str], None] = field(default=print, repr=False)


def fit(network: Network, examples: Examples, plan: Plan, after_epoch: Callable[[Network], str] | None = None) -> None:
    """Train the network in place: AdamW, warm-up and linear decay, clipped gradients, batches of like length."""
    torch.manual_seed(plan.seed)
    shuffle = random.Random(plan.seed)  # noqa: S311 - a shuffle, not a secret
    heads = [*network.stance.parameters(), *network.valence.parameters()]
    groups = [{"params": network.encoder.parameters(), "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = plan.epochs * math.ceil(len(examples.views) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (plan.warm_up * steps)) * max(0.0, (steps - step) / steps)
    )
    average = _Average(network, plan.averaging) if plan.averaging else None
    for epoch in range(plan.epochs):
        network.train()
        total = 0.0
        order = _order(examples.views, plan.batch, shuffle)
        for numbers in order:
            loss = _loss(network, examples, numbers, plan)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            optimiser.zero_grad()
            total += loss.item()
            if average:
                average.update(network)
        report = ""
        if after_epoch:
            with average.held(network) if average else nullcontext():
                report = after_epoch(network)
        plan.log(f"epoch {epoch + 1} of {plan.epochs}: loss {total / max(1, len(order)):.4f} {report}")
    if average:
        average.keep(network)


def predict(network: Network, views: Sequence[View], half: bool = True) -> tuple[Matrix, NDArray[np.float64]]:
    """Logits of the stance n x 3, and valence n, in the order of the views."""
    network.eval()
    logits, valence = np.zeros((len(views), CLASSES)), np.zeros(len(views))
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        for numbers in batches(views, 64):
            stance, tone = network(*tensors(views, numbers))
            logits[numbers], valence[numbers] = stance.float().numpy(), tone.float().numpy()
    return logits, valence


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


def _mean(states: Tensor, weights: Tensor) -> Tensor:
    return (states * weights[..., None]).sum(1) / weights.sum(1, keepdim=True).clamp(min=1)


def _order(views: Sequence[View], size: int, shuffle: random.Random) -> list[list[int]]:
    """Batches in random order; each of examples of like length among twenty batches drawn together."""
    numbers = list(range(len(views)))
    shuffle.shuffle(numbers)
    pools = [numbers[first : first + 20 * size] for first in range(0, len(numbers), 20 * size)]
    order = [batch for pool in pools for batch in batches(views, size, pool)]
    shuffle.shuffle(order)
    return order


def _loss(network: Network, examples: Examples, numbers: list[int], plan: Plan) -> Tensor:
    """Cross-entropy of the stance and squared error of the valence, where known; twice, and alike, under R-Drop."""
    inputs = tensors(examples.views, numbers)
    wanted = torch.tensor(examples.stance[numbers], dtype=torch.float32)
    tone = torch.tensor(examples.valence[numbers], dtype=torch.float32)
    known, toned = ~wanted.isnan().any(1), ~tone.isnan()
    soft = wanted[known] * (1 - plan.smoothing) + plan.smoothing / CLASSES
    logs, loss = [], torch.zeros(())
    for _ in range(2 if plan.consistency else 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
            logits, valence = network(*inputs)
        logs.append(functional.log_softmax(logits.float(), -1))
        if known.any():
            loss = loss - (soft * logs[-1][known]).sum(1).sum() / len(numbers)
        if toned.any():
            loss = loss + plan.valence_weight * ((valence.float() - tone)[toned] ** 2).sum() / len(numbers)
    if plan.consistency:
        one, two = (log[known] for log in logs)
        apart = ((one.exp() - two.exp()) * (one - two)).sum(1).sum() / 2 / len(numbers)
        loss = loss / 2 + plan.consistency * apart
    return loss


class _Average:
    """An exponential average of the weights, with a decay that grows from 0 so that the beginning is forgotten."""

    def __init__(self, network: Network, decay: float) -> None:
        self._decay, self._steps = decay, 0
        self._weights = {name: weight.detach().clone() for name, weight in network.named_parameters()}

    def update(self, network: Network) -> None:
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        for name, weight in network.named_parameters():
            self._weights[name].lerp_(weight.detach(), 1 - decay)

    def keep(self, network: Network) -> None:
        with torch.no_grad():
            for name, weight in network.named_parameters():
                weight.copy_(self._weights[name])

    @contextmanager
    def held(self, network: Network) -> Iterator[None]:
        """The averaged weights, for as long as the context lasts."""
        live = {name: weight.detach().clone() for name, weight in network.named_parameters()}
        self.keep(network)
        yield
        with torch.no_grad():
            for name, weight in network.named_parameters():
                weight.copy_(live[name])
