"""Questions to the grammar, on short sentences and on words without grammar."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from analysis.text.document import Document, Token, Word
from analysis.text.grammar import after, agents_of, conjuncts, is_nonfinite, is_passive, objects_of, subjects_of
from analysis.text.parse import parse
from analysis.text.segment import segment


def parsed(text: str) -> Document:
    return parse(segment(Document("d", text)))


def at(document: Document, form: str) -> Word:
    """The first word of that form."""
    return document.words[document.forms.index(form)]


def forms(words: list[Word]) -> list[str]:
    return [word.text for word in words]


def indices(words: list[Word]) -> list[int]:
    return [word.index for word in words]


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        ("Iraq expelled the troops.", "expelled", ["Iraq"]),
        ("Iran and Iraq signed the treaty.", "signed", ["Iran", "Iraq"]),
        ("Iraq wants to expel the troops.", "expel", ["Iraq"]),
        ("Iraq met the envoy and praised the plan.", "praised", ["Iraq"]),
        ("The soldiers who burned the town fled.", "burned", ["soldiers"]),
        ("The troops were expelled by Iraq.", "expelled", ["troops"]),
    ],
)
def test_subjects(text: str, verb: str, subjects: list[str]) -> None:
    """A subject is a word's own, shared with the verb it is joined to, or taken from the verb above."""
    document = parsed(text)
    assert forms(subjects_of(at(document, verb))) == subjects


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("The troops were expelled by Iraq.", "expelled", True),
        ("The town got attacked again.", "attacked", True),
        ("The men killed in the raid were miners.", "killed", True),
        ("Iraq has expelled the troops.", "expelled", False),
        ("Iraq expelled the troops.", "expelled", False),
    ],
)
def test_passives(text: str, verb: str, passive: bool) -> None:
    """With "be" or "get", or as a bare participle after a noun; the perfect is none."""
    document = parsed(text)
    assert is_passive(at(document, verb)) is passive


def test_conjuncts_are_found_in_a_chain() -> None:
    """Each of a row of joined names, the first included."""
    document = parsed("Iran, Iraq and Oman signed the treaty.")
    assert forms(conjuncts(at(document, "Iran"))) == ["Iran", "Iraq", "Oman"]


@pytest.mark.parametrize(
    ("text", "verb", "subjects"),
    [
        ("Backed by Oman, the envoy left.", "Backed", ["envoy"]),
        ("The envoy came to praise the plan.", "praise", ["envoy"]),
        ("The envoy left without signing the deal.", "signing", ["envoy"]),
        ("The miner was ready to leave.", "leave", ["miner"]),
        ("The ship, built in Oman, sank.", "built", ["ship"]),
        ("The judge had him arrested.", "arrested", ["him"]),
        ("It was Denmark that sold the ships.", "sold", ["Denmark"]),
        ("The men whom Iraq arrested fled.", "arrested", ["Iraq"]),
        ("He said that Iraq left.", "left", ["Iraq"]),
    ],
)
def test_subjects_that_are_not_stated(text: str, verb: str, subjects: list[str]) -> None:
    """Participles, infinitives and clauses borrow a subject; a clause with its own keeps it."""
    document = parsed(text)
    assert forms(subjects_of(at(document, verb))) == subjects


def test_who_promises_acts() -> None:
    """The object of the verb above is the subject, but not where that verb is one of the promises."""
    document = parsed("Oman persuaded the envoy to leave.")
    assert forms(subjects_of(at(document, "leave"), ["promise"])) == ["envoy"]
    document = parsed("Oman promised the envoy to leave.")
    assert forms(subjects_of(at(document, "leave"), ["promise"])) == ["Oman"]
    assert forms(subjects_of(at(document, "leave"))) == ["envoy"]


@pytest.mark.parametrize(
    ("text", "verb", "objects"),
    [
        ("Police stopped drivers and cyclists.", "stopped", ["drivers", "cyclists"]),
        ("Oman gave the envoy a letter.", "gave", ["envoy", "letter"]),
        ("Oman gave a letter to the envoy.", "gave", ["letter", "envoy"]),
        ("The men whom Iraq arrested fled.", "arrested", ["men"]),
        ("The men Iraq arrested fled.", "arrested", ["men"]),
        ("Police arrested and jailed the men.", "arrested", ["men"]),
        ("The troops sank ships and burned towns.", "sank", ["ships"]),
        ("The ships sailed slowly and sank.", "sailed", []),
        ("The town where Iraq lost fell.", "lost", []),
        ("The envoy with whom Iraq talked left.", "talked", []),
        ("The men were arrested by police.", "arrested", []),
    ],
)
def test_objects(text: str, verb: str, objects: list[str]) -> None:
    """Objects are a verb's own, what a relative clause modifies, or shared with the verb joined to it."""
    document = parsed(text)
    assert forms(objects_of(at(document, verb))) == objects


