"""What goes out on the day itself, and what does not any more: looked at once more in the morning (H51)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from liuke.areas.keeping.actions.greeting_doubts import ask_about, message_key
from liuke.areas.keeping.models import WAITS, Gesture
from liuke.areas.keeping.queries.care_consents import agreeing
from liuke.areas.keeping.queries.care_doubts import doubts
from liuke.areas.keeping.queries.care_terms import care_terms_on
from liuke.areas.keeping.rules.caring import Terms
from liuke.events.keeping_care import GreetingLapsed, GreetingLeftOut, GreetingSent
from liuke.foundation.clock import local
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry

BATCH: Final = 1_000


def send_greetings(*, unfit: Collection[str] = (), by: Actor, at: datetime) -> int:
    """Send today's text messages; returns how many. What has come up since they were planned holds them back.

    `unfit` names templates whose words had better not go out. Decent hours and the way out are the outbox's.
    """
    today, sent, after = local(at).date(), 0, 0
    _lapse(by=by, at=at)
    rows = Gesture.objects.filter(state="planned", way="sms", day=today).order_by("pk")
    while found := dict(rows.filter(pk__gt=after).values_list("pk", "customer_id")[:BATCH]):
        after = max(found)
        sent += _send(found, unfit, by=by, at=at)
    return sent


@transaction.atomic
def _send(found: dict[int, int], unfit: Collection[str], *, by: Actor, at: datetime) -> int:
    lock_timelines(set(found.values()))
    rows = list(_locked(found).filter(state="planned"))
    terms = care_terms_on(local(at).date())
    ids = {one.customer_id for one in rows}
    agreed, against = agreeing(ids), doubts(ids)
    left = [one for one in rows if one.customer_id not in agreed or terms.find(one.occasion) is None]
    rest = [one for one in rows if one not in left]
    for one in rest:
        one.why = _objection(one, terms, unfit, against)
    going = [one for one in rest if not one.why]
    _leave_out(left, by=by, at=at)
    ask_about([one for one in rest if one.why], by=by, at=at)
    _post(going, terms, by=by, at=at)
    return len(going)


def _objection(one: Gesture, terms: Terms, unfit: Collection[str], against: Mapping[int, str]) -> str:
    """Why it does not go by itself (rules: DOUBTS). What a person has let go waits only for better words."""
    occasion = terms.find(one.occasion)
    if occasion is not None and occasion.template in unfit:
        return "text"
    return "" if one.decided_at else against.get(one.customer_id, "")


def _post(going: Sequence[Gesture], terms: Terms, *, by: Actor, at: datetime) -> None:
    """Into the outbox, and told on the customer's history."""
    drafts, entries = [], []
    for one in going:
        occasion = terms.find(one.occasion)
        assert occasion is not None  # whoever has none was left out
        values = {"years": str(one.day.year - local(one.customer.registered_at).year)}
        if occasion.kind != "anniversary":
            values = {}
        drafts.append(MessageDraft(message_key(one), "sms", occasion.template, f"contact:{one.contact_id}", values))
        told = GreetingSent(one.number, one.customer.code, occasion.words.zh, occasion.words.en)
        entries.append(Entry(told, one.customer_id))
    gateways.post(drafts, at=at)
    _end(going, "given", at)
    record_many(entries, by=by, at=at)


def _leave_out(left: Sequence[Gesture], *, by: Actor, at: datetime) -> None:
    _end(left, "left_out", at)
    record_many(
        [Entry(GreetingLeftOut(one.number, one.customer.code, "no_consent"), one.customer_id) for one in left],
        by=by, at=at,
    )  # fmt: skip


def _lapse(*, by: Actor, at: datetime) -> None:
    """What nobody said yes to in time, or what a stopped night did not send, is over with its day."""
    over = Gesture.objects.filter(WAITS, day__lt=local(at).date()).exclude(state="planned", way="call").order_by("pk")
    while found := dict(over.values_list("pk", "customer_id")[:BATCH]):
        with transaction.atomic():
            lock_timelines(set(found.values()))
            rows = list(_locked(found).filter(WAITS))
            _end(rows, "lapsed", at)
            entries = [Entry(GreetingLapsed(one.number, one.customer.code), one.customer_id) for one in rows]
            record_many(entries, by=by, at=at)


def _locked(found: dict[int, int]) -> QuerySet[Gesture]:
    rows = Gesture.objects.select_for_update(of=("self",)).select_related("customer")
    return rows.filter(pk__in=list(found)).order_by("pk")


def _end(rows: Sequence[Gesture], state: str, at: datetime) -> None:
    ids = [one.pk for one in rows]
    Gesture.objects.filter(pk__in=ids).update(state=state, ended_at=at)
