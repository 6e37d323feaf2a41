"""From a trained network to the file that ships, ONNX with 8-bit weights, one scale a column; and back."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from analysis.encoder.network import Network


class _Single(nn.Module):
    """A network that reads one unpadded view."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, target: Tensor) -> Any:
        return self.network(ids, torch.ones_like(target), target)


def export(network: Network, path: Path) -> None:
    """Write the network as ONNX with 32-bit weights: inputs ``ids`` 1 x n, ``target`` 1 x n; outputs ``stance``,
    ``valence``."""
    sample = (torch.tensor([[101, 103, 2000, 2003, 102]]), torch.tensor([[0.0, 1.0, 0.0, 0.0, 0.0]]))
    length = torch.export.Dim("length", min=3, max=512)
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter remarks that both inputs share their length, as they should
        torch.onnx.export(
            _Single(network).eval(), sample, str(path), dynamic_shapes=({1: length}, {1: length}),
            input_names=["ids", "target"], output_names=["stance", "valence"], dynamo=True, external_data=False,
            verbose=False,
        )  # fmt: skip


def quantise(source: Path, path: Path) -> None:
    """Write the model with 8-bit weights and products."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source, path, op_types_to_quantize=["MatMul", "Gather", "Gemm"], per_channel=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def restore(network: Network, source: Path) -> None:
    """Give the network the weights of a file that ``quantise`` wrote, but for what 8 bits lost of them.

    Raises:
        ValueError: If the file is not of a network of this shape.
    """
    from onnx import load, numpy_helper

    graph = load(source).graph
    stored = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    state = {name.removeprefix("network."): value for name, value in stored.items()}
    for name in [name for name in state if name.endswith("weight_quantized")]:
        state[name.removesuffix("_quantized")] = _whole(stored, f"network.{name}")
    products = [node.input[1] for node in graph.node if node.op_type == "MatMulInteger"]
    layers = [name for name, one in network.named_modules() if isinstance(one, nn.Linear)]
    if len(products) != len(layers):
        raise ValueError(f"{source}: has {len(products)} products of matrices, the network {len(layers)}")
    state |= {f"{layer}.weight": _whole(stored, one).T for layer, one in zip(layers, products, strict=True)}
    wanted = network.state_dict()
    unlike = [name for name, value in wanted.items() if name not in state or state[name].shape != tuple(value.shape)]
    if unlike:
        raise ValueError(f"{source}: no weights of this shape for {unlike[0]}")
    network.load_state_dict({name: torch.tensor(state[name]) for name in wanted})


def _whole(stored: Mapping[str, NDArray[Any]], name: str) -> NDArray[np.float32]:
    """A matrix of 8 bits as numbers: (stored - zero point) * scale, one scale for all or for each column."""
    name = name.removesuffix("_quantized")
    middle, scale = (stored[f"{name}_{part}"].astype(np.float32) for part in ("zero_point", "scale"))
    whole: NDArray[np.float32] = (stored[f"{name}_quantized"].astype(np.float32) - middle) * scale
    return whole
