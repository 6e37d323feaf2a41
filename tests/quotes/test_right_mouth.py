"""The right words in the right mouth: whom grammar and the form of the page make the speaker, and whom they do not."""

import pytest

from analysis.actors.find_actors import find_actors
from analysis.annotate import prepare
from analysis.annotation import Annotation
from analysis.quotes.find_quotes import find_quotes
from analysis.quotes.quotation_marks import find_quotations
from analysis.quotes.voices import voice_stretches
from analysis.reader.speech import load_speech_reader
from analysis.text.document import Document
from analysis.text.read import document_from_text

SAFE = "Mara Lind said the harbour was safe."
BOATS = "Mayor Lena Ortiz said the harbour was safe."


def quoted(text: str) -> tuple[Document, list[Annotation]]:
    document = prepare(document_from_text(text, "d"))
    return document, list(find_quotes(document, list(find_actors(document)), load_speech_reader().read(document.text)))


def speaker_of(text: str, words: str) -> str | None:
    """Who speaks the first of some words of a text; None where it is the outlet."""
    document, rows = quoted(text)
    place = text.index(words)
    stretches = [row for row in voice_stretches(document, rows) if row.start <= place < row.end]
    return next((row.actor for row in stretches if row.label != "narrator"), None)


@pytest.mark.parametrize(
    "text",
    [
        "“I like the old boats,” the union leader, who runs the Harbour Trust, told Sky News’ “Early Tide.”",
        '"I like the old boats," the union leader, who runs the Harbour Trust, told Sky News\' "Early Tide."',
        "“I like the old boats,” the union leader, a former sailor, reminded Karl Renner.",
        "“I like the old boats,” the union leader told Sky News on Monday.",
        "In an interview with Sky News, the union leader was clear: “I like the old boats.”",
    ],
)
def test_who_is_told_does_not_speak(text: str) -> None:
    """Neither a recipient nor a medium is the source, whatever stands between the subject and the verb."""
    assert speaker_of(text, "I like") == "union leader"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Speaking to Karl Renner on Sunday: “Nobody warned us.”", "Nobody"),
        ("Karl Renner was told that the crews had gone.", "that the crews"),
        ("Karl Renner was informed on Monday that the crews had gone.", "that the crews"),
    ],
)
def test_nobody_rather_than_who_is_told(text: str, words: str) -> None:
    """Where only the recipient is named, the speaker is unknown."""
    assert speaker_of(text, words) == ""


def test_a_party_s_member_is_who_has_just_spoken() -> None:
    """“The Ohio Democrat” means the person whose words stand right before."""
    text = f"{BOATS}\n\n“I like the old boats,” the Ohio Democrat, who chairs the Harbour Trust, told Sky News."
    assert speaker_of(text, "I like") == "Lena Ortiz"


@pytest.mark.parametrize("tag", [", said Ortiz,", ", Ortiz said,"])
def test_an_unclosed_quotation_ends_before_a_tag(tag: str) -> None:
    """A named tag between commas owns what stands before it, not whoever acts in the clause around the quotation, and
    the next paragraph is a quotation of its own."""
    text = (
        f"{BOATS}\n\nRenner left because “the dam was leaking at our feet and in the valley{tag} and he kept the "
        "“old lady” from sinking.\n\n“This was a dam that had to go,” said Ortiz."
    )
    assert speaker_of(text, "the dam was") == "Lena Ortiz"
    assert speaker_of(text, "This was a dam") == "Lena Ortiz"
    assert speaker_of(text, tag.strip(" ,")) is None


def test_marks_alone_leave_a_quotation_open() -> None:
    """Without a tag, and with one in a closed quotation, marks decide as before."""
    document = prepare(document_from_text("“We go, said Ann Lee, and stay.", "d"))
    assert [(row.start, row.end) for row in find_quotations(document)] == [(0, len(document.text))]
    assert speaker_of("“We go, said Ann Lee, and stay,” Tom Reed said.", "We go") == "Tom Reed"


@pytest.mark.parametrize(
    "said",
    [
        "Ortiz said Karl Renner must repair the dam, “the last thing we have,” he said.",
        "Mara Lind vowed to stay, and Ortiz said Karl Renner must repair the dam, “the last thing we have,” he said.",
        "Ortiz said Karl Renner must repair the dam. “The last thing we have is a wall,” he added.",
    ],
)
def test_he_who_is_only_named_in_what_is_said_does_not_say_it(said: str) -> None:
    """A tag goes on with whoever spoke, not with a person whom he names."""
    text = f"Mayor Leo Ortiz said he was glad.\n\n{said}"
    assert str(speaker_of(text, "last thing")).endswith("Ortiz")


