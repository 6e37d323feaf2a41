"""Attribution: who says or thinks what, in which words, in whose voice."""

import pytest

from analysis.actors.find_actors import find_actors
from analysis.annotate import prepare
from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.voices import voice_stretches
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.read import document_from_text
from analysis.text.segment import segment
from tests.work import lines_run


def attributed(text: str, mentions: tuple[Annotation, ...] = ()) -> list[Annotation]:
    document = parse(segment(Document("d", text)))
    return list(find_quotes(document, mentions))


def words(text: str, role: str) -> list[str]:
    return [text[row.start : row.end] for row in attributed(text) if row.role == role]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The minister said that the road was closed.", "The minister", "said", "that the road was closed"),
        ("The road will be closed, the minister said.", "the minister", "said", "The road will be closed"),
        ("The mayor wants to close the bridge.", "The mayor", "wants", "to close the bridge"),
        ("The mayor threatened to close the bridge.", "The mayor", "threatened", "to close the bridge"),
        ("Voters believe that taxes are too high.", "Voters", "believe", "that taxes are too high"),
        ("The union praised the new law.", "The union", "praised", "the new law"),
        ("According to the police, the road was closed.", "the police", "According to", "the road was closed"),
        ("The union has called for a strike.", "The union", "has called for", "a strike"),
        (
            "The mayor did not say whether the bridge was safe.",
            "The mayor",
            "did not say",
            "whether the bridge was safe",
        ),
    ],
)
def test_forms(text: str, source: str, cue: str, content: str) -> None:
    """Speech, belief, intention and judgement, before and after what is said."""
    assert (words(text, "source"), words(text, "cue"), words(text, "content")) == ([source], [cue], [content])


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("The Mail quoted the mayor as saying that it was over.", "the mayor", ["quoted", "as saying"]),
        ("The mayor was quoted as saying that it was over.", "The mayor", ["was quoted as saying"]),
        ("It was over, the Mail quoted him as saying.", "him", ["quoted", "as saying"]),
    ],
)
def test_quoted_as_saying(text: str, source: str, cue: list[str]) -> None:
    """Who is quoted is the source, not who quotes; the cue may be in two parts, and "saying" is no cue of its own."""
    assert (words(text, "source"), words(text, "cue")) == ([source], cue)
    assert [content.lower().removeprefix("that ") for content in words(text, "content")] == ["it was over"]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("The town, which demanded an inquiry, was calm.", ["which"], ["demanded"], ["an inquiry"]),
        ("The plan seems dead.", [], ["seems"], ["The plan", "dead"]),
        ("He cast doubt on the plan.", ["He"], ["cast doubt on"], ["the plan"]),
        ("For the first time, the mayor criticised the plan.", ["the mayor"], ["criticised"], ["the plan"]),
        ("The union rejected the offer, which had come in March.", ["The union"], ["rejected"], ["the offer"]),
        ("BASRA (AP) — Iraqi officials said that the road was open.", ["Iraqi officials"], ["said"],
         ["that the road was open"]),
        ("The mayor said in a statement that the bridge was safe.", ["The mayor"], ["said in a statement"],
         ["that the bridge was safe"]),
        ("He made it clear that the road was closed.", ["He"], None, ["that the road was closed"]),
    ],
)  # fmt: skip
def test_extents(text: str, source: list[str], cue: list[str] | None, content: list[str]) -> None:
    """A relative pronoun, a subject that is content, a verb that only serves a noun, what comes first or is set off."""
    assert (words(text, "source"), words(text, "content")) == (source, content)
    assert cue is None or words(text, "cue") == cue


def test_named_before_a_colon() -> None:
    """In a headline and before a quotation; a label that is no name is none."""
    headline = "Mayor Lopez: Bridge will reopen in May.\n\nThe bridge has been shut since March."
    assert (words(headline, "source"), words(headline, "cue")) == (["Mayor Lopez"], [":"])
    assert words("It rained.\n\nLopez: “The bridge will open.”", "content") == ["“The bridge will open.”"]
    assert words("It rained.\n\nNote: The bridge is shut.", "source") == []


