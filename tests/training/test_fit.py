"""Training, on a network small enough to learn a toy in seconds; skipped where torch is not installed (extra train)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.reader.views import View

torch = pytest.importorskip("torch", reason="torch is in the extra 'train' only")
transformers = pytest.importorskip("transformers", reason="transformers is in the extra 'train' only")

import onnx  # noqa: E402 - only where torch is there, as what follows
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

from analysis.reader.encoder import open_session, run_view  # noqa: E402
from analysis.training import fit, network, rounding, shrink  # noqa: E402

GOOD, BAD = 7, 8  # piece numbers that decide the toy's label


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An MPNet of two layers of width 64 with weights drawn by chance."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=200, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128
    )
    transformers.MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def toy(n: int) -> fit.Examples:
    """Views whose label is the piece beside the target: good, bad, or neither."""
    draw = np.random.default_rng(0)
    views, labels = [], []
    for _ in range(n):
        label = int(draw.integers(3))
        words = draw.integers(20, 199, 6).tolist()
        words[2:4] = [103, {0: BAD, 1: 9, 2: GOOD}[label]]
        views.append(View((101, *words, 102), 3, 4))
        labels.append(label)
    return fit.Examples.of_stance(views, np.array(labels))


PLAN = fit.Plan(epochs=4, rate=3e-3, head_rate=1e-2, batch=16, half=False, log=lambda line: None)


def trained(base: Path, examples: fit.Examples, plan: fit.Plan = PLAN, four_bits: bool = False) -> network.Network:
    model = network.Network(base)
    if four_bits:
        rounding.round_weights(model)
    fit.fit(model, examples, plan)
    return model


def test_it_learns(base: Path) -> None:
    """The toy is learned; averaging and R-Drop learn it too."""
    examples = toy(300)
    truth = examples.stance.argmax(axis=1)
    for plan in (PLAN, fit.Plan(**{**vars(PLAN), "averaging": 0.9, "consistency": 1.0})):
        logits, _ = network.predict(trained(base, examples, plan), examples.views, half=False)
        assert (logits.argmax(axis=1) == truth).mean() > 0.95


def test_the_average_is_what_remains(base: Path) -> None:
    """After one step the averaged weights lie two elevenths of the way back to the first ones."""
    one_step = {**vars(PLAN), "epochs": 1, "batch": 60}
    first = network.Network(base).state_dict()
    last, average = (
        trained(base, toy(60), fit.Plan(**{**one_step, "averaging": decay})).state_dict() for decay in (0.0, 0.9)
    )
    assert any(not torch.equal(first[name], last[name]) for name in first)
    for name, weight in average.items():
        torch.testing.assert_close(weight, first[name] * 2 / 11 + last[name] * 9 / 11)


def test_same_seed_same_weights(base: Path) -> None:
    """Training twice gives the same network."""
    one, two = (trained(base, toy(60)).state_dict() for _ in range(2))
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_valence_beside_stance(base: Path) -> None:
    """Both heads learn from a mixture in which each example has one label."""
    examples = toy(200)
    valence = np.where(examples.stance[:, 2] > 0, 0.8, np.where(examples.stance[:, 0] > 0, -0.8, 0.0))
    model = trained(base, examples + fit.Examples.of_valence(examples.views, valence))
    _, found = network.predict(model, examples.views, half=False)
    assert np.corrcoef(found, valence)[0, 1] > 0.9


def test_it_learns_from_a_teacher_s_states(base: Path) -> None:
    """Where most examples have no label, the teacher's states bring its sides over; their width need not be its own."""
    examples = toy(300)
    teacher = trained(base, examples)
    likeness = [np.zeros((0, 0), np.float16)] * 300
    for number, _, states in network.observe(teacher, examples.views, half=False):
        likeness[number] = (states @ np.eye(64, 12)).astype(np.float16)
    unknown = fit.Examples(examples.views, np.full((300, 3), np.nan), np.full(300, np.nan), likeness)
    mixed = fit.Examples.of_stance(examples.views[:20], examples.stance[:20]) + unknown
    assert mixed.width == 12
    student = trained(base, mixed, fit.Plan(**{**vars(PLAN), "likeness": 1.0}))
    logits, _ = network.predict(student, examples.views, half=False)
    assert (logits.argmax(axis=1) == examples.stance.argmax(axis=1)).mean() > 0.6


def test_frozen_words_stay(base: Path) -> None:
    """The vectors of the word pieces stay as they were, where that is asked for; the rest learns."""
    before = network.word_vectors(network.Network(base)).copy()
    for frozen in (True, False):
        plan = fit.Plan(**{**vars(PLAN), "frozen": frozen, "epochs": 1, "averaging": 0.9})
        after = network.word_vectors(trained(base, toy(60), plan))
        assert np.array_equal(before, after) == frozen


