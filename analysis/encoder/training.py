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

from analysis.encoder.examples import CLASSES, Examples, Matrix
from analysis.encoder.views import View, batches


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
        return self.judge(self.features(ids, attention, target))

    def features(self, ids: Tensor, attention: Tensor, target: Tensor) -> Tensor:
        """What the heads read: the first piece's state, the mean of the target's and the mean of all, n x 3 widths."""
        states = self.encoder(input_ids=ids, attention_mask=attention).last_hidden_state
        return torch.cat([states[:, 0], _mean(states, target), _mean(states, attention)], -1)

    def judge(self, features: Tensor) -> tuple[Tensor, Tensor]:
        """Logits n x 3 and valence n from features."""
        features = self.dropout(features)
        return self.stance(features), self.valence(features).squeeze(-1)


@dataclass(frozen=True)
class Plan:
    """How to train: epochs, learning rates of encoder and heads, batch size, and what is to make it better."""

    epochs: int = 4
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 32
    smoothing: float = 0.05
    valence_weight: float = 1.0
    likeness: float = 0.0  # weight of the features' squared distance from the teacher's
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
    bridge = nn.Linear(network.stance.in_features, examples.likeness.shape[1]) if plan.likeness else None
    heads += bridge.parameters() if bridge else []
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
            loss = _loss(network, examples, numbers, plan, bridge)
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


def embed(network: Network, views: Sequence[View], half: bool = True) -> NDArray[np.float16]:
    """The features of each view, n x 3 widths, in the order of the views."""
    network.eval()
    found = np.zeros((len(views), network.stance.in_features), np.float16)
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        for numbers in batches(views, 64):
            found[numbers] = network.features(*tensors(views, numbers)).float().numpy()
    return found


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


def _loss(network: Network, examples: Examples, numbers: list[int], plan: Plan, bridge: nn.Linear | None) -> Tensor:
    """Cross-entropy of the stance, squared errors of valence and features, where known; twice, and alike, under
    R-Drop."""
    inputs = tensors(examples.views, numbers)
    wanted = torch.tensor(examples.stance[numbers], dtype=torch.float32)
    tone = torch.tensor(examples.valence[numbers], dtype=torch.float32)
    known, toned = ~wanted.isnan().any(1), ~tone.isnan()
    soft = wanted[known] * (1 - plan.smoothing) + plan.smoothing / CLASSES
    logs, loss = [], torch.zeros(())
    for _ in range(2 if plan.consistency else 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
            features = network.features(*inputs)
            logits, valence = network.judge(features)
        if bridge:
            wanted_features = torch.tensor(examples.likeness[numbers].astype(np.float32))
            alike = ~wanted_features.isnan().any(1)
            apart = (bridge(features.float()) - wanted_features)[alike]
            loss = loss + plan.likeness * apart.square().mean(1).sum() / len(numbers)
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
