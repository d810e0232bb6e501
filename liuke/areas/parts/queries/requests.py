"""Reading requests: the desk's list, one with what may go in its place, those of an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import F, QuerySet

from liuke.areas.network.access import own_numbers
from liuke.areas.parts import access
from liuke.areas.parts.models import Request, Stock
from liuke.areas.parts.queries.credit import credit_of
from liuke.areas.parts.queries.rows import RequestRow, request_row
from liuke.areas.parts.rules.asking import WITHDRAWABLE, Credit
from liuke.areas.parts.rules.names import STOCK
from liuke.foundation.identity.models import Actor

WHICH: Final = {
    "open": ("requested", "approved"),
    "way": ("shipped",),
    "arrived": ("received", "given"),
    "over": ("used", "refused", "withdrawn"),
}
PAGE: Final = 50
_READ: Final = ("order", "site", "part", "asked")


@dataclass(frozen=True)
class Alternative:
    """A part that may go in place of the wanted one, and how many are free in the warehouse."""

    code: str
    title: str
    free: int


@dataclass(frozen=True)
class RequestView:
    """A request as its page shows it; `credit` is the site's, None where no site has it yet."""

    row: RequestRow
    note: str
    reason: str
    requested_by: str
    above_credit: bool
    cents: int
    alternatives: tuple[Alternative, ...]
    credit: Credit | None


def list_requests(
    *, by: Actor, which: str = "open", site: str = "", before: int = 0, limit: int = PAGE
) -> tuple[RequestRow, ...]:
    """Requests of WHICH: those that are open by number, the oldest first; those that are over, the latest first."""
    rows = Request.objects.filter(access.requests_for(by), state__in=WHICH[which])
    if site:
        rows = rows.filter(site__number=site)
    if before:
        rows = rows.filter(pk__lt=before)
    return _rows(rows.order_by("-pk" if which == "over" else "pk")[:limit])


def count_requests(*, by: Actor) -> dict[str, int]:
    """How many there are of each of WHICH that is not over."""
    rows = Request.objects.filter(access.requests_for(by)).exclude(state__in=WHICH["over"])
    states = list(rows.values_list("state", flat=True)[:1000])
    return {key: sum(states.count(s) for s in of) for key, of in WHICH.items() if key != "over"}


def get_request(number: str, *, by: Actor) -> RequestView:
    """The request, or Missing."""
    found = access.request(number, by=by)
    part = found.part
    others = list(part.substitutes.filter(active=True)) if part else []
    free = _free([p.pk for p in (*others, part) if p])
    price = found.price_cents or (part.price_cents if part else 0)
    return RequestView(
        request_row(found, free.get(found.part_id or 0, 0)), found.note, found.reason, found.requested_by.name,
        found.above_credit, price * found.quantity,
        tuple(Alternative(p.code, p.name, free.get(p.pk, 0)) for p in others),
        credit_of(found.site) if found.site and access.sees_all(by) else None,
    )  # fmt: skip


def list_of_order(number: str) -> tuple[RequestRow, ...]:
    """The requests of an order which the caller may see."""
    return _rows(Request.objects.filter(order__number=number).order_by("pk"))


def _rows(rows: QuerySet[Request]) -> tuple[RequestRow, ...]:
    found = list(rows.select_related(*_READ))
    free = _free([r.part_id for r in found if r.part_id])
    return tuple(request_row(r, free.get(r.part_id or 0, 0)) for r in found)


def _free(parts: Sequence[int]) -> dict[int, int]:
    """How many of these parts are free in the company's warehouse."""
    rows = Stock.objects.filter(place__key=access.COMPANY, part__in=parts)
    return dict(rows.values_list("part_id", F("quantity") - F("reserved")))


def acts_open(row: RequestRow, *, by: Actor) -> frozenset[str]:
    """What this reader may do to it now; the actions check again under the lock."""
    found, keeper = set(), access.is_keeper(by)
    at_site = keeper or (by.has_role(*access.DESK) and row.site in own_numbers(by))
    if row.state == "requested" and keeper:
        found |= {"approve", "refuse"}
    if row.state == "approved" and keeper:
        stocked = row.mode == STOCK
        found |= {"ship"} if row.reserved or not stocked or row.free >= row.quantity else set()
        found |= {"release"} if row.reserved else ({"reserve"} if stocked and row.free >= row.quantity else set())
    if row.state == "shipped" and at_site:
        found.add("receive")
    if row.state == "received" and row.order and at_site:
        found.add("give")
    if row.state in WITHDRAWABLE and at_site:
        found.add("withdraw")
    return frozenset(found)
