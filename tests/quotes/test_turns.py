"""Whose words the shape of a page gives: transcripts, interviews, signatures; and what is none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.lexicon import load_lexicon
from analysis.quotes.turns import Turn, find_turns
from analysis.text.document import Document, Span
from analysis.text.read import document_from_text
from analysis.text.segment import segment

TALK = "A talk on the storm was held with Mayor Lena Ortiz on Sunday."
SAFE = "Mayor Lena Ortiz said the harbour was safe."
WARNED = "“Nobody warned us.”"


def read(text: str) -> Document:
    return segment(document_from_text(text, "d"))


def said(text: str) -> list[tuple[str, str]]:
    """Each turn's speaker and words."""
    document = read(text)
    return [(turn.name, " | ".join(map(document.covered, turn.contents))) for turn in find_turns(document)]


def paragraphs(*lines: str) -> str:
    return "\n\n".join(lines)


# Transcripts

CAPITALS = paragraphs(
    "NORA FIELD, HOST: The harbour has been shut for two weeks. Mayor Lena Ortiz joins us. Welcome.",
    "LENA ORTIZ: Thank you. It has been a hard time for the town, and I am proud of the crews.",
    "FIELD: The union says the lights were neglected. Is that true?",
    "ORTIZ: No. They were checked every spring. I think the union is wrong.",
    "FIELD: Who pays?",
    "ORTIZ: We told everyone. We will open on Monday.",
)


def test_a_transcript_in_capitals() -> None:
    """Short labels stand for the full ones before; a role after a comma is no part of the name (D1)."""
    assert said(CAPITALS) == [
        ("Nora Field", "The harbour has been shut for two weeks. Mayor Lena Ortiz joins us. Welcome."),
        ("Lena Ortiz", "Thank you. It has been a hard time for the town, and I am proud of the crews."),
        ("Nora Field", "The union says the lights were neglected. Is that true?"),
        ("Lena Ortiz", "No. They were checked every spring. I think the union is wrong."),
        ("Nora Field", "Who pays?"),
        ("Lena Ortiz", "We told everyone. We will open on Monday."),
    ]


def test_an_article_goes_on_after_an_exchange_that_it_quotes() -> None:
    """The last turn is no longer than the others where more of the article stands before it."""
    exchange = [
        "REPORTER: Why were the lights off?",
        "ORTIZ: They were on.",
        "REPORTER: Who saw them?",
        "ORTIZ: I did.",
    ]
    opening = ["The harbour was shut.", *["Nobody knows why the lights were off, and the town tells us little."] * 5]
    after = ["Then the union spoke to us.", "The mayor is known for lying about lamps."]
    assert said(paragraphs(*opening, *exchange, *after)) == [
        ("Reporter", "Why were the lights off?"),
        ("Ortiz", "They were on."),
        ("Reporter", "Who saw them?"),
        ("Ortiz", "I did."),
    ]


def test_a_label_is_the_words_before_the_colon() -> None:
    """The label is the name as it stands, without colon and time."""
    document = read("[00:12] LENA ORTIZ: I am here.\n\n[00:15] FIELD: Are you?\n\n[00:19] LENA ORTIZ: I am.")
    assert [document.covered(turn.label) for turn in find_turns(document)] == ["LENA ORTIZ", "FIELD", "LENA ORTIZ"]


def test_labels_in_ordinary_capitals() -> None:
    """Names come back before a colon (D2)."""
    text = paragraphs(
        "Ortiz: The lights were checked every spring.",
        "Field: The union says they were not.",
        "Ortiz: The union is wrong.",
    )
    assert said(text) == [
        ("Ortiz", "The lights were checked every spring."),
        ("Field", "The union says they were not."),
        ("Ortiz", "The union is wrong."),
    ]


@pytest.mark.parametrize(
    "marks", ["Q: A: ", "Q. A. ", "Q. — A. — ", "Q) A) ", "Question: Answer: ", "QUESTION: ANSWER: "]
)
def test_questions_and_answers(marks: str) -> None:
    """Q and A are two voices; A is the one person the interview was announced with (D3)."""
    question, answer = (f"{mark}{dash}" for mark, dash in _two(marks))
    text = paragraphs(
        TALK,
        f"{question} Were the lights neglected?",
        f"{answer} They were checked every spring.",
        f"{question} Who will pay?",
        f"{answer} The state will pay.",
    )
    names, words = zip(*said(text), strict=True)
    assert words == (
        "Were the lights neglected?", "They were checked every spring.", "Who will pay?", "The state will pay.",
    )  # fmt: skip
    assert names == (names[0], "Lena Ortiz", names[0], "Lena Ortiz")
    assert names[0] in {"Q", "Question", "QUESTION"}


