"""The customer file: the band, the summary, and one tab: timeline, products, orders, people, promises."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.secrecy.access.cases import may_watch
from liuke.areas.secrecy.actions.looking import note_opened
from liuke.areas.secrecy.queries.terms import looks_on
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.foundation.keyset import lost
from liuke.foundation.words import Words
from liuke.insight import customer_file as insight
from liuke.insight import machine_rights
from liuke.web.desk import events
from liuke.web.desk.customer_file.details import parts_of
from liuke.web.desk.customer_file.words import AREAS, CAME_BY, KINDS, RELATIONS, SECRECY
from liuke.web.desk.filters import address, chip, day_of, listed, told
from liuke.web.desk.keeping.bond.card import card_of
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape, shown
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page

TABS = ("timeline", "details", "products", "orders", "people", "promises")


@page(roles=CENTRE_ROLES | SITE_ROLES)
def customer(request: Request, ref: str) -> HttpResponse:
    """`?tab=` one of TABS; a merged customer's code leads to the one it went on in."""
    found = insight.get_file(ref, by=request.by, at=request.at)
    note_opened(found.brief, by=request.by, at=request.at)
    if ref.upper() != found.brief.code:
        return HttpResponseRedirect(f"{reverse('desk:customer', args=[found.brief.code])}?{request.GET.urlencode()}")
    tab = request.GET.get("tab", "") or "timeline"
    if tab not in TABS:
        raise Invalid.field("tab", "没有这个标签页。", "There is no such tab.")
    context = _frame(request, found) | {"tab": tab, "tabs": _tabs(found, tab)} | _OPENED[tab](request, found)
    return render(request, f"desk/customer_file/{tab}.html", context)


