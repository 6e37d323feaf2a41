"""Each claim of the brief: made from its rows, not made from fewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bs4 import BeautifulSoup

from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.report.claims import AnnotatedArticle, Claim, capital
from analysis.report.claims_on_acts import claim_acts
from analysis.report.claims_on_frames import claim_frame
from analysis.report.claims_on_speech import claim_speech, count_unknown
from analysis.report.claims_on_words import claim_naming, claim_positions, claim_words, takes_no_side
from analysis.tables.table import build_table
from analysis.text.document import Document
from analysis.text.read import document_from_text


class Draft:
    """An article to which rows are added by the words they cover."""

    def __init__(self, text: str) -> None:
        self.document: Document = prepare(document_from_text(text, "d"))
        self.rows: list[Annotation] = []

    def add(
        self, layer: str, label: str, words: str, role: str, relation: str = "", actor: str = "", *, nth: int = 0,
        score: float = float("nan"), rule: str = "",
    ) -> Draft:  # fmt: skip
        """A row on the words, at their ``nth`` place."""
        start = -1
        for _ in range(nth + 1):
            start = self.document.text.index(words, start + 1)
        self.rows.append(Annotation(layer, label, start, start + len(words), role, relation, actor, score, rule))
        return self

    def said(self, words: str, actor: str = "", voice: str = "direct", count: int = 0) -> Draft:
        """A stretch in somebody's words, so many of them, with its quotation."""
        self.add("quote", voice, words, "content", f"quote:{words[:9]}", actor)
        return self.add("voice", voice, words, "stretch", actor=actor, score=count or len(words.split()))

    def told(self, words: str, count: int = 0) -> Draft:
        """A stretch in the outlet's words."""
        return self.add("voice", "narrator", words, "stretch", score=count or len(words.split()))

    def name(self, words: str, actor: str, side: str = "", label: str = "name", nth: int = 0) -> Draft:
        """A mention, and the side of the actor."""
        if side:
            self.add("side", "member", words, "member", side, actor, nth=nth)
        return self.add("actor", label, words, "mention", actor=actor, nth=nth)

    def act(self, action: str, agent: tuple[str, str] | None, patient: tuple[str, str], label: str = "active") -> Draft:
        """Something done, each participant with words and name."""
        relation = f"agency:{action}"
        self.add("agency", label, action, "action", relation, rule="agency.verb")
        for role, one in (("agent", agent), ("patient", patient)):
            if one:
                self.add("agency", label, one[0], role, relation, one[1])
        return self.add("valence", "event", action, "expression", score=-0.8)

    def judge(self, words: str, label: str, target: str, *, known: bool = True, nth: int = 0) -> Draft:
        """An expression of a stance; the lexicon of values knows it, too, if ``known``."""
        relation = f"stance:{words}:{nth}"
        if known:
            self.add("valence", "evaluation", words, "expression", score=-0.6, nth=nth)
        self.add("stance", label, words, "target", relation, target, nth=nth, score=0.9, rule="stance.direct")
        return self.add(
            "stance", label, words, "expression", relation, target, nth=nth, score=0.9, rule="stance.network"
        )

    @property
    def article(self) -> AnnotatedArticle:
        """With the rows so far."""
        return AnnotatedArticle(self.document, build_table("d", self.rows))


def words_of(claims: Iterator[Claim]) -> str:
    """What some claims say."""
    return " ".join(BeautifulSoup(str(claim.text), "html.parser").get_text().replace("\xa0", " ") for claim in claims)


TALK = (
    "Kell of the Harbour Board spoke in Rostock today. “We close the old gate and we shall keep it closed for good.” "
    "“They had their chance and they have lost it.” The dockers struck again. Dockers wept. Dockers went home. “No.”"
)


def talk() -> Draft:
    """Kell speaks for the board; the dockers are named, and silent."""
    return (
        Draft(TALK)
        .told("Kell of the Harbour Board spoke in Rostock today.", 100)
        .said("We close the old gate and we shall keep it closed for good.", "Kell", count=40)
        .said("They had their chance and they have lost it.", "Kell", count=20)
        .name("Kell", "Kell", "Harbour Board")
        .name("Harbour Board", "Harbour Board", "Harbour Board")
        .name("dockers", "Dockers", "Dockers")
        .name("Dockers", "Dockers")
        .name("Dockers", "Dockers", nth=1)
        .act("struck", None, ("dockers", "Dockers"))
        .act("wept", None, ("Dockers", "Dockers"))
    )


