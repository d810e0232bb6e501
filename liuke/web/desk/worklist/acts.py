"""One promise: its page, the side dialog of what one may do about it, and those acts."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight import promise_story
from liuke.insight.promises import OwedRow, dressed
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries
from liuke.kernel.promises.actions import LEADS
from liuke.kernel.promises.rows import Owner, PromiseRow
from liuke.kernel.promises.words import BY_HAND
from liuke.web.desk.events import shown as events_shown
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import shown
from liuke.web.desk.said_time import parse
from liuke.web.ui.doors import ANY_STAFF, Request, back, page


@page(roles=ANY_STAFF)
def promise(request: Request, promise_id: int) -> HttpResponse:
    """What was promised to whom, by which rule, until when, what became of it, and what may be done."""
    owed = _owed(request, promise_id)
    story = promise_story.of_promise(owed.promise, by=request.by, at=request.at)
    context = _context(request, owed) | {"story": story, "events": events_shown(story.events)}
    context["rule_words"] = told(Words(story.rule.zh, story.rule.en)) if story.rule else ""
    return render(request, "desk/worklist/promise.html", context)


@page(roles=ANY_STAFF)
def acts(request: Request, promise_id: int) -> HttpResponse:
    """The side dialog; without a script the promise's own page serves."""
    if not request.htmx:
        return HttpResponseRedirect(reverse("desk:promise", args=[promise_id]))
    owed = _owed(request, promise_id)
    return render(request, "desk/worklist/acts.html", _context(request, owed) | {"next": _here(request)})


@page(roles=ANY_STAFF, methods=("POST",))
def done(request: Request, promise_id: int) -> HttpResponse:
    """A promise given by hand is kept by saying so."""
    row = _owed(request, promise_id).promise
    if row.what != BY_HAND:
        raise Invalid(
            "请到办理页面完成，系统会自动记为兑现。", "Do it on its own page; that keeps the promise by itself."
        )
    promises.done(promise_id, note=request.POST.get("note", "")[:500], by=request.by, at=request.at)
    return back(request, reverse("desk:today"))


@page(roles=ANY_STAFF, methods=("POST",))
def take(request: Request, promise_id: int) -> HttpResponse:
    """From the pool to oneself."""
    promises.take(promise_id, by=request.by, at=request.at)
    return back(request, reverse("desk:today"))


@page(roles=ANY_STAFF, methods=("POST",))
def pass_on(request: Request, promise_id: int) -> HttpResponse:
    """To a colleague, or back to the pool."""
    row = _owed(request, promise_id).promise
    chosen = request.POST.get("to", "")
    if chosen not in dict(_colleagues(row, request.by)):
        raise Invalid.field("to", "请选择接手的人。", "Choose who takes it over.")
    because = request.POST.get("because", "").strip()
    if not because:
        raise Invalid.field("because", "请写明转交的原因。", "Say why it is passed on.")
    to = Owner(role=row.owner_role, team_key=row.owner_team) if chosen == "pool" else Owner(person_id=int(chosen))
    promises.pass_on(promise_id, to=to, because=because[:300], by=request.by, at=request.at)
    return back(request, reverse("desk:today"))


@page(roles=ANY_STAFF, methods=("POST",))
def move(request: Request, promise_id: int) -> HttpResponse:
    """To another time, by the customer's wish or by ours."""
    due_at = parse(request.POST.get("due_at", ""), now=request.at)
    if due_at is None:
        raise Invalid.field(
            "due_at", "看不懂这个时间，请写成 明天15:00 的样子。", "Write the time like “tomorrow 15:00”."
        )
    wish = request.POST.get("wish", "")
    if wish not in ("customer", "us"):
        raise Invalid.field("wish", "请选择是谁要求改期。", "Say whose wish it is.")
    because = request.POST.get("because", "")[:300]
    promises.move(
        promise_id, due_at=due_at, wish_of_customer=wish == "customer", because=because, by=request.by, at=request.at
    )
    return back(request, reverse("desk:today"))


@page(roles=LEADS, methods=("POST",))
def waive(request: Request, promise_id: int) -> HttpResponse:
    """Leads release from a promise, with a reason."""
    promises.waive(promise_id, because=request.POST.get("because", "")[:300], by=request.by, at=request.at)
    return back(request, reverse("desk:today"))


def _owed(request: Request, promise_id: int) -> OwedRow:
    row = queries.find_promise(promise_id, by=request.by)
    if row is None:
        raise Missing("没有这件承诺，或您无权查看。", "No such promise, or not for you to see.")
    return dressed([row], by=request.by, at=request.at)[0]


def _context(request: Request, owed: OwedRow) -> dict[str, Any]:
    row = owed.promise
    return {
        "owed": owed,
        "row": shown([owed], by=request.by)[0],
        "promise": row,
        "was_late": row.state in ("open", "kept") and row.is_late(request.at),
        "colleagues": _colleagues(row, request.by) if row.state == "open" else [],
        "wishes": [("customer", Words("客户要求", "The customer's wish")), ("us", Words("我方原因", "Ours"))],
        "may_waive": request.by.has_role(*LEADS),
    }


def _colleagues(row: PromiseRow, by: Actor) -> list[tuple[str, Words]]:
    """Who may take it over: those of its role (and team), the whole centre for a promise by hand; the pool itself."""
    people = identity.people_with_role(row.owner_role, row.owner_team or None) if row.owner_role else None
    if people is None:
        people = [p for p in identity.list_people() if p.roles]
    found = [(str(p.pk), Words(p.name, p.name)) for p in people if p.pk not in (row.owner_id, by.pk)]
    if row.owner_role and row.owner_id is not None:
        zh, en = ROLES.get(row.owner_role, (row.owner_role, row.owner_role))
        found.insert(0, ("pool", Words(f"放回{zh}待认领", f"Back to the pool: {en}")))
    return found


def _here(request: Request) -> str:
    """The page that the dialog was opened from."""
    said = request.htmx.current_url_abs_path
    return said if isinstance(said, str) else reverse("desk:today")