def _two(marks: str) -> list[tuple[str, str]]:
    parts = marks.split()
    return [
        (parts[0], " —" if "—" in parts else ""),
        (parts[-2] if "—" in parts else parts[1], " —" if "—" in parts else ""),
    ]


@pytest.mark.parametrize(
    ("announced", "name"),
    [
        ("Q&A with Vice Mayor Lena Ortiz.", "Lena Ortiz"),
        ("The Example spoke with Lena Ortiz, mayor of New Kell, on Sunday.", "Lena Ortiz"),
        ("An interview with the union leader Karl Renner about the storm.", "Karl Renner"),
        ("Nora Field interviewed Lena Ortiz and Karl Renner.", "A"),
        ("The storm was bad.", "A"),
    ],
)
def test_the_answer_is_the_one_whose_interview_it_is(announced: str, name: str) -> None:
    """A name is taken only where the text announces an interview with one person."""
    text = paragraphs(announced, "Q: Were the lights neglected?", "A: They were not.")
    assert [speaker for speaker, _ in said(text)] == ["Q", name]


def test_a_turn_of_two_paragraphs() -> None:
    """A turn goes on until the next label (D4); a label with a title is the person of the prose."""
    text = paragraphs(
        TALK,
        "THE MODERATOR: Were the lights neglected?",
        "MAYOR ORTIZ: They were checked every spring.",
        "We have the papers. We will show them.",
        "THE MODERATOR: Who will pay?",
        "MAYOR ORTIZ: The state will pay.",
    )
    assert said(text) == [
        ("The moderator", "Were the lights neglected?"),
        ("Lena Ortiz", "They were checked every spring. | We have the papers. We will show them."),
        ("The moderator", "Who will pay?"),
        ("Lena Ortiz", "The state will pay."),
    ]


def test_a_paragraph_that_names_a_speaker_is_the_narrators() -> None:
    """Between and after labelled paragraphs the narrator may speak of those who talk."""
    text = paragraphs(
        "HOST: Who pays?", "ORTIZ: I do not know.", "Later in the show, Ortiz was asked again.",
        "HOST: Who pays?", "ORTIZ: We will see.", "The full interview can be heard on Monday.",
    )  # fmt: skip
    assert [words for _, words in said(text)] == ["Who pays?", "I do not know.", "Who pays?", "We will see."]


@pytest.mark.parametrize(
    "direction",
    ["(laughter)", "[Laughter]", "(CROSSTALK)", "(END VIDEO CLIP)", "(inaudible)", "[APPLAUSE]", "(APPLAUSE.)"],
)
def test_stage_directions_are_no_speech(direction: str) -> None:
    """What stands in brackets and nobody says is left out, inside a turn and on a line of its own."""
    text = paragraphs(
        "FIELD: Who pays?", f"ORTIZ: We do. {direction} Not you.", direction, "FIELD: Why?", f"ORTIZ: {direction}"
    )
    assert said(text) == [
        ("Field", "Who pays?"), ("Ortiz", "We do. | Not you."), ("Field", "Why?"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("ORTIZ (through translator)", "Lena Ortiz"), ("ORTIZ [on camera]", "Lena Ortiz"),
        ("MAYOR ORTIZ", "Lena Ortiz"),
        ("LENA ORTIZ, MAYOR OF NEW KELL", "Lena Ortiz"), ("Mayor Ortiz", "Lena Ortiz"), ("Lena Ortiz", "Lena Ortiz"),
        ("LENA", "Lena Ortiz"), ("LO", "Lena Ortiz"), ("MS. ORTIZ", "Lena Ortiz"), ("SEN. ORTIZ", "Lena Ortiz"),
        ("UNIDENTIFIED MALE", "Unidentified male"), ("SPEAKER 2", "Speaker 2"), ("Moderator", "Moderator"),
        ("AUDIENCE MEMBER", "Audience member"), ("REPORTER", "Reporter"), ("THE PRESIDENT", "The president"),
    ],
)  # fmt: skip
def test_what_a_label_stands_for(label: str, name: str) -> None:
    """Labels with a title, an aside, a first name or initials are the one person of that name; a role stays a role."""
    text = paragraphs(TALK, "Host: Who pays?", f"{label}: I do not know.", "Host: Why?", f"{label}: I told you.")
    assert said(text) == [
        ("Host", "Who pays?"), (name, "I do not know."), ("Host", "Why?"), (name, "I told you."),
    ]  # fmt: skip