TALK = """NORA FIELD, HOST: The harbour has been shut for two weeks. Mayor Lena Ortiz joins us. Welcome.

LENA ORTIZ: Thank you. It has been a hard time for the town, and I am proud of the crews.

FIELD: The union says the lights were neglected. Is that true?

ORTIZ: No. They were checked every spring. I think the union is wrong.

We have the papers.

FIELD: Who pays?

ORTIZ: We told everyone. We will open on Monday."""


def test_turns_of_a_transcript() -> None:
    """Who is on the label speaks until the next label, whatever is attributed inside; labels are the narrator's."""
    said = spoken(TALK)
    assert {name for name, _ in said} == {"Nora Field", "Lena Ortiz"}
    assert ("Lena Ortiz", "We have the papers.") in said
    assert next(name for name, heard in said if "neglected" in heard) == "Nora Field"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It rained.\n\n“Nobody warned us.” – Karl Renner, union leader", [("Karl Renner", "“Nobody warned us.”")]),
        ("What people say:\n\n“My boat is gone.”\n— Ada Stone, ferry owner", [("Ada Stone", "“My boat is gone.”")]),
        ("It rained.\n\nAnd from Chairwoman Petra Lind:\n\n“Mara brings many years of work.”",
         [("Petra Lind", "“Mara brings many years of work.”")]),
        ("Speaking to reporters, Tom Reed: “The lamp is dead.”", [("Tom Reed", "“The lamp is dead.”")]),
        ("Tom Reed’s verdict: “The lamp is dead.”", [("Tom Reed", "“The lamp is dead.”")]),
    ],
)  # fmt: skip
def test_signatures_and_announcements(text: str, said: list[tuple[str, str]]) -> None:
    """A name behind a quotation, or before a colon, says whose it is."""
    assert spoken(text) == said


def test_after_a_judgement() -> None:
    """A quotation alone in its sentence belongs to the attribution right before it, in marks or not."""
    rows = attributed("She praised the crew. “They saved the town.”")
    assert len({row.relation for row in rows}) == 1
    assert {row.label for row in rows if row.role == "content"} == {"direct", "attitude"}


def test_actor_of_a_relative_pronoun() -> None:
    """The actor of "which" is that of the noun its clause hangs on."""
    text = "Iraq, which demanded an inquiry, was calm."
    mention = Annotation("actor", "name", 0, 4, "mention", "actor:0", "Iraq", rule="test")
    assert {row.actor for row in attributed(text, (mention,)) if row.layer == "quote"} == {"Iraq"}


def test_a_name_right_before_which_speaks_where_the_parse_hangs_it_elsewhere() -> None:
    """ "A crisis between Spain and Morocco, which demanded…": Morocco, whatever noun the clause hangs on."""
    text = "It led to a crisis in diplomatic relations between Spain and Morocco, which demanded that the ships leave."
    at = text.index("Morocco")
    mention = Annotation("actor", "name", at, at + 7, "mention", "actor:0", "Morocco", rule="test")
    assert {row.actor for row in attributed(text, (mention,)) if row.layer == "quote"} == {"Morocco"}


def test_direct() -> None:
    """A quotation with its source, in either order, carries one relation."""
    for text in ("“We will rebuild the town,” the mayor said.", "“We will rebuild the town,” said the mayor."):
        rows = attributed(text)
        assert {row.role: text[row.start : row.end] for row in rows} == {
            "source": "the mayor",
            "cue": "said",
            "content": "“We will rebuild the town,”",
        }
        assert len({row.relation for row in rows}) == 1
        assert {row.label for row in rows} == {"direct"}


def test_mixed() -> None:
    """Words in marks inside a reported clause are direct, those around them indirect, the attribution mixed."""
    text = "The mayor said the flood was “the worst in years” for the town."
    rows = attributed(text)
    assert {row.label for row in rows if row.role in {"source", "cue"}} == {"mixed"}
    content = [(row.label, text[row.start : row.end]) for row in rows if row.role == "content"]
    assert ("direct", "“the worst in years”") in content
    assert ("indirect", "the flood was") in content
    assert len({row.relation for row in rows}) == 1


def test_interrupted() -> None:
    """A quotation in two parts is one attribution with two rows of content."""
    text = "“The plan,” the minister said, “will fail.”"
    rows = attributed(text)
    assert [text[row.start : row.end] for row in rows if row.role == "content"] == ["“The plan,”", "“will fail.”"]
    assert len({row.relation for row in rows}) == 1


