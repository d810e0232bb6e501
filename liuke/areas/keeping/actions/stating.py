"""A director states a value of the house anew, from a day to come: cut-offs, core customers, bonds, greetings, the pool.

What holds today holds to the day before; every version stays, with who stated it and why. Grades, core customers and
greetings follow in the night of that day, by the counts that there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.keeping import access
from liuke.areas.keeping.queries.own_terms import stated_on
from liuke.areas.keeping.queries.term_sheets import find_sheet, seen_of
from liuke.areas.keeping.rules.term_fields import Sheet, put, read
from liuke.events.keeping_bond import TermsSet
from liuke.foundation.clock import local
from liuke.foundation.dated.actions import set_value
from liuke.foundation.dated.queries import list_statements
from liuke.foundation.faults import Invalid, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.turns import take_turn
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

FARTHEST: Final = timedelta(days=731)
LONGEST_SOURCE: Final = 200


@transaction.atomic
def state_terms(
    name: str,
    said: Mapping[str, str],
    *,
    from_date: date,
    source: str,
    by: Actor,
    at: datetime,
    seen: int | None = None,
) -> None:
    """State the fields of a sheet (`said` by field, as a form writes them) from a day to come on. By a director.

    `seen`: the last statement whoever states it has seen. Raises Missing for no such sheet; Invalid by field,
    `from_date` or `source`; Refused where nothing would change; Stale where somebody else stated it meanwhile.
    """
    access.require_director(by)
    take_turn(f"terms {name}")
    today = local(at).date()
    if not today < from_date <= today + FARTHEST:
        raise Invalid.field(
            "from_date", "请选择明天起两年以内的日期。", "Choose a day from tomorrow on, within two years."
        )
    why = line("source", source, most=LONGEST_SOURCE)
    sheet = find_sheet(name, today)
    changed = _changed(sheet, said, from_date)
    _still(sheet, seen)
    for key, value in changed.items():
        set_value(sheet.table, key, value, from_date=from_date, source=why, by=by, at=at)
    record(TermsSet(sheet.name, from_date, sheet.words.zh, sheet.words.en), on=COMPANY, by=by, at=at)


def _changed(sheet: Sheet, said: Mapping[str, str], from_date: date) -> dict[str, object]:
    """What is stored anew, by key."""
    told, held = read(sheet, said), stated_on(sheet.table, from_date)
    if told.wrong:
        first = next(iter(told.wrong.values()))
        raise Invalid(first.zh, first.en, fields=told.wrong)
    changed = {key: value for key, value in put(sheet, told.values, held).items() if value != held[key]}
    if not changed:
        raise Refused(
            "与该日起的现行规定相同，无需调整。", "That is what holds from that day on already.", code="unchanged"
        )
    return changed


def _still(sheet: Sheet, seen: int | None) -> None:
    if seen is not None and seen != seen_of(list_statements(sheet.table, sheet.keys)):
        raise Stale("刚被别人调整过，请刷新后再看。", "Somebody has just stated it anew; look again.", difference={})
