"""What people write into the fields of the file, and what is kept of it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from liuke.areas.customers.rules import field_types, fields, lunar, visiting_hours
from liuke.areas.customers.rules.field_types import Unread
from liuke.areas.customers.rules.standard_fields import read as standard_fields
from liuke.foundation.words import Words

TODAY = date(2026, 11, 28)
PARTS = [("decides", Words("决策", "decides")), ("blocks", Words("反对", "blocks"))]


@pytest.mark.parametrize(
    ("kind", "typed", "kept", "told"),
    [
        ("text", " 食堂  设备 ", "食堂 设备", "食堂 设备"),
        ("number", "1,200", "1200", "1200"),
        ("money", "35万", 35_000_000, "350,000.00 元"),
        ("money", "3亿", 30_000_000_000, "300,000,000.00 元"),
        ("date", "1990年5月3日", "1990-05-03", "1990-05-03"),
        ("lunar", "1966年腊月廿三", "1966-12-23", "农历1966年腊月廿三"),
        ("choice", "决策", "decides", "决策"),
        ("yes_no", "有", True, "是"),
        ("hours", "工作日上午", "12345 09:00-11:30", "周一、二、三、四、五 09:00–11:30"),
    ],
)
def test_what_is_typed_is_kept_as_its_type(kind: str, typed: str, kept: object, told: str) -> None:
    found = field_types.read(kind, typed, choices=PARTS, today=TODAY)
    assert found.kept == kept
    assert field_types.told(kind, found.kept, choices=PARTS).zh == told
    again = field_types.read(kind, field_types.typed(kind, found.kept), choices=PARTS, today=TODAY)
    assert again.kept == kept


@pytest.mark.parametrize(
    ("kind", "typed", "mask", "clear"),
    [
        ("account", "6222 0211-0011 2233445", "****3445", "6222021100112233445"),
        ("phone", "138 1234 2203", "138****2203", "+8613812342203"),
        ("identity", "330212199001011234", "330****34", "330212199001011234"),
    ],
)
def test_of_what_is_sealed_only_the_mask_is_kept(kind: str, typed: str, mask: str, clear: str) -> None:
    found = field_types.read(kind, typed, today=TODAY)
    assert (found.kept, found.clear) == (mask, clear)
    assert field_types.typed(kind, found.kept) == ""


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "十二"), ("number", "nan"), ("number", "9" * 30), ("money", "1.234"), ("money", "Infinity"),
        ("date", "2026-02-30"), ("date", "0001-01-01"), ("lunar", "十三月初一"), ("lunar", "2026年二月三十"),
        ("lunar", "2026年闰六月初一"), ("choice", "别的"), ("yes_no", "也许"), ("hours", "9:00-8:00"),
        ("hours", "改天"), ("phone", "12"), ("account", "abc"), ("identity", "x"), ("text", "长" * 501),
    ],
)  # fmt: skip
def test_what_is_none_of_its_type_is_said_in_both_languages(kind: str, typed: str) -> None:
    with pytest.raises(Unread) as fault:
        field_types.read(kind, typed, choices=PARTS, today=TODAY)
    assert fault.value.words.zh and fault.value.words.en


def test_a_lunar_birthday_comes_every_year_on_another_day() -> None:
    mid_autumn = lunar.read("八月十五", latest_year=2026)
    assert mid_autumn is not None
    assert lunar.solar_in(mid_autumn, 2026) == date(2026, 9, 25)
    assert lunar.next_after(mid_autumn, TODAY) == date(2027, 9, 15)
    in_a_leap_month = lunar.read("闰四月初三", latest_year=2026)
    assert in_a_leap_month is not None
    assert lunar.next_after(in_a_leap_month, TODAY) == date(2027, 5, 8)  # 2027 has no second fourth month
    last_of_the_year = lunar.read("腊月三十", latest_year=2026)
    assert last_of_the_year is not None
    assert lunar.next_after(last_of_the_year, date(2027, 1, 1)) <= date(2027, 2, 5)


def test_the_best_time_knows_its_days() -> None:
    hours = visiting_hours.read("周二、周四 9:00-11:30")
    assert hours is not None
    assert (hours.start, hours.end) == (time(9), time(11, 30))
    assert hours.on(date(2026, 12, 1)) and not hours.on(date(2026, 12, 2))
    assert visiting_hours.stored(hours.text) == visiting_hours.read(hours.en) == hours


def test_character_and_family_of_private_people_need_their_own_word() -> None:
    assert fields.needs_own_word("household", "household") and fields.needs_own_word("household", "provisional")
    assert not fields.needs_own_word("household", "company")
    assert fields.needs_own_word("always", "company")


def test_what_was_not_confirmed_for_its_term_is_old() -> None:
    told = datetime(2026, 1, 1, tzinfo=UTC)
    assert fields.is_stale(told, 90, told + timedelta(days=91))
    assert not fields.is_stale(told, 90, told + timedelta(days=90)) and not fields.is_stale(
        told, None, told.replace(2040)
    )


def test_the_standard_fields_are_whole() -> None:
    found = standard_fields()
    assert len({f["key"] for f in found}) == len(found)
    assert {f["group"] for f in found} == set(fields.GROUPS)
    assert all(f["type"] in field_types.TYPES for f in found)
    private = {f["key"] for f in found if f["for_household"] and f.get("own_word")}
    assert private == {"likes", "dislikes", "interests", "birthday", "lunar_birthday", "family"}
