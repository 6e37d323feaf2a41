"""Negation: what a sentence denies, by grammar; two denials cancel each other, and idioms deny nothing."""

from __future__ import annotations

import random
from functools import lru_cache

import pytest

from analysis.text.document import Document, Span, Token
from analysis.text.negation import Negation
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.work import lines_run


@lru_cache
def negation_of(text: str, grammar: bool = True) -> tuple[Document, Negation]:
    document = segment(Document("d", text))
    document = parse(document) if grammar else document
    return document, Negation(document)


def denied_by(text: str, word: str, grammar: bool = True) -> str:
    """The words that deny the first place of a word; empty where it is not denied."""
    document, negation = negation_of(text, grammar)
    start = text.index(word)
    denial = negation.of(Span(start, start + len(word)))
    return document.covered(denial) if denial else ""


DENIED = [
    ("Paris did not praise Hamas.", "praise", "not"),
    ("Paris didn’t praise Hamas.", "praise", "n’t"),
    ("Paris has never praised Hamas.", "praised", "never"),
    ("Paris no longer praises Hamas.", "praises", "no longer"),
    ("Oslo hardly helped the Vale.", "helped", "hardly"),
    # Negative subjects and objects
    ("Nobody praised Hamas.", "praised", "Nobody"),
    ("No one praised the Vale.", "praised", "No one"),
    ("Few praised Hamas.", "praised", "Few"),
    ("Very few envoys praised the Vale.", "praised", "few"),
    ("Hardly anyone praised Hamas.", "praised", "Hardly"),
    ("Hardly any envoys praised the Vale.", "praised", "Hardly"),
    ("None of the envoys praised the Vale.", "praised", "None"),
    ("Neither of the envoys praised the Vale.", "praised", "Neither"),
    ("Neither Oslo nor Rome praised the Vale.", "praised", "Neither"),
    ("Neither the envoy nor the guards praised the Vale.", "praised", "Neither"),
    ("Not one of the envoys praised the Vale.", "praised", "Not"),
    ("Not a single envoy praised the Vale.", "praised", "Not"),
    ("No envoy praised the Vale.", "praised", "No"),
    ("Nobody came and praised the Vale.", "praised", "Nobody"),
    ("Oslo praised nobody.", "praised", "nobody"),
    ("Oslo gave no praise.", "praise", "no"),
    ("None of the passengers were injured.", "injured", "None"),
    ("Not one of the towns was destroyed.", "destroyed", "Not"),
    ("No deaths were reported.", "deaths", "No"),
    ("There were no deaths or injuries.", "injuries", "no"),
    ("There were no deaths, no injuries.", "injuries", "no"),
    ("The Vale is not at the top of the list.", "top", "not"),
    ("In no way did Oslo praise the Vale.", "praise", "no"),
    ("At no time did the guards attack the crowd.", "attack", "no"),
    # Verbs and nouns under which it does not happen
    ("Paris failed to praise Hamas.", "praise", "failed"),
    ("Paris refused to praise Hamas.", "praise", "refused"),
    ("Paris declined to condemn the Vale.", "condemn", "declined"),
    ("Oslo refrained from attacking the Vale.", "attacking", "refrained"),
    ("Paris stopped short of praising Hamas.", "praising", "short of"),
    ("Its failure to praise the Vale was noted.", "praise", "failure"),
    ("Oslo was unable to help the Vale.", "help", "unable"),
    ("The guards denied attacking the crowd.", "attacking", "denied"),
    ("The attack was averted.", "attack", "averted"),
    ("The Vale lacked support.", "support", "lacked"),
    # Prepositions
    ("Rather than praise Hamas, Paris kept silent.", "praise", "Rather than"),
    ("Instead of praising Hamas, Paris kept silent.", "praising", "Instead of"),
    ("Oslo left without praising the Vale.", "praising", "without"),
    ("Oslo chose silence rather than praise.", "praise", "rather than"),
    ("Oslo was far from praising the Vale.", "praising", "far from"),
    ("There was a lack of agreement.", "agreement", "lack of"),
    # Clauses below
    ("It is not true that Paris praised Hamas.", "praised", "not"),
    ("It is false that Oslo praised the Vale.", "praised", "false"),
    ("It is not the case that Oslo praised the Vale.", "praised", "not"),
    ("I do not think that Oslo praised the Vale.", "praised", "not"),
    ("There is no evidence that Oslo praised the Vale.", "praised", "no"),
    ("Oslo does not want to attack the Vale.", "attack", "not"),
    ("Oslo has no plan to attack the Vale.", "attack", "no"),
    ("Oslo has no intention of attacking the Vale.", "attacking", "no"),
    ("Oslo did not launch an attack.", "attack", "not"),
    ("The attack did not happen.", "attack", "not"),
    ("The attack was not carried out.", "attack", "not"),
    # What is said of somebody
    ("Berg is not a hero.", "hero", "not"),
    ("Berg is no hero.", "hero", "no"),
    ("Berg is not brutal or corrupt.", "corrupt", "not"),
    ("It was not the worst storm of the year.", "worst", "not"),
    ("The Vale is far from brutal.", "brutal", "far from"),
    ("It is not a good plan.", "good", "not"),
    ("Oslo praised not the Vale but Rome.", "Vale", "not"),
    ("Oslo did not praise but condemned the Vale.", "praise", "not"),
]
ASSERTED = [
    ("Paris not only praised Hamas but hailed it.", "praised"),
    ("Paris not only praised Hamas but hailed it.", "hailed"),
    ("Not only Oslo but also Rome praised the Vale.", "praised"),
    ("Oslo did not just praise the Vale, it paid for it.", "praise"),
    ("There is no doubt that Oslo praised the Vale.", "praised"),
    ("No doubt Oslo praised the Vale.", "praised"),
    ("Oslo did nothing but praise the Vale.", "praise"),
    ("Oslo could not but praise the Vale.", "praise"),
    ("Oslo could not help but praise the Vale.", "praise"),
    ("A few praised the Vale.", "praised"),
    ("The few envoys who stayed praised the Vale.", "praised"),
    # Two denials
    ("Paris did not hesitate to praise Hamas.", "praise"),
    ("Oslo did not fail to praise the Vale.", "praise"),
    ("Nobody refused to praise the Vale.", "praise"),
    ("Oslo never denied attacking the Vale.", "attacking"),
    ("The attack was not prevented.", "attack"),
    ("Oslo never stopped praising the Vale.", "praising"),
    # Until
    ("Oslo did not praise the Vale until Monday.", "praise"),
    ("Not until Monday did Oslo praise the Vale.", "praise"),
    # Scope ends at the clause, the contrast and the subject
    ("Oslo did not praise the Vale but hailed Rome.", "hailed"),
    ("Oslo did not praise but condemned the Vale.", "condemned"),
    ("Oslo praised not the Vale but Rome.", "praised"),
    ("Not Oslo but Rome praised the Vale.", "praised"),
    ("Oslo imposed sanctions, not tariffs.", "sanctions"),
    ("Oslo did not say that Rome praised the Vale.", "praised"),
    ("Oslo, which did not attend, praised the Vale.", "praised"),
    ("The envoy who did not attend praised the Vale.", "praised"),
    ("Because Rome did not attend, Oslo praised the Vale.", "praised"),
    ("Oslo praised the Vale because Rome did not.", "praised"),
    ("The brutal regime did not fall.", "brutal"),
    ("The guards did not return after the massacre.", "massacre"),
    ("Oslo did not meet the brutal regime.", "brutal"),
    ("Oslo openly praised nobody.", "openly"),
    ("Refusing to wait, Oslo praised the Vale.", "praised"),
    ("Rather than wait, Oslo praised the Vale.", "praised"),
    ("Without waiting, Oslo praised the Vale.", "praised"),
    ("Under no pressure, Oslo praised the Vale.", "praised"),
    ("No. Oslo praised the Vale.", "praised"),
    ("Oslo did not regret praising the Vale.", "praising"),
    # Questions and conditions
    ("Did Oslo praise the Vale?", "praise"),
    ("Didn't Oslo praise the Vale?", "praise"),
    ("If Oslo praises the Vale, Rome will leave.", "praises"),
    ("Unless Oslo praises the Vale, Rome will leave.", "praises"),
    ("Oslo may praise the Vale.", "praise"),
]


