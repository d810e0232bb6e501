"""What the board shows: each number with its word, what it was counted from, and the address of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from liuke.areas.service.queries.names import HOLD_REASONS, STATES
from liuke.foundation.words import Words
from liuke.insight.board import Board, Share

TITLES: Final = {
    "risk": Words("有风险的工单", "Orders at risk"),
    "windows": Words("按约上门", "Windows kept"),
    "windows_missed": Words("未按约上门", "Windows missed"),
    "first_time": Words("一次修好", "Fixed at the first visit"),
    "not_first_time": Words("未一次修好", "Not fixed at the first visit"),
    "repeats": Words("返修单", "Repeats"),
    "not_satisfied": Words("不满意的工单", "Not satisfied"),
}


@dataclass(frozen=True)
class Stat:
    """One number. `value` None: nothing was counted yet. `bad` opens the rows that spoilt it."""

    words: Words
    value: int | None
    unit: str = ""
    href: str = ""
    note: Words | None = None
    bad: str = ""


@dataclass(frozen=True)
class Group:
    words: Words
    stats: tuple[Stat, ...]


def figures(board: Board, day: date) -> list[Group]:
    """Now; the day's work; what waits and why."""
    return [_now(board, day), _quality(board, day), _states(board), *_held(board)]


def _now(b: Board, day: date) -> Group:
    stats = [
        Stat(Words("未完工单", "Open orders"), b.open, href=_orders(open="yes")),
        Stat(
            TITLES["risk"],
            b.at_risk,
            href=_rows("risk", day),
            note=Words("已超时或半小时内到期", "late, or due in half an hour"),
        ),
    ]
    if b.calls is not None:
        waiting = Words("待回拨", "To call back")
        stats.append(Stat(waiting, b.calls.waiting, href=_calls(day, waiting="1")))
    return Group(Words("现在", "Now"), tuple(stats))


def _quality(b: Board, day: date) -> Group:
    stats = _calls_of(b, day) + [
        _share(Words("按约上门率", "Windows kept"), b.windows, _rows("windows", day), _rows("windows_missed", day)),
        _share(
            Words("一次修好率", "First-time fix"), b.first_time, _rows("first_time", day), _rows("not_first_time", day)
        ),
        _share(Words("返修占比", "Repeats within 30 days"), b.repeats, _rows("repeats", day)),
    ]
    if b.avoided is not None:
        url = f"{reverse('desk:live-avoided')}?{urlencode({'day': day.isoformat()})}"
        stats.append(_share(Words("电话解决率", "Visits avoided"), b.avoided, url))
    stats += [
        _share(Words("满意率", "Satisfied"), b.satisfied, _rows("not_satisfied", day)),
        _share(Words("承诺兑现率", "Promises kept"), b.kept, _promises(day), _promises(day, verdict="late")),
    ]
    return Group(Words("当日", "The day"), tuple(stats))


def _calls_of(b: Board, day: date) -> list[Stat]:
    if b.calls is None:
        return []
    return [
        Stat(Words("已接来电", "Calls answered"), b.calls.answered),
        Stat(Words("未接来电", "Calls abandoned"), b.calls.abandoned, href=_calls(day)),
    ]


def _states(b: Board) -> Group:
    stats = tuple(Stat(STATES[s], n, href=_orders(state=s)) for s, n in b.states.items() if n)
    return Group(Words("未完工单按状态", "Open orders by state"), stats)


def _held(b: Board) -> list[Group]:
    if not b.held:
        return []
    stats = tuple(
        Stat(HOLD_REASONS.get(reason, Words(reason, reason)), n, href=_orders(state="on_hold", hold_reason=reason))
        for reason, n in b.held.items()
    )
    return [Group(Words("挂起原因", "On hold by reason"), stats)]


def _share(words: Words, share: Share, href: str, bad: str = "") -> Stat:
    note = (
        Words(f"{share.hits} / {share.of} 单", f"{share.hits} of {share.of}")
        if share.of
        else Words("暂无数据", "nothing yet")
    )
    missed = share.hits < share.of
    return Stat(words, share.percent, "%" if share.of else "", href if share.of else "", note, bad if missed else "")


def _rows(figure: str, day: date) -> str:
    return f"{reverse('desk:live-orders')}?{urlencode({'figure': figure, 'day': day.isoformat()})}"


def _orders(**asked: str) -> str:
    return f"{reverse('desk:orders')}?{urlencode(asked)}"


def _calls(day: date, **asked: str) -> str:
    return f"{reverse('desk:live-calls')}?{urlencode({'day': day.isoformat(), **asked})}"


def _promises(day: date, **asked: str) -> str:
    span = {"since": day.isoformat(), "until": day.isoformat()}
    return f"{reverse('desk:promises')}?{urlencode(span | asked)}"
