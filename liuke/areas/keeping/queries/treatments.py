"""How each grade is received, as the company has stated it with its versions. Where it has stated nothing, our own (H4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liuke.areas.customers.queries.rows import Brief
from liuke.areas.keeping.queries.own_terms import own, stated_on
from liuke.areas.keeping.rules.treating import KEYS as KEYS
from liuke.areas.keeping.rules.treating import QUEUES as QUEUES
from liuke.areas.keeping.rules.treating import SENIOR as SENIOR
from liuke.areas.keeping.rules.treating import STANDARD as STANDARD
from liuke.areas.keeping.rules.treating import Seniors, Treatment, in_turn, is_senior, key_of
from liuke.foundation.dated.queries import DatedValue, list_history, list_values
from liuke.foundation.dated.seed import SeedRow
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import teams_of
from liuke.foundation.words import Words

TABLE: Final = "treatment"
_SENIORS: Final = f"queue.{SENIOR}"


@dataclass(frozen=True)
class TreatmentRow:
    """A treatment with the day since which it holds, who says so, and what is stated to follow."""

    treatment: Treatment
    since: date
    source: str
    next_from: date | None = None


@dataclass(frozen=True)
class Treatments:
    """All treatments of one day, read once for however many customers."""

    of: dict[str, Treatment]
    seniors: Seniors

    def of_customer(self, customer: Brief) -> Treatment:
        return self.of[key_of(customer.grade, is_core=customer.is_core)]


def treatments_on(day: date) -> Treatments:
    """How customers are received on a day."""
    stated = stated_on(TABLE, day)
    said = stated[_SENIORS]
    of = {key: _treatment(key, stated[key]) for key in KEYS}
    return Treatments(of, Seniors(tuple(said["roles"]), tuple(said["teams"])))


def treatment_of(customer: Brief, *, on: date) -> Treatment:
    """How one customer is received on a day."""
    return treatments_on(on).of_customer(customer)


def list_treatments(day: date) -> tuple[TreatmentRow, ...]:
    """All treatments as they hold on a day, core first, each with what is stated to follow."""
    stated = {v.key: v for v in list_values(TABLE, on=day)}
    return tuple(_row(key, stated.get(key) or own(TABLE)[key], day) for key in KEYS)


def in_turn_for(calls: Iterable[tuple[Brief | None, Any]], *, by: Actor, day: date) -> list[tuple[Any, str]]:
    """(whatever rings for a customer, its queue) in the order of this person's bar; the queue of a stranger is standard."""
    told = list(calls)
    if not told:
        return []
    treatments = treatments_on(day)
    queued = [((it, queue), queue) for it, queue in ((it, _queue(c, treatments)) for c, it in told)]
    return in_turn(queued, senior=is_senior(by.roles, teams_of(by), treatments.seniors))


def _queue(customer: Brief | None, treatments: Treatments) -> str:
    return treatments.of_customer(customer).queue if customer else treatments.of["none"].queue


def _row(key: str, holds: DatedValue | SeedRow, day: date) -> TreatmentRow:
    later = [v.from_date for v in list_history(TABLE, key) if v.from_date > day]
    return TreatmentRow(_treatment(key, holds.value), holds.from_date, holds.source, min(later, default=None))


def _treatment(key: str, said: dict[str, Any]) -> Treatment:
    benefits = tuple(Words(one["zh"], one["en"]) for one in said["benefits"])
    line = Words(said["line"]["zh"], said["line"]["en"])
    return Treatment(key, said["queue"], int(said["contact_days"]), line, benefits)
