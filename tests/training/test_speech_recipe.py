"""The recipe of the speech reader, on texts of our own and a network small enough to learn a toy in seconds."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="torch is in the extra 'train' only")
transformers = pytest.importorskip("transformers", reason="transformers is in the extra 'train' only")

from analysis.reader.encoder import MODEL, open_session  # noqa: E402 - only where torch is there, as what follows
from analysis.reader.views import load_tokenizer  # noqa: E402
from analysis.training.rounding import round_weights, settle  # noqa: E402
from analysis.training.speech_network import SpeechNetwork, ship_network  # noqa: E402
from analysis.training.speech_recipe import (  # noqa: E402
    Act,
    Evaluation,
    Passage,
    SpeechPlan,
    Statement,
    examples_of,
    fit_speech,
    label_row,
    read_evaluated,
    read_labelled,
    without_marks,
)

TEXT = "Lee said “the road is shut” and left. It rained."
SAID = (TEXT.index("“"), TEXT.index("”") + 1)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return load_tokenizer(MODEL / "tokenizer.json")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, tokenizer: Any) -> Path:
    """An MPNet of two layers of width 64 with weights drawn by chance."""
    folder = tmp_path_factory.mktemp("base")
    torch.manual_seed(0)
    config = transformers.MPNetConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=64, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=128,
    )  # fmt: skip
    transformers.MPNetModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


def passage(text: str = TEXT, said: tuple[int, int] = SAID) -> Passage:
    speech = np.zeros(len(text), np.int8)
    speech[said[0] : said[1]] = 1
    return Passage(text, speech, [Statement((said,), ((0, 3),))])


def test_labels_are_read(tmp_path: Path) -> None:
    """Spans of speech, the nearest source, other mentions of the speaker; nothing of statements inside others."""
    label = {
        "actors": [{"name": "Ann Lee", "forms": ["Lee"]}],
        "speech": [
            {"speaker": "Ann Lee", "source": "Lee", "spans": [SAID]},
            {"speaker": "x", "source": "Lee", "spans": [[0, 3]], "inside": True},
        ],
        "evaluations": [{"holder": "narrator", "target": "Ann Lee", "polarity": "blame", "span": [31, 35]}],
        "events": [
            {"agent": "Ann Lee", "patient": "unnamed: the road", "status": "happened", "span": [32, 36]},
            {"agent": "", "patient": "a bridge", "status": "planned", "span": [41, 47]},
        ],
    }
    (tmp_path / "a.json").write_text(json.dumps(label), encoding="utf-8")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (read,) = read_labelled(tmp_path)
    assert read.speech.sum() == SAID[1] - SAID[0]
    assert read.statements == [Statement((SAID,), ((0, 3),), ((0, 3),))]
    assert read.evaluations == [Evaluation((31, 35), 2, ((0, 3),), (), True)]
    road = TEXT.index("the road")
    assert read.acts == [Act((32, 36), 1, ((0, 3),), ((road, road + 8),)), Act((41, 47), 2, (), None)]
    assert read.all_acts is False


def test_an_example_knows_what_is_speech_and_who_answers(tokenizer: Any) -> None:
    """Labels of the pieces, and for pieces of speech the places of the source; unknown characters are not learned."""
    (row,) = examples_of(passage(), tokenizer)
    tokens = ["<s>", *tokenizer.encode(TEXT, add_special_tokens=False).tokens, "</s>"]
    said = [token for token, label in zip(tokens, row.labels, strict=True) if label == 1]
    assert "road" in said
    assert "rained" not in said
    assert {tuple(tokens[place] for place in places) for places in row.answers.values()} == {("lee",)}
    unknown = Passage(TEXT, np.full(len(TEXT), -1, np.int8), [])
    (row,) = examples_of(unknown, tokenizer)
    assert set(row.labels) == {-100}


def test_marks_are_left_out_without_moving_what_is_said() -> None:
    """Spans follow the text when its quotation marks go."""
    bare = without_marks(passage(), random.Random(0), 1.0)  # noqa: S311 - a draw, not a secret
    assert "“" not in bare.text
    ((start, end),) = bare.statements[0].spans
    assert bare.text[start:end] == "the road is shut"
    assert bare.speech[start:end].all()
    assert bare.speech.sum() == end - start


def test_it_learns_and_ships(base: Path, tokenizer: Any, tmp_path: Path) -> None:
    """A toy is learned with rounded weights, and the file that ships says what the network says."""
    network = SpeechNetwork(base)
    plan = SpeechPlan(
        epochs=30, rounded_epochs=10, rate=3e-3, head_rate=1e-2, marks=0.0, half=False, log=lambda line: None
    )
    fit_speech(network, [passage()] * 8, [], tokenizer, plan)
    (row,) = examples_of(passage(), tokenizer)
    ids = torch.tensor([row.ids])
    with torch.no_grad():
        said = network(ids, torch.ones_like(ids))
        logits, scores = said["speech"], said["sources"]
    known = [place for place, label in enumerate(row.labels) if label >= 0]
    assert (logits[0].argmax(-1).numpy()[known] == np.array(row.labels)[known]).mean() > 0.9
    asked = next(iter(row.answers))
    assert int(scores[0, asked].argmax()) in row.answers[asked]
    ship_network(network, tmp_path / "speech.onnx")
    given = open_session(tmp_path / "speech.onnx").run(["speech", "ask", "answer"], {"ids": ids.numpy()})
    found = given[0].argmax(-1)[known]
    assert (found == np.array(row.labels)[known]).mean() > 0.9
    assert given[1].shape == given[2].shape
    assert sorted(path.name for path in tmp_path.iterdir()) == ["speech.onnx"]


def test_rounding_is_of_the_encoder_only(base: Path) -> None:
    """The heads keep their weights of 32 bits."""
    network = SpeechNetwork(base)
    before = network.speech.weight.detach().clone()
    round_weights(network)  # type: ignore[arg-type]
    assert torch.equal(settle(network).speech.weight, before)  # type: ignore[arg-type,attr-defined]


def test_evaluations_are_read_and_learned_of(tokenizer: Any, tmp_path: Path) -> None:
    """Words, side, targets and holder, by offsets; a text that is missing is refused by its line."""
    text = "Kell blasted the reckless docker Orr."
    row = {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "evaluations": [
            {"words": [5, 12], "side": "blame", "targets": [[33, 36]], "holder": [0, 4]},
            {"words": [17, 25], "side": "blame", "targets": [[33, 36]], "holder": "author"},
        ],
    }
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (read,) = read_evaluated([text], labels)
    assert read.evaluations == [
        Evaluation((5, 12), 2, ((33, 36),), ((0, 4),), False), Evaluation((17, 25), 2, ((33, 36),), (), True),
    ]  # fmt: skip
    (example,) = examples_of(read, tokenizer)
    tokens = ["<s>", *tokenizer.encode(text, add_special_tokens=False).tokens, "</s>"]
    judged = {token for token, sense in zip(tokens, example.senses, strict=True) if sense == 2}
    assert {"reckless"} <= judged
    assert set(example.labels) == {-100}
    assert example.answers[tokens.index("reckless")] == [0]
    assert all("".join(tokens[i] for i in places).startswith("or") for places in example.targets.values())
    with pytest.raises(ValueError, match="line 1: no text has the sha256"):
        read_evaluated(["another"], labels)


def test_all_that_was_read_closely_goes_into_offsets_and_back(tokenizer: Any, tmp_path: Path) -> None:
    """Labels of a text, without the text; of acts, who takes part where that is known and stands in the window."""
    acts = [Act((32, 36), 1, ((0, 3),), ()), Act((41, 47), 2, None, None)]
    evaluations = [Evaluation((31, 35), 2, ((0, 3),), (), True)]
    whole = replace(passage(), evaluations=evaluations, acts=acts, all_acts=True)
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(label_row(whole)) + "\n", encoding="utf-8")
    assert "Lee" not in labels.read_text(encoding="utf-8")
    (read,) = read_evaluated([TEXT], labels)
    assert (read.statements, read.evaluations, read.acts) == (whole.statements, evaluations, acts)
    np.testing.assert_array_equal(read.speech, whole.speech)
    (row,) = examples_of(read, tokenizer)
    tokens = ["<s>", *tokenizer.encode(TEXT, add_special_tokens=False).tokens, "</s>"]
    left, rained = tokens.index("left"), tokens.index("rained")
    assert (row.acts[left], row.acts[rained], row.acts[tokens.index("road")]) == (1, 2, 0)
    assert [tokens[place] for place in row.agents[left]] == ["lee"]
    assert row.patients[left] == [0]
    assert rained not in row.agents
    bare = without_marks(read, random.Random(0), 1.0)  # noqa: S311 - a draw, not a secret
    start, end = bare.acts[0].span
    assert bare.text[start:end] == "left"
