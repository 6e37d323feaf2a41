"""Actors: who is mentioned, in what form, and who is meant."""

from __future__ import annotations

import pytest

from analysis.actors.find_actors import find_actors
from analysis.actors.known_actors import Actor, Actors
from analysis.annotate import prepare
from analysis.annotation import LAYERS
from analysis.text.document import Document
from analysis.text.parse import parse
from analysis.text.segment import segment


def mentions(text: str, known: Actors | None = None) -> list[tuple[str, str, str]]:
    """Words, label and actor of every row."""
    document = parse(segment(Document("d", text)))
    rows = list(find_actors(document, known or Actors()))
    return [(text[row.start : row.end], row.label, row.actor) for row in rows]


def test_people_in_a_seat_are_the_state() -> None:
    """A description of people inside a seat of government is an epithet of the state; the seat in it is a row, too."""
    found = mentions("The reckless clique in the Kremlin has lied to the press.")
    assert ("reckless clique in the Kremlin", "epithet", "Russia") in found
    assert ("Kremlin", "metonym", "Russia") in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Angela Merkel spoke. Merkel left.", ("Merkel", "name", "Angela Merkel")),
        ("Prime Minister Imran Khan spoke in Lahore.", ("Prime Minister", "title", "Imran Khan")),
        ("Maria Silva, minister of trade, resigned.", ("minister", "title", "Maria Silva")),
        ("The French president spoke to Ghana's envoy.", ("French", "name", "France")),
        ("Moscow rejected the proposal.", ("Moscow", "metonym", "Russia")),
        ("The delegates met in Moscow.", ("Moscow", "name", "Moscow")),
        ("They discussed relations between Ankara and Athens.", ("Ankara", "metonym", "Turkey")),
        ("The Kremlin said nothing.", ("Kremlin", "metonym", "Russia")),
        ("The Iraqi government fell.", ("Iraqi government", "name", "Iraq")),
        ("The Obama administration refused.", ("Obama administration", "name", "Obama administration")),
        ("Narendra Modi spoke. He was tired.", ("He", "pronoun", "Narendra Modi")),
        ("“We will win,” Narendra Modi said.", ("We", "pronoun", "")),
        ("Rosa Weber, mother of the sailor Jan Weber, wept. Weber spoke.", ("Weber", "name", "Rosa Weber")),
    ],
)
def test_who_is_meant(text: str, expected: tuple[str, str, str]) -> None:
    """One case of each form."""
    assert expected in mentions(text)


def test_possessive_is_outside() -> None:
    """The clitic is no part of a name."""
    assert ("Iran", "name", "Iran") in mentions("Iran’s parliament met.")


def test_two_spellings_of_one_name() -> None:
    """Names of another script differ by a letter or two where the rest agrees."""
    found = mentions("Qassem Haddadi died. Hundreds mourned Qassemi Haddadi in Beirut on Monday.")
    assert len({actor for words, _, actor in found if "Haddadi" in words}) == 1


def test_husband_and_wife_are_two() -> None:
    """One surname and two given names are two people, told apart by the form of address."""
    found = mentions("Hillary Clinton met Bill Clinton. Mrs. Clinton smiled. Mr. Clinton left.")
    assert [actor for words, _, actor in found if words == "Clinton"] == ["Hillary Clinton", "Bill Clinton"]


def test_known_actors_go_first() -> None:
    """A declared alias is found as written, and its canonical name is the declared one."""
    known = Actors(
        (Actor("Israel", ("Zionist regime",), "state"), Actor("Daesh", ("the so-called caliphate",), "group"))
    )
    found = mentions("The Zionist regime and the so-called caliphate were named.", known)
    assert ("Zionist regime", "epithet", "Israel") in found
    assert ("the so-called caliphate", "epithet", "Daesh") in found


def test_letters_in_brackets() -> None:
    """Letters in brackets name the institution before them, there and later."""
    found = mentions("The National Harbour Board (NHB) met. Later the NHB closed.")
    assert {actor for words, _, actor in found if words == "NHB"} == {"National Harbour Board"}


