"""Working time as pure arithmetic: what is open when, how long from here to there, when so much of it has passed.

Everything is reckoned on the wall clock of Asia/Shanghai, which has kept one offset since 1991, so wall-clock
differences are real ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from chinese_calendar import constants

LOCAL: Final = ZoneInfo("Asia/Shanghai")  # not clock.LOCAL: pure modules may not import the clock
DAY: Final = timedelta(days=1)
FAR: Final = 3700  # days; a calendar closed for ten years on end will not open again
MINUTES_OF_A_DAY: Final = 24 * 60


@dataclass(frozen=True, order=True)
class Interval:
    """Open from minute `opens` of the day (inclusive) to minute `closes` (exclusive); 1440 is midnight."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= MINUTES_OF_A_DAY:
            raise ValueError(f"an interval opens before it closes within one day: {self}")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"


Hours = tuple[Interval, ...]


@dataclass(frozen=True)
class Calendar:
    """Opening hours by weekday (Monday first), the public holidays if it keeps them, and dates of its own.

    `exceptions` gives the hours of single dates and wins over all else. `stated` says of single dates whether
    they are working days, as an office has decided (True: make-up day, False: holiday); it wins over what the
    built-in list of public holidays knows.
    """

    key: str
    weekly: tuple[Hours, ...]
    observes_holidays: bool = False
    exceptions: Mapping[date, Hours] = field(default_factory=dict, hash=False)
    stated: Mapping[date, bool] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if len(self.weekly) != 7:
            raise ValueError("a week has seven days")
        for day in (*self.weekly, *self.exceptions.values()):
            _check_order(day)


