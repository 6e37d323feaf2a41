"""Agency: who acts on whom, in every kind of clause and noun, and what odd text does to it."""

import random
from itertools import pairwise

import pytest

from analysis.agency.find_agency import _of_one_phrase, find_agency
from analysis.annotation import LAYERS, Annotation
from analysis.lexicon.lexicon import load_lexicon
from analysis.text.document import Document, Span, Token
from analysis.text.parse import parse
from analysis.text.segment import segment
from tests.bench.agency import agency_table, measure, read_clauses


def mention(text: str, words: str, actor: str = "") -> Annotation:
    """The first place of some words as a mention of an actor, by default called by the words."""
    start = text.index(words)
    return Annotation("actor", "name", start, start + len(words), "mention", actor=actor or words)


def read(text: str, *names: str) -> list[tuple[str, str, str]]:
    """Role, label and words of each row."""
    document = parse(segment(Document("d", text)))
    rows = [*find_agency(document, [mention(text, name) for name in names])]
    return [(row.role, row.label, text[row.start : row.end]) for row in rows]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("Peru jailed Alan Ruiz.", ["Peru", "Alan Ruiz"],
         [("action", "active", "jailed"), ("agent", "active", "Peru"), ("patient", "active", "Alan Ruiz")]),
        ("Alan Ruiz was jailed by Peru.", ["Peru", "Alan Ruiz"],
         [("action", "passive", "jailed"), ("agent", "passive", "Peru"), ("patient", "passive", "Alan Ruiz")]),
        ("Alan Ruiz was jailed on Friday.", ["Alan Ruiz"],
         [("action", "agentless", "jailed"), ("patient", "agentless", "Alan Ruiz")]),
        ("Miners burned the embassy of Peru.", ["Peru"],
         [("action", "active", "burned"), ("agent", "active", "Miners"), ("patient", "active", "Peru")]),
        ("Alan Ruiz died in Lima.", ["Alan Ruiz"],
         [("action", "active", "died"), ("patient", "active", "Alan Ruiz")]),
        ("Peru's invasion of Chile was a blunder.", ["Peru", "Chile"],
         [("action", "nominal", "invasion"), ("agent", "nominal", "Peru"), ("patient", "nominal", "Chile")]),
        ("Alan Ruiz's assassination is a riddle.", ["Alan Ruiz"],
         [("action", "agentless", "assassination"), ("patient", "agentless", "Alan Ruiz")]),
        ("Peru carried out an attack on Chile.", ["Peru", "Chile"],
         [("action", "active", "attack"), ("agent", "active", "Peru"), ("patient", "active", "Chile")]),
        ("Peruvian troops drove out Chile.", ["Peruvian", "Chile"],
         [("action", "active", "drove out"), ("agent", "active", "Peruvian troops"), ("patient", "active", "Chile")]),
        ("Armed police beat the miners.", [],
         [("action", "active", "beat"), ("agent", "active", "Armed police"), ("patient", "active", "the miners")]),
        ("Peru imposed a tariff on Chile for arming rebels.", ["Peru", "Chile"],
         [("action", "active", "tariff"), ("agent", "active", "Peru"), ("patient", "active", "Chile"),
          ("action", "active", "arming"), ("agent", "active", "Chile"), ("patient", "active", "rebels")]),
        ("The poet Alan Ruiz, whom Peru jailed, fled.", ["Peru", "Alan Ruiz"],
         [("action", "active", "jailed"), ("agent", "active", "Peru"), ("patient", "active", "Alan Ruiz"),
          ("action", "active", "fled"), ("agent", "active", "Alan Ruiz")]),
        ("The U.S. assassination of Alan Ruiz stunned Peru.", ["U.S.", "Alan Ruiz", "Peru"],
         [("action", "nominal", "assassination"), ("agent", "nominal", "U.S."), ("patient", "nominal", "Alan Ruiz")]),
        ("The Paris attack killed Alan Ruiz.", ["Paris", "Alan Ruiz"],
         [("action", "active", "killed"), ("agent", "active", "The Paris attack"), ("patient", "active", "Alan Ruiz")]),
    ],
)  # fmt: skip
def test_acts(text: str, names: list[str], expected: list[tuple[str, str, str]]) -> None:
    """Each kind of clause has its label and its participants; described people act like named ones."""
    assert read(text, *names) == expected