@pytest.mark.parametrize(
    ("text", "verb", "agents"),
    [
        ("The men were arrested by police and guards.", "arrested", ["police", "guards"]),
        ("The men were arrested and beaten by police.", "arrested", ["police"]),
        ("The men were arrested by police and jailed by judges.", "arrested", ["police"]),
        ("The men were arrested by police and jailed by judges.", "jailed", ["judges"]),
        ("The men were arrested.", "arrested", []),
        ("Police arrested the men.", "arrested", []),
    ],
)
def test_agents(text: str, verb: str, agents: list[str]) -> None:
    """The phrases after "by", shared with an earlier verb that has none."""
    document = parsed(text)
    assert forms(agents_of(at(document, verb))) == agents


@pytest.mark.parametrize(
    ("text", "verb", "passive"),
    [
        ("Backed by Oman, the envoy left.", "Backed", True),
        ("The judge had him arrested.", "arrested", True),
        ("Two miners killed by a mob", "killed", True),
        ("The men were arrested and charged.", "charged", True),
        ("Having left Cairo, the envoy rested.", "left", False),
    ],
)
def test_passives_without_an_auxiliary_of_their_own(text: str, verb: str, passive: bool) -> None:
    """A bare participle is passive in a clause, a headline or a row; one with "having" is not."""
    document = parsed(text)
    assert is_passive(at(document, verb)) is passive


@pytest.mark.parametrize(
    ("text", "verb", "nonfinite"),
    [
        ("Having left Cairo, the envoy rested.", "left", True),
        ("Backed by Oman, the envoy left.", "Backed", True),
        ("The envoy came to praise the plan.", "praise", True),
        ("Iraq must leave.", "leave", False),
        ("Iraq has left.", "left", False),
        ("Iraq leaves.", "leaves", False),
        ("Leave the town.", "Leave", False),
    ],
)
def test_nonfinite_verbs(text: str, verb: str, nonfinite: bool) -> None:
    """Participles and infinitives with "to"; not what a finite auxiliary carries, nor an order."""
    document = parsed(text)
    assert is_nonfinite(at(document, verb)) is nonfinite


def made(*words: str) -> Document:
    """A document of words given as "form/tag/dep/head"; the part of speech follows the tag."""
    tokens, text = [], ""
    for word in words:
        form, tag, dep, head = word.split("/")
        pos = {"V": "VERB", "I": "ADP", "R": "ADV"}.get(tag[0], "NOUN")
        tokens.append(Token(len(text), len(text) + len(form), pos=pos, tag=tag, dep=dep, head=int(head)))
        text += f"{form} "
    return Document("d", text, tokens=tuple(tokens))


def test_phrases_after_a_preposition() -> None:
    """Only through the prepositions asked for, in any case, as agent or not, without what is joined to the phrase."""
    document = made(
        "sent/VBN/ROOT/0", "By/IN/agent/0", "Oman/NNP/pobj/1", "Iraq/NNP/conj/2",
        "from/IN/prep/0", "Basra/NNP/pobj/4", "by/RB/advmod/0",
    )  # fmt: skip
    sent = document.words[0]
    assert forms(after(sent, ["by"])) == ["Oman"]
    assert forms(after(sent, {"by", "from"})) == ["Oman", "Basra"]
    assert after(sent, ["to"]) == after(sent, []) == []
    assert forms(agents_of(sent)) == ["Oman", "Iraq"]


def test_a_passive_is_told_by_its_subject_or_in_a_headline_by_its_agent() -> None:
    """A passive subject is enough; a participle at the root needs a phrase after "by"."""
    assert is_passive(made("men/NNS/nsubjpass/1", "held/VBD/ROOT/1").words[1])
    assert is_passive(made("men/NNS/nsubj/1", "held/VBN/ROOT/1", "by/IN/agent/1", "mob/NN/pobj/2").words[1])
    assert not is_passive(made("men/NNS/nsubj/1", "held/VBN/ROOT/1", "in/IN/prep/1", "Basra/NNP/pobj/2").words[1])


def test_a_stranded_preposition_fills_the_gap() -> None:
    """Roads that Iraq built are its object, roads that Iraq relied on are not."""
    gap = ("roads/NNS/ROOT/0", "Iraq/NNP/nsubj/2", "used/VBD/relcl/0")
    assert indices(objects_of(made(*gap).words[2])) == [0]
    assert indices(objects_of(made(*gap, "on/IN/prep/2").words[2])) == []


