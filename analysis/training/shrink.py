"""From a trained network to the file that ships, ONNX with weights of four bits and products of eight; and back.

Eight bits make much of little: a number that another processor rounds otherwise may fall into another of the 255 steps,
and what follows from it with it. So each row of numbers is spread over all the steps, and nothing is computed in a way
that hangs on the processor (``prepare_graph``).
"""

from __future__ import annotations

import hashlib
import math
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, load, numpy_helper, save
from torch import Tensor, nn

from analysis.training.network import Network
from analysis.training.rounding import round_weights, rounded, settle


class _Single(nn.Module):
    """A network that reads one unpadded view; of its last layer only the pieces that the heads read, unless ``plain``.

    ``places`` are theirs: the first piece, 0, and the target's.
    """

    def __init__(self, network: Network, plain: bool) -> None:
        super().__init__()
        self.network, self.plain = network, plain

    def forward(self, ids: Tensor, places: Tensor) -> Any:
        encoder = self.network.encoder
        *layers, last = encoder.encoder.layer
        states = encoder.embeddings(ids)
        near = encoder.encoder.compute_position_bias(states)
        for layer in layers:
            (states,) = layer(states, None, near)
        if self.plain:
            states = last(states, None, near)[0][:, places]
        else:
            read = states[:, places]
            read = last.attention.LayerNorm(read + _attend(last.attention.attn, read, states, near[:, :, places]))
            states = last.output(last.intermediate(read), read)
        return self.network.judge(states, (places > 0).float()[None])


def _attend(attention: nn.Module, read: Tensor, states: Tensor, near: Tensor) -> Tensor:
    """What some pieces take from all, as an encoder of transformers has it for all pieces at once."""

    def heads(rows: Tensor) -> Tensor:
        return rows.unflatten(2, (attention.num_attention_heads, attention.attention_head_size)).transpose(1, 2)

    alike = heads(attention.q(read)) @ heads(attention.k(states)).transpose(2, 3)
    shares = (alike / math.sqrt(attention.attention_head_size) + near).softmax(dim=3)
    taken: Tensor = attention.o((shares @ heads(attention.v(states))).transpose(1, 2).flatten(2))
    return taken


def export(network: Network, path: Path, plain: bool = False) -> None:
    """Write the network as ONNX with 32-bit weights: inputs ``ids`` 1 x n and ``places`` (0 and the target's, k);
    outputs ``stance`` 1 x 3 and ``valence`` 1.

    Of the last layer the file computes the pieces in ``places``, for no others are read; all of them if ``plain``.
    """
    sample = (torch.tensor([[101, 103, 2000, 2003, 102]]), torch.tensor([0, 1, 2]))
    length, read = (torch.export.Dim(name, min=least, max=512) for name, least in (("length", 3), ("read", 2)))
    with torch.no_grad(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter remarks what it is about to change
        torch.onnx.export(
            _Single(settle(network), plain).eval(), sample, str(path), dynamic_shapes=({1: length}, {0: read}),
            input_names=["ids", "places"], output_names=["stance", "valence"], dynamo=True, opset_version=21,
            external_data=False, verbose=False,
        )  # fmt: skip


def quantise(network: Network, source: Path, path: Path) -> None:
    """Write a network, exported to ``source``, as it ships: prepared, with the four bits its weights were rounded to.

    Each such layer has three tensors: ``.codes``, ``.times`` (less one) and ``.scale``. onnxruntime multiplies the
    first two out to 8 bits when it loads the file; what is multiplied with them is rounded to 8 bits as it comes.
    """
    prepare_graph(source, path)
    model = load(path)
    graph = _Graph(model.graph)
    settled = settle(network)
    layers = {_key(settled.get_submodule(name).weight.detach().numpy()): name for name, _, _ in rounded(network)}
    arrays = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer if len(one.dims) == 2}
    weights = {name: layers.get(_key(array)) or layers.get(_key(array.T)) for name, array in arrays.items()}
    others = [one for one in model.graph.initializer if not weights.get(one.name)]
    del model.graph.initializer[:]
    model.graph.initializer.extend([*others, *_tensors(network)])
    for node in graph.taken:
        out, name = node.output[0], next(filter(None, map(weights.get, node.input)), "")
        if not name:
            graph.keep(node)
        elif node.op_type == "MatMul":
            graph.add("DynamicQuantizeLinear", [x := node.input[0]], f"{x}.eight", f"{x}.step", f"{x}.zero")
            matrix = graph.cast(_multiply(graph, name), f"{name}.eight", TensorProto.INT8)
            matrix = graph.add("Transpose", [matrix], f"{name}.matrix", perm=[1, 0])
            whole = graph.add("MatMulInteger", [f"{x}.eight", matrix, f"{x}.zero"], f"{out}.whole")
            steps = graph.add("Mul", [f"{x}.step", f"{name}.scale"], f"{out}.step")
            graph.add("Mul", [graph.cast(whole, f"{out}.sum"), steps], out)
        else:  # a row of a table
            scale = graph.add("Unsqueeze", [f"{name}.scale", "last"], f"{name}.column")
            table = graph.add("Mul", [_multiply(graph, name), scale], f"{name}.table")
            graph.add(node.op_type, [table, *node.input[1:]], out)
    save(model, path)