@pytest.mark.parametrize(
    "text", ["", "…", "?", "Hello", "it It IT", "He said she said.", "(((", "“I", "Mr.", "the the"]
)
@pytest.mark.parametrize("grammar", [True, False])
def test_odd_text_gives_rows_or_none(text: str, grammar: bool) -> None:
    """Nothing raises on text, with grammar or without; labels are the layer's, and rows stand in order."""
    document = segment(Document("d", text))
    rows = list(find_actors(parse(document) if grammar else document))
    assert all(row.label in LAYERS["actor"].labels and row.start < row.end for row in rows)
    assert rows == sorted(rows, key=lambda row: row.start)


def test_who_is_told_of_is_not_who_tells() -> None:
    """A pronoun above a clause is none of the names in it: "Baker left, he said" is not said by Baker."""
    text = "John Smith met the press. The reforms have failed since the fall of Peter Baker, he said."
    document = prepare(Document("d", text))
    at = text.index("he said")
    assert [row.actor for row in find_actors(document) if row.start == at] == ["John Smith"]


def test_a_declared_description_is_an_epithet() -> None:
    """An alias with a common noun in it is an epithet, and no part of it is an actor of its own."""
    known = Actors((Actor("Ruritania", ("Elphbergist regime",), "state"),))
    document = prepare(Document("d", "Troops of the Elphbergist regime left. Ruritania fell."))
    rows = [(document.text[row.start : row.end], row.label, row.actor) for row in find_actors(document, known)]
    assert rows == [("Elphbergist regime", "epithet", "Ruritania"), ("Ruritania", "name", "Ruritania")]


def pronouns(text: str) -> list[str]:
    """The actor of each pronoun, in order."""
    return [actor for _, label, actor in mentions(text) if label == "pronoun"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The chairman, Paul Dahl, has said that he expects a loss.", ["Paul Dahl"]),
        ("Helen Krog met Paul Dahl. He had criticised Karl Holm for his speech.", ["Paul Dahl", "Karl Holm"]),
        ("Paul Dahl fought Simon Berg, who said he was ready.", ["Simon Berg"]),
        ("Running against Simon Berg in May, he lost. Helen Krog won.", [""]),
        ("Paul Dahl left. “He was kind,” Simon Berg said.", ["Paul Dahl"]),
        ("Paul Dahl met Simon Berg in Oslo. They shook hands.", [""]),
        ("Norway sued Sweden. It lost.", ["Norway"]),
        ("Norway denied it.", [""]),
        ("It is about Norway. When it comes to Norway, we pay.", [""]),
        ("Paul Dahl had buried the dead himself.", ["Paul Dahl"]),
        ("When he walked into the hall, Paul Dahl was met with boos.", ["Paul Dahl"]),
        ("Her widow, Helen Krog, spoke to Paul Dahl. She wept.", ["", "Helen Krog"]),
        ("Norway closed its embassy. Its army said it would march.", ["Norway", "Norway", "Norway"]),
        ("Paul Dahl, a diver, has died. Simon Berg, for his part, said nothing.", ["Simon Berg"]),
    ],
)
def test_whom_a_pronoun_means(text: str, expected: list[str]) -> None:
    """One case of each rule; nothing where several persons, a thing or nobody is meant."""
    assert pronouns(text) == expected


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Bishop Tom Lund spoke. Later the bishop left.", "the bishop", "Tom Lund"),
        ("Sen. Tom Lund spoke. Later the senator left.", "the senator", "Tom Lund"),
        ("Vice President Tom Lund met President Paul Dahl. Later the president left.", "the president", "Paul Dahl"),
        ("The Nordic Court of Appeal met. Later the court rose.", "the court", "Nordic Court of Appeal"),
        ("Arvento Motors fell on Monday. Investors fled. The company said nothing.", "The company", "Arvento Motors"),
    ],
)
def test_whom_a_description_means(text: str, words: str, actor: str) -> None:
    """An office with "the" is its holder, a body is the one with that noun in its name, a firm the last firm named."""
    assert (words, "title", actor) in mentions(text)


