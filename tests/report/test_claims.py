"""Each claim of the brief: made from its rows, not made from fewer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bs4 import BeautifulSoup

from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.report.claims import AnnotatedArticle, Claim, capital
from analysis.report.claims_on_acts import claim_acts
from analysis.report.claims_on_gaps import claim_gaps
from analysis.report.claims_on_names import claim_naming
from analysis.report.claims_on_side import find_positions, hardly_judges
from analysis.report.claims_on_speech import claim_speech, list_unknown
from analysis.report.claims_on_stances import claim_stances
from analysis.report.claims_on_words import claim_colouring, claim_words
from analysis.report.judgements import list_judgements
from analysis.tables.table import build_table
from analysis.text.document import Document, Section
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
        """A stretch in somebody's words, so many of them, with its quotation and the name of who says so."""
        self.add("quote", voice, words, "content", f"quote:{words[:9]}", actor)
        if actor and actor in self.document.text:
            self.add("quote", voice, actor, "source", f"quote:{words[:9]}", actor)
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
        score = 0.9 if label == "favor" else -0.9
        self.add("stance", label, words, "target", relation, target, nth=nth, score=score, rule="stance.direct")
        return self.add(
            "stance", label, words, "expression", relation, target, nth=nth, score=score, rule="stance.network"
        )

    @property
    def article(self) -> AnnotatedArticle:
        """With the rows so far."""
        return AnnotatedArticle(self.document, build_table("d", self.rows))


def words_of(claims: Iterator[Claim]) -> str:
    """What some claims say."""
    return " ".join(BeautifulSoup(str(claim.text), "html.parser").get_text().replace("\xa0", " ") for claim in claims)


def stands(article: AnnotatedArticle) -> list[str]:
    """Who of the speakers stands where, by which words."""
    return [
        f"{one.holder} {one.side} {one.target}: "
        + ", ".join(
            article.document.text[start:end] for start, end in zip(one.words["start"], one.words["end"], strict=True)
        )
        for one in find_positions(article)
    ]


