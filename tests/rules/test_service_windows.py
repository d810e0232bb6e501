"""Windows: what is offered, what fits, who is late, who may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.service.rules.windows import (
    Room,
    Window,
    fault_of,
    may_move,
    offer,
    places_left,
    punctuality,
)

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def window(start: int) -> Window:
    return Window(AT + start * HOUR, AT + (start + 2) * HOUR)


def test_only_windows_with_room_that_have_not_begun_are_offered() -> None:
    rooms = [Room(window(-1), 2, 0), Room(window(1), 2, 2), Room(window(3), 2, 1), Room(window(5), 1, 0)]
    assert [room.window for room in offer(rooms, at=AT)] == [window(3), window(5)]


def test_the_windows_nearest_to_the_wish_come_in_order_of_time() -> None:
    rooms = [Room(window(h), 1, 0) for h in (2, 4, 6, 8, 10)]
    wished = AT + 8 * HOUR
    assert [r.window for r in offer(rooms, at=AT, wished=wished)] == [window(6), window(8), window(10)]


def test_a_gas_fitter_is_not_sold_twice_because_an_electrician_is_free() -> None:
    gas, both = frozenset([1]), frozenset([1, 2])
    assert places_left(gas, []) == 1
    assert places_left(gas, [gas]) == 0
    assert places_left(both, [gas]) == 1
    assert places_left(gas, [both]) == 1  # the other job moves to the electrician
    assert places_left(gas, [both, both]) == 0


def test_a_window_that_is_oversold_has_no_place_left() -> None:
    assert places_left(frozenset([1, 2, 3]), [frozenset(), frozenset([1])]) == 0


@given(
    st.frozensets(st.integers(1, 5)),
    st.lists(st.frozensets(st.integers(1, 5), min_size=1), max_size=6),
)
def test_no_more_jobs_are_sold_than_there_are_technicians(able: frozenset[int], jobs: list[frozenset[int]]) -> None:
    left = places_left(able, jobs)
    assert 0 <= left <= len(able)
    if left:
        everybody = able.union(*jobs)
        assert left + len(jobs) <= len(everybody)
        assert places_left(able, [*jobs, able]) == left - 1


def test_early_is_in_the_window_and_late_counts_from_its_end() -> None:
    w = window(0)
    assert punctuality(w, w.start - timedelta(minutes=20)).in_window
    assert not punctuality(w, w.start - timedelta(minutes=45)).in_window
    late = punctuality(w, w.end + timedelta(minutes=25))
    assert (late.in_window, late.late_minutes) == (False, 25)


def test_a_typed_window_is_checked() -> None:
    assert fault_of(window(1), at=AT) is None
    assert fault_of(Window(AT + HOUR, AT + HOUR), at=AT)
    assert fault_of(Window(AT, AT + 13 * HOUR), at=AT)
    assert fault_of(window(-3), at=AT)


def test_our_side_moves_twice_and_the_customer_as_he_likes() -> None:
    assert may_move("site", 1, frozenset()) is None
    assert may_move("company", 2, frozenset()) is not None
    assert may_move("site", 2, frozenset(["regional"])) is None
    assert may_move("user", 9, frozenset()) is None
