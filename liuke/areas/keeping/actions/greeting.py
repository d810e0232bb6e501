"""What a person does about greetings: yes or no to those that wait, and the call itself (H51)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.keeping import access
from liuke.areas.keeping.actions.greeting_plan import call_span
from liuke.areas.keeping.models import WAITS, Gesture
from liuke.events.keeping_care import GreetingApproved, GreetingCalled, GreetingLeftOut
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import words
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.rows import Entry

MOST: Final = 200
NOTE: Final = 500


def let_go(chosen: Sequence[str], *, by: Actor, at: datetime, keeps: int | None = None) -> int:
    """Yes: these go out on their day all the same; returns how many had waited for it. A second click changes nothing."""
    with transaction.atomic():
        rows = [one for one in _chosen(chosen, by) if one.state == "asked"]
        office = get_calendar("office")
        for one in rows:
            one.state, one.decided_by, one.decided_at = "planned", by, at
        Gesture.objects.bulk_update(rows, ["state", "decided_by", "decided_at"])
        entries = []
        for one in rows:
            start, end = call_span(one.day, office) if one.way == "call" else (None, None)
            event = GreetingApproved(one.number, one.customer.code, one.way, start, end)
            entries.append(Entry(event, one.customer_id, keeps=keeps if len(rows) == 1 else None))
        record_many(entries, by=by, at=at)
    return len(rows)


def leave_out(chosen: Sequence[str], *, by: Actor, at: datetime, keeps: int | None = None) -> int:
    """No: these are not greeted this time; returns how many were still to be."""
    with transaction.atomic():
        rows = [one for one in _chosen(chosen, by) if one.state in ("asked", "planned")]
        for one in rows:
            one.state, one.decided_by, one.decided_at, one.ended_at = "left_out", by, at, at
        Gesture.objects.bulk_update(rows, ["state", "decided_by", "decided_at", "ended_at"])
        only = keeps if len(rows) == 1 else None
        entries = [Entry(GreetingLeftOut(one.number, one.customer.code), one.customer_id, keeps=only) for one in rows]
        record_many(entries, by=by, at=at)
    return len(rows)


def note_call(number: str, *, note: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The customer was greeted on the phone; `note` says how it was. Raises Invalid (`note`), Refused where no call waits."""
    said = words("note", note, most=NOTE, missing=Words("请记一句客户的反应。", "Note in a few words how it was."))
    with transaction.atomic():
        found = access.gestures([number], by=by, lock=True)[0]
        if found.state == "given":
            return
        if (found.state, found.way) != ("planned", "call"):
            raise Refused("这次问候目前无需致电。", "No call is planned for this greeting now.", code="no-call")
        found.state, found.ended_at = "given", at
        found.save(update_fields=["state", "ended_at"])
        event = GreetingCalled(found.number, found.customer.code, said)
        record_many([Entry(event, found.customer_id, keeps=keeps)], by=by, at=at)


def stop(customer_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """These customers took their consent back: nobody greets them, not on the phone either. What lies in the outbox is
    held back there. The histories are locked."""
    rows = Gesture.objects.select_for_update(of=("self",)).select_related("customer").order_by("pk")
    found = list(rows.filter(WAITS, customer_id__in=customer_ids))
    Gesture.objects.filter(pk__in=[one.pk for one in found]).update(state="left_out", ended_at=at)
    entries = [Entry(GreetingLeftOut(one.number, one.customer.code, "no_consent"), one.customer_id) for one in found]
    record_many(entries, by=by, at=at)


def forget(customer_ids: Sequence[int], *, by: Actor, at: datetime) -> None:
    """These customers are erased: nobody is greeted any more, and that somebody has a birthday goes with them."""
    rows = Gesture.objects.filter(customer_id__in=customer_ids).select_related("customer").order_by("pk")
    waiting = [Entry(GreetingLeftOut(one.number, one.customer.code), one.customer_id) for one in rows.filter(WAITS)]
    record_many(waiting, by=by, at=at)
    rows.delete()


def _chosen(chosen: Sequence[str], by: Actor) -> list[Gesture]:
    if not chosen:
        raise Invalid.field("number", "请至少勾选一位客户。", "Tick one customer at least.")
    if len(chosen) > MOST:
        raise Invalid.field("number", f"一次最多 {MOST} 位客户。", f"At most {MOST} customers at a time.")
    return access.gestures(chosen, by=by, lock=True)