def test_somebody_new_takes_the_description() -> None:
    """After "an officer", "the officer" is no longer the officer named before."""
    text = "Police officer Tom Lund left. An officer was found later. The officer was hurt."
    assert not any(words.lower() == "the officer" for words, _, _ in mentions(text))


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Marijke de Boer spoke. De Boer left.", "De Boer", "Marijke de Boer"),
        ("Bashar al-Tamimi fled. Tamimi is in Paris.", "Tamimi", "Bashar al-Tamimi"),
        ("Okoro Motors fell. Okoro blamed the strike.", "Okoro", "Okoro Motors"),
        (
            "The Northern Dairy Farmers Union met. The Farmers Union voted.",
            "Farmers Union",
            "Northern Dairy Farmers Union",
        ),
        ("The Polar Research Institute closed. The PRI had no money.", "PRI", "Polar Research Institute"),
        ("Former secretary of State Helen Krog spoke.", "Helen Krog", "Helen Krog"),
        ("Republican Sen. Tom Lund spoke.", "Tom Lund", "Tom Lund"),
        ("Fans cheered Marty Haj Karim Lund. Karim Lund waved.", "Karim Lund", "Karim Lund"),
        ("Ronan Casey spoke. Casey won. His sister, Maeve Casey, cheered. Casey left.", "Casey", "Ronan Casey"),
        ("They left Brussels by train.", "Brussels", "Brussels"),
        ("Talks with Minsk and Ankara failed.", "Ankara", "Turkey"),
    ],
)
def test_names_that_are_one(text: str, words: str, actor: str) -> None:
    """Short forms, letters, titles and spellings lead to the full name."""
    assert {one for form, label, one in mentions(text) if form == words and label != "title"} == {actor}


@pytest.mark.parametrize("word", ["Iran-backed", "pro-Israel", "Russian-Turkish", "R-Texas", "MORE"])
def test_what_is_no_actor(word: str) -> None:
    """Adjectives made of a name, labels of party and state, and words of the page around the article."""
    assert word not in [words for words, _, _ in mentions(f"The {word} fighters came to Oslo.")]


def test_a_headline_in_capitals_names_nobody() -> None:
    """Four words in capitals in a row are no name."""
    assert not mentions("NEW STORM HITS HARBOUR TOWNS")


def actors_of(text: str) -> set[str]:
    """The actors that are called by name."""
    return {actor for _, label, actor in mentions(text) if label not in {"pronoun", "title"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mrs. Holt said the house was cold. Mr. Holt said it was warm. Mrs. Holt left.", {"Mrs. Holt", "Mr. Holt"}),
        ("Ms. Dahl spoke to Mr. Berg. Mr. Dahl slept.", {"Ms. Dahl", "Mr. Dahl", "Berg"}),
        ("Martin Kell Jr. won the vote. Mr. Kell thanked the town. “We won,” Kell said.", {"Martin Kell Jr."}),
        ("Martin Kell III won the vote. Mr. Kell thanked the town.", {"Martin Kell III"}),
        ("Tom Orr Sr. founded the shop. Tom Orr Jr. sold it.", {"Tom Orr Sr.", "Tom Orr Jr."}),
        ("Martin Kell, Jr., won the vote.", {"Martin Kell"}),
        (
            "Dr. Ana Ruiz, M.D., met Tom Orr, Ph.D., yesterday, and Sam Lee, Esq. Ruiz said no.",
            {"Ana Ruiz", "Tom Orr", "Sam Lee"},
        ),
        ("The Bank of Norland (BoN) raised rates. BoN said prices rose.", {"Bank of Norland"}),
        ("The Ministry of Health (MoH) warned. The MoH closed schools.", {"Ministry of Health"}),
        ("The Workers’ Union (WU) met. The WU said no.", {"Workers' Union"}),
        ("The Farmers' Alliance (FA) met. The FA said yes.", {"Farmers' Alliance"}),
        ("Ben Chan won a seat. Raymond Chan lost one.", {"Ben Chan", "Raymond Chan"}),
    ],
)
def test_who_is_one_and_who_is_nobody(text: str, expected: set[str]) -> None:
    """Forms of address, suffixes, degrees, letters in brackets, apostrophes and words that ran together."""
    assert actors_of(text) == expected


def test_the_union_is_no_town() -> None:
    """A body that is not named is not the place that was named last."""
    found = mentions("Boats lay over the wall at Saltmouth. The fishing union has called for calm.")
    assert not [actor for words, _, actor in found if "union" in words]


