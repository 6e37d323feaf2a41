"""Whose Words: stance and rhetoric of news text, by voice.

The names below are the public ones; what they need is loaded when they are first used,
so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from analysis.annotate import Settings, add_portrayal, annotate, annotate_corpus, prepare

_HOMES = {
    "explain": "analysis.annotation",
    "load_actors": "analysis.actors.known_actors",
    "open_annotations": "analysis.corpus.store",
    "suggest_actors": "analysis.corpus.suggested_actors",
    "load_lexicon": "analysis.lexicon.lexicon",
    "target_portrayal": "analysis.reader.encoder",
    "render_report": "analysis.report.render",
    "concordance": "analysis.tables.concordance",
    "covered_text": "analysis.tables.table",
    "show": "analysis.tables.show",
    "tabulate_acts": "analysis.tables.acts",
    "tabulate_agency": "analysis.tables.actor_tables",
    "tabulate_naming": "analysis.tables.actor_tables",
    "tabulate_keyness": "analysis.tables.keyness",
    "tabulate_stance": "analysis.tables.stance_tables",
    "tabulate_portrayal": "analysis.tables.actor_tables",
    "tabulate_cues": "analysis.tables.rates",
    "tabulate_rates": "analysis.tables.rates",
    "tabulate_speakers": "analysis.tables.rates",
    "tabulate_valence": "analysis.tables.rates",
    "document_from_text": "analysis.text.read",
    "read_corpus": "analysis.text.read",
    "read_document": "analysis.text.read",
}
__all__ = ["Settings", "add_portrayal", "annotate", "annotate_corpus", "prepare", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