@pytest.mark.parametrize(
    ("text", "names", "verb", "agents", "patients"),
    [
        ("Alan Ruiz was killed in a Peruvian drone strike.", ["Alan Ruiz", "Peruvian"], "killed",
         ["Peruvian"], ["Alan Ruiz"]),
        ("Two miners were shot when Alan Ruiz opened fire.", ["Alan Ruiz"], "shot", ["Alan Ruiz"], ["miners"]),
        ("Two miners were killed when a bridge collapsed.", [], "killed", [], ["miners"]),
        ("Alan Ruiz was elected when Chile closed the border.", ["Alan Ruiz", "Chile"], "elected", [], ["Alan Ruiz"]),
        ("A raid on a camp that killed miners angered Peru.", ["Peru"], "killed", ["A raid"], ["miners"]),
        ("Critics praised the case before the High Court which blocks Chile.", ["High Court", "Chile"], "blocks",
         ["the case"], ["Chile"]),
        ("Soldiers beat a miner carrying a banner.", [], "carrying", ["a miner"], ["a banner"]),
        ("Peru was on firm ground attacking Chile.", ["Peru", "Chile"], "attacking", [], ["Chile"]),
        ("Alan Ruiz found himself guarding Chile.", ["Alan Ruiz", "Chile"], "guarding", ["Alan Ruiz"], ["Chile"]),
        ("The plan was foiled by the army, Alan Ruiz and Eva Soto told reporters.", ["Alan Ruiz", "Eva Soto"], "foiled",
         ["the army"], ["The plan"]),
    ],
)  # fmt: skip
def test_who_acts_and_who_does_not(
    text: str, names: list[str], verb: str, agents: list[str], patients: list[str]
) -> None:
    """The doer is whose strike it is, or who opens fire meanwhile; no place, no goal, no court beside its case."""
    document = parse(segment(Document("d", text)))
    rows = [*find_agency(document, [mention(text, name) for name in names])]
    event = next(row.relation for row in rows if row.role == "action" and text[row.start : row.end] == verb)
    found = {role: [text[row.start : row.end] for row in rows if (row.relation, row.role) == (event, role)]
             for role in ("agent", "patient")}  # fmt: skip
    assert {role: [words.removeprefix("Two ") for words in told] for role, told in found.items()} == {
        "agent": agents, "patient": patients,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "doer"),
    [
        (
            "Peru killed Alan Ruiz on Monday. Crowds mourned after his death. Alan Ruiz was murdered, a priest said.",
            "Peru",
        ),
        ("Acme fired Alan Ruiz. Alan Ruiz was dismissed for a remark.", "Acme"),
        ("Peru invited Alan Ruiz. Alan Ruiz was murdered.", ""),
        ("Peru killed Eva Soto. Alan Ruiz was murdered.", ""),
        ("Peru vowed to kill Alan Ruiz. Alan Ruiz was murdered.", ""),
        ("Acme accused Peru of killing Alan Ruiz. Alan Ruiz was murdered.", ""),
        ("Peru killed Alan Ruiz. Alan Ruiz was dismissed from the hall in May.", ""),
    ],
)
def test_who_did_what_is_done_once(text: str, doer: str) -> None:
    """Of a killing or a dismissal the doer is known where another place tells it, and only of the same person."""
    document = parse(segment(Document("d", text)))
    names = [mention(text, words) for words in ("Peru", "Acme", "Eva Soto") if words in text]
    at = text.rindex("Alan Ruiz")
    places = {text.index("Alan Ruiz"), at}
    names += [Annotation("actor", "name", one, one + 9, "mention", actor="Alan Ruiz") for one in places]
    rows = [row for row in find_agency(document, names) if row.start > text.rindex("Alan Ruiz")]
    assert [row.actor for row in rows if row.role == "agent"] == ([doer] if doer else [])
    assert all(row.rule == "agency.same_act" for row in rows if row.role == "agent")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Peru accused Chile of funding Alan Ruiz.", "accused"),
        ("Chile allegedly funded Alan Ruiz.", "allegedly"),
        ("Chile is said to have funded Alan Ruiz.", "said"),
        ("Peru repeated its claim that Chile was planning to fund Alan Ruiz.", "claim"),
        ("Peru spread the theory that Chile funded Alan Ruiz.", "theory"),
        ("Posters paint Chile as funding Alan Ruiz.", "paint"),
        ("Chile funded Alan Ruiz.", ""),
        ("Peru said that Chile funded Alan Ruiz.", ""),
        ("Chile was fined for funding Alan Ruiz.", ""),
    ],
)
def test_what_others_claim(text: str, word: str) -> None:
    """The word that leaves it to others has a row of its own; what is plainly told has none."""
    document = parse(segment(Document("d", text)))
    rows = [*find_agency(document, [mention(text, name) for name in ("Peru", "Chile", "Alan Ruiz") if name in text])]
    act = next(row.relation for row in rows if row.role == "action" and text[row.start :].startswith("fund"))
    found = [text[row.start : row.end] for row in rows if (row.relation, row.label) == (act, "alleged")]
    assert found == ([word] if word else [])