def test_observing_is_predicting(base: Path) -> None:
    """The logits that come with the states are those of the whole network."""
    model, views = network.Network(base), toy(70).views
    logits, _ = network.predict(model, views, half=False)
    for number, logit, states in network.observe(model, views, half=False):
        np.testing.assert_allclose(logit, logits[number], atol=1e-5)
        assert states.shape == (len(views[number].ids), 64)


def test_shapes_are_checked() -> None:
    """Labels that do not fit the views are refused."""
    with pytest.raises(ValueError, match="stance, valence, likeness: must be"):
        fit.Examples([View((1,))], np.zeros((2, 3)), np.zeros(1), [np.zeros((0, 0), np.float16)])
    with pytest.raises(ValueError, match=r"likeness\[0\]: must be of 1 pieces, got 2"):
        fit.Examples([View((1,))], np.zeros((1, 3)), np.zeros(1), [np.zeros((2, 4), np.float16)])


def test_small_model_gives_the_same_sides(base: Path, tmp_path: Path) -> None:
    """The file that ships judges like the network, for every length."""
    from onnxruntime import InferenceSession

    examples = toy(300)
    model = trained(base, examples, four_bits=True)
    shrink.export(model, tmp_path / "whole.onnx")
    shrink.quantise(model, tmp_path / "whole.onnx", tmp_path / "small.onnx")
    assert (tmp_path / "small.onnx").stat().st_size < (tmp_path / "whole.onnx").stat().st_size / 3
    wanted, _ = network.predict(model, examples.views, half=False)
    for name, least in (("whole", 1.0), ("small", 0.97)):
        session = InferenceSession(str(tmp_path / f"{name}.onnx"))
        found = []
        for view in [*examples.views, View((*examples.views[0].ids[:4], 102), 3, 4)]:
            found.append(run_view(session, view)[0][0])
        sides = np.array(found[:-1])
        assert (sides.argmax(axis=1) == wanted.argmax(axis=1)).mean() >= least
        if name == "whole":
            np.testing.assert_allclose(sides, wanted, atol=1e-4)


def test_only_what_is_read_is_computed(base: Path, tmp_path: Path) -> None:
    """Of the last layer, the file computes the first piece and the target's, and says the same as with all of them."""
    model = trained(base, toy(60))
    for plain in (True, False):
        shrink.export(model, tmp_path / f"{plain}.onnx", plain)
    whole, short = (open_session(tmp_path / f"{plain}.onnx") for plain in (True, False))
    for view in (*toy(20).views, View((101, 3, 4, 5, 6, 102), 1, 5)):
        for one, other in zip(run_view(whole, view), run_view(short, view), strict=True):
            np.testing.assert_allclose(one, other, atol=1e-5)


def test_preparing_changes_no_number(base: Path, tmp_path: Path) -> None:
    """Made ready for 8 bits, a model computes the same, without what hangs on the processor."""
    shrink.export(trained(base, toy(60)), tmp_path / "whole.onnx")
    shrink.prepare_graph(tmp_path / "whole.onnx", tmp_path / "ready.onnx")
    whole, ready = (open_session(tmp_path / f"{name}.onnx") for name in ("whole", "ready"))
    for view in toy(20).views:
        np.testing.assert_allclose(run_view(ready, view)[0], run_view(whole, view)[0], atol=1e-5)
    kinds = {node.op_type for node in onnx.load(tmp_path / "ready.onnx").graph.node}
    assert {"Softmax", "Gelu"} & kinds == set()
    assert {"Softmax", "Gelu"} < {node.op_type for node in onnx.load(tmp_path / "whole.onnx").graph.node}


def product(path: Path, kind: str, matrix: NDArray[Any], given: int, made: int) -> Path:
    """A file that multiplies rows ``x`` of numbers of one type with a matrix into numbers of another."""
    height, width = matrix.shape
    graph = helper.make_graph(
        [helper.make_node(kind, ["x", "w"], ["y"])], "product",
        [helper.make_tensor_value_info("x", given, ["n", height])],
        [helper.make_tensor_value_info("y", made, ["n", width])], [numpy_helper.from_array(matrix, "w")],
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10), path)
    return path


