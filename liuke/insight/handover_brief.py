"""The brief of a handover (H8): one page of what the next keeper must know before he speaks, put together from every room.

Grievances first, then what we broke and what we promised, then money, ends of contract and guarantee, people and their
tastes, the last contacts, and from these what not to say and how to begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from liuke.areas.care.queries.complaints import grievances
from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.charges.queries.owed import Owed, owed_by
from liuke.areas.customers.queries import file as customers
from liuke.areas.customers.queries.fields import FieldRow, Sheet, sheet_of
from liuke.areas.customers.queries.rows import ContactRow, File
from liuke.areas.keeping.queries.handovers import TakeoverRow, find_takeover
from liuke.areas.keeping.rules.contacts import CONTACTS as SPOKEN
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.products.queries.rows import MachineRow
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.opening_words import never_say, opening
from liuke.insight.sentences import Told, told
from liuke.kernel.journal import queries as journal
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises.rows import PromiseRow

CONTACTS: Final = frozenset(SPOKEN) | {
    "service.visit.ended", "care.evaluation.given", "complaints.complaint.received", "keeping.contact.made",
}  # fmt: skip
"""Whenever he heard from us or we from him."""
LAST: Final = 3
LOOKED_THROUGH: Final = 120
SOON: Final = timedelta(days=180)
CONTRACT_END: Final = "contract_until"


@dataclass(frozen=True)
class Person:
    """Somebody who speaks for the customer, with what is known of his tastes."""

    contact: ContactRow
    tastes: tuple[FieldRow, ...]


@dataclass(frozen=True)
class HandoverBrief:
    """`takeover` is None for a customer who is not changing hands: the page then only tells."""

    file: File
    takeover: TakeoverRow | None
    grievances: tuple[GrievanceRow, ...]
    broken: tuple[PromiseRow, ...]
    promised: tuple[PromiseRow, ...]
    owed: tuple[Owed, ...]
    contract_until: FieldRow | None
    ends: tuple[tuple[MachineRow, date], ...]
    people: tuple[Person, ...]
    contacts: tuple[Told, ...]
    never_say: tuple[Words, ...]
    opening: Words

    @property
    def owed_cents(self) -> int:
        return sum(one.cents for one in self.owed)


def get_brief(ref: int | str, *, by: Actor, at: datetime) -> HandoverBrief:
    """The brief on a customer whom this actor may see, in a fixed number of reads. Raises Missing."""
    file = customers.get_file(ref, by=by)
    pk, on = file.brief.id, local(at).date()
    angry = grievances([pk], by=by).get(pk, ())
    open_ones = [p for p in promises.list_open([pk], by=by) if p.what not in ("read-brief", "first-contact")]
    broken = tuple(p for p in open_ones if p.held_since is None and p.is_late(at))
    owed = owed_by([pk]).get(pk, ())
    taken, sheet = find_takeover(pk), sheet_of(file, by=by, at=at)
    return HandoverBrief(
        file=file,
        takeover=taken,
        grievances=angry,
        broken=broken,
        promised=tuple(p for p in open_ones if p not in broken),
        owed=owed,
        contract_until=next((r for r in sheet.own if r.field.key == CONTRACT_END and r.value), None),
        ends=_ends(list_of_customer(pk, by=by, on=on), on),
        people=_people(file, sheet),
        contacts=_last_contacts(pk, by),
        never_say=never_say(file.brief, grieved=bool(angry), owes=bool(owed), broken=bool(broken)),
        opening=opening(file, angry, broken, taken.previous if taken else ""),
    )


def _ends(machines: Sequence[MachineRow], on: date) -> tuple[tuple[MachineRow, date], ...]:
    """Guarantees that end within half a year, and those that ended within the last one: the soonest first."""
    found = [(m, m.verdict.until) for m in machines if m.verdict and m.verdict.until]
    near = [(m, until) for m, until in found if on - SOON <= until <= on + SOON]
    return tuple(sorted(near, key=lambda pair: pair[1]))


def _people(file: File, sheet: Sheet) -> tuple[Person, ...]:
    known = {pk: tuple(row for row in rows if row.value) for pk, rows in sheet.people.items()}
    return tuple(Person(contact, known.get(contact.id, ())) for contact in file.contacts)


def _last_contacts(pk: int, by: Actor) -> tuple[Told, ...]:
    page = journal.list_timeline(pk, by=by, areas=("service", "care", "complaints", "keeping"), limit=LOOKED_THROUGH)
    spoken = [event for event in page.events if event.kind in CONTACTS][:LAST]
    return tuple(told(spoken, by=by))
