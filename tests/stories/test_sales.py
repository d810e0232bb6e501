"""H7: sales are the money that came and the machines that came with it, cut by month, kind, area and customer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.charges.jobs import count_sales
from liuke.areas.charges.models import Sale
from liuke.areas.charges.queries import sales as queries
from liuke.areas.charges.queries.sales import Asked
from liuke.areas.customers.actions.keepers import set_keepers
from liuke.foundation.faults import Forbidden
from liuke.insight.roster import list_roster
from tests.given import care, customers, products, sales
from tests.given.care import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 12, tzinfo=HERE)
DAY = timedelta(days=1)
YEAR = Asked(date(2025, 12, 1), date(2026, 11, 1))


@pytest.fixture
def world() -> World:
    """李秀英 paid 180 in October and 60 in November, 40 paid in August were paid back in November; her hood came in
    another year. 周建国 paid 20 and bought a machine in November."""
    world = care.world(NOON - 120 * DAY)
    technician = world.cast.east_technician
    zhou = customers.zhou(world.cast, NOON - 120 * DAY)
    stove = products.machine(world.cast, zhou, NOON - 20 * DAY, serial="LKZHOU000001", bought_date=date(2026, 11, 3))
    repair = care.ordered(world, world.hood, NOON - 110 * DAY)
    for cents, at, back in ((18_000, NOON - 40 * DAY, None), (6_000, NOON, None), (4_000, NOON - 100 * DAY, NOON)):
        sales.paid(repair, cents, by=technician, at=at, refunded_at=back)
    sales.paid(sales.ordered(world, zhou, stove, NOON - 19 * DAY), 2_000, by=technician, at=NOON)
    return world


def test_every_cut_sums_to_the_same_money(world: World) -> None:
    count_sales(NOON)

    manager = world.cast.manager
    assert queries.whole(YEAR, by=manager).cents == 26_000
    months = {one.key: one.cents for one in queries.sold_by("month", YEAR, by=manager) if one.cents}
    assert months == {"2026-08": 4_000, "2026-10": 18_000, "2026-11": 6_000 + 2_000 - 4_000}
    assert sum(one.cents for one in queries.sold_by("line", YEAR, by=manager)) == 26_000
    assert sum(one.cents for one in queries.sold_by("county", YEAR, by=manager)) == 26_000
    assert [(row.place, row.cents, row.machines) for row in queries.sold_to(YEAR, by=manager).rows] == [
        (1, 24_000, 1), (2, 2_000, 1),
    ]  # fmt: skip
    before = set(Sale.objects.values_list("pk", "cents"))
    Sale.objects.create(customer_id=world.li, line="hood", county="330212", month=date(2020, 1, 1), cents=1)
    assert count_sales(NOON + DAY) == len(before), "what nothing brings any more is gone"
    assert set(Sale.objects.values_list("pk", "cents")) == before, "what did not change is not written again"
    Sale.objects.filter(pk=min(before)[0]).update(cents=-1)
    count_sales(NOON + DAY)
    assert set(Sale.objects.values_list("pk", "cents")) == before


def test_how_few_bring_how_much(world: World) -> None:
    count_sales(NOON)
    curve = {one.percent: (one.customers, one.share) for one in queries.concentration(YEAR, by=world.cast.manager)}
    assert curve[0] == (0, 0.0) and curve[50] == (1, 92.3) and curve[100] == (2, 100.0)
    assert queries.concentration(Asked(date(2020, 1, 1), date(2020, 1, 1)), by=world.cast.manager) == ()


def test_a_keeper_reads_his_own_and_the_roster_says_who_keeps_whom(world: World) -> None:
    count_sales(NOON)
    keeper = world.cast.account_manager
    assert queries.whole(YEAR, by=keeper).cents == 0
    set_keepers({world.li: keeper}, by=world.cast.manager, at=NOON)
    assert queries.whole(YEAR, by=keeper).cents == 24_000
    row = list_roster(by=keeper, at=NOON)[0]
    assert (row.name, row.customers, row.of_a, row.late) == ("赵敏", 1, 1, 0)
    assert list_roster(by=keeper, at=NOON + 400 * DAY)[0].late == 1
    with pytest.raises(Forbidden):
        queries.whole(YEAR, by=world.cast.agent)


def test_the_table_holds_a_cell_once_and_months_by_their_first(world: World) -> None:
    one = {"customer_id": world.li, "line": "hood", "county": "330212"}
    Sale.objects.create(**one, month=date(2026, 1, 1))
    for promise, month in (
        ("a_cell_of_sales_stands_once", date(2026, 1, 1)),
        ("a_month_of_sales_begins_on_its_first", date(2026, 1, 2)),
    ):
        with pytest.raises(IntegrityError, match=promise), transaction.atomic():
            Sale.objects.create(**one, month=month)
