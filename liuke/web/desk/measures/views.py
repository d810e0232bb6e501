"""Promises kept, by week as a line, by team, person and rule as tables; every figure opens its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.foundation.faults import Forbidden
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.insight import measures as insight
from liuke.insight.measures import Measure, Period
from liuke.web.desk.filters import chip, day_of, told
from liuke.web.ui.doors import ANY_STAFF, Request, page

READERS = ANY_STAFF - {"technician", "agent"}
SPANS = (
    ("4", Words("近 4 周", "Last 4 weeks")),
    ("12", Words("近 12 周", "Last 12 weeks")),
    ("26", Words("近 26 周", "Last 26 weeks")),
)


@page(roles=READERS)
def measures(request: Request) -> HttpResponse:
    """The centre sees all, people of a site what their own site owes."""
    weeks = dict(SPANS).keys() & {request.GET.get("weeks", "")}
    over = insight.period(request.at, weeks=int(next(iter(weeks), str(insight.WEEKS))))
    team, teams = _team(request)
    week = insight.by_week(over, at=request.at, team=team)
    people = insight.by_person(over, at=request.at, team=team)
    rules = insight.by_rule(over, at=request.at, team=team)
    sites = insight.by_team(over, at=request.at, only=[key for key, _name in teams] if not _sees_all(request) else [])
    context = {
        "figures": _figures(week, over, team),
        "chart": _chart(week, team),
        "tables": [
            (_("By team"), _rows(sites, over, "team", ""), _("Team")),
            (_("By person"), _rows(people, over, "person", team), _("Person")),
            (_("By rule"), _rows(rules, over, "rule", team), _("Rule")),
        ],
        "filters": [chip(request, "weeks", _("Period"), SPANS), chip(request, "team", _("Team"), teams)],
    }
    return render(request, "desk/measures/measures.html", context)


def _sees_all(request: Request) -> bool:
    return request.by.has_role(*CENTRE_ROLES)


def _team(request: Request) -> tuple[str, list[tuple[str, str]]]:
    """The team looked at and those to choose from; a site's people look at their own only."""
    asked = request.GET.get("team", "")
    if _sees_all(request):
        return asked, [(team.key, team.name) for team in identity.list_teams()]
    own = identity.teams_of(request.by)
    if not own or (asked and asked not in own):
        raise Forbidden("您只能查看本网点的数据。", "You may look at your own site's figures only.")
    names = [(team.key, team.name) for team in identity.list_teams() if team.key in own]
    return asked or names[0][0], names


def _figures(week: Sequence[Measure], over: Period, team: str) -> dict[str, Any]:
    in_time, late = sum(m.rate.in_time for m in week), sum(m.rate.late for m in week)
    total = in_time + late
    return {
        "rate": int(in_time / total * 100) if total else None,
        "in_time": in_time,
        "late": late,
        "waived": sum(m.rate.waived for m in week),
        "links": {name: _link(over, team=team, **asked) for name, asked in _ASKED.items()},
    }


_ASKED = {"all": {}, "in_time": {"verdict": "in_time"}, "late": {"verdict": "late"}, "waived": {"state": "waived"}}


def _chart(week: Sequence[Measure], team: str) -> dict[str, Any]:
    links = []
    first = next((n for n, m in enumerate(week) if m.percent is not None), 0)
    week = week[first:]  # the axis begins where there is something to show
    for m in week:
        monday = date.fromisoformat(m.key)
        links.append(_rows_url(since=m.key, until=(monday + timedelta(days=6)).isoformat(), team=team))
    values = [m.percent for m in week]
    return {
        "kind": "line",
        "unit": "%",
        "labels": [told(m.words) for m in week],
        "series": [{"name": _("Kept in time"), "values": values, "links": links}],
    }


def _rows(found: Sequence[Measure], over: Period, by: str, team: str) -> list[dict[str, Any]]:
    rows = []
    for m in found:
        key = "role" if by == "person" and not m.key.isdecimal() else by
        asked = ({"team": team} if team else {}) | {key: m.key}
        rows.append(
            {
                "words": told(m.words),
                "percent": m.percent,
                "rate": m.rate,
                "links": {name: _link(over, **(asked | more)) for name, more in _ASKED.items()},
            }
        )
    return rows


def _link(over: Period, **asked: str) -> str:
    since, until = day_of(over.since), day_of(over.until) - timedelta(days=1)
    return _rows_url(since=since.isoformat(), until=until.isoformat(), **asked)


def _rows_url(**asked: str) -> str:
    return f"{reverse('desk:promises')}?{urlencode({k: v for k, v in asked.items() if v})}"
