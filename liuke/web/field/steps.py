"""What comes next at a stop, one big button at a time; the phone walks on through them also without a signal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.areas.service.queries.rows import VisitRow
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Step:
    """`noun` stands in the address of the act; `filled` steps have their form in the page, others only the button."""

    noun: str
    words: Words
    icon: str
    filled: bool = False


CALL: Final = Step("call-ahead", Words("联系用户", "Customer called"), "phone-check")
GO: Final = Step("departure", Words("出发", "Set off"), "navigation")
ARRIVE: Final = Step("arrival", Words("到达签到", "Arrived"), "map-pin")
START: Final = Step("start", Words("开始服务", "Start work"), "tool")
COMPLETE: Final = Step("completion", Words("提交完工", "Report completion"), "checklist", filled=True)
REPORT: Final = Step("report", Words("提交完工", "Report completion"), "checklist", filled=True)
BOOK: Final = Step("booking", Words("预约", "Agree the window"), "calendar-event", filled=True)
WAY: Final = (CALL, GO, ARRIVE, START, COMPLETE)


def steps_of(state: str, visit: VisitRow | None, acts: set[str]) -> tuple[Step, ...]:
    """The steps from here on; empty where nothing is his to do now."""
    if state in ("to_book", "second_visit_due"):
        return (BOOK,) if "book" in acts else ()
    if state == "sent_back":
        return (REPORT,) if "report" in acts else ()
    if (
        visit is None
        or "note_work" not in acts
        and "depart" not in acts
        and "arrive" not in acts
        and "start" not in acts
    ):
        return ()
    if state == "in_service":
        return (REPORT,) if visit.state == "ended" else (COMPLETE,)
    return WAY[_place(state, visit) :]


def _place(state: str, visit: VisitRow) -> int:
    if visit.arrived_at is not None:
        return WAY.index(START)
    if state == "on_the_way":
        return WAY.index(ARRIVE)
    return WAY.index(GO) if visit.announced_at is not None else 0
