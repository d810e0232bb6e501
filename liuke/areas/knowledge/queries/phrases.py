"""Reading standard phrases, by situation and filled in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from liuke.areas.knowledge.models import Phrase
from liuke.areas.knowledge.rules import phrases
from liuke.areas.knowledge.rules.phrases import PLACEHOLDERS as PLACEHOLDERS
from liuke.areas.knowledge.rules.phrases import SITUATIONS as SITUATIONS
from liuke.foundation.faults import Missing
from liuke.foundation.words import Words

SEED: Final = Path(__file__).parent.parent / "seed" / "phrases.toml"


@dataclass(frozen=True)
class PhraseRow:
    """A standard phrase; `text` with its placeholders, `version` 0 is the house's own."""

    key: str
    version: int
    is_used: bool
    situation: str
    situation_words: Words
    text: str
    at: datetime | None = None
    by: str = ""


def list_phrases(*, all_of_them: bool = False) -> tuple[PhraseRow, ...]:
    """Those in use, by situation."""
    changed = {row.key: _row(row) for row in Phrase.objects.filter(is_current=True).select_related("by")}
    rows = [changed.pop(key) if key in changed else _of_seed(told) for key, told in seed().items()]
    rows += changed.values()
    order = list(SITUATIONS)
    shown = [row for row in rows if row.is_used or all_of_them]
    return tuple(sorted(shown, key=lambda row: order.index(row.situation)))


def get_phrase(key: str) -> PhraseRow:
    """One phrase as it stands, or Missing."""
    found = next((row for row in list_phrases(all_of_them=True) if row.key == key), None)
    if found is None:
        raise Missing("没有这条话术。", "There is no such phrase.")
    return found


def fill(text: str, values: Mapping[str, str]) -> str:
    """The phrase with the customer's values; what is unknown stays to be filled in, 〔称呼〕."""
    return phrases.filled(text, values)


@cache
def seed() -> Mapping[str, Mapping[str, Any]]:
    """The house's own phrases by key."""
    return {one["key"]: one for one in tomllib.loads(SEED.read_text(encoding="utf-8"))["phrase"]}


def _of_seed(told: Mapping[str, Any]) -> PhraseRow:
    return PhraseRow(told["key"], 0, True, told["situation"], SITUATIONS[told["situation"]], told["text"])


def _row(row: Phrase) -> PhraseRow:
    return PhraseRow(
        row.key, row.version, row.is_used, row.situation, SITUATIONS[row.situation], row.text, row.at, row.by.name
    )
