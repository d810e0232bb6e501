"""The middle of the page as it changes while the agent chooses: guarantee, site with its reasons, windows or wish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries.orders import list_orders, orders_of_customer
from liuke.areas.service.queries.placing import WindowOffer, offer_windows
from liuke.areas.service.queries.requests import LISTS
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation import divisions
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words
from liuke.insight import machine_rights
from liuke.web.ui import moments, shapes
from liuke.web.ui.doors import Request

FEW, MANY = 3, 12
WISHES: Final = 5
REPEAT_WITHIN: Final = timedelta(days=30)
SITES_SHOWN: Final = 4
LATER: Final = "later"


@dataclass(frozen=True)
class Things:
    """What a customer has: machines with their verdicts, open orders with what is owed next, places."""

    customer_id: int | None = None
    machines: tuple[MachineRow, ...] = ()
    orders: tuple[OrderRow, ...] = ()
    addresses: tuple[AddressRow, ...] = ()
    kind: str = ""


@dataclass(frozen=True)
class Chosen:
    """What the form says so far, as far as the offer depends on it."""

    kind: str
    machines: tuple[MachineRow, ...]
    line: str
    address_id: int | None
    division: str
    site: str
    more: bool

    @property
    def lines(self) -> list[str]:
        named = [m.line.key for m in self.machines] or [self.line]
        return list(dict.fromkeys(filter(None, named)))

    @property
    def has_place(self) -> bool:
        return bool(self.address_id or self.division)


def things_of(request: Request, customer_id: int | None) -> Things:
    """Read once for a page; nothing where nobody is known yet."""
    if customer_id is None:
        return Things()
    by = request.by
    of = file.get_file(customer_id, by=by)
    return Things(
        customer_id,
        list_of_customer(customer_id, by=by, on=local(request.at).date()),
        list_orders({"customer": str(customer_id), "open": "yes"}, by=by, due=True).rows,
        of.addresses,
        of.brief.kind,
    )


def chosen(values: QueryDict | None, has: Things) -> Chosen:
    """From the form; on a fresh page the only machine and the first address are taken for granted."""
    mine = {m.number: m for m in has.machines}
    places = {a.id: a for a in has.addresses}
    if values is None:
        machines = tuple(mine.values()) if len(mine) == 1 else ()
        place = _place_of(machines, places)
        return Chosen("repair", machines, "", place, "", "", more=False)
    kind = values.get("kind", "")
    address = values.get("address_id", "")
    return Chosen(
        kind=kind if kind in LISTS["kind"] else "repair",
        machines=tuple(mine[n] for n in values.getlist("machine") if n in mine),
        line=values.get("line", "")[:40],
        address_id=int(address) if address.isascii() and address.isdecimal() and int(address) in places else None,
        division=_division(values.get("division", "")),
        site=values.get("site", "")[:12],
        more=bool(values.get("more")),
    )


def offer(request: Request, wanted: Chosen, has: Things) -> dict[str, Any]:
    """What `offer.html` shows for these choices."""
    found = _asked(request, wanted)
    same = [o for o in has.orders if o.product_line in wanted.lines]
    return {
        "wanted": wanted,
        "verdicts": _verdicts(wanted, has, request),
        "found": found,
        "windows": _windows(found, request.at) if found and not found.asks_wish else [],
        "wishes": _wishes(request.at) if found and found.asks_wish else [],
        "sites": _sites(found) if found else [],
        "overruled": bool(found and found.sites and found.site != found.sites[0].number and found.sites[0].fit),
        "overrule_reasons": LISTS["overrule"].items(),
        "is_full": bool(found and found.site and not found.asks_wish and not found.windows),
        "same_line": same,
        "help": help_with(request, wanted, has),
    }


def help_with(request: Request, wanted: Chosen, has: Things) -> dict[str, Any]:
    """His history with machines of this line, and whether this would be a repeat repair."""
    rows = orders_of_customer(has.customer_id, by=request.by, size=20) if has.customer_id else ()
    alike = [o for o in rows if o.product_line in wanted.lines] if wanted.lines else list(rows)
    repeats = [o for o in alike if _is_repeat(o, request.at)] if wanted.lines and wanted.kind == "repair" else []
    return {"history": alike[:6], "repeats": repeats, "times": len(repeats) + 1}


def line_choices() -> list[tuple[str, Words]]:
    return [(line.key, line.words) for line in list_lines()]


def span_of(text: str, field: str) -> tuple[datetime, datetime] | None:
    """A window as the form carries it; None where the site shall agree it."""
    if not text or text == LATER:
        return None
    start, _tilde, end = text.partition("~")
    try:
        span = datetime.fromisoformat(start), datetime.fromisoformat(end)
    except ValueError:
        span = None
    if span is None or span[0].tzinfo is None or span[1].tzinfo is None:
        raise Invalid.field(field, "请重新选择时段。", "Choose the window again.")
    return span


def _asked(request: Request, wanted: Chosen) -> WindowOffer | None:
    if not wanted.lines or not wanted.has_place:
        return None
    asked = partial(
        offer_windows, kind=wanted.kind, product_lines=wanted.lines, address_id=wanted.address_id,
        division=wanted.division, count=MANY if wanted.more else FEW, by=request.by, at=request.at,
    )  # fmt: skip
    try:
        return asked(site=wanted.site)
    except Invalid:  # a site that is gone meanwhile: suggest anew
        return asked()


def _verdicts(wanted: Chosen, has: Things, request: Request) -> list[dict[str, Any]]:
    rights = machine_rights.of_customer(wanted.machines, kind=has.kind, on=local(request.at).date())
    return [
        {
            "name": name_of(m),
            "words": m.verdict.words,
            "reasons": m.verdict.reasons,
            "free": m.verdict.free,
            "rights": rights[m.number] if rights[m.number].says_more else None,
        }
        for m in wanted.machines
        if m.verdict
    ]


def name_of(m: MachineRow) -> Words:
    """A machine as people call it: its line and model, the serial's tail apart."""
    return Words(m.model_name, f"{m.line.words.en} {m.model}")


