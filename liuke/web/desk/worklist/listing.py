"""The ledger: all promises by state, rule, person, team and time; the rows behind every figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from liuke.areas.customers.queries import file
from liuke.foundation.export.cells import Column
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight.promises import OwedRow, dressed
from liuke.kernel.playbook import queries as playbook
from liuke.kernel.promises import queries, words
from liuke.kernel.promises.actions import LEADS
from liuke.kernel.promises.rows import PromiseRow
from liuke.kernel.promises.words import BY_HAND
from liuke.web.desk.filters import address, chip, day_of, id_of, moment_of, told
from liuke.web.desk.promise_rows import shown
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

PAGE: Final = 50
STATES: Final = (
    ("open", Words("未结", "Open")),
    ("kept", Words("已兑现", "Kept")),
    ("waived", Words("已免除", "Waived")),
    ("void", Words("已失效", "Void")),
)
VERDICTS: Final = (("in_time", Words("按时", "In time")), ("late", Words("超时", "Late")))


@page(roles=ANY_STAFF)
def promises(request: Request) -> HttpResponse:
    """The list with its filters in the address."""
    rows = rows_of(request, after=id_of(request, "after"), limit=PAGE + 1)
    owed = dressed(rows[:PAGE], by=request.by, at=request.at)
    context = {
        "rows": shown(owed, by=request.by),
        "filters": filters(request),
        "may_export": request.by.has_role(*LEADS),
        "export_url": f"{address(request)}&of=promises",
        "next_url": f"{address(request)}&after={rows[PAGE - 1].id}" if len(rows) > PAGE else "",
    }
    return render(request, "desk/worklist/promises.html", context)


def columns_out() -> Mapping[str, Column]:
    """The columns that the list has as a file."""
    return {
        "promise": Column(_("Promise"), width=28), "about": Column(_("About")),
        "customer": Column(_("Customer"), width=28), "code": Column(_("Code")), "whose": Column(_("Whose")),
        "rule": Column(_("Rule")), "due": Column(_("Due"), "moment"), "first_due": Column(_("Due at first"), "moment"),
        "ended": Column(_("Ended"), "moment"), "state": Column(_("State")),
        "in_time": Column(pgettext("promise", "In time")),
    }  # fmt: skip


def leaving(rows: Sequence[PromiseRow], request: Request) -> Iterator[tuple[int | None, Sequence[object]]]:
    """Rows of the file, each with the customer whose data it holds."""
    for owed in dressed(rows, by=request.by, at=request.at):
        yield owed.customer.id if owed.customer else None, _cells(owed, request.at)


def _cells(owed: OwedRow, at: datetime) -> list[object]:
    p, customer = owed.promise, owed.customer
    name = told(customer.display) if customer else ""
    in_time = "" if p.state in ("void", "waived") else _("no") if p.is_late(at) else _("yes")
    states = {key: told(said) for key, said in STATES}
    return [
        told(owed.what), "" if p.about == "-" else p.about, name, customer.code if customer else "", told(owed.whose),
        p.rule, p.due_at, p.first_due_at, p.ended_at, states[p.state], in_time,
    ]  # fmt: skip


def rows_of(request: Request, *, after: int | None, limit: int) -> list[PromiseRow]:
    """The promises that the address asks for."""
    asked = request.GET
    verdict = asked.get("verdict", "")
    customer = asked.get("customer", "")
    return queries.list_page(
        by=request.by,
        state=asked.get("state", ""),
        rule=asked.get("rule", ""),
        what=asked.get("what", "")[:60],
        owner_id=id_of(request, "person"),
        role=asked.get("role", ""),
        team=asked.get("team", ""),
        timeline_id=file.get_brief(customer, by=request.by).id if customer else None,
        since=moment_of(request, "since"),
        until=moment_of(request, "until", after=timedelta(days=1)),
        ended_since=moment_of(request, "ended"),
        verdict="late" if verdict == "late" else "in_time" if verdict == "in_time" else "",
        at=request.at,
        after=after,
        limit=limit,
    )


def filters(request: Request) -> list[shapes.Filter]:
    """What is chosen, and what could be."""
    today = day_of(request.at)
    found = [
        chip(request, "state", _("State"), STATES),
        chip(request, "verdict", _("In time or late"), VERDICTS),
        _period(request, today),
        chip(request, "rule", _("Rule"), _rules(request)),
    ]
    if request.by.has_role(*LEADS):
        found.append(chip(request, "person", _("Person"), [(str(p.pk), p.name) for p in identity.list_people()]))
        found.append(chip(request, "team", _("Team"), [(t.key, t.name) for t in identity.list_teams()]))
    found += _only_chosen(request)
    return found


def _period(request: Request, today: date) -> shapes.Filter:
    spans = [
        (7, Words("近 7 天", "Last 7 days")),
        (30, Words("近 30 天", "Last 30 days")),
        (90, Words("近 90 天", "Last 90 days")),
    ]
    asked = request.GET
    since, until = asked.get("since", ""), asked.get("until", "")
    if since or until:
        chosen = f"{since} – {until}" if until else since
        return shapes.Filter(_("Period"), chosen=chosen, clear=address(request, since="", until=""))
    choices = [
        shapes.Choice(told(said), url=address(request, since=(today - timedelta(days=n)).isoformat()))
        for n, said in spans
    ]
    return shapes.Filter(_("Period"), choices)


def _only_chosen(request: Request) -> list[shapes.Filter]:
    """Filters that figures lead to; they are shown to be taken away, not offered."""
    labels = {"what": _("What is owed"), "role": _("Pool"), "customer": _("Customer"), "ended": _("Ended since")}
    found = []
    for key, label in labels.items():
        value = request.GET.get(key, "")
        if value:
            kind = words.find(value) if key == "what" else None
            said = told(Words(*ROLES[value])) if key == "role" and value in ROLES else value[:40]
            said = told(kind.words) if kind else said
            found.append(shapes.Filter(label, chosen=said, clear=address(request, **{key: ""})))
    if not request.by.has_role(*LEADS) and request.GET.get("person"):
        mine = request.GET["person"] == str(request.by.pk)
        said = _("me") if mine else request.GET["person"][:20]
        found.append(shapes.Filter(_("Person"), chosen=said, clear=address(request, person="")))
    return found


def _rules(request: Request) -> list[tuple[str, Words]]:
    rules = [(rule.id, Words(rule.zh, rule.en)) for rule in playbook.all_rules(at=request.at)]
    return [(BY_HAND, words.of(BY_HAND)), *sorted(rules, key=lambda pair: pair[1].told(get_language() or "zh"))]
