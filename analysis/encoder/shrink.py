"""From a trained network to the file that ships: ONNX with 8-bit weights, one scale a column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
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
    network.eval()
    sample = (torch.tensor([[101, 103, 2000, 2003, 102]]), torch.tensor([[0.0, 1.0, 0.0, 0.0, 0.0]]))
    length = torch.export.Dim("length", min=3, max=512)
    with torch.no_grad():
        torch.onnx.export(
            _Single(network), sample, str(path), input_names=["ids", "target"], output_names=["stance", "valence"],
            dynamic_shapes=({1: length}, {1: length}), dynamo=True, external_data=False, verbose=False,
        )  # fmt: skip


def quantise(source: Path, path: Path) -> None:
    """Write the model with 8-bit weights and products."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    quantize_dynamic(
        source, path, op_types_to_quantize=["MatMul", "Gather", "Gemm"], per_channel=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