def test_carried_over() -> None:
    """A quotation alone in its sentence belongs to the attribution before it."""
    rows = attributed("“We will stay,” the mayor said. “Nobody can move us.”")
    assert len({row.relation for row in rows}) == 1
    assert [row.role for row in rows].count("content") == 2


def test_introduced_by_a_colon() -> None:
    """A quotation after "he said:" is his, over a break of the line as well."""
    for text in ("The mayor said: “We will stay.”", "The mayor said:\n\n“We will stay.”"):
        rows = attributed(text)
        assert {row.role for row in rows} == {"source", "cue", "content"}
        assert {row.label for row in rows} == {"direct"}


def test_inside_marks_is_direct() -> None:
    """What a quoted person attributes is in marks still, so its content is direct; each has its own relation."""
    text = "“They say that the road is closed,” the driver said."
    rows = attributed(text)
    assert {row.label for row in rows if row.role == "content"} == {"direct"}
    assert len({row.relation for row in rows}) == 2


def test_chained_cues() -> None:
    """Each of two verbs that attribute in a row has a relation and a cue of its own."""
    text = "The mayor seems to believe that the bridge is safe."
    cues = [(text[row.start : row.end], row.relation) for row in attributed(text) if row.role == "cue"]
    assert [cue for cue, _ in cues] == ["seems", "believe"]
    assert len({relation for _, relation in cues}) == 2


def test_nested_sources() -> None:
    """A said B said: two relations, the inner content inside the outer."""
    text = "The minister said that the police believe that the road is closed."
    assert words(text, "source") == ["The minister", "the police"]


def test_no_source() -> None:
    """A quotation of nobody keeps its row; one inside a sentence of the outlet's own keeps its rule."""
    alone = attributed("It rained all night. “Nobody came.” It was cold.")
    assert [(row.role, row.label, row.rule) for row in alone if row.rule == "quotes.no_source"] == [
        ("content", "direct", "quotes.no_source")
    ]
    scare = attributed("The “summit” lasted an hour.")
    assert [(row.role, row.rule) for row in scare] == [("content", "quotes.curly")]


def test_passive_names_nobody() -> None:
    """An agentless passive has a cue and content and no source."""
    rows = attributed("The talks are expected to fail.")
    assert {row.role for row in rows} == {"cue", "content"}


def test_actor_of_a_pronoun() -> None:
    """The source's canonical name is that of the mention inside it."""
    text = "He said that the talks had failed."
    mention = Annotation("actor", "pronoun", 0, 2, "mention", actor="John Kerry")
    assert {row.actor for row in attributed(text, (mention,))} == {"John Kerry"}
    assert {row.actor for row in attributed(text)} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "“",
        "said",
        "Said Said said said.",
        "He said: “",
        "“ ” said ‘",
        "According to",
        "to: to: “a” to",
        "—“A”—",
        "x" * 500,
    ],
)
def test_odd_text(text: str) -> None:
    """Nothing raises; every quotation is still covered by content; every row is of the layer's roles and labels."""
    document = parse(segment(Document("d", text)))
    quotations = list(find_quotations(document))
    rows = list(find_quotes(document))
    for row in rows:
        assert row.role in LAYERS["quote"].roles
        assert row.label in LAYERS["quote"].labels
        assert 0 <= row.start < row.end <= len(text)
    content = {place for row in rows if row.role == "content" for place in range(row.start, row.end)}
    assert all(set(range(row.start, row.end)) <= content for row in quotations)


def test_without_grammar() -> None:
    """A document that is not parsed gives its quotations back."""
    document = segment(Document("d", "“We stay,” he said."))
    assert [row.role for row in find_quotes(document)] == ["content"]


def test_linear() -> None:
    """Four times the text takes about four times the work, not sixteen."""
    sentence = "“We will stay,” the mayor said, and the union wants to go. "

    def work(copies: int) -> int:
        document = parse(segment(document_from_text(sentence * copies, "d")))
        return lines_run(lambda: list(find_quotes(document)))

    work(20)
    assert work(200) < 5 * work(50)


