"""What surrounds an article is found as furniture, and prose never is."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Span
from analysis.text.furniture import find_furniture
from analysis.text.read import document_from_text
from analysis.text.segment import segment

FIRST = "The harbour was shut on Monday, and the crews went home without their pay."
LAST = "Mayor Lena Ortiz said that the lights would burn again by the end of the week."


def parts(text: str, label: str = "furniture") -> list[str]:
    document = document_from_text(text, "d")
    return [document.covered(section) for section in document.sections if section.label == label]


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement", "ADVERTISEMENT", "(Advertisement)",
        "Story Continued Below", "Story continues below advertisement",
        "Article continues after this advertisement", "Sponsored content", "CLICK HERE TO GET THE HARBOUR NEWS APP",
        "Get the Harbour News app", "Continue reading the main story", "Skip advertisement",
        "Image copyright Getty Images Image caption The lighthouse at New Kell", "Image copyright AFP",
        "Enlarge this image toggle caption Ada Stone/AP Ada Stone/AP", "Image source, Harbour Trust",
        "Media playback is unsupported on your device Media caption The storm as it came in",
        "Photo: Ada Stone/AP", "Photograph by Tom Reed", "Photo courtesy of the Harbour Trust", "Picture: Karl Renner",
        "(Photo by Ada Stone/Getty Images)", "Ada Stone/AP", "Ada Stone via Getty Images.", "Reuters",
        "Tom Reed / Reuters", "Getty.", "Crews wait on the quay, March 4, 2024. (Ada Stone/Reuters)",
        "Crews wait on the quay [File: Ada Stone/Reuters]", "Crews wait on the quay on Monday (AFP)",
        "The lighthouse at New Kell (Ada Stone for The Example)", "The lighthouse. REUTERS/Ada Stone",
        "Ada Stone/AP The lighthouse at New Kell after the storm, seen on Monday.",
        "FILE PHOTO: The lighthouse is seen at New Kell",
        "FILE - In this Jan. 3, 2024 file photo, the lighthouse is dark.",
        "In this March 4, 2024, photo, crews wait on the quay.",
        "Source: Harbour Trust and Port Authority",
        "Read more: Union threatens strike over harbour pay",
        "READ MORE: Union threatens strike", "(Read more: A strike)",
        "RELATED: Union threatens strike", "Related story: Union threatens strike", "See also: The storm in pictures",
        "Also read | Union threatens strike", "Union threatens strike over harbour pay Read more",
        "READ: What the storm did to New Kell", "WATCH: The storm comes in", "( PHOTOS: The storm in New Kell)",
        "What we know:The storm and its damage", "Watch the full interview below:", "Read the full letter here.",
        "See photos from the harbour below.", "Click here to read more.", "Watch the video above.",
        "UNION THREATENS STRIKE OVER HARBOUR PAY", "MAYOR WARNS CREWS: ‘HARBOUR STAYS SHUT’",
        "Sign up for our daily newsletter", "Sign up for Daily Newsletters", "Subscribe to our podcast here.",
        "Get the stories you care about delivered to your inbox.", "Enter your email address:",
        "Want more harbour news in your inbox? Sign up here.", "For more, sign up for the Morning Quay newsletter.",
        "The Example is a nonprofit newsroom. Sign up to receive our stories by email.",
        "Follow us on Twitter", "Follow Ada Stone on Twitter @adastone.", "Follow @theexample.", "@adastone",
        "Like us on Facebook", "Follow The Example on Instagram and Facebook",
        "This article was amended on 5 March 2025. An earlier version said the harbour would reopen on Tuesday.",
        "Correction: An earlier version of this story gave the wrong day.", "Correction (March 5): The day was wrong.",
        "CORRECTION: The harbour opens on Monday, not on Tuesday.", "This story has been updated.",
        "This is a developing story. Check back for updates.", "UPDATE: This story has been updated with a statement.",
        "Editor’s note: This article first appeared in The Example.", "Clarification: The union has nine members.",
        "© 2024 The Example", "Copyright © 2024 The Example Co. All rights reserved.",
        "Reprinted with permission of The Example.", "An earlier version of this article misspelled a name.",
        "Share this article", "Share on Facebook", "Read or Share this story: https://example.com/a", "View comments",
        "Leave a comment", "12 comments", "Join the conversation", "Have a tip? Write to us.",
        "To continue reading this article, subscribe now.", "Already a subscriber? Log in",
        "You have reached your limit of free articles.", "This article is for subscribers only.", "Subscribe now",
        "We use cookies to improve this site.", "By continuing to use this site you agree to our use of cookies.",
        "Support independent journalism", "Become a member today.",
        "Contributing: Tom Reed in New Kell", "Tom Reed contributed to this report.", "Karl Renner contributed.",
        "The Example’s Ada Stone, Tom Reed and Karl Renner contributed to this report.",
        "Ada Stone contributed reporting from New Kell.", "Reporting by Ada Stone; editing by Tom Reed",
        "Email: desk@example.com", "Contact Ada Stone at astone@example.com.", "https://example.com/harbour",
        "For more information, visit the trust’s page.", "He can be reached at reed@example.com.",
        "11:48 a.m. EST", "4:40 p.m.:", "Updated 9:15 p.m. ET", "Published March 4, 2024", "5 min read", "3 hours ago",
        "191129145046395",
       
    ],
)  # fmt: skip
def test_furniture_between_two_paragraphs(line: str) -> None:
    """Each kind of furniture is labelled whole, with a blank line around it and without one, and is never counted."""
    for gap in ("\n\n", "\n"):
        text = f"{FIRST}{gap}{line}{gap}{LAST}"
        assert parts(text) == [line]
        assert parts(text, "body") == [FIRST, LAST]


@pytest.mark.parametrize(
    "line",
    [
        "Photo of the year, the jury called it.",
        "The image caption was wrong, he said.", "Read my lips, she said.",
        "Follow the money, the union says.",
        "Sign up or go home, the captain told them.", "“Read more: that is my advice.”",
        "“Follow us on Twitter,” the union told its members.", "She asked them to follow her on Twitter.",
        "The union asked its members to sign up for a newsletter.", "Subscribe to this view and you will lose.",
        "Correction of the charts will take a year.", "The article was amended in parliament on Monday.",
        "This report was published by the ministry on Monday.", "This story is old, and all of New Kell knows it.",
        "The photo: a boat, a wall, nobody.", "He works for Reuters.", "AP reported the storm first.",
        "Ortiz (the mayor) left.", "He left (the union had asked him to).", "The bill passed (51-49).",
        "Support the crews, the union asked.", "Comment was not at once to be had.", "World leaders came.",
        "Opinion is divided in New Kell.", "Watch out for the tide, the sailors say.", "Listen: this is not a joke.",
        "See: nobody came.", "Note: the lights are out.", "Key facts: nine boats, one wall, no light.", "NATO",
        "Why it matters", "What the storm did", "THE STORM", "WHO PAYS?", "By the time they left, it was dark.",
        "Share prices fell.", "Contact with the boat was lost at noon.", "At 4:40 p.m. the wall fell.",
        "It was updated in 2019, the trust said.", "Published in 2019, the study is old.", "Never again. Never again.",
        "A woman who did not give her name (Reuters has seen her papers) said so.", "Sources: they will not talk.",
        "He contributed to this report on the harbour in 2019, she said.", "Click here and you are lost, he joked.",
        "Related crimes rose by nine per cent.", "Recommended doses are lower.", "Image is all, the mayor knows.",
        "Get out, he told them by e-mail.", "Already a member of the union, he joined the trust.",
    ],
)  # fmt: skip
def test_in_doubt_a_line_is_prose(line: str) -> None:
    """Sentences, quotations and subheads that have a word in common with furniture are counted."""
    assert parts(f"{FIRST}\n\n{line}\n\n{LAST}") == []


def test_the_section_of_the_newspaper_stands_above_only() -> None:
    """ "World" above an article is no headline and no prose; in its midst it is a subhead, which is counted."""
    assert parts(f"World\n\nHarbour to open\n\nBy Ada Stone\n\n{FIRST}") == ["World"]
    assert parts(f"World\n\nHarbour to open\n\nBy Ada Stone\n\n{FIRST}", "headline") == ["Harbour to open"]
    assert parts(f"News > World > Europe\n\n{FIRST}") == ["News > World > Europe"]
    assert parts(f"{FIRST}\n\nWorld\n\n{LAST}") == []


def test_a_name_above_an_outlet_is_who_wrote_it() -> None:
    """A first line that is a name, above the name of an outlet, is no headline."""
    text = f"Ada Stone\n\nUSA TODAY\n\nNEW KELL — {FIRST}"
    assert [section.label for section in document_from_text(text, "d").sections] == [
        "sign_off", "furniture", "dateline", "body",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "bio",
    [
        "Karl Renner is a columnist for The Example.",
        "Karl Renner is professor of law at the University of New Kell.",
        "Karl Renner, a retired sailor, is a contributor to The Example. Follow him on Twitter: @krenner.",
        "Karl Renner covers ports for The Example.",
    ],
)
def test_the_author_is_introduced_at_the_end(bio: str) -> None:
    """A last paragraph that introduces somebody not named before is the author's; anybody named before is prose."""
    assert parts(f"{FIRST}\n\n{LAST}\n\n{bio}") == [bio]
    assert parts(f"{FIRST}\n\n{LAST}\n\n{bio}\n\nSign up for our newsletter.")[0] == bio
    assert parts(f"{FIRST}\n\n{bio}\n\n{LAST}") == []
    assert parts(f"Renner came.\n\n{LAST}\n\n{bio}") == []