def test_who_deny_a_thing_are_not_the_thing() -> None:
    """The letters are the ministry, so what it denies is not the ministry."""
    assert pronouns("The Ministry of Health (MoH) warned. The MoH denied it.") == [""]


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Rain fell in Norway. Later the country counted its dead.", "the country", "Norway"),
        ("Norway and Sweden met. The two countries agreed.", "The two countries", None),
        ("Hezbollah fired rockets. The militant group said so.", "The militant group", "Hezbollah"),
    ],
)
def test_what_a_description_of_a_state_or_group_means(text: str, words: str, actor: str | None) -> None:
    """A country is the state in view, two are nobody, a group is the last one named."""
    found = {one for form, _, one in mentions(text) if form == words}
    assert found == ({actor} if actor else set())


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("Ana Ruiz won the prize. She is a legend.", "legend", "Ana Ruiz"),
        ("Ana Ruiz is an artist and a thief.", "thief", "Ana Ruiz"),
        ("The winner was Ana Ruiz.", "winner", "Ana Ruiz"),
        ("Ana Ruiz is not a thief.", "thief", None),
        ("Ana Ruiz could be a thief.", "thief", None),
        ("Police sought a man named Tom Lund.", "man", "Tom Lund"),
        ("They met in the quiet city of Bergen, Norway.", "quiet city of Bergen", "Bergen"),
    ],
)
def test_what_is_said_of_somebody(text: str, words: str, actor: str | None) -> None:
    """A noun that somebody is, and one that is given a name, is a title of his; not what he is not, or may be."""
    assert {one for form, label, one in mentions(text) if form == words and label == "title"} == (
        {actor} if actor else set()
    )


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [("Tom Lund left. He praised Sam Reed.", "He"), ("Tom Lund left. He waited until Sam Reed called.", "He")],
)
def test_who_is_named_in_its_clause_is_not_the_pronoun(text: str, pronoun: str) -> None:
    """A name below a pronoun is somebody else (Principle C)."""
    assert (pronoun, "pronoun", "Tom Lund") in mentions(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("David French resigned. French said he was ill.", ["David French", "David French"]),
        ("David French resigned. French officials met, and the French agreed.", ["David French", "France", "France"]),
        ("Jack London moved. He lives in London. London wrote of it.", ["Jack London", "London", "Jack London"]),
        ("Jordan Peterson flew to Jordan.", ["Jordan Peterson", "Jordan"]),
    ],
)
def test_a_surname_that_is_a_place_too(text: str, expected: list[str]) -> None:
    """Somebody named in full has his surname alone, too; a place inside his name is none."""
    assert [actor for _, label, actor in mentions(text) if label in {"name", "metonym"}] == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Peru sent troops. “Our country is safe,” said Ann Lee.", "Our country"),
        ("Peru sent troops. Chileans feared for their country.", "their country"),
        ("Peru sent troops to the border. Tension in the region grew.", "the region"),
        ("Ann Lee met Karl Renner. He said his predecessor had failed.", "his predecessor"),
        ("Ann Lee met Karl Renner. They named their own foreign minister.", "their own foreign minister"),
        ("Parliament met on Monday. Lawmakers asked the administration for answers.", "the administration"),
        ("In Rye, the crowd cheered.", "the crowd"),
        ("The harm came from the owners, particularly Ann Lee, on Monday.", "harm"),
        ("Tom Reed left. If he were a thief, we would know.", "thief"),
    ],
)
def test_what_does_not_surely_mean_somebody_means_nobody(text: str, words: str) -> None:
    """What is the speaker's or somebody else's, a region, whoever governs, a crowd, what is only supposed."""
    assert not any(actor for said, _, actor in mentions(text) if said.endswith(words))


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        ("The Norland Post Office wrote. NPO tweeted again.", "NPO", "Norland Post Office"),
        ("The Associated Press reported it. AP tweeted again.", "AP", "Associated Press"),
        ("Qassem Soldani died on Monday. The strike on Suldani was bold.", "Suldani", "Qassem Soldani"),
    ],
)
def test_letters_and_spellings_of_a_name(text: str, words: str, actor: str) -> None:
    """Initials that look like a particle, and a spelling of a surname that is taken for an institution."""
    assert [name for said, _, name in mentions(text) if said == words] == [actor]
