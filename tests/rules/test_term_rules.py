"""H4–H6, H51: what a director may state: every sheet reads back what holds, and says by field what cannot be taken."""

from __future__ import annotations

from typing import Any

import pytest

from liuke.areas.keeping.queries.own_terms import own
from liuke.areas.keeping.rules import caring
from liuke.areas.keeping.rules.grading import Cuts
from liuke.areas.keeping.rules.term_fields import put, read, told, typed
from liuke.areas.keeping.rules.term_sheets import GROUPS, sheets_of


def values_of(table: str) -> dict[str, Any]:
    return {row.key: row.value for row in own(table).values()}


SHEETS = sheets_of(values_of("care"))


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_read_as_it_stands_changes_nothing(name: str) -> None:
    sheet, held = SHEETS[name], values_of(SHEETS[name].table)
    found = read(sheet, {field.name: typed(field, held) for field in sheet.fields})
    assert not found.wrong
    assert put(sheet, found.values, held) == {key: held[key] for key in sheet.keys}
    assert sheet.group in GROUPS and all(told(field, held).zh and told(field, held).en for field in sheet.fields)


def test_the_house_s_own_cut_offs_are_the_rule_s() -> None:
    held = values_of("grading")
    assert Cuts(held["a_share"], held["b_share"], held["days"], held["by_hand_days"]) == Cuts()


@pytest.mark.parametrize(
    ("name", "said", "wrong"),
    [
        ("grading", {"a_share": "0"}, "a_share"),
        ("grading", {"a_share": "96"}, "b_share"),
        ("grading", {"days": "二十"}, "days"),
        ("core", {"core.need": "6"}, "core.need"),
        ("levels", {"levels.fair": "7"}, "levels.firm"),
        ("signs", {"stale.best.days": "-1"}, "stale.best.days"),
        ("advice.firm.high", {"advice.firm.high.zh": " "}, "advice.firm.high.zh"),
        ("advice.firm.high", {"advice.firm.high.en": "x" * 121}, "advice.firm.high.en"),
        ("occasion.birthday", {"occasion.birthday.A": "letter"}, "occasion.birthday.A"),
        ("occasion.mid_autumn", {"occasion.mid_autumn.day": "08-31"}, "occasion.mid_autumn.day"),
        ("occasion.mid_autumn", {"occasion.mid_autumn.day": "8-1五"}, "occasion.mid_autumn.day"),
        ("pool", {"households": "B"}, "households"),
        ("pool", {"cap": "９"}, "cap"),
        ("budget", {"ahead_days": "1" * 50}, "ahead_days"),
    ],
)
def test_what_cannot_be_taken_is_named_by_its_field(name: str, said: dict[str, str], wrong: str) -> None:
    sheet = SHEETS[name]
    held = values_of(sheet.table)
    form = {field.name: typed(field, held) for field in sheet.fields} | said
    assert list(read(sheet, form).wrong) == [wrong]


def test_an_occasion_on_which_nobody_is_greeted_is_over() -> None:
    care = values_of("care")
    sheet = SHEETS["occasion.mid_autumn"]
    form = {f.name: "" if f.kind == "way" else typed(f, care) for f in sheet.fields}
    stated = care | put(sheet, read(sheet, form).values, care)
    assert caring.terms_of(care).find("mid_autumn") and caring.terms_of(stated).find("mid_autumn") is None
    assert stated["occasion.mid_autumn"]["zh"] == "中秋节", "what no field says stays"