def test_who_speaks_and_who_of_the_other_side_does_not() -> None:
    """One speaker, and another side that is named three times, in two acts, and not quoted."""
    assert words_of(claim_speech(talk().article)) == (
        "Only Kell is heard: 60 words of speech. Nobody is quoted on the side of Dockers, named 3 times."
    )


def test_silence_is_not_told_where_a_speaker_may_be_of_that_side() -> None:
    """A speaker whose side is not known may speak for those who seem silent."""
    article = talk().said("No.", "Orr", count=30).article
    assert words_of(claim_speech(article)) == "Kell speaks most: 60 of the 90 words of speech (67 %)."


def test_who_is_second_is_not_told() -> None:
    """Where nobody has four words in ten, or half as much again as the next one, nothing is said of the most."""
    draft = Draft("“One two.” “Three four.” “Five six.”")
    for words, who, n in (("One two.", "Ann", 45), ("Three four.", "Bob", 42), ("Five six.", "Cem", 5)):
        draft.said(words, who, count=n)
    assert words_of(claim_speech(draft.article)) == ""


def test_few_words_of_speech_tell_nothing() -> None:
    """Below forty words of speech there is no claim; a long article without any has one."""
    assert words_of(claim_speech(Draft("“No,” said Ann.").said("No,", "Ann", count=39).article)) == ""
    alone = Draft("It rained. It snowed.").told("It rained.", 150).told("It snowed.", 50)
    assert words_of(claim_speech(alone.article)) == "Nobody is quoted. All 200 words are the outlet’s own."


def test_shares_of_sides() -> None:
    """Two sides with several speakers have their shares; a rest without a side is told."""
    draft = Draft("Ann, Bob, Cem and Dan met. “One.” “Two.” “Three.” “Four.”")
    sides = {"Ann": "Blue Party", "Bob": "Blue Party", "Cem": "Red Party", "Dan": ""}
    for (who, side), words, n in zip(sides.items(), ("One.", "Two.", "Three.", "Four."), (30, 20, 25, 25), strict=True):
        draft.said(words, who, count=n).name(who, who, side)
    assert words_of(claim_speech(draft.article)).endswith(
        "By side: the Blue Party 50 % and the Red Party 25 %; the rest is on no known side."
    )


def test_unknown_speakers_are_counted() -> None:
    """Attributions without an actor, among those of speech; what is thought is none."""
    draft = Draft("“One.” “Two.” They hope so.").said("One.", "Ann").said("Two.")
    draft.add("quote", "attitude", "They hope so.", "content", "quote:9")
    assert count_unknown(draft.article) == (1, 2)


DUEL = (
    "The vile board sold a cruel lie. The board is a disgrace, critics say. Orr wept. "
    "“You cheats, you thieves,” Orr said."
)


def test_the_outlet_takes_a_side_by_its_own_words() -> None:
    """Two expressions in two sentences that a lexicon knows and grammar ties to the target."""
    draft = Draft(DUEL).told("The vile board sold a cruel lie.").told("The board is a disgrace, critics say.")
    draft.name("board", "Harbour Board").judge("vile", "against", "Harbour Board")
    assert words_of(claim_positions(draft.article)) == ""
    draft.judge("a disgrace", "against", "Harbour Board")
    assert words_of(claim_positions(draft.article)) == (
        "In its own words the outlet takes a stand against Harbour Board: vile and a disgrace (n = 2, in 2 sentences)."
    )
    loose = [replace(row, rule="stance.named") if row.rule == "stance.direct" else row for row in draft.rows]
    draft.rows[:] = loose
    assert words_of(claim_positions(draft.article)) == ""
    assert not takes_no_side(draft.told("Orr wept.", 900).article)


def test_the_network_alone_gives_an_outlet_no_side() -> None:
    """Expressions that no lexicon knows are not held against an outlet."""
    draft = Draft(DUEL).told("The vile board sold a cruel lie.").told("The board is a disgrace, critics say.")
    for words in ("vile", "a disgrace"):
        draft.judge(words, "against", "Harbour Board", known=False)
    assert words_of(claim_positions(draft.article)) == ""