def test_two_of_one_surname_are_two() -> None:
    """A surname that two people bear is not resolved; Mr. and Mrs. keep their title."""
    text = paragraphs("MR. HOLT: I was cold.", "MRS. HOLT: I was not.", "MR. HOLT: You were.", "MRS. HOLT: I was warm.")
    assert [name for name, _ in said(text)] == ["Mr. Holt", "Mrs. Holt", "Mr. Holt", "Mrs. Holt"]
    text = paragraphs("MARY REED: I was cold.", "TOM REED: I was not.", "REED: We were.", "TOM REED: You were.")
    assert [name for name, _ in said(text)] == ["Mary Reed", "Tom Reed", "Reed", "Tom Reed"]


def test_names_alone_on_their_lines() -> None:
    """A podcast's transcript has the name on a line of its own."""
    turns = ["nora field", "Who pays for it?", "lena ortiz", "I do not know yet."] * 3
    assert said(paragraphs(*turns))[:2] == [("Nora Field", "Who pays for it?"), ("Lena Ortiz", "I do not know yet.")]


def test_an_excerpt_of_two_turns() -> None:
    """Two labels in capitals that adjoin are enough where one asks the other."""
    text = paragraphs("The mayor was asked about the lights.", "HOST: Who pays?", "ORTIZ: We do.")
    assert said(text) == [("Host", "Who pays?"), ("Ortiz", "We do.")]


def test_people_who_speak_once_each() -> None:
    """Names of two words before a colon, most of which say I or we, are a round of voices."""
    text = paragraphs(
        "What people say about the dam:", "Ada Stone, ferry owner: My boat is gone.",
        "Tom Reed, farmer: I cannot sleep.",
        "Karl Renner, union leader: We were not warned.",
    )  # fmt: skip
    assert [name for name, _ in said(text)] == ["Ada Stone", "Tom Reed", "Karl Renner"]


# Interviews without labels

QUESTIONS = ["How was the storm?", "Were the lights neglected?", "Who will pay for the new wall?", "Will you stay?"]
ANSWERS = ["I was afraid.", "They were checked every spring. I saw it.", "We all will.", "I do not know."]


@pytest.mark.parametrize(
    ("announced", "name"),
    [
        ("The Example interviews Mayor Lena Ortiz on the storm.", "Lena Ortiz"),
        ("The Example spoke with Lena Ortiz and Tom Reed on Sunday.", ""),
    ],
)
def test_the_answers_of_an_announced_interview(announced: str, name: str) -> None:
    """The questions are the outlet's; the answers are whose interview it is, or nobody's where there are two."""
    lines = [line for pair in zip(QUESTIONS, ANSWERS, strict=True) for line in pair]
    assert said(paragraphs(announced, *lines)) == [(name, answer) for answer in ANSWERS]


def test_questions_of_a_report_make_no_interview() -> None:
    """Subheads that ask are the outlet's, and so is what answers them: nobody is announced, or nobody says I."""
    lines = [line for pair in zip(QUESTIONS, ANSWERS, strict=True) for line in pair]
    assert said(paragraphs("The storm was bad.", *lines)) == []
    plain = [line for question in QUESTIONS for line in (question, "The state pays for walls and lights.")]
    assert said(paragraphs("The Example spoke with Lena Ortiz on Sunday.", *plain)) == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["How do you train?", "I swim.", "Do you sleep?", "I do."], [("Ana Ruiz", "I swim."), ("Ana Ruiz", "I do.")]),
        (
            ["How do you train?", "I swim.", "You must be tired.", "I am.", "Do you sleep?", "I do."],
            [("Ana Ruiz", "I swim."), ("Ana Ruiz", "I am."), ("Ana Ruiz", "I do.")],
        ),
        (["Who pays?", "I do not know.", "Who wins?", "I hope Tom Lund does."], []),
    ],
)
def test_who_is_named_before_an_interview_answers_it(lines: list[str], expected: list[tuple[str, str]]) -> None:
    """Where nothing announces it, questions that say "you" make an interview with whoever is named most before; a
    paragraph that speaks to somebody before one that says "I" asks, too."""
    document = read(paragraphs("Ana Ruiz swims. Nora Field writes.", *lines))
    turns = find_turns(document, [(0, "Ana Ruiz"), (4, "Ana Ruiz"), (16, "Nora Field")])
    assert [(turn.name, " | ".join(map(document.covered, turn.contents))) for turn in turns] == expected