def row(at: int, actor: str, role: str, score: float, rule: str = "agency.reader") -> Annotation:
    """A row of somebody who may take part."""
    return Annotation("agency", "active", at, at + 4, role, "agency:0", actor, score, rule)


def test_one_phrase_has_a_role() -> None:
    """The likeliest of those whom nothing joins, with whoever is joined to him."""
    document = parse(segment(Document("d", "Peru and Cuba met in Rome as Oslo slept.")))
    peru, cuba, rome = row(0, "Peru", "agent", 0.6), row(9, "Cuba", "agent", 0.4), row(21, "Rome", "agent", 0.5)
    assert _of_one_phrase(document, [peru, cuba, rome]) == [peru, cuba]
    known = row(29, "Oslo", "agent", 0.7, "agency.subject")
    assert _of_one_phrase(document, [peru, cuba, rome, known]) == [known]
    assert _of_one_phrase(document, []) == []


@pytest.mark.parametrize(
    "text",
    [
        "Peru is a country and has mines.",
        "Peru praised Chile.",
        "Peru hopes that Chile is well.",
        "Peru referred to Chile.",
        "Peru found out that Chile was poor.",
        "Peru gave Chile advice.",
        "Peru took place seven.",
        "The briefing by Peru on Chile was long.",
        "The gate was closed.",
    ],
)
def test_what_is_no_act(text: str) -> None:
    """Being, having, saying and thinking are none, nor is what happens among things alone."""
    assert read(text, *(name for name in ("Peru", "Chile") if name in text)) == []


@pytest.mark.parametrize(
    ("text", "planned"),
    [
        ("Peru may arrest Alan Ruiz.", "may"),
        ("Peru plans to arrest Alan Ruiz.", "plans"),
        ("Peru ordered Chile to arrest Alan Ruiz.", "ordered"),
        ("It was not clear whether Peru had arrested Alan Ruiz.", "whether"),
        ("Peru managed to arrest Alan Ruiz.", ""),
        ("If Peru arrests Alan Ruiz, riots will follow.", "If"),
        ("Peru called for the arrest of Alan Ruiz.", "called"),
        ("A possible arrest of Alan Ruiz was discussed.", "possible"),
        ("Peru is accused of killing Alan Ruiz.", ""),
        ("Shells were meant to cut the wire, burn the gate and kill Alan Ruiz.", "meant"),
        ("Chile mourned Peru's decision to arrest Alan Ruiz.", ""),
        ("Peru arrested Alan Ruiz.", ""),
    ],
)
def test_plans(text: str, planned: str) -> None:
    """The word by which the act is planned, possible or demanded has a row of its own."""
    document = parse(segment(Document("d", text)))
    names = [mention(text, name) for name in ("Peru", "Alan Ruiz") if name in text]
    rows = [*find_agency(document, names)]
    acts = {row.relation for row in rows if text[row.start :].startswith(("arrest", "kill"))}
    found = [text[row.start : row.end] for row in rows if row.label == "planned" and row.relation in acts]
    assert acts
    assert found == ([planned] if planned else [])


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Peru did not arrest Alan Ruiz.", "not"),
        ("Peru failed to arrest Alan Ruiz.", "failed"),
        ("Peru did not fail to arrest Alan Ruiz.", ""),
        ("Peru never jailed Alan Ruiz.", "never"),
        ("Peru decided against arresting Alan Ruiz.", "decided against"),
        ("Peru opted against trying to arrest Alan Ruiz.", "opted against"),
        ("Peru denied the assertion that Chile had jailed Alan Ruiz.", "denied"),
        ("Nobody jailed Alan Ruiz.", "Nobody"),
        ("Not only Peru jailed Alan Ruiz.", ""),
        ("Peru, not Chile, jailed Alan Ruiz.", ""),
        ("It was not clear whether Peru had jailed Alan Ruiz.", ""),
        ("Peru made a botched attempt to arrest Alan Ruiz.", "botched"),
    ],
)
def test_denial(text: str, denied: str) -> None:
    """A negator or a verb such as "fail" denies; two cancel each other, and idle phrases deny nothing."""
    rows = read(text, *(n for n in ("Peru", "Alan Ruiz") if n in text))
    found = [words for role, label, words in rows if (role, label) == ("shifter", "denied")]
    assert found == ([denied] if denied else [])


