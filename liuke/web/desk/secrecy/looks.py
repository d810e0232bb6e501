"""Who saw or took a customer's data between two days."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.secrecy.access.cases import LOOKERS
from liuke.areas.secrecy.queries.looks import Look
from liuke.areas.secrecy.queries.terms import purposes_on
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight.looks import looks_of
from liuke.insight.sentences import SYSTEM
from liuke.web.desk.filters import address, day_of, day_start, listed, moment_of, told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

DAYS: Final = 90
BY_ITSELF: Final = {"sms": Words("短信发送", "sending a message")}


@page(roles=LOOKERS)
def looks(request: Request, ref: str) -> HttpResponse:
    """`?since=` and `?until=` are days, both included; without them the last 90 days."""
    brief = get_brief(ref, by=request.by)
    today = day_of(request.at)
    since = moment_of(request, "since") or day_start(today - timedelta(days=DAYS))
    until = moment_of(request, "until", after=timedelta(days=1)) or day_start(today + timedelta(days=1))
    before = request.GET.get("before", "").replace(" ", "+")
    found = looks_of(brief.id, since=since, until=until, before=before, by=request.by)
    purposes = purposes_on(today)
    context = {
        "brief": brief,
        "customer": customer_shape(brief),
        "since": day_of(since).isoformat(),
        "until": day_of(until - timedelta(seconds=1)).isoformat(),
        "rows": [(row, _who(row), _purpose(row.purpose, purposes), _roles(row.roles)) for row in found.rows],
        "columns": _columns(),
        "next_url": f"{address(request)}&before={found.next_before.replace('+', '%2B')}" if found.next_before else "",
    }
    return render(request, "desk/secrecy/looks.html", context)


def _who(row: Look) -> str:
    return told(SYSTEM) if row.purpose in BY_ITSELF else row.who


def _purpose(key: str, purposes: dict[str, Words]) -> str:
    words = BY_ITSELF.get(key) or purposes.get(key)
    return told(words) if words else key


def _roles(roles: tuple[str, ...]) -> str:
    return listed(Words(*ROLES[role]) for role in roles if role in ROLES)


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("at", pgettext("of a look", "When")),
        shapes.Column("who", _("Who")),
        shapes.Column("what", pgettext("of a look", "What was done")),
        shapes.Column("purpose", _("What for")),
        shapes.Column("subject", _("Under which number")),
    ]
