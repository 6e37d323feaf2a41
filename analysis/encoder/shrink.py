"""From a trained network to the file that ships, ONNX with weights of four bits and products of eight; and back.

Eight bits make much of little: a number that another processor rounds otherwise may fall into another of the 255 steps,
and what follows from it with it. So each row of numbers is spread over all the steps, and nothing is computed in a way
that hangs on the processor (``prepare``).
"""

from __future__ import annotations

import hashlib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from analysis.encoder.network import Network
from analysis.encoder.rounding import round_weights, rounded, settle


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
            _Single(settle(network)).eval(), sample, str(path), dynamic_shapes=({1: length}, {1: length}),
            input_names=["ids", "target"], output_names=["stance", "valence"], dynamo=True, opset_version=21,
            external_data=False, verbose=False,
        )  # fmt: skip


def quantise(network: Network, source: Path, path: Path) -> None:
    """Write a network, exported to ``source``, as it ships: prepared, with the four bits its weights were rounded to.

    Each such layer has three tensors: ``.codes``, ``.times`` (less one) and ``.scale``. onnxruntime multiplies the
    first two out to 8 bits when it loads the file; what is multiplied with them is rounded to 8 bits as it comes.
    """
    from onnx import TensorProto, helper, load, numpy_helper, save

    prepare(source, path)
    model = load(path)
    graph, nodes = model.graph, list(model.graph.node)
    settled = settle(network)
    layers = {_key(settled.get_submodule(name).weight.detach().numpy()): name for name, _, _ in rounded(network)}
    arrays = {one.name: numpy_helper.to_array(one) for one in graph.initializer if len(one.dims) == 2}
    weights = {name: layers.get(_key(array)) or layers.get(_key(array.T)) for name, array in arrays.items()}
    others = [one for one in graph.initializer if not weights.get(one.name)]
    del graph.node[:], graph.initializer[:]
    graph.initializer.extend([*others, helper.make_tensor("more", TensorProto.FLOAT, [], [1.0])])
    made = set[str]()

    def add(kind: str, inputs: list[str], *outputs: str, **settings: Any) -> str:
        if outputs[0] not in made:
            made.update(outputs)
            graph.node.append(helper.make_node(kind, inputs, list(outputs), **settings))
        return outputs[0]

    def multiply(name: str) -> str:
        times = add(
            "Add", [add("Cast", [f"{name}.times"], f"{name}.less", to=TensorProto.FLOAT), "more"], f"{name}.more"
        )
        codes = add("Cast", [f"{name}.codes"], f"{name}.wide", to=TensorProto.FLOAT)
        return add("Reshape", [add("Mul", [codes, times], f"{name}.groups"), f"{name}.shape"], f"{name}.rows")

    for node in nodes:
        out, name = node.output[0], next(filter(None, map(weights.get, node.input)), None)
        if name and node.op_type == "MatMul":
            add("DynamicQuantizeLinear", [x := node.input[0]], f"{x}.eight", f"{x}.step", f"{x}.zero")
            matrix = add("Cast", [multiply(name)], f"{name}.eight", to=TensorProto.INT8)
            matrix = add("Transpose", [matrix], f"{name}.matrix", perm=[1, 0])
            whole = add("MatMulInteger", [f"{x}.eight", matrix, f"{x}.zero"], f"{out}.whole")
            steps = add("Mul", [f"{x}.step", f"{name}.scale"], f"{out}.step")
            add("Mul", [add("Cast", [whole], f"{out}.sum", to=TensorProto.FLOAT), steps], out)
        elif name:
            scale = add("Unsqueeze", [f"{name}.scale", "last"], f"{name}.column")
            add(node.op_type, [add("Mul", [multiply(name), scale], f"{name}.table"), *node.input[1:]], out)
        else:
            graph.node.append(node)
    for name, rounding, weight in rounded(network):
        codes, times = rounding.codes(weight).numpy(), rounding.times.numpy()[..., None] - 1
        graph.initializer.extend([
            helper.make_tensor(f"{name}.codes", TensorProto.INT4, codes.shape, _pack(codes), raw=True),
            helper.make_tensor(f"{name}.times", TensorProto.UINT4, times.shape, _pack(times), raw=True),
            numpy_helper.from_array(rounding.scale.numpy(), f"{name}.scale"),
            numpy_helper.from_array(np.array(weight.shape), f"{name}.shape"),
        ])  # fmt: skip
    save(model, path)


def _key(array: NDArray[Any]) -> bytes:
    return hashlib.sha256(array.tobytes() + repr(array.shape).encode()).digest()


def _pack(array: NDArray[Any]) -> bytes:
    """Numbers of four bits, two in a byte, the first one low."""
    low, high = np.pad(array.ravel().astype(np.int8), (0, array.size % 2)).reshape(-1, 2).T
    packed: bytes = ((high << 4) | (low & 15)).astype(np.uint8).tobytes()
    return packed


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
    for node in made:
        del node.metadata_props[:]  # where in torch it comes from
    del graph.node[:], graph.value_info[:]
    graph.node.extend(made)
    for name, value in {"half": 0.5, "root_of_half": 0.5**0.5, "one": 1.0, "least": 0.17}.items():
        graph.initializer.append(helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
    graph.initializer.append(helper.make_tensor("last", TensorProto.INT64, [1], [-1]))
    save(model, path)


def restore(network: Network, source: Path) -> None:
    """Give the network the weights of a file that ``quantise`` wrote, rounded as they are there.

    Raises:
        ValueError: If the file is not of a network of this shape.
    """
    from onnx import load, numpy_helper

    stored = {one.name: numpy_helper.to_array(one) for one in load(source).graph.initializer}
    state = {name.removeprefix("network."): value for name, value in stored.items()}
    round_weights(network)
    for name, _, _ in rounded(network):
        if f"{name}.codes" in stored:
            codes, times, scale = (stored[f"{name}.{part}"].astype(np.float32) for part in ("codes", "times", "scale"))
            place, times = f"{name}.parametrizations.weight", times[..., 0] + 1
            state[f"{place}.original"] = (codes * (times * scale[:, None])[..., None]).reshape(len(codes), -1)
            state |= {f"{place}.0.times": times.astype(np.uint8), f"{place}.0.scale": scale}
    wanted = network.state_dict()
    unlike = [name for name, value in wanted.items() if name not in state or state[name].shape != tuple(value.shape)]
    if unlike:
        raise ValueError(f"{source}: no weights of this shape for {unlike[0]}")
    network.load_state_dict({name: torch.tensor(state[name]) for name in wanted})
