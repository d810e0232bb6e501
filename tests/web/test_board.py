"""The live board: each number is counted from rows that it opens, of the own site only for people of a site."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.service.actions import calls, running
from liuke.areas.service.actions import requests as wishes
from liuke.foundation import clock
from liuke.insight import board
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """Late enough in the day that what happens three hours ago is today's."""
    return clock.now()


def day_of_work(at: datetime) -> tuple[Company, str, str]:
    """One repair done at its first visit, one order on hold, one wish solved on the phone, one call missed."""
    c = service.company(at)
    done = service.reported(c, at)
    held = service.commissioned(c, at)
    from liuke.areas.service.actions import dispatching

    dispatching.accept(held, by=c.cast.north_clerk, at=at)
    running.hold(held, reason="weather", by=c.cast.dispatcher, at=at)
    solved = wishes.open_request(c.known.chen, kind="repair", fault="不会设置", by=c.cast.agent, at=at).number
    wishes.solve_on_phone(solved, reason="setting", by=c.cast.agent, at=at)
    calls.abandon_call("13912345678", by=c.cast.agent, at=at)
    return c, done, held


def test_every_number_is_the_count_of_the_rows_it_opens(now: datetime) -> None:
    c, done, held = day_of_work(now)
    when = service.windows_of(done).start + timedelta(hours=1)
    day = board.today(when)
    shown = board.board(day, by=c.cast.manager, at=when)

    assert (shown.windows.hits, shown.windows.of) == (1, 1) and (shown.first_time.hits, shown.first_time.of) == (1, 1)
    assert shown.held == {"weather": 1} and shown.open == 2
    for figure in board.ORDER_FIGURES:
        rows = board.orders_behind(figure, day, by=c.cast.manager, at=when).rows
        assert {row.number for row in rows} <= {done, held}
    assert [r.number for r in board.orders_behind("windows", day, by=c.cast.manager, at=when).rows] == [done]
    today = board.board(board.today(now), by=c.cast.manager, at=now)
    assert today.avoided is not None and today.avoided.hits == 1
    assert today.calls is not None and today.calls.waiting == 1


def test_a_site_sees_its_own_day_and_no_calls(now: datetime) -> None:
    c, done, held = day_of_work(now)
    when = service.windows_of(done).start + timedelta(hours=1)
    day = board.today(when)
    east = board.board(day, by=c.cast.east_manager, at=when)
    north = board.board(day, by=c.cast.north_manager, at=when)

    assert (east.open, east.windows.of, east.calls, east.avoided) == (1, 1, None, None)
    assert (north.open, north.windows.of, north.held) == (1, 0, {"weather": 1})
    assert as_(c.cast.east_manager).get("/live-board/calls/").status_code == 403
    assert as_(c.cast.east_technician).get("/live-board/").status_code == 403


def test_the_pages_open_and_say_no_to_nonsense(now: datetime) -> None:
    c, _done, _held = day_of_work(now)
    browser = as_(c.cast.manager)
    for url in ("", "?wall=1", "calls/", "calls/?waiting=1", "avoided-visits/", "orders/?figure=repeats"):
        assert browser.get(f"/live-board/{url}").status_code == 200
    for url in ("?day=soon", "?day=2001-01-01", "?day=2999-01-01", "orders/?figure=luck", "orders/?after=x"):
        assert browser.get(f"/live-board/{url}").status_code == 422
    assert "待回拨" in browser.get("/live-board/").content.decode()


def test_a_second_visit_is_no_first_time_fix(now: datetime) -> None:
    c = service.company(now)
    number = service.in_service(c, now)
    from liuke.areas.service.actions import visits

    when = service.windows_of(number).start + timedelta(minutes=30)
    visits.second_visit(number, reason="solution", by=c.cast.east_technician, at=when)
    shown = board.board(board.today(when), by=c.cast.manager, at=when)
    assert (shown.first_time.hits, shown.first_time.of) == (0, 1)
    missed = board.orders_behind("not_first_time", board.today(when), by=c.cast.manager, at=when)
    assert [row.number for row in missed.rows] == [number]