def test_speakers_stand_somewhere_and_sides_are_one() -> None:
    """Expressions about two actors of one side are about the side."""
    draft = Draft(DUEL).told("Orr wept.", 400).said("You cheats, you thieves,", "Orr").said("a disgrace", "Orr")
    draft.name("Orr", "Orr").name("vile board", "Board", "Hansa Party").name("critics", "Critics", "Hansa Party")
    draft.judge("cheats", "against", "Board").judge("disgrace", "against", "Critics")
    assert words_of(claim_positions(draft.article)) == (
        "Orr speaks against the Hansa Party: disgrace and cheats (n = 2, in 2 sentences)."
    )
    assert takes_no_side(draft.article)


def test_loaded_words_by_voice() -> None:
    """Each voice's loaded words, and those in more than one; a cue is none, nor is what judges nobody."""
    draft = Draft(
        "The vile lie hurt. A cruel, utterly vile act. Critics slammed it. “You thieves, you vile cheats,” Orr said."
    )
    draft.told("The vile lie hurt. A cruel, utterly vile act. Critics slammed it.").said(
        "You thieves, you vile cheats,", "Orr"
    )
    for words, nth in (
        ("vile", 0),
        ("cruel", 0),
        ("vile", 1),
        ("slammed", 0),
        ("thieves", 0),
        ("vile", 2),
        ("cheats", 0),
    ):
        draft.add("technique", "loaded_language", words, "candidate", nth=nth, score=1.0, rule=f"loaded@1.0:{words}")
    from analysis.lexicon.lexicon import load_lexicon

    version = load_lexicon("loaded").version
    draft.add("technique", "loaded_language", "utterly", "candidate", score=1.0, rule=f"loaded@{version}:utterly")
    draft.add("quote", "indirect", "slammed", "cue", "quote:5", "Critics")
    draft.add("valence", "evaluation", "hurt", "expression", score=-0.9).add(
        "valence", "evaluation", "act", "expression"
    )
    (claim,) = claim_words(draft.article)
    assert words_of(iter([claim])) == (
        "Loaded words. The outlet: vile and cruel (n = 3); Orr: thieves, vile and cheats (n = 3). "
        "In more than one voice: vile (the outlet and Orr)."
    )
    assert claim.n == 6


def test_how_somebody_else_finds_it_is_no_word_of_the_outlet() -> None:
    """In what others think an adjective is theirs; a noun is the outlet's choice, as a name outside is."""
    draft = Draft("Orr found the plan shameful. He wept over the monster. The butcher left.")
    draft.told("Orr found the plan shameful. He wept over the monster. The butcher left.")
    for words in ("shameful", "monster", "butcher"):
        draft.add("technique", "loaded_language", words, "candidate", score=1.0, rule=f"loaded@1.0:{words}")
    for words in ("the plan shameful", "over the monster"):
        draft.add("quote", "attitude", words, "content", f"quote:{words}", "Orr")
    assert words_of(claim_words(draft.article)) == "Loaded words. The outlet: monster and butcher (n = 2)."


def test_loaded_names() -> None:
    """Who is called a loaded name, by whom; a group that has no other name is not called by one."""
    draft = Draft("Bob Fox smiled. The tyrant left. “He is a liar,” Orr said. Wreckers came.")
    draft.told("Bob Fox smiled. The tyrant left.").said("He is a liar,", "Orr").name("Bob Fox", "Bob Fox")
    draft.name("tyrant", "Bob Fox", label="epithet").name("liar", "Bob Fox", label="epithet")
    draft.name("Wreckers", "Wreckers", label="epithet")
    for words in ("tyrant", "liar", "Wreckers"):
        draft.add("technique", "name_calling", words, "candidate")
    assert words_of(claim_naming(draft.article)) == (
        "Who is called what. The outlet calls Bob Fox tyrant; Orr calls Bob Fox liar (n = 2)."
    )


RAID = "Soldiers beat Ann Lee. The army jailed Bob Fox. Tom Orr was shot. Cem Ay was stabbed. Bob Fox was kicked."