def test_lexicon() -> None:
    """Every cue has a share, and constructions unless it seldom attributes; the classes are the seven."""
    lexicon = load_lexicon("reporting")
    assert set(lexicon.categories) == {
        "neutral", "assertive", "distancing", "endorsing", "belief", "intention", "evaluative",
    }  # fmt: skip
    assert len(lexicon.entries) > 400
    assert all(entry.weight is not None and (entry.shares or entry.weight < 0.3) for entry in lexicon.entries)


def spoken(text: str) -> list[tuple[str, str]]:
    """Who speaks, and which words, stretch by stretch; with the actors of the text."""
    document = prepare(document_from_text(text, "d"))
    stretches = voice_stretches(document, find_quotes(document, list(find_actors(document))))
    return [(row.actor, text[row.start : row.end]) for row in stretches if row.label != "narrator"]


def speakers(text: str) -> list[str]:
    """Who speaks, in the order of the quotations and reports; empty where the text does not tell."""
    return [name for name, _ in spoken(text)]


GOATS = """“The road is shut,” said Ada Stone. The crews went home.

Below the dam, Tom Reed keeps goats on a farm that his mother bought.

“I have lost nine of them.”"""
COWS = """Mayor Lena Ortiz said the harbour was safe.

Karl Renner disagrees. “Nobody warned us,” he said.

“We lost every cow.”

Ada Stone runs the ferry. “My boat is gone.”"""
CHIEF = """The agency named a new chief on Friday.

“The river needs a patient guide.”"""
FAIR = """Ada Stone said the fair had been a success. Her sister Lena Ortiz sold bread.

“It was the best day of the year.”"""


def test_a_quotation_is_not_given_to_whoever_spoke_last() -> None:
    """Where somebody new is brought in, the words are his or nobody's; where the text carries on, the same's."""
    assert speakers(GOATS)[0] == "Ada Stone"
    assert speakers(GOATS)[1] in ("Tom Reed", "")
    assert speakers(COWS) == ["Lena Ortiz", "Karl Renner", "Karl Renner", ""]
    assert speakers(FAIR)[-1] in ("Lena Ortiz", "")
    assert "agency" not in dict(spoken(CHIEF)).get("", "agency").lower()


VERBS = [
    "sighed",
    "snapped",
    "smiled",
    "thundered",
    "ventured",
    "texted",
    "deadpanned",
    "began",
    "went on",
    "fired back",
    "posted",
    "chimed in",
    "grumbled",
    "quipped",
    "mused",
    "recalled",
    "added",
    "exclaimed",
    "pointed out",
    "barked",
    "opined",
    "laughed",
    "shot back",
    "offered",
]


@pytest.mark.parametrize("verb", VERBS)
def test_any_verb_after_a_quotation_may_be_one_of_saying(verb: str) -> None:
    """In either order: “…,” sighed NAME and “…,” NAME sighed; the words are the quotation and no others."""
    for text in (f"“The lamp is dead,” {verb} Karl Renner.", f"“The lamp is dead,” Karl Renner {verb}."):
        assert spoken(text) == [("Karl Renner", "“The lamp is dead,”")], text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“It is dreadful to wait!” sighed Meg Hollis, looking at her watch.",
         [("Meg Hollis", "“It is dreadful to wait!”")]),
        ("“I do not think it is fair,” chimed in Ada Brook, with a frown.",
         [("Ada Brook", "“I do not think it is fair,”")]),
        ("“Go home!” barked Ada Stone.", [("Ada Stone", "“Go home!”")]),
        ("“Was it safe?” wondered the mayor of the town.", [("mayor of the town", "“Was it safe?”")]),
        ("Added Ada Stone: “The lamp is dead.”", [("Ada Stone", "“The lamp is dead.”")]),
        ("Karl Renner was blunt: “The lamp is dead.”", [("Karl Renner", "“The lamp is dead.”")]),
        ("Karl Renner was glad that it was over: “The lamp is dead.”", [("Karl Renner", "“The lamp is dead.”")]),
    ],
)  # fmt: skip
def test_who_speaks_beside_a_quotation(text: str, said: list[tuple[str, str]]) -> None:
    """The name beside the verb is the source and no part of the content."""
    assert spoken(text) == said