def test_control() -> None:
    """The subject of an infinitive or gerund is the one understood."""
    rows = read("Peru wants to force Chile to leave.", "Peru", "Chile")
    assert [(role, words) for role, _, words in rows if role != "shifter"] == [
        ("action", "force"), ("agent", "Peru"), ("patient", "Chile"), ("action", "leave"), ("agent", "Chile"),
    ]  # fmt: skip
    assert ("agent", "active", "Chile") in read("Peru accused Chile of arming rebels.", "Peru", "Chile")
    rows = read("Peru used the harbour to arm Chile.", "Peru", "Chile")
    assert ("agent", "active", "Peru") in rows[-4:]


def test_rules_tell_how_a_row_was_found() -> None:
    """The rows of a verb tell the construction, those of a noun its entry in the lexicon."""
    text = "Peru shelled Chile after the arrest of Alan Ruiz."
    names = [mention(text, name) for name in ("Peru", "Chile", "Alan Ruiz")]
    rules = {text[row.start : row.end]: row.rule for row in find_agency(parse(segment(Document("d", text))), names)}
    assert (rules["shelled"], rules["Peru"], rules["Chile"]) == ("agency.verb", "agency.subject", "agency.object")
    assert rules["Alan Ruiz"] == rules["arrest"] == f"nominals@{load_lexicon('nominals').version}:arrest"


def test_described_people_are_called_by_their_words() -> None:
    """Without article, number or owner; things have no name."""
    text = "Two masked gunmen shot his older brothers and burned the old gate."
    rows = [*find_agency(parse(segment(Document("d", text))), [])]
    assert [(row.role, row.actor) for row in rows if row.role != "action"] == [
        ("agent", "masked gunmen"), ("patient", "older brothers"), ("agent", "masked gunmen"), ("patient", ""),
    ]  # fmt: skip


def test_mentions_without_an_actor_make_no_event() -> None:
    """Only an actor makes an act; other agents are then shown too, and pronouns that nobody fits are not patients."""
    text = "He jailed her."
    document = parse(segment(Document("d", text)))
    he, her = mention(text, "He", "Alan Ruiz"), Annotation("actor", "pronoun", 10, 13, "mention")
    assert not [*find_agency(document, [her])]
    assert [(row.role, row.actor) for row in find_agency(document, [he, her])] == [
        ("action", ""),
        ("agent", "Alan Ruiz"),
    ]


def test_without_grammar_nothing_is_found() -> None:
    """No tokens, no grammar, no mentions, a mention outside the text: no rows and no error."""
    text = "Peru jailed Alan Ruiz."
    names = [mention(text, "Peru")]
    assert not [*find_agency(Document("d", ""), [])]
    assert not [*find_agency(Document("d", text), names)]
    assert not [*find_agency(segment(Document("d", text)), names)]
    assert not [*find_agency(parse(segment(Document("d", text))), [])]
    assert not [
        *find_agency(parse(segment(Document("d", text))), [Annotation("actor", "name", 90, 99, "mention", actor="X")])
    ]


