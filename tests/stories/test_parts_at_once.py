"""Two at once: the last piece has one taker, whoever they are. Real commits, two connections."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from liuke.areas.care.rules.calling import HERE
from liuke.areas.parts.actions import asking, counting, handling, sending, using
from liuke.areas.parts.actions.using import Piece
from liuke.areas.parts.models import Move, Request, Use
from liuke.kernel.journal.models import Event
from tests.given import parts, service
from tests.given.parts import MOTOR
from tests.stories.test_service_at_once import at_once
from tests.support.databases import Database

MORNING = datetime(2026, 11, 23, 9, tzinfo=HERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_two_clerks_ship_the_last_piece_to_two_sites_and_one_is_told(fresh_database: Database) -> None:
    s = parts.store(MORNING, motors=0)
    cast = s.company.cast
    wanted = [
        asking.replenish(part=MOTOR, quantity=1, by=cast.east_clerk, at=MORNING),
        asking.replenish(part=MOTOR, quantity=1, by=cast.north_clerk, at=MORNING),
    ]
    for number in wanted:
        sending.approve(number, by=s.clerk, at=MORNING)
    handling.buy_in(MOTOR, quantity=1, by=s.clerk, at=MORNING)
    for number in Request.objects.filter(reserved=True).values_list("number", flat=True):
        sending.release(number, by=s.clerk, at=MORNING)

    answers = at_once(
        lambda: sending.ship(wanted[0], carrier="顺丰", by=s.clerk, at=MORNING),
        lambda: sending.ship(wanted[1], carrier="顺丰", by=s.lead, at=MORNING),
    )

    assert sorted(map(str, answers)) == ["None", "not-in-stock"]
    assert (parts.lies("company", MOTOR), parts.lies("transit", MOTOR)) == ((0, 0), (1, 0))
    assert Move.objects.filter(why="shipped").count() == 1
    assert Event.objects.filter(kind="parts.parcel.sent").count() == 1
    assert parts.ledger_agrees()


def test_two_approvals_at_once_set_the_last_piece_aside_once(fresh_database: Database) -> None:
    s = parts.store(MORNING, motors=1)
    cast = s.company.cast
    wanted = [
        asking.replenish(part=MOTOR, quantity=1, by=clerk, at=MORNING) for clerk in (cast.east_clerk, cast.north_clerk)
    ]

    at_once(*(lambda n=n: sending.approve(n, by=s.clerk, at=MORNING) for n in wanted))

    assert sorted(Request.objects.values_list("reserved", flat=True)) == [False, True]
    assert parts.lies("company", MOTOR) == (1, 1)


def test_a_phone_and_a_desk_take_the_last_piece_of_a_van_and_one_is_told(fresh_database: Database) -> None:
    s = parts.store(MORNING)
    cast = s.company.cast
    parts.in_van(s, MOTOR, 1, MORNING)
    order = service.in_service(s.company, MORNING)
    when = service.windows_of(order).start + HOUR

    answers = at_once(
        lambda: using.use_part(order, Piece(MOTOR), by=cast.east_technician, at=when, client_uuid=uuid4()).number,
        lambda: handling.hand_over(MOTOR, quantity=1, from_=s.van, to=s.site, by=cast.east_clerk, at=when),
    )

    assert answers.count("not-in-stock") == 1
    assert parts.lies(s.van, MOTOR) == (0, 0)
    assert Use.objects.count() + Move.objects.filter(why="brought_back").count() == 1
    assert parts.ledger_agrees()


def test_a_phone_that_sends_twice_at_once_uses_one_piece(fresh_database: Database) -> None:
    s = parts.store(MORNING)
    parts.in_van(s, MOTOR, 2, MORNING)
    order = service.in_service(s.company, MORNING)
    when, key = service.windows_of(order).start + HOUR, uuid4()

    def use() -> object:
        return using.use_part(order, Piece(MOTOR), by=s.company.cast.east_technician, at=when, client_uuid=key)

    first, second = at_once(use, use)

    assert first == second and Use.objects.count() == 1
    assert parts.lies(s.van, MOTOR) == (1, 0)


def test_a_count_is_booked_once(fresh_database: Database) -> None:
    s = parts.store(MORNING)
    number = counting.open_count("company", by=s.clerk, at=MORNING)
    counting.enter_count(number, {MOTOR: 4}, reasons={MOTOR: "lost"}, by=s.clerk, at=MORNING)

    answers = at_once(*[lambda: counting.book_count(number, by=s.lead, at=MORNING)] * 2)

    assert sorted(map(str, answers)) == ["None", "count-over"]
    assert parts.lies("company", MOTOR) == (4, 0)
