"""A past period played against one changed time: what it would have asked, before anybody puts it in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render

from liuke.foundation.faults import Invalid, TooLarge
from liuke.foundation.lines import day_in
from liuke.insight import simulation as insight
from liuke.insight.simulation import Comparison, RoleLine
from liuke.kernel.journal.queries import count_recorded
from liuke.kernel.playbook.rules import Rule
from liuke.web.desk.filters import day_of, day_start, told
from liuke.web.desk.handbook import words
from liuke.web.desk.handbook.spans import in_grammar
from liuke.web.ui.doors import Request, page

PLAYERS: Final = frozenset(
    {"administrator", "general_manager", "service_director", "quality_manager", "regional_manager", "duty_manager",
     "hotline_lead", "dispatch_lead", "callback_lead", "complaint_manager"}
)  # fmt: skip
LONGEST: Final = timedelta(days=31)
MOST_EVENTS: Final = 60_000


@page(roles=PLAYERS)
def simulation(request: Request) -> HttpResponse:
    """`?since=&until=&rule=&due=`: both plays side by side; without `rule` the form alone. Nothing is written."""
    rules = insight.in_force(request.at)
    since, until = _span(request)
    asked = request.GET.get("rule", "")
    found = _played(rules, asked, request.GET.get("due", ""), since, until) if asked else None
    names = {rule.id: told(words.rule_words(rule)) for rule in rules}
    context: dict[str, Any] = {
        "rules": sorted(names.items(), key=lambda one: one[1]),
        "asked": asked,
        "due": request.GET.get("due", ""),
        "was": next((told(words.time_words(r.due)) for r in rules if r.id == asked), ""),
        "since": day_of(since).isoformat(),
        "until": (day_of(until) - timedelta(days=1)).isoformat(),
        "found": found,
        "lines": [(names.get(line.rule, line.rule), line) for line in found.rules] if found else [],
        "roles": _roles(found) if found else [],
    }
    return render(request, "desk/handbook/simulation.html", context)


def _played(rules: list[Rule], rule: str, due: str, since: datetime, until: datetime) -> Comparison:
    if count_recorded(since, until, most=MOST_EVENTS + 1) > MOST_EVENTS:
        raise TooLarge(
            "这段时间的事件太多，请缩短，或在命令行用 liuke simulate 推演。",
            "Too much happened in that time: choose a shorter one, or use `liuke simulate`.",
        )
    return insight.compare(rules, insight.with_due(rules, rule, in_grammar(due)), since=since, until=until)


def _roles(found: Comparison) -> list[tuple[str, RoleLine | None, RoleLine]]:
    before = {one.role: one for one in found.before}
    return [(told(one.words), before.get(one.role), one) for one in found.after if one.role]


def _span(request: Request) -> tuple[datetime, datetime]:
    """The last fortnight unless said otherwise; whole days, a month at most."""
    today = day_of(request.at)
    first = _day(request, "since", today - timedelta(days=14))
    last = _day(request, "until", today - timedelta(days=1))
    if not first <= last <= today or last - first > LONGEST:
        raise Invalid.field("until", "请选择不超过 31 天的过去时段。", "Choose at most 31 days of the past.")
    return day_start(first), day_start(last + timedelta(days=1))


def _day(request: Request, key: str, otherwise: date) -> date:
    said = request.GET.get(key, "").strip()
    return day_in(key, said) if said else otherwise