DEPS = [  # those that the rules ask for
    *("nsubj", "nsubjpass", "dobj", "dative", "agent", "prep", "pobj", "pcomp", "xcomp", "ccomp", "acl", "relcl"),
    *("advcl", "conj", "cc", "poss", "compound", "amod", "neg", "aux"),
]
WORDS = [
    *("Peru", "attack", "killed", "not", "by", "of", "to", "who", "failed", "carried", "his", "dozens", "and"),
    *("arrest", "said", "without", "refuse", "it"),
]


@pytest.mark.parametrize("seed", range(60))
def test_any_tree_is_read(seed: int) -> None:
    """On random trees nothing raises, rows stay inside the text, and each relation has one action."""
    chance = random.Random(seed)  # noqa: S311
    words = [chance.choice(WORDS) for _ in range(chance.randint(1, 40))]
    text = " ".join(words)
    order = [*range(len(words))]
    chance.shuffle(order)
    heads = {order[0]: order[0]} | {low: chance.choice(order[: order.index(low)]) for low in order[1:]}
    tokens, start = [], 0
    for index, word in enumerate(words):
        tokens.append(Token(
            start, start + len(word), lemma=word, pos=chance.choice(["NOUN", "VERB", "PROPN", "ADP", "AUX"]),
            tag=chance.choice(["NN", "VB", "VBN", "VBG", "VBD", "WDT", "TO"]), head=heads[index],
            dep="ROOT" if heads[index] == index else chance.choice(DEPS),
        ))  # fmt: skip
        start += len(word) + 1
    document = Document("d", text, sentences=(Span(0, len(text)),), tokens=tuple(tokens))
    names = [
        Annotation("actor", "name", t.start, t.end, "mention", actor=w) for t, w in zip(tokens, words, strict=True)
    ]
    rows = [*find_agency(document, names)]
    relations = [row.relation for row in rows if row.role == "action"]
    assert len(set(relations)) == len(relations)
    assert {row.relation for row in rows} == set(relations)
    for row in rows:
        assert 0 <= row.start < row.end <= len(text)
        assert row.role in LAYERS["agency"].roles
        assert row.label in LAYERS["agency"].labels


def test_a_very_long_sentence_is_read_in_linear_time() -> None:
    """A chain of 6,000 joined verbs and names is read, with bounded rows for each verb."""
    words = ["Peru", *(word for _ in range(3000) for word in ("jailed", "Chile"))]
    text, tokens, start = " ".join(words), [], 0
    for index, word in enumerate(words):
        verb = word == "jailed"
        dep = ("ROOT" if index == 1 else "conj") if verb else ("dobj" if index else "nsubj")
        head = max(1, index - 2) if verb else max(1, index - 1)
        tag = "VBD" if verb else "NNP"
        tokens.append(
            Token(start, start + len(word), lemma=word, pos="VERB" if verb else "PROPN", tag=tag, head=head, dep=dep)
        )
        start += len(word) + 1
    document = Document("d", text, sentences=(Span(0, len(text)),), tokens=tuple(tokens))
    names = [
        Annotation("actor", "name", t.start, t.end, "mention", actor=w) for t, w in zip(tokens, words, strict=True)
    ]
    rows = [*find_agency(document, names)]
    assert sum(row.role == "action" for row in rows) == 3000
    assert all(one.start <= other.start for one, other in pairwise(r for r in rows if r.role == "action"))


def test_lexicon_keeps_one_reading_of_each_noun() -> None:
    """A noun of action stands in one category only, so that its possessor has one reading."""
    nouns = [e.term for e in load_lexicon("nominals").entries
             if e.category in {"transitive", "affected", "intransitive", "undergone"}]  # fmt: skip
    assert len(set(nouns)) == len(nouns)


def test_bench_is_large_and_better_than_the_baseline() -> None:
    """Both halves have their size, and the rules beat subject and object on each by far."""
    clauses = read_clauses()
    halves = [clause.half for clause in clauses]
    assert halves.count("seen") >= 120
    assert halves.count("kept") >= 70
    rows = measure(half="seen")
    value = {
        (r["system"], r["measure"]): float(r["value"])
        for r in rows
        if (r["what"], r["kind"]) == ("participants", "all")
    }
    assert value["ours", "precision"] > 0.9 > value["baseline", "precision"]
    assert value["ours", "recall"] > 0.9 > value["baseline", "recall"]
    assert agency_table(rows, rows)["columns"][-1] == "Recall, kept clauses"