def test_of_two_who_are_asked_the_one_not_named_answers() -> None:
    """Who names himself as "I'm …", or names the other, is known; else the answer is nobody's."""
    lines = [
        "How was it?",
        "I'm Tom Reed, and I was cold.",
        "Lena Ortiz and I swam.",
        "Why?",
        "I had to.",
        "Will you stay?",
        "I will.",
    ]
    announced = "The Example spoke with Lena Ortiz and Tom Reed on Sunday."
    assert [name for name, _ in said(paragraphs(announced, *lines))] == ["Tom Reed", "", ""]


# Signatures


@pytest.mark.parametrize(
    "signature",
    [
        " – Karl Renner, union leader",
        " — Karl Renner, union leader",
        " - Karl Renner, union leader",
        " -- Karl Renner",
        "—Karl Renner",
        " (Karl Renner, union leader)",
        " (Karl Renner)",
        "\n— Karl Renner, union leader",
        "\n– Karl Renner.",
        "\n\n— Karl Renner, union leader",
        "\n\n- Karl Renner, in a letter to the mayor",
        "\n\n-- Karl Renner",
        "\n\n(Karl Renner, union leader)",
        "\n\nKarl Renner, The Example",
        " – Mr. Karl Renner, union leader",
        "\n\n— Professor Karl Renner, University of New Kell",
        "\n\n— Karl Renner (union leader)",
    ],
)
def test_a_signature_behind_or_below_a_quotation(signature: str) -> None:
    """A name after a dash or in brackets says whose the quotation is, and not who spoke last (A3, A4)."""
    assert said(f"{SAFE}\n\n{WARNED}{signature}") == [("Karl Renner", WARNED)]
    assert said(f"{SAFE}\n\n{WARNED}{signature}\n\nThe storm went on.") == [("Karl Renner", WARNED)]


def test_voices_below_one_another() -> None:
    """Each signature belongs to the quotation above it (A4)."""
    stone, reed = "“My boat is gone.”\n— Ada Stone, ferry owner", "“I cannot sleep.”\n— Tom Reed, farmer"
    text = paragraphs("What people say about the dam:", stone, reed)
    assert said(text) == [("Ada Stone", "“My boat is gone.”"), ("Tom Reed", "“I cannot sleep.”")]


def test_a_quotation_of_two_paragraphs_is_signed_as_one() -> None:
    """Paragraphs that open again and close once are one quotation."""
    text = "“My boat is gone.\n\n“So is my house.”\n\n— Ada Stone, ferry owner"
    assert said(text) == [("Ada Stone", "“My boat is gone. | “So is my house.”")]


def test_two_may_sign() -> None:
    """Two names give two turns of the same words."""
    assert said(f"{WARNED} — Ada Stone and Tom Reed") == [("Ada Stone", WARNED), ("Tom Reed", WARNED)]


@pytest.mark.parametrize(
    "text",
    [
        "“It will be our”—Minister Dora Kell leaned to the microphone—“shared burden.”",
        "“The plan,” Karl Renner said — and he paused — “is dead.”",
        f"{WARNED} — Karl Renner said so.", f"{WARNED} – Karl Renner, who had left in May, said.",
        f"{WARNED} (Reuters)", f"{WARNED}\n\n— Reuters", f"{WARNED} (2019)", f"{WARNED} — and nobody came.",
        f"{WARNED} — The crews had left.", f"{WARNED} (He had left.)", f"{WARNED}\n\n— the crews left.",
        f"{WARNED}\n\nKarl Renner left in May.", f"{WARNED}\n\nKarl Renner", f"{WARNED}\n\nThe storm, a new start",
        f"He called it {WARNED} (New Kell)", "The wall fell.\n\n— Karl Renner, union leader",
    ],
)  # fmt: skip
def test_no_signature(text: str) -> None:
    """A clause after a dash, an agency, a year, a subhead or a line without a quotation above is none."""
    assert said(f"{text}\n\nThe storm went on.") == []