@pytest.mark.parametrize(
    "text",
    [
        "“It will be our”—Minister Dora Kell leaned to the microphone—“shared burden.”",
        "“The plan,” Dora Kell said — and she paused — “is dead.”",
        "“The plan,” Dora Kell said before a crowd of some nine thousand people who had come to hear her, “is dead.”",
        "“The plan,” Dora Kell said, pausing, “is dead.”",
    ],
)
def test_an_interrupted_quotation_is_one(text: str) -> None:
    """By dashes or by many words: both parts are the speaker's, in one relation; the rest is the narrator's."""
    assert [(name, words[0] == "“") for name, words in spoken(text)] == [("Dora Kell", True)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for reading. Please note that the harbour is shut.",
        "See the map below. Read on to know why the lights failed.",
        "Consider the case of Norland. Remember the storm of last year?",
        "Don’t expect the harbour to open soon.",
        "Note that prices rose.",
    ],
)
def test_the_narrator_s_imperatives_are_nobody_s_words(text: str) -> None:
    """A verb that addresses the reader attributes nothing."""
    assert spoken(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“Iran says the road is shut, and experts believe it,” Ada Stone said.", "Ada Stone"),
        ("Ada Stone said the police believe that the union threatened to close the road.", "Ada Stone"),
        ("“Those who think that the dam is safe are wrong,” Ada Stone said.", "Ada Stone"),
        ("According to Ada Stone, the mayor said that the dam was safe.", "Ada Stone"),
    ],
)
def test_what_is_attributed_inside_speech_is_no_voice_of_its_own(text: str, speaker: str) -> None:
    """All the words are the outer speaker's, whatever verbs stand there; the inner relation is a row all the same."""
    assert set(speakers(text)) == {speaker}
    document = prepare(document_from_text(text, "d"))
    assert len({row.relation for row in find_quotes(document) if row.role == "cue"}) > 1


@pytest.mark.parametrize(
    "text",
    [
        "“The road is shut,” Ada Stone said, according to the Mehr agency.",
        "The road to the harbour is shut, Ada Stone said, according to the Mehr agency.",
    ],
)
def test_who_passes_words_on_does_not_speak_them(text: str) -> None:
    """They are of whoever said them."""
    assert set(speakers(text)) == {"Ada Stone"}


def test_who_goes_on_is_who_spoke() -> None:
    """Of a verb of going on, a pronoun is whoever spoke before, not whoever is named most."""
    text = "Ada Stone met Lena Ortiz. Lena Ortiz smiled. Ada Stone said the dam broke. She added that it rained."
    assert speakers(text)[-1] == "Ada Stone"


def test_a_report_that_results_show_is_of_whoever_reports_them() -> None:
    """Results in a report say nothing of their own."""
    assert set(speakers("According to Ada Stone, the results show progress in the north.")) == {"Ada Stone"}


def test_attitudes_are_rows_and_no_voice() -> None:
    """Thought, wished, planned and judged: in the layer, with a label of their own, in the narrator's voice."""
    for text in ("Ada Stone wants to close the road.", "Ada Stone hopes that it rains.", "Ada Stone admires the crew."):
        assert {row.label for row in attributed(text)} == {"attitude"}
        assert spoken(text) == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("U.S. officials said that the drone was shot down.", "U.S. officials"),
        ("Mr. Brown’s campaign said that it had raised money.", "Brown’s campaign"),
        ("A survey by the Bank of Norland found that most agreed.", "Bank of Norland"),
        ("One of its sponsors, Ada Stone, said that it was over.", "Ada Stone"),
        ("Britain, France and Germany said that talks had failed.", "Britain; France; Germany"),
        ("The company's chief executive Ada Stone said that it was over.", "Ada Stone"),
        ("Iraq, which said that talks had failed, left.", "Iraq"),
        ("He said that talks had failed.", ""),
        ("One Republican said that talks had failed.", "One Republican"),
        ("Most Republicans said that talks had failed.", "Most Republicans"),
        ("The GOP said that talks had failed.", "Republican Party"),
        ("The Norwegian government said that talks had failed.", "Norwegian government"),
        ("The President of Cyprus said that talks had failed.", "President of Cyprus"),
    ],
)
def test_who_a_source_is(text: str, speaker: str) -> None:
    """What stands at the head of a source speaks, not whom it belongs to; a document's maker; all who are joined."""
    named = speakers(text)[0]
    assert named.replace("Mr. ", "").replace("United Kingdom", "Britain").removeprefix("the ") == speaker


