"""Asking for a part: for an order, through service's own request, or by a site for its shelf; and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.network import access as network
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import free_again, whole
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Request
from liuke.areas.parts.queries.modes import list_modes, mode_of
from liuke.areas.parts.rules.asking import WITHDRAWABLE, code_in
from liuke.areas.parts.rules.names import SIMPLE, STOCK
from liuke.areas.service.actions import running
from liuke.areas.service.models import PartRequest
from liuke.events.parts.requests import ReplenishmentRequested, RequestWithdrawn
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.rows import Recorded


@transaction.atomic
def ask_for_order(
    order: str, *, part: str, by: Actor, at: datetime, quantity: int = 1, happened_at: datetime | None = None,
    keeps: int | None = None,
) -> str:  # fmt: skip
    """A part of the catalogue for an order, which waits for it. Answers the number, PR-.

    Raises Invalid with `part`, `quantity`; Refused where the site keeps parts as a simple note: then service asks.
    """
    found, amount = access.typed_part(part), whole(quantity)
    said = f"{found.name} {found.code}" + (f" ×{amount}" if amount > 1 else "")
    number = running.request_part(order, part=said[:80], happened_at=happened_at, by=by, at=at, keeps=keeps)
    made = Request.objects.filter(number=number).first()
    if made is None:
        raise _simple()
    made.part, made.quantity = found, amount
    made.save(update_fields=["part", "quantity"])
    return number


@transaction.atomic
def replenish(*, part: str, quantity: int, by: Actor, at: datetime, site: str = "", keeps: int | None = None) -> str:
    """Parts for a site's own shelf, asked by its desk or by the parts desk for it. Answers the number, PR-.

    Raises Invalid with `part`, `quantity`; Refused where parts are kept as a simple note.
    """
    number = site if access.is_keeper(by) else access.own_site(by, site).number
    found, amount = access.typed_part(part), whole(quantity)
    at_site = network.site(number, by=by, lock=True)
    mode = mode_of(at_site.number, on=local(at).date())
    if mode == SIMPLE:
        raise _simple()
    made = Request.objects.create(
        number=numbers.take("PR"), site=at_site, mode=mode, wanted=str(found)[:80], part=found, quantity=amount,
        requested_at=at, requested_by=by, moved_at=at,
    )  # fmt: skip
    told = ReplenishmentRequested(
        number=made.number, site=at_site.number, part=found.code, title=found.name, quantity=amount
    )
    tell(told, site=at_site, by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def withdraw(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Not wanted any more: by the site's desk or the parts desk. What has arrived for it becomes the site's free stock."""
    request = access.request(number, by=by, lock=True, seen=seen)
    if not (access.is_keeper(by) or by.has_role(*access.DESK)):
        raise Forbidden("由网点或配件员撤回。", "The site's desk or the parts desk withdraws it.")
    if request.state not in WITHDRAWABLE:
        raise Refused("在途或已了结，不能撤回。", "It is on its way, or settled.", code="part-step")
    drop(request, by=by, at=at)


def take_over(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """What an order asks for (`service.part.requested`) becomes a request of this room, unless a note is enough."""
    rows = {r.number: r for r in PartRequest.objects.select_related("order__site").filter(
        number__in=[e.subject for e in events])}  # fmt: skip
    sites = {number: row.order.site.number if row.order.site else "" for number, row in rows.items()}
    modes = list_modes(sorted(set(sites.values())), on=local(at).date())
    wanted = [rows[e.subject] for e in events if modes[sites[e.subject]] != SIMPLE]
    known = {p.code: p for p in Part.objects.filter(active=True)} if wanted else {}
    Request.objects.bulk_create(
        Request(
            number=row.number, order=row.order, site=row.order.site, mode=modes[sites[row.number]], wanted=row.part,
            part=known.get(code_in(row.part, known)), requested_at=row.requested_at, requested_by=by, moved_at=at,
        )
        for row in wanted
    )  # fmt: skip


def let_go(orders: Sequence[str], *, by: Actor, at: datetime, caused_by: Recorded | None = None) -> None:
    """These orders are over: what was not shipped is withdrawn, what waits in a store is free, what travels goes on."""
    rows = Request.objects.select_for_update(of=("self",)).select_related("order", "site", "part")
    waiting = rows.filter(order__number__in=orders, state__in=WITHDRAWABLE)
    for request in waiting.order_by("part_id", "site_id", "pk"):
        drop(request, by=by, at=at, caused_by=caused_by)


def drop(request: Request, *, by: Actor, at: datetime, caused_by: Recorded | None = None) -> None:
    """Withdraw it: pieces set aside are free again. The caller holds the histories and the row."""
    set_free(request, by=by, at=at)
    request.state, request.moved_at = "withdrawn", at
    request.version += 1
    request.save()
    running.drop_part(request.number, at=at)
    told = RequestWithdrawn(
        number=request.number, order=request.order.number if request.order else "",
        site=request.site.number if request.site else "", title=request.part.name if request.part else request.wanted,
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at, caused_by=caused_by)


def set_free(request: Request, *, by: Actor, at: datetime) -> None:
    """What is set aside for it is free again. Saving the request is the caller's."""
    if not request.reserved or request.part is None or request.site is None or request.mode != STOCK:
        return
    place = access.store_of(request.site) if request.state == "received" else access.company()
    free_again(request.part, place, request.quantity, by=by, at=at)
    request.reserved = False


def _simple() -> Refused:
    return Refused(
        "本网点的配件按简单登记管理，请在工单上登记。",
        "This site keeps parts as a simple note: note it on the order.",
        code="simple-mode",
    )