# What is no transcript


@pytest.mark.parametrize(
    "lines",
    [
        ["Note: The harbour is shut.", "Note: The road is open.", "Update: The road is shut."],
        ["Washington: The talks go on.", "London: The talks go on.", "Paris: The talks are over."],
        ["WASHINGTON: The talks go on.", "LONDON: The talks go on.", "PARIS: The talks are over."],
        ["Flour: 200 grams.", "Sugar: 100 grams.", "Butter: 50 grams."],
        ["Step 1: Mix the flour.", "Step 2: Bake it.", "Step 3: Eat it."],
        ["Claim: The lights were old.", "Fact: They were new.", "Claim: The wall fell.", "Fact: It stands."],
        ["Pros: It is cheap.", "Cons: It is slow.", "Pros: It is near.", "Cons: It is small."],
        ["Key facts: Nine boats sank.", "The storm went on.", "The crews left."],
        ["Analysis: why the wall fell", "The wall was old.", "Nobody had seen it."],
        ["Ortiz: lights were checked", "The mayor said so on Monday."],
        ["Who: Lena Ortiz.", "What: A talk.", "When: Monday.", "Where: The harbour."],
        ["Monday: Rain.", "Tuesday: Sun.", "Wednesday: Rain.", "Monday: Sun."],
        ["On taxes", "Ortiz: Would cut them.", "Reed: Would raise them.", "On ports", "Ortiz: Would shut one.",
         "Reed: Would open two."],
        ["9:15 a.m.: The storm came.", "10:20 a.m.: The wall fell.", "11:00 a.m.: The crews left."],
        ["The Boat: A story of the storm.", "The Wall: A story of the town.", "The Boat: The film of the story."],
        ["1: Nine boats sank.", "2: The wall fell.", "3: The crews left."],
        ["One thing is sure: nobody came.", "Another is sure: nobody will.", "One thing is sure: it rains."],
        ["A. The harbour", "B. The wall", "C. The lights"],
        ["Home: Reed, Stone, Holt.", "Away: Kell, Orr, Lee.", "Home: Reed for Holt."],
        ["Population: Nine thousand.", "Mayor: Lena Ortiz.", "Founded: In 1620."],
        ["Price: Nine euros.", "Price: Ten euros.", "Verdict: Too much."],
        ["VERDICT: Too dear.", "PRICE: Nine euros.", "VERDICT: Too cheap."],
    ],
)  # fmt: skip
def test_prose_and_lists_with_colons_are_no_transcript(lines: list[str]) -> None:
    """Notes, places, recipes, facts, positions, programmes and scores have colons, and nobody speaks."""
    assert said(paragraphs("The storm was bad, and nobody came to the harbour.", *lines)) == []


def test_an_empty_document_has_no_turns() -> None:
    """Without paragraphs there is nothing to read."""
    assert find_turns(Document("d", "")) == []
    assert find_turns(Document("d", "HOST: Who pays?\n\nORTIZ: We do.")) == []


PIECES = st.sampled_from(
    [
        "HOST: ", "ORTIZ: ", "Q: ", "A: ", "Karl Renner: ", WARNED, " — Ada Stone, farmer", "(laughter)",
        "\n\n", "\n", " ",
        "Karl Renner was blunt: ", "An interview with Lena Ortiz. ", "Why? ", "I do. ", "“", "”", "(", ":",
    ]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=3), max_size=14).map("".join))
def test_turns_are_ordered_and_lie_in_the_text(text: str) -> None:
    """Whatever the text, contents are visible, inside it and in order, and no turn is empty."""
    document = read(text)
    turns = find_turns(document)
    assert turns == sorted(turns, key=lambda turn: (turn.contents[0], turn.label))
    for turn in turns:
        assert turn.contents
        assert all(document.covered(span).strip() for span in turn.contents)
        assert all(one.end <= other.start for one, other in pairwise(turn.contents))
        assert all(span.end <= len(text) for span in turn.contents)


