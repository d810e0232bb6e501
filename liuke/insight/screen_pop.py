"""The screen pop: who may be calling and what to know before saying hello. A fixed number of reads, whoever calls.

A number is not a person (practice §1.19): everybody behind it has a card, and `ask` is said before any is read out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.customers.queries.calling import PhoneMatch, find_by_phone
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.keeping.queries.treatments import SENIOR, STANDARD, treatments_on
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service import access as service
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight import card_reads
from liuke.kernel.promises.rows import PromiseRow

PROVISIONAL: Final = Words(
    "新来电：请登记称呼与地址，先查重。", "A new caller: note name and place, look for doubles first."
)


@dataclass(frozen=True)
class Card:
    """What to know of one customer: grievances and broken promises first."""

    customer: Brief
    treatment: Words
    queue: str
    grievances: tuple[GrievanceRow, ...]
    broken: tuple[PromiseRow, ...]
    promises: tuple[PromiseRow, ...]
    orders: tuple[OrderRow, ...]
    machines: tuple[MachineRow, ...]
    as_whom: tuple[PhoneMatch, ...] = ()

    @property
    def is_delicate(self) -> bool:
        """Is there something to know before speaking?"""
        return bool(self.grievances or self.broken)


@dataclass(frozen=True)
class ScreenPop:
    """`ask` before anything is read out; cards in the order in which they were heard from last."""

    mask: str
    ask_for: str
    ask: Words
    cards: tuple[Card, ...]

    @property
    def queue(self) -> str:
        """Which queue answers: the senior one where one of those who may be calling is of it (H4)."""
        return SENIOR if any(card.queue == SENIOR for card in self.cards) else STANDARD


def screen_pop(number: str, *, by: Actor, at: datetime) -> ScreenPop:
    """Everybody whom this actor may see behind a number. Raises Invalid where the text is no number."""
    caller = find_by_phone(number, by=by, at=at)
    briefs = list({m.customer.id: m.customer for m in caller.matches}.values())
    return ScreenPop(caller.mask, caller.ask_for, caller.ask, cards(briefs, by=by, at=at, matches=caller.matches))


def cards(
    customers: Sequence[Brief], *, by: Actor, at: datetime, matches: Sequence[PhoneMatch] = ()
) -> tuple[Card, ...]:
    """The cards of customers that the asker has got through access, in five reads; for the centre alone."""
    if not service.sees_all(by):
        raise Forbidden("来电弹屏由呼叫中心使用。", "The screen pop is for the centre.")
    if not customers:
        return ()
    ids, treatments = [c.id for c in customers], treatments_on(local(at).date())
    angry, owed, orders = card_reads.grievances(ids), card_reads.promises(ids), card_reads.orders(customers)
    machines = card_reads.machines(ids, on=local(at).date())
    return tuple(
        Card(
            customer=c,
            treatment=PROVISIONAL if c.is_provisional else treatments.of_customer(c).line,
            queue=treatments.of_customer(c).queue,
            grievances=tuple(g for g in angry if g.customer_id == c.id),
            broken=tuple(p for p in owed if p.timeline_id == c.id and _is_broken(p, at)),
            promises=tuple(p for p in owed if p.timeline_id == c.id and not _is_broken(p, at)),
            orders=tuple(o for o in orders if o.customer_id == c.id),
            machines=tuple(m for m in machines if m.customer_id == c.id),
            as_whom=tuple(m for m in matches if m.customer.id == c.id),
        )
        for c in customers
    )


def _is_broken(promise: PromiseRow, at: datetime) -> bool:
    return promise.missed or promise.is_late(at)
