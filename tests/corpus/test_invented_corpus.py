"""The invented corpus that ships, from the command line to its tables, and what the README says of it."""

import doctest
import json
import re
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis import open_annotations, suggest_actors, tabulate_acts, tabulate_naming, tabulate_rates, tabulate_speakers
from analysis.__main__ import main
from analysis.corpus.align import align_sentences
from analysis.corpus.store import AnnotatedCorpus, CorpusError
from analysis.corpus.suggested_actors import merge_names
from analysis.report import corpus_brief, corpus_groups, corpus_sections

ROOT = Path(__file__).parents[2]


def annotate(*words: str) -> Result:
    """The command, by rules alone, so that it is done soon."""
    rules = [("-p", name, "false") for name in ("reader", "portrayal") if name not in words]
    given = ["annotate", *words, *(part for rule in rules for part in rule), "--workers", "1"]
    return CliRunner().invoke(main, given)


@pytest.fixture(scope="module")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> AnnotatedCorpus:
    """The corpus, with the actors that the command suggests."""
    out = tmp_path_factory.mktemp("project") / "build" / "ferry"
    result = annotate(str(ROOT / "seeds" / "corpus"), "--out", str(out))
    assert result.exit_code == 0, result.output
    assert "11 articles, 1 copy of others" in result.output
    assert "actors.toml" in result.output
    return open_annotations(out)


def test_wire_copy_is_counted_once(ferry: AnnotatedCorpus) -> None:
    """The Post's print of the wire's report is listed, and is in no table."""
    assert ferry.copied[["doc_id", "copy_of"]].values.tolist() == [["post-2", "wire-2"]]
    assert ferry.articles["outlet"].value_counts().to_dict() == {
        "Northern Wire": 4, "The Island Voice": 4, "The Mainland Post": 3,
    }  # fmt: skip
    assert "post-2" not in set(ferry.table("voice")["doc_id"])