def test_what_others_say_before_a_tag_stays_theirs() -> None:
    """Of several that say something in a sentence, the tag at its end owns the quotation that it follows."""
    text = "Mara Lind has vowed to stay on the dam, and Leo Ortiz said it was lost, “the last thing we have,” he said."
    assert speaker_of(text, "stay on") == "Mara Lind"
    assert speaker_of(text, "it was lost") == "Leo Ortiz"


def test_who_says_so_right_behind_a_quotation_goes_first() -> None:
    """In brackets, too, and whoever the clause around it is about."""
    text = "When Leo Ortiz said the dam “is lost,” he made news (“Mayor Gives Up The Dam,” declared The Tide)."
    assert speaker_of(text, "Mayor Gives") == "Tide"


POST = "“I am watching the dam with great care. No crew may be left behind.”"
SIGNED = "— Harbour Party (@HarbourParty) January 26, 2020"


@pytest.mark.parametrize(
    ("above", "post", "speaker"),
    [
        ("Leo Ortiz said in a tweet posted by the party that he is “watching the dam.”", POST, "Leo Ortiz"),
        ("Leo Ortiz wrote:", POST, "Leo Ortiz"),
        ("On Sunday, Leo Ortiz tweeted:", "I am watching the dam with great care.", "Leo Ortiz"),
        ("Leo Ortiz left the town.", f"{POST} -LR @RepOrtiz", "Leo Ortiz"),
        ("Leo Ortiz left the town.", POST, "Harbour Party"),
        ("Leo Ortiz said the town was “lost for good.”", POST, "Harbour Party"),
    ],
)
def test_a_post_is_whose_it_is_told_to_be(above: str, post: str, speaker: str) -> None:
    """Who is told above a post to have written it, or who signs in it, whoever's account it is; once."""
    text = f"{SAFE}\n\n{above}\n\n{post} {SIGNED}\n\nThe crews went home."
    assert speaker_of(text, "I am watching") == speaker
    _, rows = quoted(text)
    contents = [row for row in rows if row.role == "content" and row.start == text.index(post)]
    assert [row.actor for row in contents] == [speaker]
    assert speaker_of(text, "The crews went") is None


def test_what_a_page_takes_out_joins_nothing_to_a_post() -> None:
    """Where a page has torn a sentence, "(Ohio)" is not who speaks, and the sentence is no part of the post below."""
    links = "Leo Bram OrtizMayor leaves the dam Crews go home: report MORE"
    torn = f"Rep. Leo Ortiz {links} (Ohio), the leader of the union, said in a tweet that he is “watching the dam.”"
    text = f"{SAFE}\n\n{torn}\n\n{POST} {SIGNED}"
    assert speaker_of(text, "watching the dam.") == speaker_of(text, "I am watching") == "Leo Ortiz"
    assert speaker_of(text, "the leader of") is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The plan led the council to call a vote on whether to ban Reed; one teacher called Reed “the king of air.”",
         "one teacher"),
        ("The plan angered the union; three farmers called the mayor “the king of air.”", "three farmers"),
        ("That idea failed in May; a union leader described it as “the king of air.”", "union leader"),
    ],
)  # fmt: skip
def test_a_clause_after_a_semicolon_has_its_own_subject(text: str, speaker: str) -> None:
    """What the parser takes for an apposition speaks; the clause before is not what it says."""
    assert speaker_of(text, "the king") == speaker
    assert speaker_of(text, "The plan" if "The plan" in text else "That idea") is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A Harbour Ministry spokesperson", "the spokesperson"),
        ("Angry bar owners", "the owners"),
        ("Two harbour officials", "The officials"),
    ],
)
def test_one_voice_under_a_short_name(first: str, second: str) -> None:
    """“The spokesperson” is the spokesperson of the ministry who has spoken before."""
    text = f"{first} said that the dam was safe.\n\nThe crews went home.\n\n“We remain watchful,” {second} said."
    assert speaker_of(text, "We remain") == speaker_of(text, "the dam was") != ""


def test_somebody_is_known_by_his_firm() -> None:
    """“The Norvik analyst” is the person before whose name Norvik stood."""
    text = (
        "“No doubt,” said Norvik Trust senior market strategist Ada Stone. “Stocks may fall.”\n\nThe crews went home."
        "\n\nIndeed, the Norvik analyst said that prices had fallen by half."
    )
    assert speaker_of(text, "that prices") == "Ada Stone"
    two = text.replace("“Stocks may fall.”", "“So it is,” said Norvik Trust chief economist Tom Reed.")
    assert speaker_of(two, "that prices") == "Norvik analyst"


@pytest.mark.parametrize(
    ("lead", "speaker"),
    [
        ("A farmer in the valley is calling for the dam to be closed.", "Joel Sand"),
        (
            "Mayor Lena Ortiz said that it rained. A farmer in the valley said that the dam was lost.",
            "farmer in the valley",
        ),
    ],
)
def test_somebody_is_named_after_the_lead(lead: str, speaker: str) -> None:
    """Who is described in the lead is who speaks next and is named for the first time; later in the text he is not."""
    text = f"{lead}\n\n“There is no reason to keep it,” Joel Sand said in a letter.\n\nThe crews went home."
    assert speaker_of(text, "the dam") == speaker


