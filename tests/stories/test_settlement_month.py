"""Practice §1.17, §3: a month is counted from the journal, agreed with the site, signed by both, and locked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from liuke.areas.care.rules.calling import HERE
from liuke.areas.settlement.actions import making
from tests.given import care, settlement
from tests.given.care import World
from tests.given.settlement import Desk, Journal, lines_of, statement_of

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 10, 5, 9, tzinfo=HERE)
THIRD = datetime(2026, 11, 3, 10, tzinfo=HERE)
OCTOBER, NOVEMBER, DECEMBER = date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def world() -> World:
    return care.world(MORNING - HOUR)


@pytest.fixture
def desk(world: World) -> Desk:
    return settlement.desk(MORNING - HOUR)


@pytest.fixture
def journal(world: World) -> Journal:
    return Journal(world, world.net.east, world.cast.administrator)


def test_a_good_order_brings_its_labour_and_the_bonus(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)

    made = making.make_month(OCTOBER, by=desk.clerk, at=THIRD)

    assert made.statements == 1
    assert lines_of(world.net.east, OCTOBER) == [
        ("WO-900001", "bonus", 400, "bonus"),
        ("WO-900001", "labour", 8000, "work"),
    ]
    found = statement_of(world.net.east, OCTOBER)
    assert found.total_cents == 8400 + 84 - 420  # tax 1 %, retention 5 %
    assert found.total_cents == sum(found.lines.values_list("cents", flat=True))
