"""Filters as chips in the address: what is chosen, what could be, and the address of each choice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from django.http import HttpRequest
from django.utils.translation import get_language

from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.ui import shapes

CURSORS: Final = ("after", "before")
LARGEST: Final = 2**63 - 1


def told(words: Words | str) -> str:
    """Words in the reader's language."""
    return words.told(get_language() or "zh-hans") if isinstance(words, Words) else str(words)


def listed(parts: Iterable[Words | str]) -> str:
    """Several words in a row, with the mark between them that the reader's language uses."""
    return (", " if get_language() == "en" else "、").join(told(part) for part in parts)


def address(request: HttpRequest, **changes: str) -> str:
    """This address with some parameters changed (empty takes one away); paging starts anew."""
    values = request.GET.copy()
    for key in CURSORS:
        values.pop(key, None)
    for key, value in changes.items():
        values.pop(key, None)
        if value:
            values[key] = value
    return f"?{values.urlencode()}"


def chip(request: HttpRequest, key: str, label: str, choices: Iterable[tuple[str, Words | str]]) -> shapes.Filter:
    """One filter: chosen with the way to clear it, or the menu of its choices. A value that is no choice is shown as it is."""
    offered = [(value, told(words)) for value, words in choices]
    chosen = request.GET.get(key, "")
    if chosen:
        return shapes.Filter(label, chosen=dict(offered).get(chosen, chosen[:40]), clear=address(request, **{key: ""}))
    return shapes.Filter(
        label, [shapes.Choice(words, url=address(request, **{key: value})) for value, words in offered]
    )


def day_start(on: date) -> datetime:
    """Midnight of a day on the company's wall clock."""
    return datetime.combine(on, time(), LOCAL)


def day_of(at: datetime) -> date:
    return at.astimezone(LOCAL).date()


def moment_of(request: HttpRequest, key: str, *, after: timedelta = timedelta()) -> datetime | None:
    """A date of the address (`2026-11-23`) as the beginning of that day, moved by `after`; Invalid where it is none."""
    said = request.GET.get(key, "").strip()
    if not said:
        return None
    day = day_in(key, said)
    try:
        return day_start(day) + after
    except OverflowError:
        raise Invalid.field(key, "日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.") from None


def id_of(request: HttpRequest, key: str) -> int | None:
    """A number of the address; Invalid where it is none."""
    said = request.GET.get(key, "").strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and int(said) <= LARGEST):
        raise Invalid.field(
            key, "链接中的编号不正确，请从列表重新进入。", "A number in this address is wrong; open it from its list."
        )
    return int(said)
