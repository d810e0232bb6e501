"""A leaver's customers find new keepers, many at once; each new keeper reads before he speaks (H8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.customers.actions.keepers import set_keepers
from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.models import WAITING, Handover, Takeover
from liuke.events.keeping import (
    BriefAcknowledged,
    FirstContactMade,
    HandoverDecided,
    HandoverOpened,
    TakeoverEnded,
    TakeoverOpened,
)
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.queries import COMPANY
from liuke.kernel.journal.rows import Entry, Recorded

LATEST_CONTACT: Final = timedelta(days=14)


def open_handover(previous: Actor, *, by: Actor, at: datetime) -> str:
    """A keeper left: all of his customers are to be handed over; "" where he kept none."""
    count = Customer.objects.filter(keeper=previous, merged_into=None).count()
    if not count:
        return ""
    with transaction.atomic():
        found, made = Handover.objects.get_or_create(
            previous=previous,
            decided_at=None,
            defaults={"number": numbers.take("HO"), "customers": count, "opened_at": at},
        )
        if made:
            record(HandoverOpened(found.number, previous.pk, count, previous.name), on=COMPANY, by=by, at=at)
    return found.number


def decide(number: str, chosen: Mapping[int, int], *, by: Actor, at: datetime) -> int:
    """Give these customers (by id) to these keepers (by id) in one go; returns how many changed hands.

    Raises Invalid for somebody who keeps no customers, Refused where one was given to somebody else meanwhile.
    """
    if not chosen:
        raise Invalid.field("keeper", "请至少选择一位客户的新负责人。", "Choose a keeper for one customer at least.")
    with transaction.atomic():
        lock_timelines(chosen)
        found = access.handover(number, by=by, lock=True)
        keepers = _keepers(set(chosen.values()))
        still = set(Customer.objects.filter(keeper=found.previous, pk__in=chosen).values_list("pk", flat=True))
        if still != set(chosen):
            raise Refused(
                "其中有客户刚被分配给别人，请刷新后再分配。",
                "Some of them were just given to somebody else; look again.",
                code="handed-over-already",
            )
        return set_keepers({pk: keepers[keeper] for pk, keeper in chosen.items()}, by=by, at=at)


def acknowledge(ref: int | str, *, contact_by: datetime, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The new keeper has read the brief and promises when he will first be in touch; a second click changes nothing."""
    if not at < contact_by <= at + LATEST_CONTACT:
        raise Invalid.field(
            "contact_by", "请选择以后的时间，最长 14 天。", "Choose a later time, within the next 14 days."
        )
    with transaction.atomic():
        customer, found = access.takeover(ref, by=by, lock=True)
        _must_be_the_keeper(found, by)
        if found.acknowledged_at is not None:
            return
        found.acknowledged_at, found.contact_by = at, contact_by
        found.save(update_fields=["acknowledged_at", "contact_by"])
        event = BriefAcknowledged(customer.code, by.pk, contact_by)
        record(event, on=customer.pk, by=by, at=at, keeps=keeps)


def first_contact(ref: int | str, *, note: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The new keeper has spoken with the customer. Refused before he has read the brief."""
    if not note.strip():
        raise Invalid.field("note", "请写明谈了什么、约定了什么。", "Say what was said and agreed.")
    with transaction.atomic():
        customer, found = access.takeover(ref, by=by, lock=True)
        _must_be_the_keeper(found, by)
        must_have_read([customer.pk])
        found.contacted_at = at
        found.save(update_fields=["contacted_at"])
        event = FirstContactMade(customer.code, by.pk, note.strip()[:500])
        record(event, on=customer.pk, by=by, at=at, keeps=keeps)


def change_hands(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """Keepers changed: what was being taken over ends, and whoever comes after another has to read the brief."""
    gone = list(Takeover.objects.filter(WAITING, customer__in={e.timeline_id for e in events}))
    Takeover.objects.filter(pk__in=[t.pk for t in gone]).update(ended_at=at)
    after = [e for e in events if e.value("keeper") and e.value("previous")]
    Takeover.objects.bulk_create(
        Takeover(customer_id=e.timeline_id, keeper_id=e.value("keeper"), previous_id=e.value("previous"), opened_at=at)
        for e in after
    )
    codes = {e.timeline_id: e.subject for e in events}
    followed = {e.timeline_id for e in after}
    ended = [
        Entry(TakeoverEnded(codes[t.customer_id], t.keeper_id), t.customer_id)
        for t in gone
        if t.customer_id not in followed
    ]
    opened = [Entry(_opened(e), e.timeline_id, caused_by=e) for e in after]
    record_many([*ended, *opened], by=by, at=at)
    _close({int(e.value("previous") or 0) for e in events}, by=by, at=at)


def must_have_read(customers: Collection[int]) -> None:
    """Refused where one of these customers was taken over by somebody who has not read the brief yet (H8)."""
    if Takeover.objects.filter(WAITING, customer__in=customers, acknowledged_at=None).exists():
        raise Refused(
            "交接简报尚未阅读确认，暂不能主动联系推销。",
            "The brief of the handover has not been read yet: no sales contact before that.",
            code="brief-unread",
        )


def _opened(e: Recorded) -> TakeoverOpened:
    return TakeoverOpened(e.subject, e.value("keeper"), e.value("previous"), e.value("keeper_name") or "")


def _close(previous: set[int], *, by: Actor, at: datetime) -> None:
    """A handover is decided once nobody is kept by the leaver any more."""
    for found in Handover.objects.select_for_update().filter(previous__in=previous, decided_at=None).order_by("pk"):
        if Customer.objects.filter(keeper=found.previous_id, merged_into=None).exists():
            continue
        found.decided_at = at
        found.save(update_fields=["decided_at"])
        record(HandoverDecided(found.number, found.customers), on=COMPANY, by=by, at=at)


def _keepers(ids: set[int]) -> dict[int, Actor]:
    found = {a.pk: a for a in Actor.objects.filter(pk__in=ids, left_at=None, roles__contains=["account_manager"])}
    if set(found) != ids:
        raise Invalid.field("keeper", "请选择在职的客户经理。", "Choose an account manager who works here.")
    return found


def _must_be_the_keeper(found: Takeover, by: Actor) -> None:
    if found.keeper_id != by.pk:
        raise Refused(
            f"交接简报须由新负责人 {found.keeper.name} 本人阅读。",
            f"{found.keeper.name}, the new keeper, has to do this.",
        )
