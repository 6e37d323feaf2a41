"""Weights of four bits: as the file holds them, and as training sees them already.

A row of a matrix has one scale, each group of ``GROUP`` numbers in it a multiplier from 1 to 8, and each number a code
from -8 to 7: weight = code x multiplier x scale, so that code x multiplier is a number of 8 bits, which processors
multiply. None is beyond 64: products with numbers of 8 bits, 255 at most, are then added two and two without overflow
in 16 bits, which is what processors without VNNI do. Training rounds the weights at each pass and hands the gradient on
as if it had not (Bengio, Leonard & Courville 2013), so that the network learns to live with what is lost (Jacob et al.
2018, CVPR).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

from analysis.training.network import Network

GROUP = 64  # numbers of a row that share a multiplier
LOW, HIGH, LARGEST = -8, 7, 8  # the least and the greatest code, the greatest multiplier


class Rounding(nn.Module):
    """What four bits make of a matrix: ``scale`` of each row, ``times``, a multiplier of each group (rows x groups).

    Both are set by the matrix at hand, so that the squared error is least, and stay when it learns.
    """

    scale: Tensor
    times: Tensor

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        steps = _steps(weight.detach().unflatten(1, (-1, GROUP)))
        scale = steps.amax(dim=1) / LARGEST
        self.register_buffer("scale", scale)
        self.register_buffer("times", (steps / scale[:, None]).round().clamp(1, LARGEST).to(torch.uint8))

    def forward(self, weight: Tensor) -> Tensor:
        """The rounded matrix; its gradient is that of the matrix."""
        rounded: Tensor = _Straight.apply(weight, self.codes(weight).mul_(self._step()).flatten(1))
        return rounded

    def codes(self, weight: Tensor) -> Tensor:
        """The code of each number, rows x groups x ``GROUP``."""
        return weight.detach().unflatten(1, (-1, GROUP)).div(self._step()).round_().clamp_(LOW, HIGH)

    def _step(self) -> Tensor:
        return (self.times * self.scale[:, None])[..., None]


class _Straight(torch.autograd.Function):
    """Another matrix in place of one, which gets the gradient as it comes."""

    @staticmethod
    def forward(_context: Any, _weight: Tensor, other: Tensor) -> Tensor:
        return other

    @staticmethod
    def backward(_context: Any, gradient: Tensor) -> tuple[Tensor, None]:  # type: ignore[override]
        return gradient, None


def round_weights(network: Network) -> None:
    """From now on, compute with rounded weights: all matrices of the encoder whose rows are whole groups."""
    for layer in network.encoder.modules():
        if isinstance(layer, nn.Linear | nn.Embedding) and layer.weight.shape[1] % GROUP == 0:
            parametrize.register_parametrization(layer, "weight", Rounding(layer.weight))


def rounded(network: Network) -> Iterator[tuple[str, Rounding, Tensor]]:
    """Name of each layer with rounded weights, their rounding, and the weights before it."""
    for name, layer in network.named_modules():
        if parametrize.is_parametrized(layer, "weight"):
            of: parametrize.ParametrizationList = layer.parametrizations["weight"]
            yield name, of[0], of.original


def settle(network: Network) -> Network:
    """A copy whose weights are what they were rounded to."""
    settled = copy.deepcopy(network)
    for name, _, _ in list(rounded(settled)):
        settled.set_submodule(name, _plain(settled.get_submodule(name)))
    return settled


def _plain(layer: nn.Module) -> nn.Module:
    """The layer without its rounding, but with what that gave."""
    weight: Tensor = layer.weight.detach()
    if isinstance(layer, nn.Embedding):
        return nn.Embedding.from_pretrained(weight, padding_idx=layer.padding_idx)
    plain = nn.Linear(weight.shape[1], weight.shape[0], device="meta")
    plain.weight, plain.bias = nn.Parameter(weight), layer.bias
    return plain


def _steps(groups: Tensor) -> Tensor:
    """The step of each group with the least squared error, of those that reach from half its largest size to all."""
    most = (groups.abs().amax(dim=2) / HIGH).clamp(min=1e-8)
    best, least = most, torch.full_like(most, torch.inf)
    for part in torch.linspace(0.5, 1, 11):
        step = (most * part)[..., None]
        error = ((groups / step).round().clamp(LOW, HIGH) * step - groups).square().sum(dim=2)
        best, least = torch.where(error < least, most * part, best), torch.minimum(least, error)
    return best