def test_layers_are_read_alone(ferry: AnnotatedCorpus) -> None:
    """What is asked of layers and their roles is what the annotations hold of them; a layer without rows is empty."""
    every = ferry.table()
    wanted = (every["layer"] == "voice") | ((every["layer"] == "quote") & every["role"].isin(["cue", "source"]))
    pd.testing.assert_frame_equal(
        ferry.table("voice", "quote/cue", "quote/source", without=["rule"]),
        every[wanted].drop(columns="rule").reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(ferry.table("nothing"), every[:0])


def test_names_across_articles(ferry: AnnotatedCorpus) -> None:
    """The mayor and the director are one each, under the surname as well; the file is not written over."""
    aliases = {actor.name: actor.aliases for actor in ferry.actors.actors}
    assert "Brack" in aliases["Tom Brack"]
    assert "Renwick" in aliases["Paul Renwick"]
    assert "Brack" not in set(tabulate_naming(ferry)["actor"]) | set(tabulate_speakers(ferry)["holder"])
    with pytest.raises(CorpusError, match="already exists"):
        suggest_actors(ferry.folder)


def test_namesakes_stay_apart() -> None:
    """A surname of two goes to the one of its office, or to none; names of two sides are never one."""
    seen, office = {"Ann Orr": 3, "Bob Orr": 2, "Orr": 1}, {"Bob Orr": {"judge"}, "Orr": {"judge"}}
    persons = {"Ann Orr", "Bob Orr"}
    assert merge_names(seen, persons, office, {}) == ({"Bob Orr": ["Orr"]}, {})
    assert merge_names({**seen, "Ann Orr": 30}, persons, {}, {}) == ({"Ann Orr": ["Orr"]}, {})
    once, full = {"Ann Orr": 3, "Ann B. Orr": 1, "Orr": 1}, {"Ann Orr", "Ann B. Orr"}
    assert merge_names(once, full, {}, {"Ann Orr": "Peru", "Ann B. Orr": "Chile"})[0]["Ann Orr"] == [
        "Ann B. Orr",
        "Orr",
    ]
    assert merge_names(seen, persons, {}, {}) == ({}, {"Orr": ["Ann Orr", "Bob Orr"]})
    assert merge_names({"Ann Orr": 3, "Orr": 1}, persons, {}, {"Ann Orr": "Peru", "Orr": "Chile"}) == ({}, {})
    assert merge_names({"War on Peru": 1, "Peru": 3}, set(), {}, {}) == ({}, {})


def test_tables_by_outlet(ferry: AnnotatedCorpus) -> None:
    """Shares add up to 1 in each outlet, months are cut from dates, and naming adds up over groups."""
    speakers = tabulate_speakers(ferry, by=["outlet", "month"])
    assert speakers.groupby(["outlet", "month"])["share"].sum().round(6).eq(1).all()
    assert speakers.loc[speakers["articles"] == 1, "low"].isna().all()
    assert tabulate_naming(ferry, by="outlet")["n"].sum() == tabulate_naming(ferry)["n"].sum() > 100
    assert set(tabulate_rates(ferry, by="leaning")["leaning"]) == {"left", "right"}  # the wire has none
    assert len(tabulate_acts(ferry, by="outlet")) > 20
    with pytest.raises(ValueError, match="no column 'party'; columns: "):
        tabulate_rates(ferry, by="party")


def test_sentences_side_by_side(ferry: AnnotatedCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The removal and the dragging from the quay stand side by side; few sentences at a time give the same."""
    pairs = align_sentences(ferry)
    monkeypatch.setattr("analysis.corpus.align._ROWS", 5)
    pd.testing.assert_frame_equal(align_sentences(ferry), pairs)
    both = pairs[pairs["sentence_a"].str.contains("removed 11") | pairs["sentence_b"].str.contains("removed 11")]
    assert (both["sentence_a"] + both["sentence_b"]).str.contains("dragged 11").any()


def test_words_point_into_the_articles(ferry: AnnotatedCorpus) -> None:
    """Rows of any article give their words, and an article can be had again as it was read."""
    rows = ferry.table("quote").head(40)
    texts = {name: ferry.document(name).text for name in rows["doc_id"].unique()}
    assert ferry.covered(rows).tolist() == [texts[row.doc_id][row.start : row.end] for row in rows.itertuples()]
    assert ferry.document("voice-1").meta["outlet"] == "The Island Voice"
    with pytest.raises(ValueError, match="doc_id must be"):
        ferry.document("voice-9")


def test_a_focus_is_held_against_the_others(ferry: AnnotatedCorpus) -> None:
    """An article or a group may be the focus; what is neither is refused."""
    one = corpus_groups.group_articles(ferry, "outlet", "voice-2")
    assert one.value_counts().to_dict() == {"the others": 10, "voice-2": 1}
    assert set(corpus_groups.group_articles(ferry, "outlet", "Northern Wire")) == {"Northern Wire", "the others"}
    assert "their intervals" not in corpus_sections.show_group_speakers(ferry, one).html  # one article has none
    assert "Only one article each" in corpus_brief.show_corpus_brief(ferry, one).html
    with pytest.raises(ValueError, match="focus must be"):
        corpus_groups.group_articles(ferry, "outlet", "Nobody")


def test_of_many_groups_the_largest_are_shown(ferry: AnnotatedCorpus) -> None:
    """Those left are one group, which stands last and of which nothing is claimed."""
    groups = corpus_groups.group_articles(ferry, "date", most=3)
    assert corpus_groups.names_of(groups)[-1] == f"the other {ferry.articles['date'].nunique() - 2}"
    assert groups.nunique() == 3
    assert len(groups) == 11
    assert "<strong>the other" not in corpus_brief.show_corpus_brief(ferry, groups).html


def test_praise_is_compared_between_groups(ferry: AnnotatedCorpus) -> None:
    """Groups differ where their intervals over articles do not meet; one group alone is not compared."""
    rows = [(group, f"{group}{at}", x) for group, x in (("a", 1), ("b", 0), ("the other 3", 0)) for at in range(6)]
    words = pd.DataFrame(3 * rows, columns=["group", "doc_id", "x"]).assign(target="T", n=1)
    ((target, more, less),) = corpus_groups.differing_praise(words)
    assert (target, more.group, less.group) == ("T", "a", "b")
    assert corpus_groups.differing_praise(words.assign(x=[1, 0] * 27)) == []
    alone = corpus_groups.group_articles(ferry)[lambda groups: groups == "Northern Wire"]
    assert "There is one outlet only" in corpus_sections.show_group_positions(ferry, alone).html
    assert "intervals overlap" not in corpus_sections.show_group_speakers(ferry, alone).html


def test_evidence_leads_to_the_list(ferry: AnnotatedCorpus) -> None:
    """Each number in brackets is an article of the list, and the loaded name stands in the article it names."""
    groups = corpus_groups.group_articles(ferry)
    naming = corpus_sections.show_group_naming(ferry, groups).html
    (number,) = re.findall(r"ringleader − \(1\) <small>\[<a href=\"#article-(\d+)\"", naming)
    assert corpus_groups.number_articles(ferry).to_dict()["post-3"] == int(number)
    listed = corpus_sections.show_articles(ferry, groups)
    shown = (corpus_sections.show_group_acts, corpus_sections.show_group_words, corpus_sections.show_aligned)
    html = "".join(show(ferry, groups).html for show in shown) + naming
    assert {*re.findall('href="#(article-[0-9]+)"', html)} <= {*re.findall('id="(article-[0-9]+)"', listed.html)}
    assert listed.files["_articles.csv"].count("\n") == 12
    assert "<strong>blockade</strong>" in corpus_sections.show_group_words(ferry, groups).html


def test_pictures_over_time(ferry: AnnotatedCorpus) -> None:
    """Months are in order with an interval each, a month of one article has none; without dates it is said."""
    periods = corpus_groups.periods_of(ferry)
    drawn = corpus_sections.plot_speakers_over_time(ferry, periods).html
    (drawing,) = re.findall('data-drawing="(.*?)"', drawn)
    own, *others = json.loads(unescape(drawing))["blocks"]
    assert own["measure"] == "the outlet"
    assert {"Ada Holm", "Paul Renwick"} <= {block["measure"] for block in others}
    february, march, april = own["lines"]
    assert [line["name"] for line in own["lines"]] == ["February 2026", "March 2026", "April 2026"]
    for line in (february, march):
        assert re.fullmatch(r"\d+ \(\d+–\d+\)", line["told"])
        assert 0 < line["low"] < line["at"] < line["high"] < 100
    assert re.fullmatch(r"\d+", april["told"])
    assert f"own words: {february['told'].split()[0]} % in February 2026" in drawn
    assert "in April 2026 (" not in drawn  # the title tells no period of one article
    assert next(block for block in others if block["measure"] == "Tom Brack")["lines"][-1]["told"] == "0"  # silent
    for line in own["lines"]:
        assert f'<span class="told ours">{line["told"]}</span>' in drawn
    assert "No article has a date" in corpus_sections.plot_frames_over_time(ferry, periods[:0]).html
    dates = corpus_sections.plot_group_dates(ferry, corpus_groups.group_articles(ferry)).html
    assert dates.count('href="#article-') == 11


def test_words_in_context(ferry: AnnotatedCorpus) -> None:
    """The places of counted words are as many as were counted, each in the voice that was asked for."""
    words = ferry.words("narrator", outlet="The Island Voice")
    lines = ferry.concordance(words[words["term"] == "dark"])
    assert len(lines) == words.loc[words["term"] == "dark", "n"].sum() > 0
    assert set(lines["voice"]) == {"narrator"}


def test_readme_holds(ferry: AnnotatedCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """The README's lines run as they stand."""
    monkeypatch.chdir(ferry.folder.parents[1])
    (block,) = re.findall(r"```pycon\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    runner = doctest.DocTestRunner()
    assert runner.run(doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)).failed == 0
    assert runner.tries >= 6


def test_bad_input_is_told(tmp_path: Path, ferry: AnnotatedCorpus) -> None:
    """Empty rows and equal names are listed and end with 1; other settings and what is mistyped are named. A copy whose
    name a spreadsheet would run as a formula is left out like any other."""
    table = tmp_path / "news.csv"
    story = " ".join(f"The boat number {at} left the old quay before the storm." for at in range(9))
    rows = f"a,{story},X\nb,,X\na,It came back.,X\n-c,{story} Wire.,X\n"
    table.write_text(f"id,text,outlet\n{rows}", encoding="utf-8")
    out = tmp_path / "out"
    result = annotate(str(table), "--out", str(out))
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    corpus = open_annotations(out)
    reasons = corpus.failed["reason"].tolist()
    assert ["news.csv:3" in reasons[0], "news.csv:4" in reasons[1], len(reasons)] == [True, True, 2]
    assert corpus.copied[["doc_id", "copy_of"]].values.tolist() == [["a", "-c"]]
    assert list(corpus.articles.index) == ["-c"]
    stopped = annotate(str(table), "--out", str(out), "--stop")
    assert "news.csv:3" in stopped.output
    assert "news.csv:4" not in stopped.output
    (tmp_path / "empty").mkdir()
    (tmp_path / "old.csv").write_bytes("text\nThe café of the “old” quay.\n".encode("cp1252"))
    for words, told in (
        ([str(table), "--out", str(ferry.folder), "-p", "frames", "functions"], "other settings"),
        ([str(table), "--out", str(out), "-p", "frame", "x"], "no setting 'frame'"),
        ([str(table), "--out", str(out), "-p", "reader", "maybe"], "true or false"),
        ([str(tmp_path / "empty"), "--out", str(tmp_path / "o2")], "empty"),
        ([str(tmp_path / "nowhere.csv"), "--out", str(tmp_path / "o3")], "nowhere.csv"),
        ([str(table), "--out", str(tmp_path / "o4"), "--text-column", "body"], "body"),
        ([str(tmp_path / "old.csv"), "--out", str(tmp_path / "o5")], "encoding"),
        ([str(table), "--out", str(tmp_path / "o6"), "--scheduler", "tcp://127.0.0.1:9"], "give one of them"),
    ):
        result = annotate(*words)
        assert result.exit_code != 0, words
        assert told in result.output, result.output
        assert "Traceback" not in result.output
        assert isinstance(result.exception, SystemExit)
    assert list((tmp_path / "empty").iterdir()) == []