def _windows(found: WindowOffer, at: datetime) -> list[shapes.Choice]:
    offered = [
        shapes.Choice(_said(w.start, w.end, at), f"{w.start.isoformat()}~{w.end.isoformat()}", note=_left(w.left))
        for w in found.windows
    ]
    return [*offered, shapes.Choice(_("Not agreed yet"), LATER, note=_("the site calls to agree it"))]


def _wishes(at: datetime) -> list[shapes.Choice]:
    """Times to wish for: the next windows of the plan; whether the site can, it says itself."""
    plan = [w for w in list_windows(local(at).date(), 4) if w.start > at][:WISHES]
    offered = [shapes.Choice(_said(w.start, w.end, at), f"{w.start.isoformat()}~{w.end.isoformat()}") for w in plan]
    return [*offered, shapes.Choice(_("No wish"), LATER, note=_("as soon as possible"))]


def _sites(found: WindowOffer) -> list[dict[str, Any]]:
    ranked = sorted(found.sites, key=lambda r: (r.number != found.site, not r.fit))
    return [
        {"number": r.number, "name": r.name, "fit": r.fit, "here": r.number == found.site,
         "says": r.reasons if r.fit else (*r.lacks, *r.reasons)}
        for r in ranked[:SITES_SHOWN]
    ]  # fmt: skip


def _said(start: datetime, end: datetime, at: datetime) -> str:
    return moments.window(start, end, now=at, language=get_language() or "zh-hans")


def _left(count: int) -> Words:
    return Words(f"余 {count} 单", f"{count} left")


def _place_of(machines: tuple[MachineRow, ...], places: dict[int, AddressRow]) -> int | None:
    """Where the machine stands, else the first address."""
    standing = machines[0].address_id if machines else None
    if standing in places:
        return standing
    return next(iter(places), None)


def _division(code: str) -> str:
    return code if len(code) in (6, 9) and divisions.exists(code) else ""


def _is_repeat(o: OrderRow, at: datetime) -> bool:
    return o.kind == "repair" and (o.ended_at or o.made_at) > at - REPEAT_WITHIN
