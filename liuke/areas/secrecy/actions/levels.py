"""A level above general has a term and a reason; it lapses unless somebody looks at it before (H9)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.keeping import set_secrecy
from liuke.areas.customers.rules.secrecy import LEVELS
from liuke.areas.secrecy.models import LevelTerm
from liuke.areas.secrecy.queries.terms import level_reviewed_before, level_stands
from liuke.areas.secrecy.rules import gate
from liuke.events.secrecy import LevelLapsed, LevelReviewed, LevelSet
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import record

LONGEST: Final = timedelta(days=5 * 366)


@transaction.atomic
def set_level(
    customer_id: int, level: str, *, until: date | None = None, reason: str = "", by: Actor, at: datetime
) -> None:
    """Set, raise or lower a customer's level, or set its term anew; without `until` it stands as long as the company says.

    Raises Forbidden for whoever does not decide (core is taken back by a manager in charge only), Invalid (`secrecy`,
    `until`, `reason`).
    """
    found = customers.customer(customer_id, by=by, lock=True)
    if found.secrecy == gate.NEVER != level and not by.has_role(*gate.MANAGERS):
        raise Forbidden("核心商密由分管经理降密。", "A manager in charge takes the level core back.")
    today = local(at).date()
    end = _end(level, until, today)
    told = line("reason", reason, most=200, required=False)
    set_secrecy(found.pk, level, by=by, at=at)
    if LevelTerm.objects.filter(customer=found).delete()[0]:
        record(LevelReviewed(found.code), on=found.pk, by=by, at=at)
    if end is not None:
        LevelTerm.objects.create(customer=found, level=level, reason=told, until_date=end, set_by=by, set_at=at)
    review = max(today + timedelta(days=1), end - level_reviewed_before(today)) if end else None
    words = LEVELS[level]
    record(LevelSet(found.code, level, end, review, told, words.zh, words.en), on=found.pk, by=by, at=at)


def lapse_levels(at: datetime) -> int:
    """Nightly: levels whose last day is over are general again."""
    house = system_actor(Actor.Kind.JOB, "secrecy")
    over = list(LevelTerm.objects.filter(until_date__lt=local(at).date()).values_list("pk", flat=True))
    for customer in over:
        _lapse(customer, by=house, at=at)
    return len(over)


@transaction.atomic
def _lapse(customer_id: int, *, by: Actor, at: datetime) -> None:
    found = customers.customer(customer_id, by=by, lock=True)
    ended, _rows = LevelTerm.objects.filter(pk=customer_id, until_date__lt=local(at).date()).delete()
    if not ended or found.pk != customer_id or found.secrecy == gate.LEVELS[0]:
        return
    former = LEVELS[found.secrecy]
    event = LevelLapsed(found.code, found.secrecy, former.zh, former.en)
    set_secrecy(found.pk, gate.LEVELS[0], by=by, at=at)
    record(event, on=found.pk, by=by, at=at)


def _end(level: str, until: date | None, today: date) -> date | None:
    if level == gate.LEVELS[0] or level not in LEVELS:
        return None
    return last_day(until, today)


def last_day(until: date | None, today: date) -> date:
    """The day until which a level stands: as said, else as long as the company says. Raises Invalid (`until`)."""
    end = until or today + level_stands(today)
    if not today < end <= today + LONGEST:
        raise Invalid.field("until", "期限须晚于今天，最长 5 年。", "The term ends after today and within 5 years.")
    return end