TALK = (
    "Kell of the Harbour Board spoke in Rostock today. “We close the old gate and we shall keep it closed for good.” "
    "“They had their chance and they have lost it.” The dockers struck again. Dockers wept. "
    "Dockers went home. Dockers sang. “No,” Orr said."
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


def test_who_speaks() -> None:
    """The one who has most words and the next; those who have nearly as many; whoever is heard alone."""
    assert words_of(claim_speech(talk().article)) == "Only Kell speaks: 60 of 160 words."
    assert words_of(claim_speech(talk().said("No,", "Orr", count=30).name("Orr", "Orr").article)) == (
        "Kell speaks most: 60 of 90 words quoted or paraphrased (67 %), then Orr (30)."
    )
    draft = Draft("Ann, Bob and Cem met. “One two.” “Three four.” “Five six.”")
    for words, who, n in (("One two.", "Ann", 45), ("Three four.", "Bob", 42), ("Five six.", "Cem", 5)):
        draft.said(words, who, count=n).name(who, who)
    assert words_of(claim_speech(draft.article)) == (
        "Ann and Bob speak most: 45 and 42 of 92 words quoted or paraphrased."
    )


def test_speech_without_a_named_speaker() -> None:
    """Where it is much, it is told first."""
    draft = Draft("Ann met them. “One two.” “Three four.”").name("Ann", "Ann").said("One two.", "Ann", count=30)
    assert words_of(claim_speech(draft.said("Three four.", count=50).article)) == (
        "Many words are from unnamed sources: 50 of 80 words quoted or paraphrased; of those named, Ann has the most "
        "(30)."
    )


def test_few_words_of_speech() -> None:
    """In a long article it is told that hardly anybody is quoted, or nobody at length, in a short one nothing."""
    assert words_of(claim_speech(Draft("“No,” said Ann.").said("No,", "Ann", count=29).article)) == ""
    alone = Draft("It rained. It snowed. “No.” “Yes.”").told("It rained.", 150).told("It snowed.", 50)
    assert words_of(claim_speech(alone.article)) == "Nobody is quoted: none of 200 words are quoted or paraphrased."
    told = alone.name("It", "Ann").name("It", "Bob", nth=1).said("No.", "Ann", count=18)
    assert words_of(claim_speech(told.article)) == (
        "Hardly anybody is quoted: 18 of 218 words are quoted or paraphrased."
    )
    told.said("Yes.", "Bob", count=18)
    assert words_of(claim_speech(told.article)) == (
        "Nobody is quoted at length: 36 of 236 words are quoted or paraphrased."
    )


def test_many_speakers() -> None:
    """Where many have a little, none speaks most; nor does whoever is only announced by a colon, but he is heard."""
    draft = Draft("One met. Two met. “No.” “Yes.” “Maybe.”").name("One", "One").name("Two", "Two")
    draft.said("No.", "One", count=40).said("Yes.", "Two", count=10).said("Maybe.", count=30)
    assert "One speaks most" in words_of(claim_speech(draft.article))
    draft.rows = [replace(row, rule="quotes.colon") if row.actor == "One" else row for row in draft.rows]
    assert words_of(claim_speech(draft.article)) == "Who speaks: One, Two and others."
    words = [f"“Word{n}.”" for n in range(9)]
    draft = Draft(" ".join(f"N{n}" for n in range(9)) + " met. " + " ".join(words))
    for n, one in enumerate(words):
        draft.name(f"N{n}", f"N{n}").said(one, f"N{n}", count=30)
    assert words_of(claim_speech(draft.article)).startswith(
        "Many voices, none dominant: N0 has the most, 30 of 270 words quoted or paraphrased."
    )


def test_who_is_named_and_not_heard() -> None:
    """Who is often named and acts, where another side speaks; not where somebody of its name speaks, nor a party."""
    draft = Draft("Kell struck Hansa. Hansa wept. Hansa left. Hansa sang. Hansa went. “No.”")
    draft.said("No.", "Kell", count=60).name("Kell", "Kell", "Harbour Board")
    for nth in range(5):
        draft.name("Hansa", "Hansa", "Hansa", nth=nth)
    assert words_of(claim_gaps(draft.article)) == ""
    draft.act("left", ("Hansa", "Hansa"), ("Kell", "Kell"))
    assert words_of(claim_gaps(draft.article)) == ("Missing voices: Hansa is often named but not quoted.")
    party = [replace(row, actor=row.actor.replace("Hansa", "Labour Party")) for row in draft.rows]
    draft.rows = [replace(row, relation=row.relation.replace("Hansa", "Labour Party")) for row in party]
    assert words_of(claim_gaps(draft.article)) == ""
    draft.said("Hansa wept.", "Hansa", count=20)
    assert words_of(claim_gaps(draft.article)) == ""


def test_nobody_is_missing_where_much_has_no_speaker() -> None:
    """What nobody is known to have said may be theirs; and persons need not be heard."""
    draft = Draft("Kell struck Hansa. Hansa wept. Hansa left. Hansa sang. Hansa went. “No.” “Yes.”")
    draft.said("No.", "Kell", count=60).name("Kell", "Kell", "Harbour Board")
    for nth in range(5):
        draft.name("Hansa", "Hansa", "Hansa", nth=nth)
    draft.act("left", ("Hansa", "Hansa"), ("Kell", "Kell"))
    assert words_of(claim_gaps(draft.article))
    draft.said("Yes.", count=30)
    assert words_of(claim_gaps(draft.article)) == ""


def test_whose_speaker_is_not_known() -> None:
    """Quotations and reports of some length without an actor; neither thoughts nor single words between marks."""
    draft = Draft("“One two three four.” “Five six seven eight.” “Nine.” They hope it will rain.")
    draft.said("One two three four.", "Ann").said("Five six seven eight.").said("Nine.")
    draft.add("quote", "attitude", "They hope it will rain.", "content", "quote:9")
    assert [draft.document.covered(span) for span in list_unknown(draft.article)] == ["Five six seven eight."]


def test_who_may_be_another_ends_the_ranking() -> None:
    """After somebody whose name is not sure, nobody is told to come next."""
    draft = Draft("Ann met Bob and the envoys. “One.” “Two.” “Three.”").name("Ann", "Ann").name("Bob", "Bob")
    draft.said("One.", "Ann", count=60).said("Two.", "envoys", count=30).said("Three.", "Bob", count=20)
    assert words_of(claim_speech(draft.article)) == (
        "Ann speaks most: 60 of 110 words quoted or paraphrased (55 %); 30 are from unnamed sources (the envoys)."
    )


DUEL = (
    "The vile board sold a cruel lie. The board is a disgrace, critics say. Orr wept. "
    "“You cheats, you thieves,” Orr said."
)


COLUMN = (
    "We must end this. The vile board sold us a cruel lie! The board is a disgrace, you know. Should we wait? "
    "The shameless board hid the bill. Orr wept. “No.”"
)


def column() -> Draft:
    """A piece of opinion: it addresses the reader and judges the board three times."""
    draft = Draft(COLUMN).name("board", "Harbour Board").name("Orr", "Orr")
    for sentence in draft.document.sentences[:-1]:
        draft.told(draft.document.covered(sentence), 20)
    for words in ("vile", "a disgrace", "shameless"):
        draft.judge(words, "against", "Harbour Board")
    return draft


def test_an_outlet_argues_in_an_opinion() -> None:
    """Whom its own words judge most; what they demand; where nobody is judged much, only that they argue."""
    (claim,) = claim_words(column().article)
    assert words_of(iter([claim])).startswith(
        "The author judges Harbour Board harshly: “The vile board sold us a cruel lie!”, “The board "
        "is a disgrace, you know” and “The shameless board hid the bill” (n = 3, in 3 sentences)."
    )
    assert [one.holder for one in find_positions(column().article)] == ["narrator"]
    assert not hardly_judges(column().article)
    draft = column().judge("wept", "favor", "Harbour Board")
    draft.rows = [replace(row, actor="Orr") if row.relation == "stance:shameless:0" else row for row in draft.rows]
    assert words_of(claim_words(draft.article)).startswith("Criticism in the author’s own words: ")


def report() -> Draft:
    """A report that judges, and does not turn to the reader."""
    text = "The vile board sold a cruel lie. The board is a disgrace. The shameless board hid the bill."
    draft = Draft(text).told(text, 100).name("board", "Harbour Board")
    for words in ("vile", "disgrace", "shameless"):
        draft.judge(words, "against", "Harbour Board")
    return draft


def test_what_the_outlet_judges_is_quoted() -> None:
    """However often a report judges, that is no stand against anybody; but its words are not said to hardly judge."""
    draft = report()
    assert find_positions(draft.article) == []
    assert words_of(claim_words(draft.article)) == (
        "Criticism in the author’s own words: “The vile board sold a cruel lie”, “The board is a disgrace” and “The "
        "shameless board hid the bill” (n = 3)."
    )
    draft.rows = [row for row in draft.rows if "disgrace" not in row.relation and "shameless" not in row.relation]
    draft.rows = [row for row in draft.rows if row.layer != "valence" or row.start < 9]
    assert words_of(claim_words(draft.article)) == ""
    assert not hardly_judges(draft.article)


def test_judgements_and_a_demand_are_one_claim() -> None:
    """Its places are stretches in order, whatever they were found as."""
    text = "The vile board sold a cruel lie. The board is a disgrace. The city must sell the old gate."
    draft = Draft(text).told(text, 100).name("board", "Harbour Board").add("engagement", "booster", "must", "marker")
    draft.judge("vile", "against", "Harbour Board").judge("disgrace", "against", "Harbour Board")
    (claim,) = claim_words(draft.article)
    assert list(claim.places) == sorted(claim.places)
    assert words_of(iter([claim])).startswith("Criticism in the author’s own words: ")
    assert words_of(iter([claim])).endswith("What the author calls for: “The city must sell the old gate”.")


JUDGED = (
    "The board kept the gate. Orr drew criticism for a cruel plan. Was it a cruel plan? It was not a cruel plan. "
    "If it was a cruel plan, he left. Orr sounded cruel. The self-styled cruel man left. It is a cruel plan."
)


def test_whose_judgement_it_is() -> None:
    """What others find, what is asked, denied or under "if", how somebody sounds and what he calls himself is no
    judgement of the outlet."""
    draft = Draft(JUDGED).told(JUDGED)
    for nth in range(7):
        draft.add("valence", "evaluation", "cruel", "expression", nth=nth, score=-0.6)
        draft.add("technique", "loaded_language", "cruel", "candidate", nth=nth, score=1.0, rule="loaded@1.0:cruel")
    assert [one.start for one in list_judgements(draft.article)] == [JUDGED.rindex("cruel")]


def test_an_outlet_that_hardly_speaks_is_not_judged() -> None:
    """Where most words are others', what is left may be theirs, too."""
    draft = column().said("No.", "Orr", count=400)
    assert words_of(claim_words(draft.article)) == ""


def test_a_demand_is_quoted() -> None:
    """A main clause with "must" and a noun as its subject, where the outlet argues; no guess that something is so."""
    text = COLUMN + " This should be clear. The city must sell the old gate."
    draft = column()
    draft.document = prepare(document_from_text(text, "d"))
    assert "calls for" not in words_of(claim_words(draft.article))
    draft.told("The city must sell the old gate.").add("engagement", "booster", "must sell", "marker")
    assert words_of(claim_words(draft.article)).endswith(
        "What the author calls for: “The city must sell the old gate”."
    )


DUEL = (
    "The vile board sold a cruel lie. The board is a disgrace, critics say. Orr wept. "
    "“You cheats, you thieves,” Orr said."
)


def test_speakers_stand_somewhere_and_sides_are_one() -> None:
    """Expressions about a side and its members are about the side; without its own name, about the member."""
    draft = Draft(DUEL).told("Orr wept.", 400).said("You cheats, you thieves,", "Orr").said("a disgrace", "Orr")
    draft.name("Orr", "Orr").name("vile board", "Board", "Hansa Party").name("critics", "Hansa Party", "Hansa Party")
    draft.judge("cheats", "against", "Board").judge("disgrace", "against", "Hansa Party")
    assert stands(draft.article) == ["Orr against Hansa Party: disgrace, cheats"]
    assert hardly_judges(draft.article)
    draft.judge("thieves", "against", "Board")
    assert stands(draft.article) == ["Orr against Board: disgrace, cheats, thieves"]


def test_a_seat_is_named_where_it_is_meant() -> None:
    """Who speaks against the White House does not speak against the United States."""
    text = "“The White House is a vile liar,” Orr said. “The White House is a disgrace.”"
    draft = Draft(text).said("The White House is a vile liar,", "Orr").said("The White House is a disgrace.", "Orr")
    draft.name("Orr", "Orr")
    for nth, words in enumerate(("vile", "a disgrace")):
        draft.name("White House", "United States", label="metonym", nth=nth).judge(words, "against", "United States")
    places = {row.relation: row for row in draft.rows if row.layer == "stance" and row.role == "target"}
    for nth, row in enumerate(places.values()):
        seat = [one for one in draft.rows if one.label == "metonym"][nth]
        draft.rows[draft.rows.index(row)] = replace(row, start=seat.start, end=seat.end)
    assert stands(draft.article) == ["Orr against White House: vile, a disgrace"]


def test_what_a_speaker_quotes_is_not_his() -> None:
    """In a quotation within a quotation nobody is said to speak well or ill of anybody."""
    text = "“Kell said, ‘The board is a vile liar.’ Bo said, ‘The board is a disgrace,’ ” Orr wrote. Orr left."
    draft = Draft(text).said(text[: text.index(" Orr wrote")], "Orr").name("Orr", "Orr").name("board", "Board")
    draft.judge("vile", "against", "Board").judge("a disgrace", "against", "Board")
    assert stands(draft.article) == []


def test_contested_words_of_the_outlet() -> None:
    """Those in its own voice in two sentences, and a speaker who uses one, too; then it is not said to hardly judge."""
    draft = Draft("The regime fell. They liberated the town. “The regime is gone.” Orr left.")
    draft.told("The regime fell.", 90).told("They liberated the town.", 30).told("Orr left.")
    draft.said("The regime is gone.", "Orr", count=30).name("Orr", "Orr")
    draft.add("technique", "contested_word", "regime", "candidate", nth=1)
    assert words_of(claim_words(draft.article)).startswith("The outlet passes little judgement")
    draft.add("technique", "contested_word", "regime", "candidate")
    assert words_of(claim_words(draft.article)) == ""
    draft.add("technique", "contested_word", "liberated", "candidate")
    assert words_of(claim_words(draft.article)) == (
        "Contested words that the outlet uses as its own: “regime” and “liberated” (n = 2); Orr uses “regime”, too."
    )


def test_an_outlet_hardly_judges() -> None:
    """Where nothing of its own may judge; not in few words, nor beside a headline that judges or a question."""
    plain = Draft("It rained. It snowed.").told("It rained.", 90).told("It snowed.", 30)
    assert words_of(claim_words(plain.article)) == (
        "The outlet passes little judgement in its own words: few or no judging words were found among 120."
    )
    assert words_of(claim_words(Draft("It rained.").told("It rained.", 30).article)) == ""
    assert words_of(claim_words(Draft("Did it rain?").told("Did it rain?", 90).article)) == ""
    loud = Draft("A Shameful Lie\n\nIt rained today in Rostock. It snowed.")
    loud.document = replace(
        loud.document, sections=(Section(0, 14, "headline"), Section(16, len(loud.document.text), "body"))
    )
    assert words_of(claim_words(loud.told("It snowed.", 90).article)) == ""


SPOKEN = "“Fox is a cruel liar,” said Ann Orr. “He was a saint.” “A cruel joke,” somebody said."


def test_where_speakers_stand() -> None:
    """Who judges plainly, in a clause of his own quoted words, with whom a pronoun means."""
    draft = Draft(SPOKEN).said("Fox is a cruel liar,", "Ann Orr").name("Ann Orr", "Ann Orr").name("Fox", "Bob Fox")
    assert words_of(claim_stances(draft.article)) == ""
    draft.judge("cruel liar", "against", "Bob Fox")
    assert words_of(claim_stances(draft.article)) == "Speakers’ judgements: Ann Orr: “Fox is a cruel liar”."
    draft.said("He was a saint.", "Ann Orr").name("He", "Bob Fox", label="pronoun")
    draft.add("valence", "evaluation", "saint", "expression", score=0.6)
    for words, role in (("He", "target"), ("saint", "expression")):
        rule = "stance.direct" if role == "target" else "stance.network"
        draft.add("stance", "favor", words, role, "stance:s", "Bob Fox", score=0.9, rule=rule)
    draft.said("A cruel joke,").judge("cruel joke", "against", "Ann Orr")
    assert words_of(claim_stances(draft.article)) == (
        "Speakers’ judgements: Ann Orr: “Fox is a cruel liar” and “He was a saint” (about Bob Fox)."
    )


def test_a_judgement_is_quoted_with_who_says_it() -> None:
    """Where only a part of a sentence is said, the whole tells more; praise of nobody in particular is not told."""
    text = "Ann Orr called Fox a “cruel liar”. “You are a brave country,” she said."
    draft = Draft(text).name("Ann Orr", "Ann Orr").name("Fox", "Bob Fox")
    draft.said("Fox a", "Ann Orr", "indirect").said("“cruel liar”", "Ann Orr").judge("cruel liar", "against", "Bob Fox")
    draft.said("You are a brave country,", "Ann Orr")
    draft.add("stance", "favor", "brave", "expression", "stance:b", score=0.9, rule="stance.network")
    draft.add("stance", "favor", "brave", "target", "stance:b", score=0.9, rule="stance.direct")
    assert words_of(claim_stances(draft.article)) == "Speakers’ judgements: “Ann Orr called Fox a ‘cruel liar’”."


def test_what_a_post_quotes_is_not_its_own_judgement() -> None:
    """Neither in double marks at its beginning nor in single ones within a quotation."""
    post = "“This is a cruel joke.” Bob Fox is a liar who left."
    for words, rule in ((post, "quotes.signature"), (f"“{post.replace('“', '‘').replace('”', '’')}”", "quotes.tag")):
        draft = Draft(f"{words} Ann Orr wrote.").name("Ann Orr", "Ann Orr").name("Bob Fox", "Bob Fox")
        draft.said(words, "Ann Orr")
        draft.rows = [replace(row, rule=rule) if row.layer == "quote" else row for row in draft.rows]
        draft.judge("cruel joke", "against", "Bob Fox")
        assert words_of(claim_stances(draft.article)) == ""
        draft.judge("liar", "against", "Bob Fox")
        assert "Bob Fox is a liar" in words_of(claim_stances(draft.article))


NAMES = (
    "Bob Fox smiled. The tyrant Bob Fox left. “He is a liar,” Orr said. Wreckers came. Bob Fox is a hero, "
    "not a villain. The butcher left."
)


def test_loaded_names() -> None:
    """Who is called a loaded name, by whom: by grammar, not denied, nor what only may mean somebody; a group that has
    no other name is not called by one."""
    draft = Draft(NAMES).told(NAMES[:39]).said("He is a liar,", "Orr").name("Bob Fox", "Bob Fox")
    draft.name("Bob Fox", "Bob Fox", nth=1).name("Bob Fox", "Bob Fox", nth=2).name("He", "Bob Fox", label="pronoun")
    for words in ("tyrant", "liar", "villain", "butcher"):
        draft.name(words, "Bob Fox", label="epithet").add("technique", "name_calling", words, "candidate")
    draft.name("Wreckers", "Wreckers", label="epithet").add("technique", "name_calling", "Wreckers", "candidate")
    assert words_of(claim_naming(draft.article)) == (
        "Who is called what: The outlet on Bob Fox: “tyrant”; Orr on Bob Fox: “liar”."
    )


CALLED = (
    "Ann Lee, who lives in Rostock, called the gate a “cruel joke, not a gate” on Monday. Bob Fox did not call her "
    "rude. He has denounced the plan as weak and silly. Tom Orr left early, calling him a coward. Kim may call it "
    "absurd. The board passed a law that critics called a disgrace. She called her son Ali. It is called a lock. "
    "A coward, Ann Lee called him. What a coward Ann Lee called Bob Fox."
)


def test_who_is_called_what_by_a_verb_that_says_so() -> None:
    """Quoted from who calls, or with who it is where a pronoun or nothing stands there; a pronoun that is called so is
    told; not what is denied, only may be, is no description, or has nobody who calls."""
    draft = Draft(CALLED).told(CALLED)
    draft.name("Ann Lee", "Ann Lee").name("Bob Fox", "Bob Fox").name("Tom Orr", "Tom Orr").name("Kim", "Kim")
    draft.name("He", "Bob Fox", label="pronoun").name("him", "Bob Fox", label="pronoun").name("board", "Board")
    for verb in ("called the gate", "denounced", "calling", "called a disgrace"):
        draft.add("quote", "attitude", verb.split()[0] if verb != "called a disgrace" else "critics", "cue", "quote:1")
    assert words_of(claim_naming(draft.article)) == (
        "Who is called what: “Ann Lee, who lives in Rostock, called the gate a ‘cruel joke, not a gate’”; "
        "Bob Fox “denounced the plan as weak and silly”; Tom Orr “calling him a coward” (about Bob Fox)."
    )


def test_verbs_that_colour_what_is_said() -> None:
    """The outlet's own for a named speaker, with their particle; then it is not said to judge hardly."""
    draft = Draft("It rained in Rostock. Bob Fox lashed out at the board as he boasted of his boat. He was mocked.")
    draft.told("It rained in Rostock.", 90).told("Bob Fox lashed out at the board as he boasted of his boat.")
    draft.told("He was mocked.").name("Bob Fox", "Bob Fox")
    assert "little judgement" in words_of(claim_words(draft.article))
    for verb in ("lashed", "boasted", "mocked"):
        draft.add("quote", "indirect", verb, "cue", f"quote:{verb}", "Bob Fox", rule="reporting@1.1:boast")
    assert words_of(claim_words(draft.article)) == ""
    assert words_of(claim_colouring(draft.article)) == (
        "Loaded verbs that the outlet uses for what people say: Bob Fox “lashed out” and “boasted” (n = 2)."
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
    """Acts of one upon another are quoted; who else says so is told."""
    draft = raid()
    assert words_of(claim_acts(draft.article)) == (
        "Who did what to whom: Soldiers beat Ann Lee; The army jailed Bob Fox; Tom Orr was shot."
    )
    draft.rows = [row for row in draft.rows if row.layer != "voice"]
    draft.said("Soldiers beat Ann Lee.", "Orr").told("The army jailed Bob Fox.").told("Tom Orr was shot.")
    assert words_of(claim_acts(draft.article)) == ("Who did what to whom: The army jailed Bob Fox; Tom Orr was shot.")


def test_acts_of_one_side_only() -> None:
    """Deadly acts upon somebody with a name are told, too, whoever did them."""
    draft = raid().name("Cem Ay", "Cem Ay").act("stabbed", None, ("Cem Ay", "Cem Ay"), "agentless")
    draft.add("agency", "denied", "beat", "shifter", "agency:beat")
    assert words_of(claim_acts(draft.article)) == (
        "Who did what to whom: The army jailed Bob Fox; Tom Orr was shot; Cem Ay was stabbed."
    )


def test_planned_and_denied_acts_are_not_told() -> None:
    """Only what happened is."""
    draft = raid()
    draft.rows = [row for row in draft.rows if row.relation != "agency:shot"]
    for words, label in (("beat", "planned"), ("jailed", "denied")):
        draft.add("agency", label, words, "shifter", f"agency:{words}")
    assert words_of(claim_acts(draft.article)) == ""


def test_acts_are_quoted_from_subject_to_object() -> None:
    """With what belongs to both, whoever does it at the beginning; by the verb alone where a pronoun stands for one;
    nothing that is no finite verb, or no act."""
    text = (
        "A group of armed men, who sang, attacked the town on Monday. The army fleeing the town burned it. "
        "The army owns a ship. The navy’s brutal killing of Bob Fox went on. They jailed Ann Lee."
    )
    draft = Draft(text).told(text).name("army", "Army").name("Bob Fox", "Bob Fox").name("Ann Lee", "Ann Lee")
    draft.name("armed men", "Armed men").name("the town", "Armed men").name("the town", "Armed men", nth=1).act(
        "attacked", ("armed men", "Armed men"), ("the town", "")
    )
    draft.act("fleeing", ("The army", "Army"), ("the town", "")).act("owns", ("The army", "Army"), ("ship", ""))
    draft.name("navy", "Navy").act("killing", ("navy", "Navy"), ("Bob Fox", "Bob Fox"), "nominal")
    draft.act("jailed", ("They", "Army"), ("Ann Lee", "Ann Lee"))
    assert words_of(claim_acts(draft.article)) == (
        "Who did what to whom: A group of armed men, who sang, attacked the town on Monday; the Army jailed Ann Lee."
    )


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