@pytest.mark.parametrize(("text", "word", "by"), DENIED)
def test_denied(text: str, word: str, by: str) -> None:
    """The word is denied, and by which words is told."""
    assert denied_by(text, word) == by


@pytest.mark.parametrize(("text", "word"), ASSERTED)
def test_not_denied(text: str, word: str) -> None:
    """Idioms, two denials, other clauses, contrasts, questions and conditions leave the word as it is."""
    assert denied_by(text, word) == ""


@pytest.mark.parametrize(
    ("text", "word", "by"),
    [
        ("They did not impose sanctions.", "sanctions", "not"),
        ("They left without sanctions.", "sanctions", "without"),
        ("There was a lack of agreement.", "agreement", "lack of"),
        ("Not only sanctions but war followed.", "sanctions", ""),
        ("There is no doubt about sanctions.", "sanctions", ""),
        ("It was not there, sanctions were.", "sanctions", ""),
        ("Not one of them had ever wanted sanctions.", "sanctions", ""),
        ("No. Sanctions will follow.", "Sanctions", ""),
        ("No longer sanctions.", "sanctions", "No longer"),
        ("Few sanctions followed.", "sanctions", ""),
    ],
)
def test_without_grammar(text: str, word: str, by: str) -> None:
    """Without grammar a negator denies the next three words, up to a mark."""
    assert denied_by(text, word, grammar=False) == by