def test_a_paragraph_is_no_headline() -> None:
    """A name and a colon announce a headline; they do not make a whole article that person's words."""
    headline = "Lee: harbour to close"
    assert any(row.rule == "quotes.colon" for row in attributed(headline))
    article = headline + " again. " + "The dockers stayed at the gate all night and sang. " * 5
    assert not any(row.rule == "quotes.colon" for row in attributed(article))


def given(text: str) -> dict[str, str]:
    """The speaker of each stretch in somebody's voice, by its first three words."""
    document = prepare(document_from_text(text, "d"))
    rows = voice_stretches(document, find_quotes(document, list(find_actors(document))))
    told = (row for row in rows if row.label != "narrator")
    return {" ".join(text[row.start : row.end].strip("“”").split()[:3]): row.actor for row in told}


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("And in Rye, N.H., Ann Lee, the former mayor, said that the pier was rotten.", "Ann Lee"),
        ("At a rally in Oslo, veteran campaigner Ann Lee said the pier was rotten.", "Ann Lee"),
        ("Crews across the country, who said that the pier was rotten, left.", "Crews"),
        ("Two men drowned off the town of Rye, port officials said.", "port officials"),
    ],
)
def test_a_place_before_a_speaker_says_nothing(text: str, speaker: str) -> None:
    """Where somebody speaks is no speaker, nor is the place that a relative clause hangs on."""
    assert set(speakers(text)) == {speaker}


def test_who_is_named_in_a_quotation_alone_is_not_he_who_speaks() -> None:
    """ "He said" goes on with the narrator's last subject, not with whom that one spoke about."""
    text = (
        "As Senator Karl Renner put it, “I worry about what Tom Reed will leave us.”\n\n"
        "“There has been no plan for the pier. And that is why it fell,” he said."
    )
    assert given(text)["There has been"] == "Karl Renner"


def test_a_paragraph_about_the_speaker_stands_between() -> None:
    """A quotation of its own goes on with whoever spoke, if the paragraph before it opens with him; not with whoever is
    named below."""
    text = (
        "Ann Lee addressed the town. “The pier was rotten for years,” Lee said.\n\n"
        "Lee also spoke about the bridge. The rules require a new one.\n\n"
        "“A bridge that nobody can cross is no bridge at all.”\n\n"
        "And as Olga Field pointed out, it had cost a lot."
    )
    assert given(text)["A bridge that"] == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Ann Lee said that the pier was safe. “We looked at it twice a year,” the harbour chief added.",
            "We looked at",
        ),
        ("Norland’s envoy said that talks had failed. However, Ann Lee said that they might resume.", "that talks had"),
        ("Norland’s top cleric said that talks had failed.\n\nAnn Lee said that they might resume.", "that talks had"),
    ],
)
def test_a_description_of_a_speaker_is_who_speaks_beside_it(text: str, words: str) -> None:
    """Who has just spoken, or who is named next for the first time."""
    assert given(text)[words] == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "A harbour chief spoke, too. Ann Lee said that it was safe. “We looked at it,” the chief added.",
            "We looked at",
        ),
        (
            "Norland’s envoy said that talks had failed. The mayor, Ann Lee, said that they might resume.",
            "that talks had",
        ),
        (
            "Ann Lee sat down. Norland’s envoy said that talks had failed. Lee said that they might resume.",
            "that talks had",
        ),
    ],
)
def test_a_description_of_somebody_else(text: str, words: str) -> None:
    """Somebody was called so before, who is named next is something else, or was named already."""
    assert given(text)[words] != "Ann Lee"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Crews have demanded answers from the mayor about the pier.", "Crews"),
        ("Ann Lee won because of the perception that she would rebuild the pier.", ""),
    ],
)
def test_whose_a_noun_is(text: str, source: str) -> None:
    """Answers that are demanded are not whose they are demanded of; a perception for which somebody wins is not his."""
    assert set(speakers(text)) <= {source}


def test_a_headline_with_a_verb_names_its_subject() -> None:
    """What has a capital as all words of the headline do is no part of the name."""
    text = "Lee Addresses Pier Owners: ‘This Must Not Go On’\n\nMayor Ann Lee met the owners on Friday. Lee was angry."
    assert "Lee Addresses Pier Owners" not in set(speakers(text))
