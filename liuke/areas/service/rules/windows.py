"""Appointment windows: which may still be offered, whether one has room, how moves and lateness count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.network.rules.season import Season, places
from liuke.foundation.words import Words

MOST_MOVES_BY_US: Final = 2
TRIES: Final = 3
CHASES_BEFORE_ESCALATION: Final = 3
LONGEST_WINDOW: Final = timedelta(hours=12)
EARLY_GRACE: Final = timedelta(minutes=30)  # who comes a little early does not miss the window


@dataclass(frozen=True, order=True)
class Window:
    """A half-open span agreed with the customer."""

    start: datetime
    end: datetime

    def overlaps(self, other: Window) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Room:
    """One window of a site with what it can take and what is taken."""

    window: Window
    capacity: int
    taken: int

    @property
    def left(self) -> int:
        return max(0, self.capacity - self.taken)


def rooms(capacity: Mapping[Window, int], taken: Mapping[Window, int]) -> list[Room]:
    """Capacity minus bookings, in order of time; a booking of other bounds takes from each window that it touches."""
    result = []
    for window in sorted(capacity):
        used = sum(count for other, count in taken.items() if other.overlaps(window))
        result.append(Room(window, capacity[window], used))
    return result


def offer(rooms_known: Iterable[Room], *, at: datetime, count: int = 3, wished: datetime | None = None) -> list[Room]:
    """The real windows to read out: with room, not begun, nearest to the wish (else the soonest), in order of time."""
    free = [room for room in rooms_known if room.left > 0 and room.window.start > at]
    if wished is not None:
        free.sort(key=lambda room: (abs(room.window.start - wished), room.window.start))
    return sorted(free[:count], key=lambda room: room.window)


def fault_of(window: Window, *, at: datetime) -> Words | None:
    """What is wrong with a window that somebody typed, or None."""
    if window.end <= window.start:
        return Words("时段的结束须晚于开始", "A window ends after it starts")
    if window.end - window.start > LONGEST_WINDOW:
        return Words("时段不能超过 12 小时", "A window is at most 12 hours long")
    if window.end <= at:
        return Words("时段已过", "The window is over already")
    return None


@dataclass(frozen=True)
class Punctuality:
    in_window: bool
    late_minutes: int


def punctuality(window: Window, arrived_at: datetime) -> Punctuality:
    """In the window or how late, from when it happened."""
    late = max(0, int((arrived_at - window.end).total_seconds() // 60))
    return Punctuality(window.start - EARLY_GRACE <= arrived_at <= window.end, late)


def may_move(moved_by: str, times_ours: int, groups: frozenset[str]) -> Words | None:
    """None when it may be moved (again). Our own side at most twice; beyond that only the regional manager."""
    if moved_by == "user" or times_ours < MOST_MOVES_BY_US or "regional" in groups:
        return None
    return Words("我方改约已满两次，须区域服务经理办理", "We moved it twice already; only the regional manager may")


def places_left(able: frozenset[int], jobs: Iterable[frozenset[int]]) -> int:
    """How many more visits that only `able` can do fit beside the jobs that a window already holds.

    Each job names who could do it (whoever is assigned: he alone); every job keeps somebody of its own, so a gas
    fitter is not sold twice because an electrician is still free. Zero when the window is oversold already.
    """
    holder: dict[int, frozenset[int]] = {}
    for job in jobs:
        if not _seat(job, holder, set()):
            return 0
    left = 0
    while _seat(able, holder, set()):
        left += 1
    return left


def capacity_of(able: frozenset[int], jobs: Sequence[frozenset[int]], season: Season | None) -> int:
    """How many visits a window takes in all, beside these jobs: by its people, and in a season by the table (H13).

    A window that the season has already filled beyond its people counts no more people than there are.
    """
    own = len(jobs) + places_left(able, jobs)
    if season is None:
        return own
    return places(min(own, len(able.union(*jobs))), season)


def _seat(job: frozenset[int], holder: dict[int, frozenset[int]], tried: set[int]) -> bool:
    """Give the job a technician, moving others where they can go elsewhere (an augmenting path)."""
    for technician in sorted(job - tried):
        tried.add(technician)
        if technician not in holder or _seat(holder[technician], holder, tried):
            holder[technician] = job
            return True
    return False