def test_a_large_row_leaves_the_others_their_steps(tmp_path: Path) -> None:
    """With 8 bits, a row of small numbers comes out right beside one that is a thousand times as large."""
    torch.manual_seed(0)
    model = torch.nn.Module()
    model.encoder = torch.nn.Sequential(torch.nn.Linear(64, 128, bias=False))
    rounding.round_weights(model)
    matrix = rounding.settle(model).encoder[0].weight.detach().numpy().T
    x = np.random.default_rng(0).normal(size=(8, 64)).astype(np.float32)
    x[0] *= 1000
    whole = product(tmp_path / "whole.onnx", "MatMul", matrix, TensorProto.FLOAT, TensorProto.FLOAT)
    shrink.quantise(model, whole, tmp_path / "small.onnx")
    (found,) = open_session(tmp_path / "small.onnx").run(None, {"x": x})
    np.testing.assert_allclose(found[1:], (x @ matrix)[1:], atol=0.02 * np.abs(x @ matrix)[1:].max())


def test_sums_of_eight_bits_do_not_overflow(tmp_path: Path) -> None:
    """The largest weights that a file can hold add up on every processor; without VNNI, two products are added in 16
    bits."""
    least, most = rounding.LOW * rounding.LARGEST, rounding.HIGH * rounding.LARGEST
    matrix = np.array([[least, most]] * 4, np.int8)
    sums = product(tmp_path / "sums.onnx", "MatMulInteger", matrix, TensorProto.UINT8, TensorProto.INT32)
    (found,) = open_session(sums).run(None, {"x": np.full((1, 4), 255, np.uint8)})
    assert found.tolist() == [[4 * 255 * least, 4 * 255 * most]]
    assert 2 * 255 * least >= -(2**15)


def test_training_goes_on_from_a_model_that_shipped(base: Path, tmp_path: Path) -> None:
    """The small file gives back the weights as they were rounded; a network of another shape is refused."""
    model = trained(base, toy(100), four_bits=True)
    shrink.export(model, tmp_path / "whole.onnx")
    shrink.quantise(model, tmp_path / "whole.onnx", tmp_path / "small.onnx")
    again = network.Network(base, seed=5)
    shrink.restore(again, tmp_path / "small.onnx")
    found = rounding.settle(again).state_dict()
    for name, weight in rounding.settle(model).state_dict().items():
        torch.testing.assert_close(found[name], weight)
    for part, shape in (("stance", (192, 4)), ("more", (2, 2))):
        other = network.Network(base)
        setattr(other, part, torch.nn.Linear(*shape))
        with pytest.raises(ValueError, match=rf"small\.onnx: no weights of this shape for {part}\."):
            shrink.restore(other, tmp_path / "small.onnx")


def test_four_bits() -> None:
    """A code of four bits, a multiplier and a scale give each weight back to a fraction of its size; rounding twice is
    rounding once, and the gradient goes through."""
    torch.manual_seed(0)
    weight = torch.randn(8, 192) * torch.logspace(-3, 1, 8)[:, None]
    weight[3, :64] = 0
    one = rounding.Rounding(weight)
    codes = one.codes(weight)
    assert (codes.min(), codes.max(), one.times.shape) == (-8, 7, (8, 3))
    assert (codes * one.times[..., None]).abs().max() == 64
    found = one(weight)
    assert ((found - weight).square().mean(dim=1) < 0.02 * weight.square().mean(dim=1)).all()
    assert torch.equal(one(found), found)
    weight.requires_grad_()
    one(weight).sum().backward()
    assert torch.equal(weight.grad, torch.ones_like(weight))


def test_a_network_with_rounded_weights_learns(base: Path) -> None:
    """The toy is learned with four bits, and what was learned are four bits."""
    examples = toy(300)
    model = trained(base, examples, four_bits=True)
    logits, _ = network.predict(model, examples.views, half=False)
    assert (logits.argmax(axis=1) == examples.stance.argmax(axis=1)).mean() > 0.95
    names = [name for name, _, _ in rounding.rounded(model)]
    assert len(names) == 2 + 2 * 6  # vectors of words and of places, six matrices a layer
    settled = rounding.settle(model)
    assert not list(rounding.rounded(settled))
    np.testing.assert_allclose(network.predict(settled, examples.views, half=False)[0], logits, atol=1e-5)


def test_the_first_layers(base: Path, tmp_path: Path) -> None:
    """Cut, an encoder reads the pieces that are left, with new numbers, as its first layers did."""
    pieces = [0, 1, 2, 7, 101, 150]
    network.cut(base, tmp_path / "cut", 1, pieces)
    whole, part = network.Network(base), network.Network(tmp_path / "cut")
    del whole.encoder.encoder.layer[1:]
    ((_, _, found),) = network.observe(part, [View((0, 4, 5, 3, 2), 1, 2)], half=False)
    ((_, _, wanted),) = network.observe(whole, [View((0, 101, 150, 7, 2), 1, 2)], half=False)
    np.testing.assert_allclose(found, wanted, atol=1e-6)
