"""Reading wordings and phrases: the house's own from its seed, and over them what the company made of them."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from liuke.areas.knowledge import access
from liuke.areas.knowledge.models import Overriding, WordingText
from liuke.areas.knowledge.rules import sounding, wordings
from liuke.areas.knowledge.rules.wordings import KINDS as KINDS
from liuke.areas.knowledge.rules.wordings import LIKENESS as LIKENESS
from liuke.areas.knowledge.rules.wordings import PROMISE as PROMISE
from liuke.areas.knowledge.rules.wordings import Finding as Finding
from liuke.areas.knowledge.rules.wordings import Wording
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

SEED: Final = Path(__file__).parent.parent / "seed" / "words.toml"
LONGEST: Final = 100_000
"""Nothing longer is an outgoing text; a page's view refuses it before."""


@dataclass(frozen=True)
class WordingRow:
    """A wording as its page shows and edits it. `version` 0 is the house's own."""

    key: str
    version: int
    is_used: bool
    kind: str
    kind_words: Words
    reason: Words
    better: Words
    told: Mapping[str, Any]
    at: datetime | None = None
    by: str = ""
    overridden: int = 0


def check(text: str) -> tuple[Finding, ...]:
    """What had better not go out in this text, by the wordings in force (H24, C2). One read of the changed ones."""
    return sounding.check(text[:LONGEST], in_force())


def find_stopping(text: str) -> tuple[Finding, ...]:
    """Of what `check` finds that which stops a text: no promise without a date, and nothing that only sounds like it."""
    return tuple(one for one in check(text) if one.kind not in (PROMISE, LIKENESS))


def in_force() -> tuple[Wording, ...]:
    """The wordings that are looked for now."""
    changed = tuple(WordingText.objects.filter(is_current=True).order_by("pk").values_list("pk", flat=True))
    return _compiled(changed)


def list_wordings(*, since: datetime | None = None) -> tuple[WordingRow, ...]:
    """All of them, those out of use last; `overridden` counts from `since` on."""
    changed = {row.key: row for row in WordingText.objects.filter(is_current=True).select_related("by")}
    counted = count_overridings(since)
    rows = [
        _row(changed.pop(key), counted) if key in changed else _of_seed(told, counted) for key, told in seed().items()
    ]
    rows += [_row(one, counted) for one in changed.values()]
    return tuple(sorted(rows, key=lambda row: not row.is_used))


def get_wording(key: str) -> WordingRow:
    """One wording as it stands, or Missing."""
    found = next((row for row in list_wordings() if row.key == key), None)
    if found is None:
        raise Missing("没有这条禁语。", "There is no such wording.")
    return found


def versions_of(key: str) -> tuple[WordingRow, ...]:
    """What the company made of it, the latest first; the house's own at the end."""
    rows = WordingText.objects.filter(key=key).select_related("by").order_by("-version")
    ours = seed().get(key)
    return (*(_row(one, {}) for one in rows), *([_of_seed(ours, {})] if ours else []))


def count_overridings(since: datetime | None = None) -> Mapping[str, int]:
    """How often each wording went out all the same."""
    rows = Overriding.objects.filter(at__gte=since) if since else Overriding.objects.all()
    return Counter(key for keys in rows.values_list("rules", flat=True) for key in keys)


def may_change(by: Actor) -> bool:
    """May this reader change words and phrases?"""
    return access.may_change_words(by)


@cache
def seed() -> Mapping[str, Mapping[str, Any]]:
    """The house's own wordings by key."""
    return {one["key"]: one for one in tomllib.loads(SEED.read_text(encoding="utf-8"))["wording"]}


@lru_cache(maxsize=8)
def _compiled(changed: tuple[int, ...]) -> tuple[Wording, ...]:
    over = {row.key: row for row in WordingText.objects.filter(pk__in=changed)}
    told = {key: one for key, one in seed().items() if key not in over}
    told |= {key: {**row.told, "key": key, "kind": row.kind} for key, row in over.items() if row.is_used}
    return tuple(wordings.wording_of(one) for one in told.values())


def _of_seed(told: Mapping[str, Any], counted: Mapping[str, int]) -> WordingRow:
    return WordingRow(
        key=told["key"], version=0, is_used=True, told=told, overridden=counted.get(told["key"], 0),
        **_words_of(told, told.get("kind", wordings.PHRASE)),
    )  # fmt: skip


def _row(row: WordingText, counted: Mapping[str, int]) -> WordingRow:
    return WordingRow(
        key=row.key, version=row.version, is_used=row.is_used, told=row.told, at=row.at, by=row.by.name,
        overridden=counted.get(row.key, 0), **_words_of(row.told, row.kind),
    )  # fmt: skip


def _words_of(told: Mapping[str, Any], kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "kind_words": KINDS[kind],
        "reason": Words(**told["reason"]),
        "better": Words(**told["better"]),
    }