def test_a_phrase_is_not_denied_by_its_own_words() -> None:
    """A term that holds a negator is denied by another one only."""
    document, negation = negation_of("They are not guilty, and nobody is not guilty.")
    first, second = document.text.index("not guilty"), document.text.rindex("not guilty")
    assert negation.of(Span(first, first + 10)) is None
    denial = negation.of(Span(second, second + 10))
    assert denial is not None
    assert document.covered(denial) == "nobody"


@pytest.mark.parametrize(
    "text", ["", " ", "no", "No.", "not not not", "\u200b", "“", "n't", "rather than", "without", "?"]
)
@pytest.mark.parametrize("grammar", [False, True])
def test_odd_text_does_not_raise(text: str, grammar: bool) -> None:
    """Negators alone, marks alone, nothing: no error."""
    document, negation = negation_of(text, grammar)
    for word in document.words:
        negation.of(word)
    assert negation.of(Span(0, 0)) is None


DEPS = [
    *("neg", "advmod", "det", "cc", "preconj", "nsubj", "nsubjpass", "dobj", "pobj", "prep", "pcomp", "xcomp", "ccomp"),
    *("acl", "relcl", "conj", "amod", "attr", "acomp", "aux", "mark", "expl"),
]
WORDS = [
    "not",
    "no",
    "nor",
    "n't",
    "without",
    "rather",
    "than",
    "fail",
    "deny",
    "true",
    "be",
    "few",
    "until",
    "plan",
    "?",
]


@pytest.mark.parametrize("seed", range(60))
def test_any_tree_is_read(seed: int) -> None:
    """On random trees nothing raises and a denial stays inside the text."""
    chance = random.Random(seed)  # noqa: S311
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 40))]
    order = [*range(len(words))]
    chance.shuffle(order)
    heads = {order[0]: order[0]} | {low: chance.choice(order[: order.index(low)]) for low in order[1:]}
    tokens, start = [], 0
    for index, word in enumerate(words):
        tokens.append(Token(
            start, start + len(word), lemma=word, pos=chance.choice(["NOUN", "VERB", "PROPN", "ADP", "AUX", "PRON"]),
            tag=chance.choice(["NN", "VB", "VBG", "VBD"]), head=heads[index],
            dep="ROOT" if heads[index] == index else chance.choice(DEPS),
        ))  # fmt: skip
        start += len(word) + 1
    text = " ".join(words)
    document = Document("d", text, sentences=(Span(0, len(text)),), tokens=tuple(tokens))
    negation = Negation(document)
    for word in document.words:
        denial = negation.of(word)
        assert denial is None or 0 <= denial.start < denial.end <= len(text)


def test_a_sentence_without_an_end_takes_linear_time() -> None:
    """Hundreds of denials in one sentence: the work grows like the text."""
    work = []
    for times in (100, 400):
        document = parse(segment(Document("d", "nobody did not praise the plan and " * times + "left.")))

        def ask(document: Document = document) -> None:
            negation = Negation(document)
            for word in document.words:
                negation.of(word)

        work.append(lines_run(ask))
    assert 0 < work[1] < 6 * work[0]
