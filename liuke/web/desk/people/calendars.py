"""Calendars: service hours, office hours, each site's own, public holidays and make-up days; open dues follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from liuke.foundation.calendar import actions, queries, rules
from liuke.foundation.calendar.actions import CalendarChange
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity import queries as identity
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.processes import calendars as process
from liuke.web.desk.filters import day_of
from liuke.web.ui.doors import Request, page

ADMINISTRATOR: Final = {"administrator"}
BUILT_IN: Final = {
    "service": Words("服务时间（全周）", "Service hours (all week)"),
    "office": Words("办公时间（工作日）", "Office hours (working days)"),
}
WEEKDAYS: Final = tuple(
    Words(zh, en)
    for zh, en in (
        ("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"), ("周五", "Friday"),
        ("周六", "Saturday"), ("周日", "Sunday"),
    )
)  # fmt: skip


@page(roles=ADMINISTRATOR)
def calendars(request: Request) -> HttpResponse:
    """Each calendar with its week as it is in force, and the days that were stated by hand."""
    today = day_of(request.at)
    keys = _known()
    found = queries.get_calendars(keys)
    context = {
        "calendars": [
            {
                "key": key,
                "name": name,
                "week": [(rules.told(day) or "–").split(", ") for day in found[key].weekly],
                "holidays": found[key].observes_holidays,
            }
            for key, name in keys.items()
        ],
        "weekdays": WEEKDAYS,
        "stated": [*queries.list_stated_days(today.year), *queries.list_stated_days(today.year + 1)],
        "certain_until": rules.certain_until(found["office"]),
    }
    return render(request, "desk/people/calendars.html", context)


@page(roles=ADMINISTRATOR, methods=("GET", "POST"))
def calendar(request: Request, key: str) -> HttpResponse:
    """One calendar's week and its dated exceptions; whoever was slower is shown the difference."""
    if key not in _known():
        raise Missing("没有这个日历。", "There is no such calendar.")
    stored, now = queries.find_editable(key), queries.get_calendar(key)
    if request.method == "POST":
        said = request.POST
        return _done(
            request,
            actions.save_calendar(
                key,
                weekly=[said.get(name, "") for name in actions.WEEKDAYS],
                name=said.get("name", ""),
                observes_holidays=said.get("observes_holidays") == "1",
                exceptions=_exceptions(said.get("exceptions", "")),
                seen_version=_version(said.get("version", "")) if stored else None,
                by=request.by,
                at=request.at,
            ),
        )
    context: dict[str, Any] = {
        "key": key,
        "name": stored.name if stored else _known()[key],
        "version": stored.version if stored else 0,
        "days": [
            (name, words, rules.told(day))
            for name, words, day in zip(actions.WEEKDAYS, WEEKDAYS, now.weekly, strict=True)
        ],
        "holidays": now.observes_holidays,
        "exceptions": "\n".join(
            f"{day.isoformat()} {rules.told(hours)}".strip() for day, hours in sorted(now.exceptions.items())
        ),
    }
    return render(request, "desk/people/calendar.html", context)


@page(roles=ADMINISTRATOR, methods=("POST",))
def state_day(request: Request) -> HttpResponse:
    """A public holiday or a make-up working day, by which notice; `withdraw` takes one back."""
    said, day = request.POST, day_in("day", request.POST.get("day", ""))
    if said.get("withdraw"):
        return _done(request, actions.withdraw_day(day, by=request.by, at=request.at))
    return _done(
        request,
        actions.state_day(
            day, works=said.get("works") == "1", name=said.get("name", ""), source=said.get("source", ""),
            by=request.by, at=request.at,
        ),
    )  # fmt: skip


def _done(request: Request, change: CalendarChange) -> HttpResponse:
    """Open dues that count on what was changed are reckoned anew, in the same transaction."""
    moved = process.follow(change, keys=list(_known()), by=request.by, at=request.at) if change else 0
    text = ngettext(
        "Saved; %(n)s open promise was reckoned anew.", "Saved; %(n)s open promises were reckoned anew.", moved
    )
    messages.success(request, text % {"n": moved})
    return HttpResponseRedirect(reverse("desk:calendars"))


def _known() -> Mapping[str, Words | str]:
    return BUILT_IN | {team.calendar_key: team.name for team in identity.list_teams() if ":" in team.calendar_key}


def _exceptions(text: str) -> dict[date, str]:
    """Lines of `2026-10-01 9:00-12:00`; a date alone is a closed day."""
    found = {}
    for line in filter(None, (raw.strip() for raw in text.splitlines()[:400])):
        day, _blank, hours = line.partition(" ")
        found[day_in("exceptions", day)] = hours.strip()
    return found


def _version(said: str) -> int:
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid("页面已过期，请刷新后再保存。", "This page is out of date; reload it and save again.")
    return int(said)