class _Graph:
    """A graph whose nodes are taken out, to be kept or replaced one by one; what was added stays as it was added."""

    def __init__(self, graph: Any) -> None:
        self._nodes, self.taken = graph.node, list(graph.node)
        self._made = set[str]()
        del graph.node[:], graph.value_info[:]

    def keep(self, node: Any) -> None:
        del node.metadata_props[:]  # where in torch it comes from
        self._nodes.append(node)

    def add(self, kind: str, inputs: list[str], *outputs: str, **settings: Any) -> str:
        if outputs[0] not in self._made:
            self._made.update(outputs)
            self._nodes.append(helper.make_node(kind, inputs, list(outputs), **settings))
        return outputs[0]

    def cast(self, source: str, output: str, to: int = TensorProto.FLOAT) -> str:
        """As numbers of 32 bits, or of another type."""
        return self.add("Cast", [source], output, to=to)


def _multiply(graph: _Graph, name: str) -> str:
    """Codes times multipliers, as a matrix."""
    times = graph.add("Add", [graph.cast(f"{name}.times", f"{name}.less"), "one"], f"{name}.more")
    groups = graph.add("Mul", [graph.cast(f"{name}.codes", f"{name}.wide"), times], f"{name}.groups")
    return graph.add("Reshape", [groups, f"{name}.shape"], f"{name}.rows")


def _tensors(network: Network) -> Iterator[Any]:
    """What a file holds of each layer with rounded weights."""
    for name, rounding, weight in rounded(network):
        codes, times = rounding.codes(weight).numpy(), rounding.times.numpy()[..., None] - 1
        yield helper.make_tensor(f"{name}.codes", TensorProto.INT4, codes.shape, _pack(codes), raw=True)
        yield helper.make_tensor(f"{name}.times", TensorProto.UINT4, times.shape, _pack(times), raw=True)
        yield numpy_helper.from_array(rounding.scale.numpy(), f"{name}.scale")
        yield numpy_helper.from_array(np.array(weight.shape), f"{name}.shape")


def _key(array: NDArray[Any]) -> bytes:
    return hashlib.sha256(array.tobytes() + repr(array.shape).encode()).digest()


def _pack(array: NDArray[Any]) -> bytes:
    """Numbers of four bits, two in a byte, the first one low."""
    low, high = np.pad(array.ravel().astype(np.int8), (0, array.size % 2)).reshape(-1, 2).T
    packed: bytes = ((high << 4) | (low & 15)).astype(np.uint8).tobytes()
    return packed


def prepare_graph(source: Path, path: Path) -> None:
    """Write a model of 32 bits so that 8 bits take little from it and every x86-64 processor gives the same; what it
    computes stays.

    * A product xW in a feed-forward block, where 8 bits take most, becomes m (x/m) W, where m is the largest size in
      each row (piece) of x: all rows then share the scale of their 8 bits, and a large one does not take the steps of
      the others (the quantisation by token of Yao et al. 2022, NeurIPS, by one scale).
    * Softmax and Gelu, which onnxruntime rounds otherwise with AVX-512 than with AVX2, are computed in parts that it
      does not: e^x = s/(1 - s) with s = 1/(1 + e^-x), and x/2 + x/2 erf(x/sqrt 2).
    """
    model = load(source)
    graph = _Graph(model.graph)
    add = graph.add
    shapes = {one.name: tuple(one.dims) for one in model.graph.initializer}
    positive = set[str]()
    for node in graph.taken:
        (x, *others), out = node.input, node.output[0]
        if node.op_type == "MatMul" and len(set(shapes.get(others[0], ()))) == 2:  # weights, and not square
            size = x if x in positive else add("Abs", [x], f"{x}.size")
            scale = add("Max", [add("ReduceMax", [size, "last"], f"{x}.most"), "least"], f"{x}.most_at_least")
            product = add("MatMul", [add("Div", [x, scale], f"{x}.even"), others[0]], f"{out}.product")
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
            graph.keep(node)
    for name, value in {"half": 0.5, "root_of_half": 0.5**0.5, "one": 1.0, "least": 0.17}.items():
        model.graph.initializer.append(helper.make_tensor(name, TensorProto.FLOAT, [], [value]))
    model.graph.initializer.append(helper.make_tensor("last", TensorProto.INT64, [1], [-1]))
    save(model, path)


def restore(network: Network, source: Path) -> None:
    """Give the network the weights of a file that ``quantise`` wrote, rounded as they are there.

    Raises:
        ValueError: If the file is not of a network of this shape.
    """
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