def test_an_object_is_shared_only_with_a_near_verb() -> None:
    """At most two words may stand between the two verbs."""
    near = ("held/VBD/ROOT/0", "and/RB/cc/0", "then/RB/advmod/3", "tried/VBD/conj/0", "men/NNS/dobj/3")
    far = (
        "held/VBD/ROOT/0",
        "and/RB/cc/0",
        "then/RB/advmod/4",
        "there/RB/advmod/4",
        "tried/VBD/conj/0",
        "men/NNS/dobj/4",
    )
    assert indices(objects_of(made(*near).words[0])) == [4]
    assert indices(objects_of(made(*far).words[0])) == []


def test_a_head_outside_the_document_is_none() -> None:
    """Where the head is unknown there is nothing above, and no subject to borrow."""
    document = made("left/VBD/conj/-1", "gone/VBN/relcl/-1")
    assert subjects_of(document.words[0]) == subjects_of(document.words[1]) == []


def test_a_long_row_of_names_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain of 5,000 conjuncts is asked about at each word without looking at the whole row each time."""
    size = 5000
    document = made("w0/NNP/ROOT/0", *(f"w{i}/NNP/conj/{i - 1}" for i in range(1, size)))
    assert indices(conjuncts(document.words[0])) == list(range(100))
    assert indices(conjuncts(document.words[size - 2])) == [size - 2, size - 1]
    looked = count_children(monkeypatch)
    for word in document.words:
        conjuncts(word)
    assert len(looked) <= 100 * size


def test_a_long_row_of_verbs_is_climbed_a_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A near verb finds the subject of the first, one far off gives up; no question looks at the whole row."""
    size = 1500
    verbs = (f"w{i}/VBN/conj/{i - 1}" for i in range(2, size))
    document = made("Oman/NNP/nsubj/1", "w1/VBN/ROOT/1", *verbs)
    assert indices(subjects_of(document.words[10])) == [0]
    assert subjects_of(document.words[size - 1]) == []
    assert not is_passive(document.words[size - 1])
    looked = count_children(monkeypatch)
    for question in (subjects_of, objects_of, agents_of, is_passive):
        looked.clear()
        for word in document.words[1:]:
            question(word)
        assert len(looked) <= 200 * size


def count_children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gains an item with each question for children: work is counted, not timed."""
    looked: list[int] = []
    children = Word.children

    def counted(word: Word, *deps: str) -> list[Word]:
        looked.append(word.index)
        return children(word, *deps)

    monkeypatch.setattr(Word, "children", counted)
    return looked


def test_no_question_raises_without_grammar() -> None:
    """Every question has an answer for words that were never parsed."""
    document = segment(Document("d", "Oman said it was attacked by Iraq."))
    for word in document.words:
        for question in (conjuncts, objects_of, agents_of, subjects_of):
            assert question(word) == ([word] if question is conjuncts else [])
        assert after(word, ["by"]) == []
        assert not is_passive(word)


def test_conjuncts_of_one_word_are_capped() -> None:
    """Five thousand words that all hang on the first give a hundred, as a chain does."""
    star = tuple(Token(2 * i, 2 * i + 1, pos="NOUN", dep="conj" if i else "ROOT", head=0) for i in range(5000))
    assert indices(conjuncts(Document("d", "a " * 5000, tokens=star).words[0])) == list(range(100))


class Counted(tuple[int, ...]):
    """Children that count how many of them are looked at one after the other."""

    looked = 0

    def __iter__(self) -> Iterator[int]:
        """All of them, each counted."""
        Counted.looked += len(self)
        return super().__iter__()


@pytest.mark.parametrize("label", ["conj", "nsubj", "dobj", "prep", "advcl", "agent", "relcl"])
def test_a_star_of_words_is_looked_through_once(label: str) -> None:
    """A thousand words on one head, each asked every question: no word sends us through all the others again."""
    size = 1000
    rest = (f"w{i}/{'VBN' if i % 2 else 'IN'}/{label if i % 3 else 'dobj'}/0" for i in range(1, size))
    document = made("sent/VBN/ROOT/0", *rest)
    vars(document)["children"] = tuple(map(Counted, document.children))
    for question in (is_passive, objects_of, subjects_of, agents_of):
        Counted.looked = 0
        for word in document.words:
            question(document.words[0])
            question(word)
        assert Counted.looked <= 3 * size
    assert len(document.words[0].children()) == size - 1
    assert len(document.words[0].children("dobj")) == 100
