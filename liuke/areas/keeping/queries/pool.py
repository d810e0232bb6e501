"""Reading the public pool: who lies in it, what one may still take, and whom a keeper is about to lose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import first_addresses, list_addresses
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.customers.rules.names import surname_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import Dropped, Taken, Worth
from liuke.areas.keeping.queries.pool_terms import pool_terms_on
from liuke.areas.keeping.rules.pooling import PoolTerms, Taker
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import number_in
from liuke.foundation.words import Words

PAGE: Final = 50
KINDS: Final = ("company", "household")
WARNED: Final = "contact-or-give-back"


@dataclass(frozen=True)
class PoolRow:
    """A customer whom nobody keeps. Of a household only the surname is told before somebody keeps it."""

    customer: Brief
    name: Words
    area: str
    cents: int | None
    dropped_at: datetime | None
    previous: str
    because: str
    barred_until: datetime | None


@dataclass(frozen=True)
class PoolPage:
    rows: tuple[PoolRow, ...]
    next_after: str


@dataclass(frozen=True)
class Standing:
    """What a keeper may still take."""

    taken_today: int
    held: int
    terms: PoolTerms


def list_pool(*, kind: str = "company", grade: str = "", after: str = "", by: Actor, at: datetime) -> PoolPage:
    """The latest registered first. Raises Invalid for an unknown kind, Forbidden for whoever keeps no customers."""
    must_keep(by)
    if kind not in KINDS:
        raise Invalid.field("kind", "客户类型只能是企业或家庭。", "The kind is company or household.")
    rows = in_the_pool(kind, pool_terms_on(local(at).date()))
    if grade:
        rows = rows.filter(grade="" if grade == "none" else grade)
    if after:
        rows = rows.filter(pk__lt=number_in(after))
    found = list(rows.order_by("-pk")[: PAGE + 1])
    last = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return PoolPage(tuple(_dressed(found[:PAGE], by)), last)


def in_the_pool(kind: str, terms: PoolTerms) -> QuerySet[Customer]:
    """Customers of a kind that are kept by name, and whom nobody keeps."""
    rows = Customer.objects.filter(keeper=None, merged_into=None, erased_at=None, kind=kind)
    return rows if kind == "company" else rows.filter(grade__in=terms.households)


def standing_of(by: Actor, *, at: datetime) -> Standing:
    """How many this keeper has taken today and keeps altogether, beside the company's limits."""
    start = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Taken.objects.filter(by=by, taken_at__gte=start, taken_at__lt=start + timedelta(days=1)).count()
    held = Customer.objects.filter(keeper=by, merged_into=None).count()
    return Standing(today, held, pool_terms_on(local(at).date()))


def taker(by: Actor, customer_id: int, *, at: datetime) -> tuple[Taker, PoolTerms]:
    """The facts of whoever takes this customer, and the terms."""
    standing = standing_of(by, at=at)
    barred = Dropped.objects.filter(customer=customer_id, previous=by, barred_until__gt=at).order_by("-barred_until")
    until = barred.values_list("barred_until", flat=True).first()
    return Taker(standing.taken_today, standing.held, local(until) if until else None), standing.terms


def must_keep(by: Actor) -> None:
    if not access.reads_worth(by):
        raise Forbidden("公海由客户经理和经理使用。", "The pool is for keepers and managers.")


def _dressed(found: list[Customer], by: Actor) -> list[PoolRow]:
    ids = [c.pk for c in found]
    places = {place.customer_id: place.area for place in list_addresses(first_addresses(ids).values()).values()}
    worth = dict(Worth.objects.filter(customer__in=ids).values_list("customer_id", "cents"))
    dropped = {
        d.customer_id: d for d in Dropped.objects.filter(ended_at=None, customer__in=ids).select_related("previous")
    }
    return [_row(c, places.get(c.pk, ""), worth.get(c.pk), dropped.get(c.pk), by) for c in found]


def _row(c: Customer, area: str, cents: int | None, dropped: Dropped | None, by: Actor) -> PoolRow:
    name = _name(c) if not access.manages(by) else brief_of(c).display
    if dropped is None:
        return PoolRow(brief_of(c), name, area, cents, None, "", "", None)
    barred = dropped.barred_until if dropped.previous_id == by.pk else None
    return PoolRow(brief_of(c), name, area, cents, dropped.dropped_at, dropped.previous.name, dropped.because, barred)


def _name(c: Customer) -> Words:
    if c.kind == "company":
        return brief_of(c).display
    told = f"{surname_of(c.name) or c.name[:1]}**"
    return Words(told, told)
