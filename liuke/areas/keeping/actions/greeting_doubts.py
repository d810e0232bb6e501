"""A greeting that had better not go by itself: it waits, and somebody is asked until when (H51)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from liuke.areas.keeping.models import Gesture
from liuke.areas.keeping.queries.care_terms import care_terms_on
from liuke.areas.keeping.rules import caring
from liuke.events.keeping_care import GreetingDoubted
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import is_open_day
from liuke.foundation.clock import local
from liuke.foundation.gateways import actions as gateways
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.rows import Entry, Recorded


def message_key(one: Gesture) -> str:
    """The key of its text message in the outbox; another one where it is let go after it was held back."""
    return f"greeting:{one.number}:{one.decided_at.timestamp():.0f}" if one.decided_at else f"greeting:{one.number}"


def ask_about(
    rows: Sequence[Gesture], *, by: Actor, at: datetime, causes: Mapping[int, Recorded] | None = None
) -> None:
    """These wait for a yes from now on; why stands in each of them. The histories are locked."""
    if not rows:
        return
    terms, office = care_terms_on(local(at).date()), get_calendar("office")
    entries = []
    for one in rows:
        one.state, one.ended_at, one.decided_at, one.decided_by = "asked", None, None, None
        occasion, why = terms.find(one.occasion), caring.DOUBTS[one.why]
        words = occasion.words if occasion else Words(one.occasion, one.occasion)
        until = caring.decide_by(one.day, local(at), lambda day: is_open_day(office, day))
        event = GreetingDoubted(one.number, one.customer.code, one.why, why.zh, why.en, words.zh, words.en, until)
        entries.append(Entry(event, one.customer_id, caused_by=(causes or {}).get(one.customer_id)))
    Gesture.objects.bulk_update(rows, ["state", "why", "ended_at", "decided_at", "decided_by"], batch_size=1_000)
    record_many(entries, by=by, at=at)


def hold_back(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """These customers have just complained: nothing goes to them by itself, nor what waits in the outbox since morning."""
    causes = {e.timeline_id: e for e in events}
    today = Q(state="given", way="sms", day=local(at).date())
    rows = Gesture.objects.select_for_update(of=("self",)).select_related("customer").order_by("pk")
    found = rows.filter(Q(state="planned") | today, customer__in=causes)
    held = [one for one in found if one.state == "planned" or gateways.withdraw([message_key(one)])]
    for one in held:
        one.why = "complaint"
    ask_about(held, by=by, at=at, causes=causes)
