"""From a trained network to the file that ships, ONNX with 8-bit weights, one scale a column; and back.

Eight bits make much of little: a number that another processor rounds otherwise may fall into another of the 255 steps,
and what follows from it with it. So each row of numbers is spread over all the steps, and nothing is computed in a way
that hangs on the processor (``prepare``).
"""

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
    """Write the model with 8-bit weights and products, prepared for them."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    prepare(source, path)
    quantize_dynamic(
        path, path, op_types_to_quantize=["MatMul", "Gather", "Gemm"], per_channel=True,
        weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip


def prepare(source: Path, path: Path) -> None:
    """Write a model of 32 bits so that 8 bits take little from it and every x86-64 processor gives the same; what it
    computes stays.

    * A product xW in a feed-forward block, where 8 bits take most, becomes m (x/m) W, where m is the largest size in
      each row (piece) of x: all rows then share the scale of their 8 bits, and a large one does not take the steps of
      the others (the quantisation by token of Yao et al. 2022, NeurIPS, by one scale).
    * Softmax and Gelu, which onnxruntime rounds otherwise with AVX-512 than with AVX2, are computed in parts that it
      does not: e^x = s/(1 - s) with s = 1/(1 + e^-x), and x/2 + x/2 erf(x/sqrt 2).
    """
    from onnx import TensorProto, helper, load, save

    model = load(source)
    graph = model.graph
    shapes = {one.name: tuple(one.dims) for one in graph.initializer}
    made, positive = [], set[str]()

    def add(kind: str, inputs: list[str], output: str, **settings: Any) -> str:
        made.append(helper.make_node(kind, inputs, [output], **settings))
        return output

    for node in graph.node:
        (x, *others), out = node.input, node.output[0]
        if node.op_type == "MatMul" and len(set(shapes.get(others[0], ()))) == 2:  # weights, and not square
            size = x if x in positive else add("Abs", [x], f"{out}.size")
            scale = add("Max", [add("ReduceMax", [size, "last"], f"{out}.most"), "least"], f"{out}.scale")
            product = add("MatMul", [add("Div", [x, scale], f"{out}.input"), others[0]], f"{out}.product")
            add("Mul", [product, scale], out)
        elif node.op_type == "Softmax":
            less = add("Sub", [x, add("ReduceMax", [x, "last"], f"{out}.most")], f"{out}.less")
            part = add("Sigmoid", [less], f"{out}.part")
            power = add("Div", [part, add("Sub", ["one", part], f"{out}.rest")], f"{out}.power")
            add("Div", [power, add("ReduceSum", [power, "last"], f"{out}.sum")], out)
        elif node.op_type == "Gelu":
            half, part = add("Mul", [x, "half"], f"{out}.half"), add("Mul", [x, "root_of_half"], f"{out}.part")
            add("Add", [half, add("Mul", [half, add("Erf", [part], f"{out}.erf")], f"{out}.rest")], out)
            positive.add(out)  # down to -0.17, which the least scale holds
        else:
            made.append(node)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(made)
    for name, value in {"half": 0.5, "root_of_half": 0.5**0.5, "one": 1.0, "least": 0.17}.items():
        graph.initializer.append(helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
    graph.initializer.append(helper.make_tensor("last", TensorProto.INT64, [1], [-1]))
    save(model, path)


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
