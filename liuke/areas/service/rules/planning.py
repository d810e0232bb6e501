"""What a day plan weighs and why something could not be placed. Pure; times are seconds after the day's midnight."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from liuke.areas.network.rules.skills import CERTIFICATES, skill_words
from liuke.foundation.routes.plan import Reason
from liuke.foundation.routes.problem import Rest
from liuke.foundation.routes.ways import minute_of
from liuke.foundation.words import Words

AT_DOORS: Final = frozenset({"arrived", "working"})
SPAN: Final = "span "
PART: Final = "part "
SITE: Final = "site "

AGREED, UNAGREED = 40, 10  # a window agreed with a customer goes before one that is still to be agreed
SAFETY, CORE, LATE, SOON, HELD = 35, 6, 8, 4, 10
MOST: Final = 99


@dataclass(frozen=True)
class Importance:
    """What makes an order matter: agreed with the customer, dangerous, of a core customer, due when.

    `held`: somebody who is there has it already, and would have to leave his customer for another.
    """

    agreed: bool
    safety: bool = False
    core: bool = False
    due_at: datetime | None = None
    held: bool = False


def prize(what: Importance, *, at: datetime) -> int:
    """1 to 99: what is agreed, then what is dangerous, then what somebody has, is due sooner, is of a core customer."""
    points = AGREED if what.agreed else UNAGREED
    points += SAFETY * what.safety + CORE * what.core + HELD * what.held
    if what.due_at is not None:
        points += LATE if what.due_at < at else SOON if what.due_at < at + timedelta(hours=4) else 0
    return min(points, MOST)


def spans(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The day cut at every beginning and end: pieces of which a technician gives each to one customer only."""
    every = sorted({edge for window in windows for edge in window})
    return list(zip(every, every[1:], strict=False))


def touched(pieces: Iterable[tuple[int, int]], start: int, end: int) -> dict[str, int]:
    """The pieces that a window from `start` to `end` takes."""
    return {span_name(piece): 1 for piece in pieces if piece[0] < end and start < piece[1]}


def span_name(piece: tuple[int, int]) -> str:
    return f"{SPAN}{piece[0]}-{piece[1]}"


def rests(hours: Iterable[tuple[int, int]], usual: Mapping[str, Any] | None) -> tuple[Rest, ...]:
    """The breaks of a day of these hours (minutes): the gaps in it, else the usual one where the day is long enough."""
    held = sorted(hours)
    gaps = [(a[1], b[0]) for a, b in zip(held, held[1:], strict=False) if a[1] < b[0]]
    if gaps:
        return tuple(
            Rest(begins * 60, (begins + (ends - begins) // 2) * 60, (ends - begins) * 60) for begins, ends in gaps
        )
    if not held or not usual or held[0][1] - held[0][0] < usual["after_hours"] * 60:
        return ()
    earliest, lasts = minute_of(usual["from"]), int(usual["minutes"])
    latest = minute_of(usual["until"]) - lasts
    inside = held[0][0] <= earliest and latest + lasts <= held[0][1]
    return (Rest(earliest * 60, latest * 60, lasts * 60),) if inside else ()


def reason_words(reason: Reason) -> Words:
    """Why an order could not be placed, as a dispatcher says it."""
    if reason.code == "skill":
        return _lacking([what for what in reason.what if not what.startswith(SITE)])
    if reason.code == "goods":
        return _short(reason.what)
    return _WORDS[reason.code]


def _lacking(skills: Collection[str]) -> Words:
    if not skills:
        return Words("网点当天无人当班", "nobody of the site works that day")
    names = [skill_words(skill) for skill in skills]
    held = all(skill in CERTIFICATES for skill in skills)
    return Words(
        f"无人持有{'、'.join(n.zh for n in names)}" if held else f"无人具备技能：{'、'.join(n.zh for n in names)}",
        f"nobody holds a valid {', '.join(n.en for n in names)}"
        if held
        else f"nobody can do {', '.join(n.en for n in names)}",
    )


def _short(names: Iterable[str]) -> Words:
    parts = [name.removeprefix(PART) for name in names if name.startswith(PART)]
    if not parts:
        return Words("能做的师傅在此时段均不当班或已占用", "whoever could do it is off or busy in that window")
    return Words(f"车上均缺配件：{'、'.join(parts)}", f"no van has the part: {', '.join(parts)}")


_WORDS: Final = {
    "locked": Words("锁定的师傅当天不当班", "the technician it is locked to is not there"),
    "shift": Words("约定时段不在任何师傅的班内", "its window lies outside every shift"),
    "far": Words("路途太远，时段内无法往返", "too far to be there and back in time"),
    "full": Words("其余工单之外已无时间", "no time is left beside the other orders"),
}