def test_who_is_introduced_without_a_role_of_an_author_is_prose() -> None:
    """The last paragraph of a report may bring in somebody new."""
    assert parts(f"{FIRST}\n\nKarl Renner is nine years old and lives in New Kell.") == []


@pytest.mark.parametrize(
    "glued",
    [
        "(RELATED: Union Threatens Strike)",
        "(Photo: Ada Stone/AP)",
        "CLICK HERE TO GET THE HARBOUR NEWS APP",
        "Story continues below advertisement",
        "ADVERTISEMENT",
    ],
)
def test_furniture_glued_between_two_sentences(glued: str) -> None:
    """What a page ran into a paragraph is taken out of it where sentences end before and begin after it."""
    for text in (f"{FIRST} {glued} {LAST}", f"{FIRST}{glued}{LAST}"):
        assert parts(text) == [glued]
        assert parts(text, "body") == [FIRST, LAST]


@pytest.mark.parametrize("last", ["The Associated Press contributed to this report.", "(Ada Stone via AP)"])
def test_furniture_glued_to_the_end(last: str) -> None:
    """A credit that closes a paragraph of prose is taken off it."""
    text = f"{FIRST} {LAST} {FIRST} {LAST} {last}"
    assert parts(text) == [last]


def test_a_bracket_inside_a_sentence_stays() -> None:
    """Nothing is cut out of a sentence."""
    assert parts(f"The crews (RELATED: Union Threatens Strike) went home. {LAST}") == []