def test_what_somebody_is_called_is_nobody_else() -> None:
    """“Called Reed the grey prince” speaks of Reed alone."""
    document = prepare(
        document_from_text("Ada Stone laughed. One voter called Tom Reed “the grey prince of air.”", "d")
    )
    assert [row.actor for row in find_actors(document) if "prince" in document.text[row.start : row.end]] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Perhaps you’ve noticed that the mayor has lost all his friends.", "the mayor"),
        ("You may remember that the mayor promised a new dam.", "the mayor"),
        ("Some may argue that the mayor wanted to “feed the dog” by closing the dam.", "the mayor"),
        ("Some would argue that the mayor wanted a war with the union.", "the mayor"),
        ("The crews might also believe that the mayor has lost all his friends.", "the mayor"),
        ("If Reed wants friends, he needs to show that he has a plan for the dam.", "he has a plan"),
        ("In this, Reed reveals he has heard of dams but has never seen one.", "he has heard"),
        ("The letters read as if a stage director had scrawled the word “groan” in the margins.", "groan"),
        ("No one should fool himself into thinking that the dam will hold for long.", "the dam"),
    ],
)
def test_what_a_writer_supposes_is_his_own(text: str, words: str) -> None:
    """What "you" notice, what a modal or a simile supposes, and what an act is taken to show is the outlet's voice."""
    assert speaker_of(text, words) is None


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        ("Tom Reed said that the dam might hold.", "the dam", "Tom Reed"),
        ("Tom Reed said that you should leave the dam.", "you should", "Tom Reed"),
        ("Tom Reed could not say whether the dam would hold.", "whether the dam", "Tom Reed"),
        ("Tom Reed had to admit that the dam was lost.", "that the dam", "Tom Reed"),
        ("Officials would only say that the dam was lost.", "that the dam", "Officials"),
    ],
)
def test_modals_within_what_is_said(text: str, words: str, speaker: str) -> None:
    """A modal in the words of a speaker changes nothing, nor do those of what was in fact said."""
    assert speaker_of(text, words) == speaker


def test_what_follows_we_is_the_outlet_s() -> None:
    """A clause with "we" beside somebody's statement is no part of it."""
    text = (
        "We can’t speak to Reed’s motives — the Harbour Ministry released a statement saying that Reed left because "
        "“the crews were in danger.”"
    )
    assert speaker_of(text, "motives") is None
    assert speaker_of(text, "that Reed left") == "Harbour Ministry"


def test_a_headline_between_marks_is_no_name() -> None:
    """“Tomaso Flattens Reed” is a headline; Mr. Reed is Tom Reed."""
    text = (
        "Tom Reed lost the vote. The news was read in all the world (“Tomaso Flattens Reed,” declared La Torre). "
        "Mr. Reed called the mayor “a liar.”"
    )
    assert speaker_of(text, "a liar") == "Tom Reed"


REED = "Tom Reed, whose sharp views on dams have upset even members of his own Harbour Party, last year "
VOTERS = "While voters like Mr. Tom Reed and Ms. Ada Stone blame farmers for the flood, "


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (f"{REED}declared that all dams were a danger to the valley.", "all dams", "Tom Reed"),
        (f"{VOTERS}Lena Ortiz says that the dams are the cause.", "the dams", "Lena Ortiz"),
        (f"{VOTERS}Lena Ortiz says that the dams are the cause.", "farmers", "voters"),
    ],
)
def test_times_and_examples_do_not_speak(text: str, words: str, speaker: str) -> None:
    """Neither "last year" before a verb nor who is named after "like" is the subject."""
    assert speaker_of(text, words) == speaker


def test_a_question_names_nobody() -> None:
    """“How many statements” is no speaker."""
    text = "How many statements included a “yes, the dam was old, but …” before they hit the mayor?"
    assert speaker_of(text, "yes, the dam") in ("", None)


def test_who_continues_is_the_person_who_spoke_for_a_body() -> None:
    """After "the campaign said in a statement by Ann Lee", "she continued" is Ann Lee, and nobody called "he"."""
    text = (
        "Dora Kell thanked her voters. Tom Reed’s campaign said Kell is “dependent on money,” in a statement by Ann "
        "Lee, a spokeswoman. She continued, “No dam can wash away her debts to the union.”"
    )
    assert speaker_of(text, "No dam") == "Ann Lee"


def test_a_banner_is_nobody_s_speech() -> None:
    """What a thing says that people carry is not said by who is named before."""
    text = (
        "Mayor Tom Reed had urged people to stay at home, and thousands came with a huge banner that said, “Rise now!”"
    )
    assert speaker_of(text, "Rise now") in ("", None)