@lru_cache(maxsize=1024)
def hours(text: str) -> Hours:
    """`"9:00-12:00, 13:00-18:00"` as intervals; an empty text is a closed day."""
    parts = [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
    found = tuple(sorted(_interval(part) for part in parts))
    _check_order(found)
    return found


def told(opening: Hours) -> str:
    """The intervals as text, which `hours` reads back."""
    return ", ".join(str(interval) for interval in opening)


def weekly(monday_to_friday: str, saturday: str = "", sunday: str = "") -> tuple[Hours, ...]:
    """A week from the texts of its working days and its weekend."""
    return (*[hours(monday_to_friday)] * 5, hours(saturday), hours(sunday))


def hours_on(calendar: Calendar, day: date) -> Hours:
    """The opening hours of one date, with holidays, make-up days and exceptions applied."""
    if day in calendar.exceptions:
        return calendar.exceptions[day]
    usual = calendar.weekly[day.weekday()]
    if not calendar.observes_holidays:
        return usual
    working = calendar.stated.get(day, public_days().get(day))
    if working is None:
        return usual
    return (usual or _hours_of_a_working_day(calendar)) if working else ()


def is_open_day(calendar: Calendar, day: date) -> bool:
    """Is it open at all on this date?"""
    return bool(hours_on(calendar, day))


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Is it open at this very moment?"""
    wall = _wall(moment)
    return any(opens <= wall < closes for opens, closes in _spans_on(calendar, wall.date()))


def next_open(calendar: Calendar, moment: datetime) -> datetime:
    """This moment if it is open, else the next one at which it opens."""
    wall = _wall(moment)
    for opens, closes in _spans_from(calendar, wall.date()):
        if wall < closes:
            return _aware(max(wall, opens))
    raise AssertionError("unreachable: _spans_from never ends quietly")


def add(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    """The first moment at which `duration` of open time has passed since `start` (or was still to pass, if negative).

    Exactly reaching the closing time gives the closing time, not the next morning: an hour from Friday 17:00 ends
    on Friday at 18:00.
    """
    if duration < timedelta(0):
        return _subtract(calendar, start, -duration)
    wall, left = _wall(start), duration
    if not left:
        return _aware(wall)
    for opens, closes in _spans_from(calendar, wall.date()):
        begin = max(opens, wall)
        if begin < closes:
            if left <= closes - begin:
                return _aware(begin + left)
            left -= closes - begin
    raise AssertionError("unreachable: _spans_from never ends quietly")


def spent(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """How much open time lies between `a` and `b`; negative if `b` comes first. The inverse of `add`."""
    first, last = _wall(a), _wall(b)
    if last < first:
        return -spent(calendar, b, a)
    total, day = timedelta(0), first.date()
    while day <= last.date():
        for opens, closes in _spans_on(calendar, day):
            total += max(min(closes, last) - max(opens, first), timedelta(0))
        day += DAY
    return total


def add_days(calendar: Calendar, start: datetime, n: int) -> datetime:
    """The same wall-clock time `n` open days later (earlier if negative); the day of `start` does not count.

    With 0 it stays, or moves on to the next open day where `start` falls on a closed one.
    """
    wall = _wall(start)
    day, left, step = wall.date(), abs(n), DAY if n >= 0 else -DAY
    for _ in range(FAR + 2 * left):
        if left == 0 and (n != 0 or is_open_day(calendar, day)):
            return _aware(datetime.combine(day, wall.time()))
        day += step
        if left and is_open_day(calendar, day):
            left -= 1
    raise _never_open(calendar)


def certain_until(calendar: Calendar | None = None) -> int:
    """The last year whose public holidays are known; later ones count as plain weeks with weekends.

    A year that was stated by hand counts once both its New Year's Day and its National Day are stated.
    """
    year = max(public_days()).year
    stated = calendar.stated if calendar else {}
    while date(year + 1, 1, 1) in stated and date(year + 1, 10, 1) in stated:
        year += 1
    return year


def is_certain(calendar: Calendar, until: datetime) -> bool:
    """Are the holidays of every year up to this moment known, so that what was reckoned will not move?"""
    return not calendar.observes_holidays or _wall(until).year <= certain_until(calendar)


@cache
def public_days() -> Mapping[date, bool]:
    """Dates on which mainland China departs from the plain week: False a public holiday, True a make-up day."""
    return {**dict.fromkeys(constants.workdays, True), **dict.fromkeys(constants.holidays, False)}


def _subtract(calendar: Calendar, start: datetime, duration: timedelta) -> datetime:
    wall, left = _wall(start), duration
    for back in range(FAR):
        for opens, closes in reversed(_spans_on(calendar, wall.date() - back * DAY)):
            end = min(closes, wall)
            if opens < end:
                if left <= end - opens:
                    return _aware(end - left)
                left -= end - opens
    raise _never_open(calendar)


def _spans_from(calendar: Calendar, day: date) -> Iterator[tuple[datetime, datetime]]:
    """All open spans from this date on; raises where it has stayed closed for ten years."""
    closed = 0
    while closed < FAR:
        spans = _spans_on(calendar, day)
        closed = 0 if spans else closed + 1
        yield from spans
        day += DAY
    raise _never_open(calendar)


def _spans_on(calendar: Calendar, day: date) -> list[tuple[datetime, datetime]]:
    midnight = datetime.combine(day, time())
    return [
        (midnight + timedelta(minutes=i.opens), midnight + timedelta(minutes=i.closes)) for i in hours_on(calendar, day)
    ]


def _hours_of_a_working_day(calendar: Calendar) -> Hours:
    return next((day for day in calendar.weekly if day), ())


def _wall(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is no moment")
    return moment.astimezone(LOCAL).replace(tzinfo=None)


def _aware(wall: datetime) -> datetime:
    return wall.replace(tzinfo=LOCAL)


def _interval(text: str) -> Interval:
    try:
        opens, closes = (_minute(side) for side in text.replace("–", "-").split("-"))
    except ValueError as error:
        raise ValueError(f"not opening hours: {text!r}; write them as 9:00-12:00") from error
    return Interval(opens, closes)


def _minute(text: str) -> int:
    hour, minute = text.strip().replace("：", ":").split(":")
    if not (0 <= int(minute) < 60):
        raise ValueError(text)
    return int(hour) * 60 + int(minute)


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _check_order(day: Iterable[Interval]) -> None:
    ordered = list(day)
    if any(a.closes > b.opens for a, b in zip(ordered, ordered[1:], strict=False)):
        raise ValueError("the intervals of a day follow one another without overlap")


def _never_open(calendar: Calendar) -> ValueError:
    return ValueError(f"calendar {calendar.key} is never open")


SERVICE: Final = Calendar("service", tuple([hours("8:00-20:00")] * 7))
OFFICE: Final = Calendar("office", weekly("9:00-12:00, 13:00-18:00"), observes_holidays=True)
BUILT_IN: Final = {"service": SERVICE, "office": OFFICE}
