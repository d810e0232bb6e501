"""Today 今日, where every role lands: one ranked list, each row one click from doing it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import pgettext

from liuke.insight import today as insight
from liuke.web.desk.promise_rows import shown
from liuke.web.ui.doors import ANY_STAFF, Request, page
from liuke.web.ui.navigation import url_of

RATE_KEPT_FOR: Final = timedelta(minutes=10)


@page(roles=ANY_STAFF)
def today(request: Request) -> HttpResponse:
    """The list; `?show=late` or `?show=due` behind the figures at its head."""
    phone = url_of("field:today")
    if phone and set(request.by.roles) == {"technician"}:
        return HttpResponseRedirect(phone)
    show = request.GET.get("show", "")
    found = insight.today(request.by, show=show, after=request.GET.get("after", ""), at=request.at)
    context = {
        "sections": [
            (_heading(s.key), f"{len(s.rows)}{'+' if s.goes_on else ''}", shown(s.rows, by=request.by))
            for s in found.sections
        ],
        "next_after": found.next_after,
        "show": show,
        **_head(request),
    }
    return render(request, "desk/worklist/today.html", context)


@page(roles=ANY_STAFF)
def news(request: Request) -> HttpResponse:
    """Asked every minute: nothing (204) while all is as the page shows it, else the figures and a quiet offer to reload.

    The list itself never moves under a reader's eyes or fingers.
    """
    head = _head(request)
    if request.GET.get("seen", "") == head["figures"].mark:
        return HttpResponse(status=204)
    return render(request, "desk/worklist/news.html", head)


def _head(request: Request) -> dict[str, Any]:
    since = insight.day_of(request.at - insight.RATE_SPAN).start.date()
    return {
        "figures": insight.figures(request.by, at=request.at),
        "rate": _rate(request),
        "day": insight.day_of(request.at).start.date().isoformat(),
        "since": since.isoformat(),
    }


def _rate(request: Request) -> int | None:
    """In whole percent; reckoned anew every ten minutes, since it moves slowly and reads a month."""
    key = f"kept-rate:{request.by.pk}"
    kept: tuple[float | None] | None = cache.get(key)
    if kept is None:
        kept = (insight.kept_rate(request.by, at=request.at),)
        cache.set(key, kept, RATE_KEPT_FOR.total_seconds())
    return None if kept[0] is None else int(kept[0] * 100)


def _heading(key: str) -> str:
    return {
        "late": pgettext("section of Today", "Late"),
        "today": pgettext("section of Today", "Today"),
        "tomorrow": pgettext("section of Today", "Tomorrow"),
        "later": pgettext("section of Today", "Later"),
    }[key]
