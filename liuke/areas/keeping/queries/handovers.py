"""Reading handovers: what waits for a decision with its proposals, and what a keeper has still to take over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.file import first_addresses, list_addresses
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import WAITING, Handover, Takeover
from liuke.areas.keeping.rules.proposing import Candidate, Orphan, Proposal, propose
from liuke.foundation.identity.models import Actor

PAGE: Final = 200


@dataclass(frozen=True)
class HandoverRow:
    number: str
    previous: str
    customers: int
    left: int
    opened_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True)
class Line:
    """A customer of the leaver's, where he is, and who is proposed."""

    customer: Brief
    area: str
    proposal: Proposal


@dataclass(frozen=True)
class Deciding:
    """A handover with the first 200 of its customers and everybody who could keep them."""

    row: HandoverRow
    lines: tuple[Line, ...]
    keepers: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class TakeoverRow:
    customer: Brief
    keeper_id: int
    keeper: str
    previous: str
    opened_at: datetime
    acknowledged_at: datetime | None
    contact_by: datetime | None


def list_handovers(*, by: Actor) -> tuple[HandoverRow, ...]:
    """Those that wait for a decision, the oldest first; for managers."""
    access.require_manager(by)
    rows = list(Handover.objects.filter(decided_at=None).select_related("previous").order_by("pk"))
    left = _left([h.previous_id for h in rows])
    return tuple(_row(h, left.get(h.previous_id, 0)) for h in rows)


def get_deciding(number: str, *, by: Actor) -> Deciding:
    """What a manager decides on: the proposals are made anew, with today's loads. Raises Missing, Forbidden."""
    found = access.handover(number, by=by)
    customers = list(Customer.objects.filter(keeper=found.previous_id, merged_into=None).order_by("pk")[:PAGE])
    places = list_addresses(first_addresses([c.pk for c in customers]).values())
    of = {place.customer_id: place for place in places.values()}
    people = _candidates_people()
    orphans = [Orphan(c.pk, of[c.pk].division if c.pk in of else "", c.grade) for c in customers]
    proposed = {p.customer_id: p for p in propose(orphans, _candidates([a.pk for a in people]))}
    lines = tuple(Line(brief_of(c), of[c.pk].area if c.pk in of else "", proposed[c.pk]) for c in customers)
    row = _row(found, _left([found.previous_id]).get(found.previous_id, 0))
    return Deciding(row, lines, tuple((a.pk, a.name) for a in people))


def list_takeovers(*, by: Actor) -> tuple[TakeoverRow, ...]:
    """What this keeper has still to read or to call; for managers everybody's, in one page."""
    rows = Takeover.objects.filter(WAITING).select_related("customer", "keeper", "previous").order_by("opened_at", "pk")
    if not access.manages(by):
        rows = rows.filter(keeper=by)
    return tuple(_takeover(t) for t in rows[:PAGE])


def find_takeover(customer_id: int) -> TakeoverRow | None:
    """The open takeover of a customer; for rooms that have checked their own things."""
    rows = Takeover.objects.filter(WAITING, customer=customer_id)
    found = rows.select_related("customer", "keeper", "previous").first()
    return _takeover(found) if found else None


def _candidates_people() -> list[Actor]:
    rows = Actor.objects.filter(kind=Actor.Kind.PERSON, left_at=None, roles__contains=["account_manager"])
    return list(rows.order_by("name", "pk"))


def _candidates(ids: Sequence[int]) -> list[Candidate]:
    """Who keeps how many, in which counties and of which grade; counted in the database, a million customers or ten."""
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, [list(ids)])
        counted = cursor.fetchall()
    load: Counter[int] = Counter()
    of_a: Counter[int] = Counter()
    counties: dict[int, Counter[str]] = {pk: Counter() for pk in ids}
    for keeper, county, grade, count in counted:
        load[keeper] += count
        of_a[keeper] += count if grade == "A" else 0
        counties[keeper][county] += count if county else 0
    return [Candidate(pk, load[pk], counties[pk], of_a[pk]) for pk in ids]


_KEPT: Final = """
    SELECT c.keeper_id, coalesce(left(a.division, 6), ''), c.grade, count(*)
      FROM customers_customer c
      LEFT JOIN LATERAL (SELECT division FROM customers_address x WHERE x.customer_id = c.timeline_id
                         ORDER BY x.id LIMIT 1) a ON true
     WHERE c.keeper_id = ANY(%s) AND c.merged_into_id IS NULL GROUP BY 1, 2, 3
"""


def _left(previous: Sequence[int]) -> Counter[int]:
    rows = Customer.objects.filter(keeper__in=previous, merged_into=None).values_list("keeper_id", flat=True)
    return Counter(int(pk) for pk in rows if pk is not None)


def _row(h: Handover, left: int) -> HandoverRow:
    return HandoverRow(h.number, h.previous.name, h.customers, left, h.opened_at, h.decided_at)


def _takeover(t: Takeover) -> TakeoverRow:
    previous = t.previous.name if t.previous else ""
    return TakeoverRow(
        brief_of(t.customer), t.keeper_id, t.keeper.name, previous, t.opened_at, t.acknowledged_at, t.contact_by
    )