@pytest.mark.parametrize(
    "line",
    [
        "HOST: Who pays? ",
        "Q: Why?\n\nA: I do.\n\n",
        "ORTIZ: I\n\n",
        "Ada and ",
        "“No.” — Ada Stone, ",
        "Karl Renner was: “I” ",
    ],
)
def test_a_long_text_takes_linear_time(line: str) -> None:
    """A hundred thousand characters of labels and names are read in a second or two."""
    find_turns(segment(Document("d", line * (60_000 // len(line)))))


def test_a_turn_says_why() -> None:
    """Each turn names its rule."""
    assert {turn.rule for turn in find_turns(read(CAPITALS))} == {"transcript"}
    assert find_turns(read(f"{WARNED} — Karl Renner")) == [
        Turn(Span(len(WARNED) + 3, len(WARNED) + 14), "Karl Renner", (Span(0, len(WARNED)),), "signature")
    ]


def test_the_lexicon_holds_what_the_rules_ask_for() -> None:
    """Every category is there."""
    assert {
        "answer", "interview", "letters", "no_label", "question", "role", "stage", "title_verb", "told",
    } == set(load_lexicon("turns").categories)  # fmt: skip


def test_a_label_on_a_line_of_its_own_opens_the_turn() -> None:
    """What stands below a label is said by its speaker, even where it names another one."""
    text = paragraphs(
        "TESS MARLOW, HOST:",
        "Lake Hale was eleven miles long. Paul Reyes went to see.",
        "PAUL REYES, BYLINE: I am walking where boats used to lie.",
        "MARLOW: What do you hear?",
        "REYES: Nothing. I hear you.",
    )
    assert said(text)[0] == ("Tess Marlow", "Lake Hale was eleven miles long. Paul Reyes went to see.")


# Posts and letters


def test_a_post_is_signed_with_a_handle_and_a_date() -> None:
    """The words before the dash are the poster's, without links; the next post has its own."""
    text = paragraphs(
        "Readers were furious.",
        "Shut the pier at once. https://t.co/abc — Ann Lee (@annlee) May 3, 2021",
        "You forgot “the long winter of neglect.” — Tom Reed’s Ghost™ (@reed_9) May 4, 2021",
    )
    assert said(text) == [
        ("Ann Lee", "Shut the pier at once."),
        ("Tom Reed’s Ghost™", "You forgot “the long winter of neglect.”"),
    ]


def test_a_wider_gap_joins_the_paragraphs_of_a_post() -> None:
    """What a wider gap than the usual one joins to a post is part of it; an end mark in it announces nobody."""
    post = "“It was rotten” pic.twitter.com/x1 — The Example (@example) May 3, 2021"
    text = f"Nobody knew.\n\nMayor on the pier:\n\n\n\n{post}"
    assert said(text) == [("Example", "Mayor on the pier: | “It was rotten”")]


@pytest.mark.parametrize(
    "line",
    [
        "The mayor spoke to Ann Lee (@annlee) on May 3, 2021.",
        "They met — Ann Lee and the mayor — on May 3, 2021",
        "— Ann Lee (@annlee) May 3, 2021",
    ],
)
def test_what_is_no_post(line: str) -> None:
    """A handle in a sentence, a date behind a dash and a signature of nothing."""
    assert said(paragraphs("The pier was shut.", line)) == []


def test_letters_are_signed_below() -> None:
    """A name on a line of its own closes a letter; where a writer lives belongs to nobody, and a handle has one
    paragraph."""
    text = paragraphs(
        "The pier must stay",
        "Letters to the Editor",
        "The mayor spoke well when she said, “It can wait.” I agree with her.",
        "Nobody else does.",
        "Tom Reed",
        "Rye, N.H.",
        "I never liked the pier.",
        "Lena Ortiz, Harbour Town",
        "We asked our followers what they think of the pier.",
        "It is ugly.",
        "@field_9.",
    )
    assert said(text) == [
        ("Tom Reed", "The mayor spoke well when she said, “It can wait.” I agree with her. | Nobody else does."),
        ("Lena Ortiz", "I never liked the pier."),
        ("@field_9", "It is ugly."),
    ]
    assert said(text.replace("Letters to the Editor", "Opinion of the day")) == []


def test_a_block_of_several_quotations_is_signed_below() -> None:
    """What fills a paragraph alone is one, though it opens again; a board is called with its outlet."""
    text = paragraphs(
        "What the papers say.",
        "“The pier is rotten. It must go… “And who will pay?”",
        "Ann Lee, The Example",
        "“Let it stay.” “It is loved.”",
        "Editorial Board, The Sample",
    )
    assert said(text) == [
        ("Ann Lee", "“The pier is rotten. It must go… | “And who will pay?”"),
        ("Editorial Board, The Sample", "“Let it stay.” | “It is loved.”"),
    ]
