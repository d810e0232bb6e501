"""The list of work orders with its filters in the address, the board by state; how its rows leave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.network.queries.sites import list_sites
from liuke.areas.service.queries import orders as service
from liuke.areas.service.queries.names import OPEN, ORDER_KINDS, SOURCES, STATES
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.export.cells import Column
from liuke.foundation.words import Words
from liuke.kernel.promises import words
from liuke.kernel.promises.actions import LEADS
from liuke.web.desk.filters import address, chip, day_of, told
from liuke.web.desk.orders.rows import lines
from liuke.web.desk.parts.chips import chips
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

CARDS: Final = 10
READERS: Final = ANY_STAFF
EXPORTERS: Final = frozenset(LEADS) | {"quality_manager", "settlement_clerk"}
PASSED_ON: Final = (
    "state", "kind", "source", "site", "technician", "customer", "product_line", "guarantee", "safety", "chased",
    "made_from", "made_until", "window_on", "hold_reason", "q",
)  # fmt: skip


@page(roles=READERS)
def orders(request: Request) -> HttpResponse:
    """`?view=board` by state; `?find=` the last four digits leads straight to the order."""
    found = request.GET.get("find", "").strip()
    if found:
        return _find(request, found)
    context: dict[str, object] = {
        "filters": filters(request),
        "may_export": request.by.has_role(*EXPORTERS),
        "export_url": f"{address(request, view='')}&of=orders",
        "board": request.GET.get("view") == "board",
        "list_url": address(request, view=""),
        "board_url": address(request, view="board", state=""),
    }
    return _board(request, context) if context["board"] else _list(request, context)


def columns_out() -> Mapping[str, Column]:
    """The columns that the list has as a file."""
    return {
        "order": Column(_("Order")), "state": Column(_("State")), "kind": Column(_("Kind")),
        "source": Column(pgettext("of an order", "Source")), "external": Column(_("External no.")),
        "customer": Column(_("Customer"), width=28), "code": Column(_("Code")), "area": Column(_("Area"), width=28),
        "site": Column(_("Site"), width=20), "technician": Column(_("Technician")), "made": Column(_("Made"), "moment"),
        "window_from": Column(_("Window from"), "moment"), "window_until": Column(_("Window until"), "moment"),
        "chases": Column(_("Chase-ups"), "number"), "owed": Column(_("Owed next"), width=20),
        "due": Column(_("Due"), "moment"),
    }  # fmt: skip


def _list(request: Request, context: dict[str, object]) -> HttpResponse:
    after = request.GET.get("after") or None
    found = service.list_orders(asked_of(request), by=request.by, after=after, due=True)
    context |= {
        "lines": lines(found.rows, at=request.at),
        "part_chips": chips(found.rows),
        "columns": columns(),
        "next_url": f"{address(request)}&after={found.next_after}" if found.next_after else "",
        "counts": _counts(request),
    }
    return render(request, "desk/orders/list.html", context)


def _board(request: Request, context: dict[str, object]) -> HttpResponse:
    asked = {name: value for name, value in asked_of(request).items() if name != "state"}
    counts = service.count_by_state(asked, by=request.by)
    newest = service.newest_by_state(asked, by=request.by, size=CARDS)
    context["lanes"] = [
        {
            "state": state,
            "words": told(STATES[state]),
            "count": counts[state],
            "lines": lines(newest.get(state, ()), at=request.at),
            "url": address(request, view="", state=state),
        }
        for state in OPEN
        if counts[state]
    ]
    return render(request, "desk/orders/board.html", context)


def _find(request: Request, text: str) -> HttpResponse:
    rows = service.find_by_number(text, by=request.by)
    if len(rows) == 1:
        return HttpResponseRedirect(reverse("desk:order", args=[rows[0].number]))
    context = {"lines": lines(rows, at=request.at), "columns": columns(), "find": text[:20], "filters": []}
    return render(request, "desk/orders/list.html", context)


def asked_of(request: Request) -> Mapping[str, str]:
    """What the address asks for, as the orders' list takes it."""
    asked = {name: request.GET.get(name, "") for name in PASSED_ON}
    if request.GET.get("late"):
        asked["late_at"] = request.at.isoformat()
    if not asked["state"] and not request.GET.get("all"):
        asked["open"] = "yes"
    return asked


def cells(o: OrderRow) -> list[object]:
    """A row of the file, in the order of `columns_out`."""
    return [
        o.number, told(o.state_words), told(o.kind_words), told(o.source_words), o.external_no, told(o.customer),
        o.customer_code, o.area, o.site_name, o.technician, o.made_at, o.window_start, o.window_end, o.chases,
        told(words.of(o.owes)) if o.owes else "", o.due_at,
    ]  # fmt: skip


def columns() -> list[shapes.Column]:
    return [
        shapes.Column("order", _("Order")),
        shapes.Column("state", _("State")),
        shapes.Column("customer", _("Customer")),
        shapes.Column("site", _("Site and technician")),
        shapes.Column("window", _("Window")),
        shapes.Column("due", _("Owed next")),
        shapes.Column("source", pgettext("of an order", "Source")),
        shapes.Column("made", _("Made")),
    ]


def _counts(request: Request) -> list[shapes.Choice]:
    """How many lie in each state, each a link to them."""
    counts = service.count_by_state(asked_of(request), by=request.by)
    return [
        shapes.Choice(told(STATES[state]), key=state, url=address(request, state=state), count=n)
        for state, n in counts.items()
        if n
    ]


def filters(request: Request) -> list[shapes.Filter]:
    """What is chosen, and what could be."""
    found = [chip(request, "state", _("State"), STATES.items())] if request.GET.get("view") != "board" else []
    sites = list_sites(by=request.by)
    if len(sites) > 1:
        found.append(chip(request, "site", _("Site"), [(s.number, s.name) for s in sites]))
    found += [
        chip(request, "kind", _("Kind"), ORDER_KINDS.items()),
        chip(request, "source", pgettext("of an order", "Source"), SOURCES.items()),
        chip(request, "late", pgettext("filter", "Late"), [("yes", Words("只看超时", "Only late ones"))]),
        chip(request, "window_on", _("Window"), _days(request)),
        chip(request, "chased", _("Chased"), [("yes", Words("只看催单", "Only chased ones"))]),
    ]
    if request.GET.get("view") != "board" and not request.GET.get("state"):
        found.append(chip(request, "all", _("Ended ones"), [("yes", Words("一并列出", "Listed as well"))]))
    found += [_only_chosen(request, key, label) for key, label in _behind().items() if request.GET.get(key)]
    return found


def _behind() -> dict[str, str]:
    """Filters that figures of other pages lead to: shown to be taken away, not offered."""
    return {
        "technician": _("Technician"), "customer": _("Customer"), "product_line": _("Product line"),
        "safety": _("Safety"), "guarantee": _("Guarantee"), "made_from": _("Made from"),
        "made_until": _("Made until"), "hold_reason": _("On hold"), "q": _("Number ends in"),
    }  # fmt: skip


def _only_chosen(request: Request, key: str, label: str) -> shapes.Filter:
    return shapes.Filter(label, chosen=request.GET[key][:40], clear=address(request, **{key: ""}))


def _days(request: Request) -> list[tuple[str, Words]]:
    from datetime import timedelta

    today = day_of(request.at)
    named = [Words("今天", "Today"), Words("明天", "Tomorrow"), Words("后天", "The day after")]
    return [((today + timedelta(days=n)).isoformat(), said) for n, said in enumerate(named)]
