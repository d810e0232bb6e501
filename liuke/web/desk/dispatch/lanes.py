"""A day by technician as a table: a lane each, a column for each window, the visits where they begin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from liuke.areas.service.queries.board import Board, BoardLane
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.planning import locked_orders
from liuke.areas.service.queries.planning_ways import minutes_before
from liuke.areas.service.queries.rows import VisitRow
from liuke.foundation.clock import LOCAL
from liuke.foundation.words import Words
from liuke.web.desk.filters import address, told
from liuke.web.desk.orders.asking import key_of
from liuke.web.desk.orders.rows import Line, lines
from liuke.web.ui import moments, shapes

DAYS_AHEAD = 7


@dataclass(frozen=True)
class Bar:
    """A visit on a lane: its order, whose, when (`is_odd`: in no window of the plan), how it stands (`due`, `late`, `kept`, `soon` as the kit colours them).

    `way` are the minutes to it from the visit before (the first from home), None where a place is not known.
    """

    visit: VisitRow
    who: str
    when: str
    is_odd: bool
    state: str
    way: int | None = None
    locked: bool = False


@dataclass(frozen=True)
class Cell:
    """One window of one technician: what begins in it, and what a drop there means."""

    key: str
    bars: tuple[Bar, ...]
    is_past: bool


@dataclass(frozen=True)
class Lane:
    technician_id: int
    number: str
    name: str
    site: str
    count: int
    more: int
    more_url: str
    cells: tuple[Cell, ...]
    away: Words | None = None


@dataclass(frozen=True)
class Table:
    """`next_crew` leads to the next screen of technicians; `is_today`: somebody may be off sick."""

    heads: tuple[str, ...]
    lanes: tuple[Lane, ...]
    unassigned: tuple[Line, ...]
    next_crew: str
    is_today: bool = False


@dataclass(frozen=True)
class Beside:
    """What is known of visits beside the board itself."""

    ways: Mapping[str, int]
    locked: frozenset[str]


def table(board: Board, *, at: datetime) -> Table:
    """The board with every visit in the window in which it begins (the last one before it, where it begins between)."""
    heads = tuple(f"{_clock(w.start)}–{_clock(w.end)}" for w in board.windows)
    visits = [visit for lane in board.lanes for visit in lane.visits]
    beside = Beside(minutes_before(visits), locked_orders({v.order for v in visits}) if visits else frozenset())
    lanes = tuple(_lane(one, board, at, beside) for one in board.lanes)
    today = at.astimezone(LOCAL).date() == board.day
    return Table(heads, lanes, tuple(lines(board.unassigned, at=at)), board.next_crew or "", today)


def _lane(one: BoardLane, board: Board, at: datetime, beside: Beside) -> Lane:
    bars: dict[int, list[Bar]] = {}
    for visit in one.visits:
        bars.setdefault(_place(visit, board.windows), []).append(_bar(visit, board, at, beside))
    cells = tuple(Cell(key_of(w), tuple(bars.get(n, ())), w.end <= at) for n, w in enumerate(board.windows))
    more = one.count - len(one.visits)
    return Lane(
        one.technician_id,
        one.number,
        one.name,
        one.site,
        one.count,
        more,
        _all_of(one, board.day) if more else "",
        cells,
        one.away,
    )


def _all_of(one: BoardLane, day: date) -> str:
    """The list of all orders of a technician's day."""
    return f"{reverse('desk:orders')}?all=yes&technician={one.technician_id}&window_on={day.isoformat()}"


def days(request: HttpRequest, day: date) -> list[shapes.Tab]:
    """The week ahead as tabs."""
    today = request.at.astimezone(LOCAL).date()  # type: ignore[attr-defined]
    language = get_language() or "zh-hans"
    shown = [today + timedelta(days=n) for n in range(DAYS_AHEAD)]
    if day not in shown:
        shown.insert(0, day)
    return [
        shapes.Tab(moments.day(d, today=today, language=language), address(request, day=d.isoformat()), d == day)
        for d in shown
    ]


def _clock(at: datetime) -> str:
    """8 or 8:30, as short as a column wants it."""
    here = at.astimezone(LOCAL)
    return f"{here.hour}:{here:%M}" if here.minute else f"{here.hour}:00"


def _place(visit: VisitRow, windows: tuple[Window, ...]) -> int:
    before = [n for n, w in enumerate(windows) if w.start <= visit.starts_at]
    return before[-1] if before else 0


def _bar(visit: VisitRow, board: Board, at: datetime, beside: Beside) -> Bar:
    who = board.customers.get(visit.order)
    begins, ends = visit.starts_at.astimezone(LOCAL), visit.ends_at.astimezone(LOCAL)
    odd = not any((w.start, w.end) == (visit.starts_at, visit.ends_at) for w in board.windows)
    return Bar(
        visit,
        told(who) if who else "",
        f"{begins:%H:%M}–{ends:%H:%M}",
        odd,
        _state(visit, at),
        beside.ways.get(visit.number),
        visit.order in beside.locked,
    )


def _state(visit: VisitRow, at: datetime) -> str:
    if visit.state == "ended":
        return "kept"
    if visit.arrived_at is None and visit.ends_at < at:
        return "late"
    return "soon" if visit.state in ("on_the_way", "arrived", "working") else "due"
