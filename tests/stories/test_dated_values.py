from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from liuke.foundation.audit.queries import list_for_subject
from liuke.foundation.dated import actions, queries
from liuke.foundation.dated.models import DatedRow
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
SEED = """
table = "fee"
source = "价目表 2025"
[[value]]
key = "visit"
value = "50.00"
from = 2025-01-01
[[value]]
key = "visit"
value = "60.00"
from = 2026-01-01
"""


@pytest.fixture
def by() -> Actor:
    return system_actor("job", "test")


def _set(value: object, first: str, by: Actor, until: str | None = None) -> None:
    actions.set_value(
        "fee",
        "visit",
        value,
        from_date=date.fromisoformat(first),
        until_date=date.fromisoformat(until) if until else None,
        source="决定 7 号",
        by=by,
        at=NOW,
    )


def _history() -> list[tuple[object, str, str | None]]:
    return [
        (v.value, v.from_date.isoformat(), v.until_date and v.until_date.isoformat())
        for v in queries.list_history("fee", "visit")
    ]


def test_a_value_holds_from_its_day_until_the_next_one(by: Actor) -> None:
    _set(50, "2025-01-01", by)
    _set(60, "2026-01-01", by)
    assert queries.get_value("fee", "visit", on=date(2025, 12, 31)).value == 50
    found = queries.get_value("fee", "visit", on=date(2026, 1, 1))
    assert (found.value, found.from_date, found.source) == (60, date(2026, 1, 1), "决定 7 号")


def test_before_the_first_day_nothing_holds(by: Actor) -> None:
    _set(50, "2025-01-01", by)
    with pytest.raises(Missing):
        queries.get_value("fee", "visit", on=date(2024, 12, 31))
    assert queries.find_value("fee", "other", on=date(2025, 1, 1)) is None


def test_an_earlier_value_ends_where_a_later_one_is_already_stated(by: Actor) -> None:
    _set(60, "2026-01-01", by)
    _set(50, "2025-01-01", by)
    assert _history() == [(50, "2025-01-01", "2025-12-31"), (60, "2026-01-01", None)]


def test_after_a_value_for_a_time_the_old_one_holds_again(by: Actor) -> None:
    _set(50, "2025-01-01", by)
    _set(30, "2025-06-01", by, until="2025-06-30")
    assert _history() == [
        (50, "2025-01-01", "2025-05-31"),
        (30, "2025-06-01", "2025-06-30"),
        (50, "2025-07-01", None),
    ]


def test_a_correction_replaces_the_value_of_the_same_day_and_is_noted(by: Actor) -> None:
    _set(50, "2025-01-01", by)
    _set(55, "2025-01-01", by)
    assert _history() == [(55, "2025-01-01", None)]
    assert [line.detail["value"] for line in list_for_subject("fee/visit").lines] == [55, 50]


def test_a_value_may_end_for_good(by: Actor) -> None:
    _set(50, "2025-01-01", by)
    actions.end_value("fee", "visit", until_date=date(2025, 3, 31), source="取消", by=by, at=NOW)
    assert _history() == [(50, "2025-01-01", "2025-03-31")]
    with pytest.raises(Missing):
        queries.get_value("fee", "visit", on=date(2025, 4, 1))


def test_the_database_lets_one_value_hold_per_day(by: Actor) -> None:
    row = {"table": "t", "key": "k", "value": 1, "source": "s", "stated_by": by, "stated_at": NOW}
    DatedRow.objects.create(from_date=date(2025, 1, 1), until_date=date(2025, 1, 31), **row)
    DatedRow.objects.create(from_date=date(2025, 2, 1), **row)
    with pytest.raises(IntegrityError, match="one_value_holds_per_day"), transaction.atomic():
        DatedRow.objects.create(from_date=date(2025, 1, 31), until_date=date(2025, 1, 31), **row)
    with pytest.raises(IntegrityError, match="a_value_has_a_source"), transaction.atomic():
        DatedRow.objects.create(from_date=date(2020, 1, 1), until_date=date(2020, 1, 1), **{**row, "source": ""})


def test_a_value_without_a_source_or_with_its_days_reversed_is_refused(by: Actor) -> None:
    with pytest.raises(Invalid):
        actions.set_value("fee", "visit", 1, from_date=date(2025, 1, 1), source=" ", by=by, at=NOW)
    with pytest.raises(Invalid):
        _set(1, "2025-01-02", by, until="2025-01-01")
    with pytest.raises(Invalid):
        _set(float("nan"), "2025-01-02", by)


def test_a_seed_may_be_loaded_again_and_leaves_alone_what_was_stated_by_hand(by: Actor, tmp_path: Path) -> None:
    path = tmp_path / "fees.toml"
    path.write_text(SEED, encoding="utf-8")
    assert actions.load_seed(path, by=by, at=NOW) == 2
    assert actions.load_seed(path, by=by, at=NOW) == 0
    assert _history() == [("50.00", "2025-01-01", "2025-12-31"), ("60.00", "2026-01-01", None)]
    _set("58.00", "2026-01-01", by)
    path.write_text(SEED.replace("50.00", "48.00"), encoding="utf-8")
    assert actions.load_seed(path, by=by, at=NOW) == 1
    assert _history() == [("48.00", "2025-01-01", "2025-12-31"), ("58.00", "2026-01-01", None)]


def test_a_broken_seed_file_is_refused_whole(by: Actor, tmp_path: Path) -> None:
    path = tmp_path / "fees.toml"
    path.write_text(SEED + "[[value]]\nkey = 'x'\n", encoding="utf-8")
    with pytest.raises(Invalid):
        actions.load_seed(path, by=by, at=NOW)
    path.write_text("not toml", encoding="utf-8")
    with pytest.raises(Invalid):
        actions.load_seed(path, by=by, at=NOW)
    assert not DatedRow.objects.exists()