def raid() -> Draft:
    """Acts with an agent, and without."""
    draft = Draft(RAID).told(RAID)
    for who in ("Ann Lee", "Bob Fox", "Tom Orr", "Cem Ay"):
        draft.name(who, who)
    draft.name("army", "Army").act("beat", ("Soldiers", "Army"), ("Ann Lee", "Ann Lee"))
    draft.act("jailed", ("The army", "Army"), ("Bob Fox", "Bob Fox"))
    return draft.act("shot", None, ("Tom Orr", "Tom Orr"), "agentless")


def test_who_does_what_to_whom() -> None:
    """Acts of one upon another are quoted; one untold act is too few to tell of."""
    assert words_of(claim_acts(raid().article)) == (
        "Who does what to whom. The Army: Soldiers beat Ann Lee and The army jailed Bob Fox."
    )


def test_acts_that_nobody_is_said_to_do() -> None:
    """Two acts whose agent is untold are told, but not of whom somebody is said to have done something else."""
    draft = raid().act("stabbed", None, ("Cem Ay", "Cem Ay"), "agentless")
    draft.act("kicked", None, ("Bob Fox", "Bob Fox"), "agentless")
    assert "Not said by whom: Tom Orr was shot and Cem Ay was stabbed." in words_of(claim_acts(draft.article))
    assert "kicked" not in words_of(claim_acts(draft.article))


def test_planned_and_denied_acts_are_not_told() -> None:
    """Only what happened is."""
    draft = raid()
    for words, label in (("beat", "planned"), ("jailed", "denied")):
        draft.add("agency", label, words, "shifter", f"agency:{words}")
    assert words_of(claim_acts(draft.article)) == ""


def test_framing_without_a_remedy() -> None:
    """A long article with words for three functions, and none for the fourth."""
    text = "A crisis, a disaster. It is due to greed, because of greed. It is shameful and unfair. " + "It rained. " * 5
    draft = Draft(text).told(text, 400)
    marks = {"crisis": "problem", "disaster": "problem", "due to": "cause", "because": "cause", "shameful": "moral"}
    for words, label in marks.items():
        draft.add("function", label, words, "indicator")
    assert words_of(claim_frame(draft.article)) == ""
    draft.add("function", "moral", "unfair", "indicator")
    assert words_of(claim_frame(draft.article)) == (
        "What is missing. There are words for a problem (crisis and disaster), a cause (due to and because) and a "
        "moral judgement (shameful and unfair), but none for a remedy."
    )


def test_judgement_left_to_speakers() -> None:
    """Three judgements, none in the outlet's words."""
    draft = (
        Draft("It rained. “A shameful, unfair and evil act,” Orr said.")
        .told("It rained.")
        .said("A shameful, unfair and evil act,", "Orr")
    )
    for words in ("shameful", "unfair", "evil"):
        draft.add("function", "moral", words, "indicator")
    assert words_of(claim_frame(draft.article)) == "Moral judgement is left to the speakers: Orr (shameful and unfair)."
    draft.add("function", "moral", "rained", "indicator")
    assert words_of(claim_frame(draft.article)) == ""


def test_actors_are_called_as_sentences_call_them() -> None:
    """With an article where English has one, described groups in small letters, people without one."""
    draft = Draft("The Trump administration met the Blue Guard. The dockers met NPR’s Tom Bowman. A pilot left.")
    draft.name("Trump administration", "Trump administration").name("Blue Guard", "Blue Guard")
    draft.name("dockers", "Dockers", label="epithet").name("Tom Bowman", "Tom Bowman").name(
        "pilot", "Pilot", label="epithet"
    )
    called = draft.article.called
    assert [called(name) for name in ("Trump administration", "Blue Guard", "Dockers", "Tom Bowman", "Pilot")] == [
        "the Trump administration", "the Blue Guard", "the dockers", "Tom Bowman", "the pilot",
    ]  # fmt: skip
    assert called("United States") == "the United States"
    assert [draft.article.does(name, "is", "are") for name in ("Dockers", "Pilot", "United States", "unnamed")] == [
        "the dockers are", "the pilot is", "the United States is", "unnamed sources are",
    ]  # fmt: skip
    assert called("Republican Party") == "the Republican Party"


def test_capitals_leave_markup_alone() -> None:
    """Neither a tag nor an escaped sign is touched."""
    from markupsafe import Markup

    assert capital(Markup("&lt;b")) == Markup("&lt;b")