def test_a_signature_is_no_furniture() -> None:
    """Who is quoted above a dash, even with an outlet, is not a credit of a picture."""
    voices = "“Nobody warned us.”\n\n— Karl Renner, union leader\n\n“I left.”\n\nAda Stone, The Example"
    text = f"{FIRST}\n\n{voices}\n\n{LAST}"
    assert parts(text) == []


def test_a_text_in_capitals_is_no_list_of_headlines() -> None:
    """Where much is in capitals, capitals say nothing."""
    lines = ["THE HARBOUR WAS SHUT ON MONDAY", "THE CREWS WENT HOME WITHOUT PAY", "They had waited long."] * 3
    assert parts("\n\n".join(lines)) == []


def test_furniture_alone_is_body() -> None:
    """If nothing would be left to count, all of it is."""
    assert parts("Advertisement\n\nRead more: A strike", "body") == ["Advertisement\n\nRead more: A strike"]


def test_neighbours_do_not_fuse() -> None:
    """The sentences on either side of furniture stay two, and none of its words is counted."""
    text = (
        "Nobody came, and the crews went home,\n\nAdvertisement\n\nand the boats stayed. (RELATED: A Strike) They wait."
    )
    document = segment(document_from_text(text, "d"))
    assert [document.covered(sentence) for sentence in document.sentences] == [
        "Nobody came, and the crews went home,", "and the boats stayed.", "They wait.",
    ]  # fmt: skip


def test_a_hard_wrapped_note_is_one_piece() -> None:
    """A note over several lines of a wrapped text is labelled whole, and the paragraphs around it stay."""
    wrapped = (
        "The harbour was shut on Monday, and the crews went home\nwithout their pay, as they had done the year before\n"
        "when the storm had come.\n\nThis article was amended on 5 March 2025. An earlier\nversion said the harbour "
        "would open on Tuesday.\n"
    )
    assert parts(wrapped) == [wrapped[wrapped.index("This article") :].strip()]


PIECES = st.sampled_from(
    [
        "Advertisement",
        "Read more: A strike",
        "RELATED:",
        "(Photo: Ada Stone/AP)",
        FIRST,
        LAST,
        "\n",
        "\n\n",
        " ",
        "World",
    ]
)


@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_furniture_is_in_order_and_trimmed(text: str) -> None:
    """Whatever the text, the pieces follow each other, lie inside it and have no blank ends."""
    found = list(find_furniture(text, Span(0, len(text))))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[part.start : part.end] == text[part.start : part.end].strip() != "" for part in found)


@pytest.mark.parametrize(
    "line", ["(RELATED: A ", "Read more ", "Ada Stone/", "Want more? ", "Ada and ", "A, ", "A" * 50 + " "]
)
def test_a_long_hostile_line_takes_linear_time(line: str) -> None:
    """Half a million characters of what opens furniture are read at once, in one line and in many short ones."""
    for text in (line * (500_000 // len(line)), (line * (480 // len(line)) + "\n") * 500):
        list(find_furniture(text, Span(0, len(text))))


def test_every_term_of_the_lexicon_compiles_and_says_what_it_is() -> None:
    """The categories are those that the rules ask for."""
    lexicon = load_lexicon("furniture")
    assert {"biography", "inside", "outlet", "section_label"} < set(lexicon.categories)
