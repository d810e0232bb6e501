"""Whoever is kept is heard from as often as his grade says (H4, H41): planned, noted, and begun where it never was."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.actions.handing_over import unread
from liuke.areas.keeping.models import WAITING, Takeover
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
        if Takeover.objects.filter(WAITING, customer=customer, acknowledged_at=None).exists():
            raise unread()
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
            lock_timelines([pk for pk, _code, _key in rows])
            entries = [
                Entry(ContactPlanned(code, first_contact_by(at, treatments.of[key].contact_days, pk)), pk)
                for pk, code, key in rows
            ]
            record_many(entries, by=by, at=at)
        begun += len(rows)
    return begun


def _owed(ids: Iterable[int]) -> dict[int, Promise]:
    """The contact that is owed, by customer."""
    rows = Promise.objects.filter(timeline_id__in=list(ids), state=Promise.State.OPEN, what=CONTACT_DUE)
    return {p.timeline_id: p for p in rows}


def _kept(ids: Iterable[int]) -> list[Customer]:
    return list(Customer.objects.filter(pk__in=list(ids), keeper__isnull=False, merged_into=None))


def _is_news(event: Recorded, next_by: datetime, owed: Promise | None) -> bool:
    """Not where a later contact was counted already, nor for the second one of a day."""
    if owed is None:
        return True
    return event.happened_at >= owed.opened_at and local(owed.due_at).date() != local(next_by).date()


def _days(customer: Customer, treatments: Treatments) -> int:
    return treatments.of[key_of(customer.grade, is_core=customer.is_core)].contact_days


def _without_rhythm(treatments: Treatments, *, after: int) -> list[tuple[int, str, str]]:
    """(id, code, treatment) of the next kept customers to whom no contact is owed, though their grade asks for one."""
    keys = [key for key, one in treatments.of.items() if one.contact_days]
    with connection.cursor() as cursor:
        cursor.execute(_WITHOUT, {"after": after, "keys": keys, "most": BATCH})
        return list(cursor.fetchall())


_WITHOUT: Final = """
    SELECT pk, code, key FROM (
        SELECT c.timeline_id AS pk, c.code,
               CASE WHEN c.is_core THEN 'core' WHEN c.grade = '' THEN 'none' ELSE c.grade END AS key
          FROM customers_customer c
         WHERE c.keeper_id IS NOT NULL AND c.timeline_id > %(after)s AND c.merged_into_id IS NULL
           AND c.erased_at IS NULL
           AND NOT EXISTS (SELECT FROM promises_promise p WHERE p.timeline_id = c.timeline_id
                            AND p.state = 'open' AND p.what = 'contact-due')
    ) kept WHERE key = ANY(%(keys)s) ORDER BY pk LIMIT %(most)s
"""
