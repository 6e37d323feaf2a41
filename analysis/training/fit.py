"""Training of a network: labels, a teacher's probabilities and states, or all of them.

The student learns a teacher's probabilities (Hinton, Vinyals & Dean 2015) and its states piece by piece (Jiao et al.
2020, EMNLP Findings), with R-Drop (Liang et al. 2021, NeurIPS) and averaged weights (Izmailov et al. 2018, UAI) where
they are asked for.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from analysis.reader.views import View, batches
from analysis.training.examples import N_CLASSES, Examples
from analysis.training.network import HALF, Network, mean, pool, tensors


@dataclass(frozen=True)
class Plan:
    """How to train: epochs, learning rates of encoder and heads, batch size, and what is to make it better."""

    epochs: int = 4
    rate: float = 1e-4
    head_rate: float = 1e-3
    batch: int = 32
    smoothing: float = 0.05
    valence_weight: float = 1.0
    likeness: float = 0.0  # weight of the states' squared distance from the teacher's
    consistency: float = 0.0  # R-Drop: weight of the divergence between two passes
    averaging: float = 0.0  # decay of the averaged weights; 0: none
    seed: int = 0
    warm_up: float = 0.1
    frozen: bool = False  # whether the vectors of the word pieces stay as they were
    half: bool = HALF  # bfloat16 products: three times as fast with AVX-512, a hundredth as fast without
    log: Callable[[str], None] = field(default=print, repr=False)


def fit(network: Network, examples: Examples, plan: Plan) -> None:
    """Train the network in place: AdamW, warm-up and linear decay, clipped gradients, batches of like length.

    The weights are at last those of the last step, or their average where the plan asks for one.
    """
    torch.manual_seed(plan.seed)
    shuffle = random.Random(plan.seed)  # noqa: S311 - a shuffle, not a secret
    bridge = nn.Linear(network.encoder.config.hidden_size, examples.width) if plan.likeness else None
    optimiser = _optimiser(network, bridge, plan)
    steps = plan.epochs * math.ceil(len(examples.views) / plan.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (plan.warm_up * steps)) * max(0.0, (steps - step) / steps)
    )
    average = _Average(network, plan.averaging) if plan.averaging else None
    network.train()
    for epoch in range(plan.epochs):
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
                average.update()
        plan.log(f"epoch {epoch + 1} of {plan.epochs}: loss {total / max(1, len(order)):.4f}")
    if average:
        average.settle()


def _optimiser(network: Network, bridge: nn.Linear | None, plan: Plan) -> torch.optim.Optimizer:
    """AdamW, with the rates of encoder and heads."""
    network.encoder.embeddings.word_embeddings.requires_grad_(not plan.frozen)
    heads = [*network.stance.parameters(), *network.valence.parameters(), *(bridge.parameters() if bridge else ())]
    groups = [
        {"params": [one for one in network.encoder.parameters() if one.requires_grad], "lr": plan.rate},
        {"params": heads, "lr": plan.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01, fused=True)


def _order(views: Sequence[View], size: int, shuffle: random.Random) -> list[list[int]]:
    """Batches in random order; each of examples of like length among twenty batches drawn together."""
    numbers = list(range(len(views)))
    shuffle.shuffle(numbers)
    pools = [numbers[first : first + 20 * size] for first in range(0, len(numbers), 20 * size)]
    order = [batch for pool in pools for batch in batches(views, size, pool)]
    shuffle.shuffle(order)
    return order


def _loss(network: Network, examples: Examples, numbers: list[int], plan: Plan, bridge: nn.Linear | None) -> Tensor:
    """Cross-entropy of the stance, squared errors of valence and states, where known; twice, and alike, under
    R-Drop."""
    ids, attention, target = tensors(examples.views, numbers)
    wanted = torch.tensor(examples.stance[numbers], dtype=torch.float32)
    tone = torch.tensor(examples.valence[numbers], dtype=torch.float32)
    known, toned = ~wanted.isnan().any(1), ~tone.isnan()
    soft = wanted[known] * (1 - plan.smoothing) + plan.smoothing / N_CLASSES
    logs, loss = [], torch.zeros(())
    for _ in range(2 if plan.consistency else 1):
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=plan.half):
            states = network.read(ids, attention)
            logits, valence = network.judge(states, target)
            bridged = bridge(states) if bridge else None
        if bridged is not None:
            loss = loss + plan.likeness * _apart(bridged.float(), examples, numbers, attention, target)
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


def _apart(found: Tensor, examples: Examples, numbers: list[int], attention: Tensor, target: Tensor) -> Tensor:
    """The mean squared distance from the teacher's states: that of all pieces and that of what the heads read."""
    wanted, taught = torch.zeros_like(found), torch.zeros_like(attention)
    for row, number in enumerate(numbers):
        if n := len(examples.likeness[number]):
            wanted[row, :n] = torch.from_numpy(examples.likeness[number].astype(np.float32))
            taught[row, :n] = 1
    distance = found - wanted
    pieces = mean(distance.square().mean(-1, keepdim=True), taught).sum()
    pooled = (pool(distance, target).square().mean(-1) * taught[:, 0]).sum()
    return (pieces + pooled) / len(numbers)


class _Average:
    """An exponential average of the weights, with a decay that grows from 0 so that the beginning is forgotten."""

    def __init__(self, network: Network, decay: float) -> None:
        self._decay, self._steps = decay, 0
        self._live = [one for one in network.parameters() if one.requires_grad]
        self._average = [one.detach().clone() for one in self._live]

    def update(self) -> None:
        self._steps += 1
        decay = min(self._decay, (1 + self._steps) / (10 + self._steps))
        torch._foreach_lerp_(self._average, [one.detach() for one in self._live], 1 - decay)

    def settle(self) -> None:
        """Give the network its averaged weights."""
        with torch.no_grad():
            torch._foreach_copy_(self._live, self._average)
