"""Who is greeted in the coming weeks: written down ahead, so that whoever keeps the customer sees it and may say no (H51)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from liuke.areas.keeping.actions.greeting_doubts import ask_about
from liuke.areas.keeping.models import Gesture
from liuke.areas.keeping.queries.care_consents import agreeing
from liuke.areas.keeping.queries.care_doubts import doubts
from liuke.areas.keeping.queries.care_due import Due, list_due
from liuke.areas.keeping.queries.care_terms import care_terms_on
from liuke.areas.keeping.rules import caring
from liuke.areas.keeping.rules.caring import Occasion
from liuke.events.keeping_care import GreetingPlanned
from liuke.foundation import numbers
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import Calendar, is_open_day
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry


def plan_greetings(*, by: Actor, at: datetime) -> int:
    """Put everybody on the list whose occasion comes up and who agrees to be greeted; returns how many.

    Within the budget of his grade, each once an occasion. Where something speaks against it, it waits for a yes.
    """
    today, count = local(at).date(), 0
    terms, office = care_terms_on(today), get_calendar("office")
    for occasion in terms.occasions:
        for batch in list_due(occasion, terms, first=today):
            count += _plan(batch, occasion, office, by=by, at=at)
    return count


def call_span(day: date, office: Calendar) -> tuple[datetime, datetime]:
    """From when to when a keeper calls for an occasion on that day."""
    on = caring.call_on(day, lambda d: is_open_day(office, d))
    return datetime.combine(on, caring.OPENS, LOCAL), datetime.combine(on, caring.CLOSES, LOCAL)


@transaction.atomic
def _plan(batch: Sequence[Due], occasion: Occasion, office: Calendar, *, by: Actor, at: datetime) -> int:
    ids = {one.customer_id for one in batch}
    lock_timelines(ids)
    agreed, against = agreeing(ids), doubts(ids)
    fresh = [one for one in batch if one.customer_id in agreed]
    made = [
        Gesture(
            number=number, customer_id=one.customer_id, contact_id=one.contact_id, occasion=occasion.key,
            whose=one.whose, day=one.day, way=one.way, why=against.get(one.customer_id, ""),
            state="asked" if one.customer_id in against else "planned", planned_at=at,
        )
        for one, number in zip(fresh, numbers.take_many("CG", len(fresh)), strict=True)
    ]  # fmt: skip
    Gesture.objects.bulk_create(made)
    codes = {one.customer_id: one.code for one in batch}
    calls = [one for one in made if one.state == "planned" and one.way == "call"]
    record_many([_planned(one, codes[one.customer_id], occasion, office) for one in calls], by=by, at=at)
    asked = [one.pk for one in made if one.state == "asked"]
    ask_about(list(Gesture.objects.filter(pk__in=asked).select_related("customer")), by=by, at=at)
    return len(made)


def _planned(one: Gesture, code: str, occasion: Occasion, office: Calendar) -> Entry:
    start, end = call_span(one.day, office)
    words = occasion.words
    return Entry(GreetingPlanned(one.number, code, one.way, words.zh, words.en, start, end), one.customer_id)
