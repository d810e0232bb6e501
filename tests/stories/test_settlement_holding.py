"""Practice §1.17: a negative month is set off in the next; retention and deposit go back by their terms, owed by finance."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from liuke.areas.care.rules.calling import HERE
from liuke.areas.network.models import Site
from liuke.areas.settlement.actions import agreeing, holding, making, paying, sending
from liuke.areas.settlement.jobs import find_holdings
from liuke.areas.settlement.models import Holding, Statement
from liuke.areas.settlement.queries.holdings import list_holdings
from liuke.areas.settlement.queries.statements import get_statement
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Forbidden, Missing, Refused, Stale
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import care, settlement
from tests.given.care import World
from tests.given.settlement import Desk, Journal, locked, statement_of

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 10, 5, 9, tzinfo=HERE)
THIRD = datetime(2026, 11, 3, 10, tzinfo=HERE)
IN_DECEMBER = datetime(2026, 12, 3, 10, tzinfo=HERE)
A_YEAR_ON = datetime(2027, 11, 1, 4, tzinfo=HERE)
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


def settled(world: World, desk: Desk, month: date, at: datetime) -> Statement:
    sending.send_month(month, by=desk.clerk, at=at)
    locked(statement_of(world.net.east, month).number, desk, world.cast.east_manager, at + HOUR)
    return statement_of(world.net.east, month)


def carried(world: World, month: date) -> list[tuple[str, int]]:
    rows = statement_of(world.net.east, month).lines.filter(item="carried")
    return list(rows.values_list("reference", "cents"))


def owed(number: str) -> Promise:
    return Promise.objects.get(what="give-back-holding", about=number)


def test_a_negative_month_is_not_paid_and_not_lost_but_set_off_in_the_next(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    journal.cash("WO-900001", MORNING, 50_000)
    october = settled(world, desk, OCTOBER, THIRD)
    assert october.total_cents == 8064 - 50_000
    assert not Promise.objects.filter(what="pay-statement", about=october.number).exists()
    with pytest.raises(Refused) as refused:
        paying.pay(october.number, paid_on=THIRD.date(), by=desk.finance, at=THIRD + DAY)
    assert refused.value.code == "carried-forward"

    journal.order("WO-900002", MORNING + 35 * DAY)
    for hours in (0, 1):  # counted twice, carried once
        making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER + hours * HOUR)

    november = statement_of(world.net.east, NOVEMBER)
    assert carried(world, NOVEMBER) == [(october.number, 8064 - 50_000)]
    assert november.total_cents == 8064 + 8064 - 50_000
    assert get_statement(october.number, by=desk.finance).carried_into == november.number
    assert "pay" not in get_statement(october.number, by=desk.finance).may

    # still negative: the month after carries what is left, and October no more; a site without work has its month too
    settled(world, desk, NOVEMBER, IN_DECEMBER + DAY)
    making.make_month(DECEMBER, by=desk.clerk, at=datetime(2027, 1, 3, 10, tzinfo=HERE))
    assert carried(world, DECEMBER) == [(november.number, 2 * 8064 - 50_000)]


def test_a_month_that_is_signed_after_the_next_was_signed_is_carried_into_the_one_after(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    journal.cash("WO-900001", MORNING, 50_000)
    sending.send_month(OCTOBER, by=desk.clerk, at=THIRD)
    journal.order("WO-900002", MORNING + 35 * DAY)
    november = settled(world, desk, NOVEMBER, IN_DECEMBER)
    assert carried(world, NOVEMBER) == []

    october = statement_of(world.net.east, OCTOBER)
    agreeing.confirm(october.number, by=world.cast.east_manager, at=IN_DECEMBER + DAY)
    making.make_month(DECEMBER, by=desk.clerk, at=datetime(2027, 1, 3, 10, tzinfo=HERE))

    assert carried(world, DECEMBER) == [(october.number, 8064 - 50_000)]
    assert november.total_cents == 8064


def test_retention_is_owed_back_when_its_months_are_over_and_comes_into_the_next_statement(
    world: World, desk: Desk, journal: Journal
) -> None:
    journal.order("WO-900001", MORNING)
    october = settled(world, desk, OCTOBER, THIRD)
    assert [(words.en, cents) for words, cents in get_statement(october.number, by=desk.finance).held] == [
        ("retention", 420)
    ]
    assert find_holdings(A_YEAR_ON - 2 * DAY) == 0

    assert (find_holdings(A_YEAR_ON), find_holdings(A_YEAR_ON + DAY)) == (1, 0)
    [row] = list_holdings(by=world.cast.east_manager)
    assert (row.cents, row.statement, row.due_on) == (420, october.number, date(2027, 11, 1))
    assert (owed(row.number).owner_role, owed(row.number).state) == ("finance", "open")
    with pytest.raises(Stale):
        holding.give_back(row.number, by=desk.finance, at=A_YEAR_ON + DAY, seen=row.version + 1)
    assert holding.give_back(row.number, by=desk.finance, at=A_YEAR_ON + DAY, seen=row.version) == 420
    with pytest.raises(Refused):
        holding.give_back(row.number, by=desk.finance, at=A_YEAR_ON + DAY)
    assert owed(row.number).state == "kept"

    for days in (2, 3):
        making.make_month(date(2027, 10, 1), by=desk.clerk, at=A_YEAR_ON + days * DAY)
    line = statement_of(world.net.east, date(2027, 10, 1)).lines.get(item="retention_back")
    assert (line.cents, line.reference, line.because) == (420, row.number, "term_over")
    assert Event.objects.get(pk=line.events[0]).kind == "settlement.holding.given_back"
    assert statement_of(world.net.east, date(2027, 10, 1)).total_cents == 420
    assert get_statement(october.number, by=desk.finance).held == ()


def test_a_deposit_goes_back_after_the_agreements_end_and_not_when_it_was_renewed(
    world: World, desk: Desk, journal: Journal
) -> None:
    set_value(
        "settlement_term", f"{world.net.east}/deposit", {"monthly_cents": 3000, "target_cents": 5000}, from_date=OCTOBER,
        source="合同", by=world.cast.administrator, at=MORNING,
    )  # fmt: skip
    journal.order("WO-900001", MORNING)
    october = settled(world, desk, OCTOBER, THIRD)
    east = Site.objects.filter(number=world.net.east)
    east.update(contract_until=date(2026, 11, 2))
    assert find_holdings(THIRD + 2 * DAY) == 0  # thirty days after its end at the earliest

    assert find_holdings(IN_DECEMBER) == 1
    [row] = list_holdings(by=desk.finance, state="due")
    assert (row.kind, row.cents, row.because.en) == ("deposit", 3000, "the agreement has ended")
    east.update(contract_until=date(2027, 12, 31))
    with pytest.raises(Refused) as refused:
        holding.give_back(row.number, by=desk.finance, at=IN_DECEMBER)
    assert refused.value.code == "renewed"
    assert find_holdings(IN_DECEMBER + DAY) == 0
    assert owed(row.number).state == "void"

    east.update(contract_until=date(2026, 11, 2))
    assert find_holdings(IN_DECEMBER + 2 * DAY) == 1
    [row] = list_holdings(by=desk.finance, state="due")
    holding.give_back(row.number, by=desk.finance, at=IN_DECEMBER + 2 * DAY)
    making.make_month(DECEMBER, by=desk.clerk, at=datetime(2027, 1, 3, 10, tzinfo=HERE))
    december = statement_of(world.net.east, DECEMBER)
    assert dict(december.lines.values_list("item", "cents")) == {"deposit_back": 3000}  # and none is paid in anew
    assert find_holdings(datetime(2027, 1, 5, 4, tzinfo=HERE)) == 0
    assert october.lines.get(item="deposit").cents == -3000


def test_only_finance_gives_back_and_a_site_sees_its_own(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    settled(world, desk, OCTOBER, THIRD)
    find_holdings(A_YEAR_ON)
    [row] = list_holdings(by=desk.clerk)

    for person in (desk.clerk, desk.regional, world.cast.east_manager, world.cast.agent):
        with pytest.raises(Forbidden):
            holding.give_back(row.number, by=person, at=A_YEAR_ON)
    with pytest.raises(Missing):
        holding.give_back("HD-999999", by=desk.finance, at=A_YEAR_ON)
    assert list_holdings(by=world.cast.north_manager) == ()
    assert list_holdings(by=world.cast.agent) == ()


def test_the_database_carries_and_gives_back_once(world: World, desk: Desk, journal: Journal) -> None:
    journal.order("WO-900001", MORNING)
    october = settled(world, desk, OCTOBER, THIRD)
    find_holdings(A_YEAR_ON)
    journal.order("WO-900002", MORNING + 35 * DAY)
    making.make_month(NOVEMBER, by=desk.clerk, at=IN_DECEMBER)
    lines = statement_of(world.net.east, NOVEMBER).lines
    one = Holding.objects.get()

    def refused(name: str, act: object) -> None:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            act()  # type: ignore[operator]

    line = {"item": "carried", "because": "carried", "reference": october.number}
    refused("what_is_carried_forward_is_owed_and_names_its_month", lambda: lines.create(place=90, cents=5, **line))
    lines.create(place=90, cents=-5, **line)
    refused(
        "a_sum_is_carried_or_given_back_once", lambda: lines.create(place=91, cents=-5, **line | {"order_number": "x"})
    )
    rows = Holding.objects.filter(pk=one.pk)
    for name, change in (
        ("a_holding_is_of_a_known_kind", {"kind": "gift"}),
        ("a_holding_is_in_a_known_state", {"state": "lost"}),
        ("a_holding_is_due_for_a_known_reason", {"because": "x"}),
        ("a_holding_is_some_money", {"cents": 0}),
        ("a_retention_names_its_statement", {"statement": None}),
        ("what_was_given_back_says_by_whom_and_when", {"state": "given_back"}),
    ):
        refused(name, lambda change=change: rows.update(**change))
    again = {"site_id": one.site_id, "cents": 1, "because": "term_over", "due_on": OCTOBER, "found_at": THIRD}
    refused(
        "a_retention_is_given_back_once",
        lambda: Holding.objects.create(number="HD-9", kind="retention", statement=october, **again),
    )
    Holding.objects.create(number="HD-8", kind="deposit", **again)
    refused(
        "a_deposit_waits_to_be_given_back_once",
        lambda: Holding.objects.create(number="HD-7", kind="deposit", **again),
    )
