"""The values of the house as a director reads them: what holds, since when and why, what is stated to follow, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from liuke.areas.keeping import access
from liuke.areas.keeping.queries.own_terms import own, stated_on
from liuke.areas.keeping.rules.term_fields import Field, Sheet, told, typed
from liuke.areas.keeping.rules.term_sheets import GROUPS as GROUPS
from liuke.areas.keeping.rules.term_sheets import sheets_of
from liuke.foundation.dated.queries import DatedValue, Statement, list_histories, list_statements
from liuke.foundation.dated.seed import SeedRow
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

TABLES: Final = ("grading", "bond", "care", "pool")
Told = tuple[tuple[Words, Words], ...]


@dataclass(frozen=True)
class SheetRow:
    """A sheet as it holds on a day: what each field says, since when and why, and from when another follows."""

    name: str
    words: Words
    told: Told
    since: date
    source: str
    next_from: date | None


@dataclass(frozen=True)
class Version:
    """What was stated of a sheet's values at once. `by` is empty for the house's own."""

    told: Told
    from_date: date
    until_date: date | None
    source: str
    by: str
    at: datetime


@dataclass(frozen=True)
class SheetPage:
    """A sheet to be stated anew: what its fields hold (as a form writes it), what was stated, up to which statement."""

    sheet: Sheet
    row: SheetRow
    typed: Mapping[str, str]
    versions: tuple[Version, ...]
    seen: int


def list_sheets(*, by: Actor, day: date) -> dict[str, tuple[SheetRow, ...]]:
    """All sheets by group as they hold on a day; for keepers and managers. One read."""
    _must_read(by)
    history = list_histories(TABLES)
    care = {row.key: row.value for row in own("care").values()}
    care |= {v.key: v.value for v in history if v.table == "care" and _holds(v, day)}
    found: dict[str, tuple[SheetRow, ...]] = dict.fromkeys(GROUPS, ())
    for sheet in sheets_of(care).values():
        found[sheet.group] += (_row(sheet, history, day),)
    return found


def get_sheet(name: str, *, by: Actor, day: date) -> SheetPage:
    """One sheet with all that was stated of it, newest first. Raises Missing."""
    _must_read(by)
    sheet = find_sheet(name, day)
    statements = list_statements(sheet.table, sheet.keys)
    held = stated_on(sheet.table, day)
    return SheetPage(
        sheet, _row(sheet, [one.value for one in statements], day), {f.name: typed(f, held) for f in sheet.fields},
        tuple(_versions(sheet, statements)), seen_of(statements),
    )  # fmt: skip


def find_sheet(name: str, day: date) -> Sheet:
    """The sheet of this name; the occasions are those of the day. Raises Missing."""
    found = sheets_of(stated_on("care", day)).get(name)
    if found is None:
        raise Missing("没有这一项。", "There is nothing of this name to state.")
    return found


def seen_of(statements: Iterable[Statement]) -> int:
    """The last statement there is, 0 for none: whoever states anew has seen it."""
    return max((one.id for one in statements), default=0)


def _row(sheet: Sheet, history: Iterable[DatedValue], day: date) -> SheetRow:
    ours = [v for v in history if v.table == sheet.table and v.key in sheet.keys]
    holding: dict[str, DatedValue | SeedRow] = {
        key: own(sheet.table)[key] for key in sheet.keys if key in own(sheet.table)
    }
    holding |= {v.key: v for v in ours if _holds(v, day)}
    last = max(holding.values(), key=lambda v: v.from_date)
    values = {key: v.value for key, v in holding.items()}
    later = [v.from_date for v in ours if v.from_date > day]
    return SheetRow(
        sheet.name, sheet.words, _told(sheet.fields, values), last.from_date, last.source, min(later, default=None)
    )


def _versions(sheet: Sheet, statements: Iterable[Statement]) -> Iterable[Version]:
    """What one person stated at one moment for one day is one version."""
    together: dict[tuple[date, datetime], list[Statement]] = {}
    for one in statements:
        together.setdefault((one.value.from_date, one.at), []).append(one)
    for (from_date, at), some in together.items():
        values = {one.value.key: one.value.value for one in some}
        first = some[0]
        fields = [f for f in sheet.fields if f.key in values]
        by = "" if first.seed else first.by
        yield Version(_told(fields, values), from_date, first.value.until_date, first.value.source, by, at)


def _told(fields: Iterable[Field], values: Mapping[str, Any]) -> Told:
    once = [field for field in fields if field.kind != "text" or field.part == "zh"]
    return tuple((field.words, told(field, values)) for field in once)


def _holds(value: DatedValue, day: date) -> bool:
    return value.from_date <= day and (value.until_date is None or value.until_date >= day)


def _must_read(by: Actor) -> None:
    if not access.reads_worth(by):
        raise Forbidden("这些标准由客户经理和经理查看。", "These terms are for keepers and managers.")
