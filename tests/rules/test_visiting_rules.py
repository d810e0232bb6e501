"""H7: best times, lunch and the day's end as a problem; a day by hand says what it breaks instead of refusing it."""

from __future__ import annotations

from datetime import date, time

import pytest

from liuke.areas.customers.rules.visiting_hours import Hours
from liuke.areas.keeping.rules.visit_times import times_of
from liuke.areas.keeping.rules.visiting import (
    DAY,
    Door,
    Terms,
    Trip,
    closed_ones,
    days_from,
    opening_on,
    prize,
    problem_of,
    reason_words,
    vehicle_of,
)
from liuke.foundation.routes.engine import HARD, plan
from liuke.foundation.routes.schedule import route_of

TERMS = Terms(begins=540, ends=1050, lunch_from=690, lunch_until=810, lunch=60, stay=40)
MONDAY = date(2026, 11, 30)
HERE = (121.5, 29.9)
EVERY = (1, 2, 3, 4, 5, 6, 7)
MORNING = Hours(EVERY, time(9), time(10, 30))
TUESDAYS = Hours((2,), time(9), time(17))


def trip(days: int = 1, not_before: int = 0) -> Trip:
    return Trip(MONDAY, days_from(MONDAY, days), TERMS, not_before)


def door(key: str, hours: Hours | None = None, **more: object) -> Door:
    return Door(key, HERE, 40, hours, **more)  # type: ignore[arg-type]


def grid(n: int, way: int = 1200) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(0 if a == b else way for b in range(n)) for a in range(n))


def clock(second: int) -> str:
    return f"{second % DAY // 3600}:{second % 3600 // 60:02}"


def test_a_visit_begins_within_the_best_time_and_is_over_before_it_ends() -> None:
    found = opening_on(door("a", MORNING), MONDAY, trip())
    assert found and (clock(found.start), clock(found.end)) == ("9:00", "9:50")
    whole = opening_on(door("a"), MONDAY, trip())
    assert whole and (clock(whole.start), clock(whole.end)) == ("9:00", "16:50")
    assert opening_on(door("a", TUESDAYS), MONDAY, trip()) is None
    evening = Hours(EVERY, time(18), time(20))
    assert opening_on(door("a", evening), MONDAY, trip()) is None, "the working day is over by then"


def test_a_week_puts_each_on_a_day_that_lets_him_in_and_names_who_has_none() -> None:
    doors = [door("tuesdays", TUESDAYS), door("sundays", Hours((7,), time(9), time(12))), door("any")]
    assert [one.key for one in closed_ones(trip(3), doors)] == ["sundays"]

    found = plan(problem_of(trip(3), doors, grid(4)), effort=HARD, seconds=1)
    days = {call.stop: route.vehicle for route in found.routes for call in route.calls}
    assert days["tuesdays"] == "2026-12-01" and set(days) == {"tuesdays", "any"}


def test_lunch_is_kept_and_left_out_where_the_day_begins_after_it() -> None:
    doors = [door(str(n)) for n in range(6)]
    found = plan(problem_of(trip(), doors, grid(7)), effort=HARD, seconds=1)
    assert not found.unplaced and [p.lasts for p in found.routes[0].pauses] == [3600]
    assert vehicle_of(trip(not_before=13 * 3600), MONDAY).rests == ()
    assert clock(vehicle_of(trip(not_before=10 * 3600), MONDAY).begins) == "10:00"


def test_more_than_a_day_holds_are_left_out_by_worth() -> None:
    doors = [door(str(n), prize=90 if n < 4 else 20) for n in range(12)]
    found = plan(problem_of(trip(), doors, grid(13)), effort=HARD, seconds=1)
    served = {call.stop for route in found.routes for call in route.calls}
    assert {"0", "1", "2", "3"} <= served and {one.reason.code for one in found.unplaced} == {"full"}


def test_a_locked_stop_keeps_its_day_and_order_whatever_is_shorter() -> None:
    held = [door("b", day=MONDAY, position=1, locked=True), door("a", day=MONDAY, position=2, locked=True)]
    near = ((0, 60, 3600), (60, 0, 3600), (3600, 3600, 0))
    found = plan(problem_of(trip(2), held, near), effort=HARD, seconds=1)
    assert [(r.vehicle, [c.stop for c in r.calls]) for r in found.routes] == [("2026-11-30", ["b", "a"])]


def test_a_day_by_hand_says_what_is_late_closed_and_over() -> None:
    far = grid(3, way=40 * 60)
    told = times_of(trip(), MONDAY, [door("a"), door("m", MORNING)], far)
    assert [(one.key, one.broken) for one in told.stops] == [("a", ""), ("m", "late")] and told.broken == 1
    assert times_of(trip(), MONDAY, [door("m", MORNING), door("a")], far).broken == 0
    assert [one.broken for one in times_of(trip(), MONDAY, [door("t", TUESDAYS)], grid(2)).stops] == ["closed"]
    long = times_of(trip(), MONDAY, [door(str(n)) for n in range(9)], grid(10))
    assert long.over and clock(long.returns) > "17:30"


def test_by_hand_and_by_engine_the_times_are_the_same() -> None:
    doors = [door("a"), door("m", MORNING), door("c")]
    problem = problem_of(trip(), doors, grid(4))
    route = route_of(problem, problem.vehicles[0], [("m", 0), ("a", 0), ("c", 0)])
    told = times_of(trip(), MONDAY, [doors[1], doors[0], doors[2]], grid(4))
    assert route and [(c.arrives, c.begins) for c in route.calls] == [(one.arrives, one.begins) for one in told.stops]
    assert (route.leaves, route.returns) == (told.leaves, told.returns)


@pytest.mark.parametrize("code", ["closed", "nowhere", "shift", "far", "full"])
def test_each_reason_has_words(code: str) -> None:
    assert reason_words(code).zh and reason_words(code).en


def test_whose_contact_is_late_goes_before_grades() -> None:
    late_c, soon_a = prize("C", is_core=False, due_in=-1), prize("A", is_core=True, due_in=30)
    assert late_c > soon_a > prize("B", is_core=False, due_in=None) > prize("", is_core=False, due_in=None)
    assert prize("A", is_core=True, due_in=-3) <= 99