def _frame(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    brief = found.brief
    return {
        "found": found,
        "brief": brief,
        "customer": customer_shape(brief),
        "warnings": [_note(w) for w in found.warnings],
        "facts": _facts(found),
        "highlights": found.sheet.highlights,
        "contacts": found.file.contacts,
        "addresses": found.file.addresses,
        "purposes": looks_on(day_of(request.at)).items(),
        "purpose": _purpose(request, found),
        "may_watch": may_watch(request.by),
        "may_decide": request.by.has_role(*DECIDERS),
        "is_centre": request.by.has_role(*CENTRE_ROLES),
        "card": card_of(request, brief) if request.by.has_role(*CENTRE_ROLES) else None,
    }


def _purpose(request: Request, found: insight.CustomerFile) -> str:
    """What a clear value is most likely wanted for, so that it takes one click: a visit today, a complaint, a call."""
    today = day_of(request.at)
    if any(o.window_start and day_of(o.window_start) == today for o in found.open_orders):
        return "visit"
    if any(w.kind == "grievance" for w in found.warnings):
        return "complaint"
    return "call" if found.open_promises else ""


def _note(w: insight.Warning) -> shapes.Note:
    url = ""
    if w.kind == "grievance":
        url = f"/dissatisfactions/{w.ref}/"
    elif w.kind == "handover":
        url = reverse("desk:brief", args=[w.ref])
    elif w.kind in ("broken", "promised"):
        url = reverse("desk:promise", args=[int(w.ref)])
    return shapes.Note(w.text, url, w.due_at)


def _facts(found: insight.CustomerFile) -> list[tuple[str, object]]:
    file, brief = found.file, found.brief
    facts: list[tuple[str, object]] = [
        (_("Code"), brief.code),
        (_("Kind"), told(KINDS[brief.kind])),
        (_("Keeper"), file.keeper_name),
        (_("Secrecy"), told(SECRECY[brief.secrecy])),
        (_("Came by"), told(CAME_BY.get(file.source, Words(file.source, file.source)))),
        (_("Registered"), f"{brief.registered_at:%Y-%m-%d}"),
    ]
    if file.merged_codes:
        facts.append((_("Merged with"), listed(file.merged_codes)))
    return facts


def _tabs(found: insight.CustomerFile, here: str) -> list[shapes.Tab]:
    labels = {
        "timeline": (_("Timeline"), None),
        "details": (_("Data"), None),
        "products": (_("Products"), len(found.machines)),
        "orders": (_("Orders"), None),
        "people": (_("People and addresses"), len(found.file.contacts)),
        "promises": (_("Promises"), len(found.open_promises)),
    }
    base = reverse("desk:customer", args=[found.brief.code])
    return [
        shapes.Tab(label, base if tab == "timeline" else f"{base}?tab={tab}", tab == here, count)
        for tab, (label, count) in labels.items()
    ]


def _timeline(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    before = _cursor(request.GET.get("before", ""))
    area = request.GET.get("area", "")
    story = insight.story(found.brief.id, area=area, before=before, by=request.by, at=request.at)
    under = {event: [row.shape for row in shown(owed, by=request.by)] for event, owed in story.promises.items()}
    return {
        "events": events.shown(story.events, promises=under),
        "filters": [chip(request, "area", _("Area"), AREAS.items())],
        "older_url": f"{address(request)}&before={story.older.replace('+', '%2B')}" if story.older else "",
    }


def _cursor(said: str) -> str | None:
    if not said:
        return None
    moment, _tilde, event = said.replace(" ", "+").rpartition("~")
    try:
        ok = (
            datetime.fromisoformat(moment).tzinfo is not None
            and event.isascii()
            and event.isdecimal()
            and len(event) < 19
        )
    except ValueError:
        ok = False
    if not ok:
        raise lost("before")
    return f"{moment}~{event}"


def _products(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    on = local(request.at).date()
    held = machine_rights.of_customer(found.machines, kind=found.brief.kind, on=on)
    told = {number: rights for number, rights in held.items() if rights.says_more}
    machines = [_machine(m, found, told.get(m.number)) for m in found.machines]
    return {"machines": machines, "may_claim": request.by.has_role(*CENTRE_ROLES)}


def _machine(m: MachineRow, found: insight.CustomerFile, rights: machine_rights.Rights | None) -> dict[str, Any]:
    places = {a.id: a.masked for a in found.file.addresses}
    verdict = m.verdict
    return {
        "row": m,
        "name": Words(m.model_name, f"{m.line.words.en} {m.model}"),
        "line": m.line.words,
        "verdict": verdict.words if verdict else None,
        "free": bool(verdict and verdict.free),
        "reasons": verdict.reasons if verdict else (),
        "source": verdict.source if verdict else "",
        "rights": rights,
        "place": places.get(m.address_id or 0, ""),
    }


def _orders(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    rows = insight.orders(found.brief.id, by=request.by, after=_number(request.GET.get("after", "")))
    return {
        "orders": [_order(o) for o in rows],
        "columns": [
            shapes.Column("number", _("Order")),
            shapes.Column("kind", _("Kind")),
            shapes.Column("state", _("State")),
            shapes.Column("site", _("Site")),
            shapes.Column("made", _("Made")),
        ],
        "next_url": f"{address(request)}&after={rows[-1].id}" if len(rows) >= 50 else "",
    }


def _order(o: OrderRow) -> dict[str, Any]:
    return {
        "number": o.number,
        "url": order_url(o.number),
        "kind": o.kind_words,
        "state": o.state_words,
        "site": o.site_name,
        "made": o.made_at,
    }


def _number(said: str) -> str | None:
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 19):
        raise lost()
    return said


def _people(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    waiting = {p.what for p in found.open_promises}
    return {
        "relations": RELATIONS, "doubted": "check-number" in waiting, "registered": "check-registration" in waiting,
    }  # fmt: skip


def _promises(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    owed = insight.all_promises(found.brief.id, by=request.by, at=request.at)
    rows = shown(owed, by=request.by)
    return {"open_rows": [r for r in rows if r.is_open], "ended_rows": [r for r in rows if not r.is_open]}


def _details(request: Request, found: insight.CustomerFile) -> dict[str, Any]:
    return {"parts": parts_of(found.file, found.sheet)}


_OPENED = {
    "timeline": _timeline,
    "details": _details,
    "products": _products,
    "orders": _orders,
    "people": _people,
    "promises": _promises,
}
