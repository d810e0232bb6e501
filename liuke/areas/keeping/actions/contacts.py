"""Whoever is kept is heard from as often as his grade says (H4, H41): planned, noted, and begun where it never was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.actions.handing_over import must_have_read
from liuke.areas.keeping.queries.treatments import Treatments, treatments_on
from liuke.areas.keeping.rules.contacts import CONTACTS, WAYS
from liuke.areas.keeping.rules.treating import first_contact_by, key_of
from liuke.events.keeping_bond import ContactDropped, ContactNoted, ContactPlanned
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import words as said
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.rows import Entry, Recorded
from liuke.kernel.promises.models import Promise

CONTACT_DUE: Final = "contact-due"
LONGEST: Final = 500
BATCH: Final = 1_000
GRADES: Final = ("A", "B", "C", "")
MISSING: Final = Words("请写明谈了什么。", "Say what was spoken about.")


def note_contact(
    ref: int | str, *, way: str, words: str, by: Actor, at: datetime, keeps: int | None = None
) -> None:  # fmt: skip
    """The keeper (or a manager) was in touch; what was owed is kept, the next is due as the grade says.

    Raises Invalid with `way` or `words`, Refused before the brief of a handover is read.
    """
    if way not in WAYS:
        raise Invalid.field("way", "请选择联系方式。", "Choose how you were in touch.")
    told = said("words", words, most=LONGEST, missing=MISSING)
    with transaction.atomic():
        customer = access.kept(ref, by=by, lock=True)
        must_have_read([customer.pk])
        days = _days(customer, treatments_on(local(at).date()))
        next_by = at + timedelta(days=days) if days and customer.keeper_id else None
        event = ContactNoted(customer.code, way, WAYS[way].zh, WAYS[way].en, next_by, told)
        record(event, on=customer.pk, by=by, at=at, keeps=keeps)


def take_contacts(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """Whoever of the house spoke with a kept customer was in touch for his keeper too; of a day the first is told."""
    spoke = [e for e in events if e.value("known") is not False]
    latest = {e.timeline_id: e for e in sorted(spoke, key=lambda e: (e.happened_at, e.id))}
    kept = _kept(latest)
    if not kept:
        return
    treatments, owed = treatments_on(local(at).date()), _owed(latest)
    entries = []
    for customer in kept:
        event, days = latest[customer.pk], _days(customer, treatments)
        how, next_by = CONTACTS[event.kind], event.happened_at + timedelta(days=days)
        if days and _is_news(event, next_by, owed.get(customer.pk)):
            told = ContactNoted(customer.code, event.kind, how.zh, how.en, next_by)
            entries.append(Entry(told, customer.pk, happened_at=event.happened_at, caused_by=event))
    record_many(entries, by=by, at=at)


def replan(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """Keeper or grade changed: a contact that is due sooner stays, a later one is due as the grade now says.

    With a customer whom nobody keeps none is owed.
    """
    causes = {e.timeline_id: e for e in events}
    kept = {c.pk: c for c in _kept(causes)}
    owed = _owed(causes)
    treatments = treatments_on(local(at).date()) if kept else None
    entries = []
    for pk, cause in causes.items():
        days = _days(kept[pk], treatments) if treatments and pk in kept else 0
        next_by = at + timedelta(days=days)
        if days and (pk not in owed or owed[pk].due_at > next_by):
            entries.append(Entry(ContactPlanned(kept[pk].code, next_by), pk, caused_by=cause))
        elif not days and pk in owed:
            entries.append(Entry(ContactDropped(cause.subject), pk, caused_by=cause))
    record_many(entries, by=by, at=at)


def begin_rhythms(*, by: Actor, at: datetime) -> int:
    """Kept customers with whom no contact is owed yet: it is from tonight on, spread over the coming weeks."""
    treatments, begun, last = treatments_on(local(at).date()), 0, 0
    while rows := _without_rhythm(treatments, after=last):
        last = rows[-1][0]
        with transaction.atomic():
            lock_timelines([pk for pk, *_ in rows])
            entries = [
                Entry(ContactPlanned(code, first_contact_by(at, _every(grade, is_core, treatments), pk)), pk)
                for pk, code, grade, is_core in rows
            ]
            record_many(entries, by=by, at=at)
        begun += len(rows)
    return begun


def _owed(ids: Iterable[int]) -> dict[int, Promise]:
    """The contact that is owed, by customer."""
    rows = Promise.objects.filter(timeline_id__in=_all_of(ids), state=Promise.State.OPEN, what=CONTACT_DUE)
    return {p.timeline_id: p for p in rows}


def _kept(ids: Iterable[int]) -> list[Customer]:
    return list(Customer.objects.filter(pk__in=_all_of(ids), keeper__isnull=False, merged_into=None))


def _all_of(ids: Iterable[int]) -> RawSQL:
    """As one array: a list of thousands of placeholders costs more than the look."""
    return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])


def _is_news(event: Recorded, next_by: datetime, owed: Promise | None) -> bool:
    """Not where a later contact was counted already, nor for the second one of a day."""
    if owed is None:
        return True
    return event.happened_at >= owed.opened_at and local(owed.due_at).date() != local(next_by).date()


def _days(customer: Customer, treatments: Treatments) -> int:
    return _every(customer.grade, customer.is_core, treatments)


def _every(grade: str, is_core: bool, treatments: Treatments) -> int:
    return treatments.of[key_of(grade, is_core=is_core)].contact_days


def _without_rhythm(treatments: Treatments, *, after: int) -> list[tuple[int, str, str, bool]]:
    """(id, code, grade, core) of the next kept customers to whom no contact is owed, though their grade asks for one."""
    classes = [(is_core, grade) for is_core in (True, False) for grade in GRADES]
    asked = [one for one in classes if _every(one[1], one[0], treatments)]
    core, grades = [one[0] for one in asked], [one[1] for one in asked]
    values: dict[str, Any] = {"core": core, "grades": grades, "after": after, "owed": CONTACT_DUE, "most": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, values)
        return list(cursor.fetchall())


_WITHOUT: Final = """
    SELECT c.timeline_id, c.code, c.grade, c.is_core
      FROM customers_customer c
      JOIN unnest(%(core)s::boolean[], %(grades)s::text[]) class(is_core, grade)
        ON class.is_core = c.is_core AND class.grade = c.grade
     WHERE c.keeper_id IS NOT NULL AND c.timeline_id > %(after)s AND c.merged_into_id IS NULL AND c.erased_at IS NULL
       AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.timeline_id = c.timeline_id
                        AND p.state = 'open' AND p.what = %(owed)s)
     ORDER BY c.timeline_id LIMIT %(most)s
"""
