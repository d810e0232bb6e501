"""Reading leaks: the list, one with its evidence, measures and notices, and which customers are held for one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import Leak, LeakCustomer, LeakEvidence, LeakMeasure
from liuke.areas.secrecy.queries.looks import WHATS
from liuke.areas.secrecy.rules.leaks import MOST_NAMED as MOST_NAMED
from liuke.areas.secrecy.rules.leaks import NOTICES as NOTICES
from liuke.areas.secrecy.rules.leaks import OPEN, OUTCOMES, SEVERITIES, STATES, Seen, who_could_have
from liuke.areas.secrecy.rules.leaks import numbers_in as numbers_in
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE: Final = 50
OUTCOME_WORDS: Final = OUTCOMES
SEVERITY_WORDS: Final = SEVERITIES


@dataclass(frozen=True)
class LeakRow:
    """A leak as the list shows it."""

    id: int
    number: str
    words: str
    about: str
    state: str
    state_words: Words
    severity_words: Words | None
    reported_at: datetime
    reported_by: str
    open_measures: int
    version: int


@dataclass(frozen=True)
class MeasureRow:
    number: str
    leak: str
    words: str
    responsible: str
    due_on: date
    done_at: datetime | None
    proof: str


@dataclass(frozen=True)
class Notice:
    """Whether somebody was told; `outcome` None where nobody has said so yet."""

    whom: str
    words: Words
    outcome: Words | None
    at: datetime | None
    said: str


@dataclass(frozen=True)
class CouldHave:
    """One person who saw or took something in the span, as it was frozen."""

    name: str
    roles: tuple[str, ...]
    acts: tuple[tuple[Words, int], ...]
    subjects: int
    last: datetime


@dataclass(frozen=True)
class LeakView:
    """One leak as its page shows it. `until` is its last day."""

    row: LeakRow
    of_persons: bool
    since: date | None
    until: date | None
    customers: tuple[int, ...]
    looks: int
    digest: str
    frozen_at: datetime | None
    could_have: tuple[CouldHave, ...]
    measures: tuple[MeasureRow, ...]
    notices: tuple[Notice, ...]
    ending: str
    ended_at: datetime | None
    ended_by: str


def list_leaks(*, by: Actor, which: str = "", before: int | None = None) -> list[LeakRow]:
    """The leaks this actor may see, the latest first: all, the `open` ones, or those in one state."""
    rows = Leak.objects.filter(access.leaks_for(by)).select_related("reported_by")
    if which:
        rows = rows.filter(state__in=OPEN if which == "open" else [which])
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[:PAGE])
    undone = LeakMeasure.objects.filter(leak__in=found, done_at__isnull=True).values_list("leak_id", flat=True)
    waiting = list(undone)
    return [_row(one, waiting.count(one.pk)) for one in found]


def get_leak(number: str, *, by: Actor) -> LeakView:
    """One leak; who only reported it is told how it stands and no more. Missing."""
    found = access.leak(number, by=by)
    watches = access.may_watch(by)
    measures = list(LeakMeasure.objects.filter(leak=found).select_related("responsible").order_by("pk"))
    kept = LeakEvidence.objects.filter(leak=found).first() if watches else None
    customers = LeakCustomer.objects.filter(leak=found).order_by("customer") if watches else LeakCustomer.objects.none()
    return LeakView(
        row=_row(found, sum(one.done_at is None for one in measures)), of_persons=found.of_persons,
        since=_day(found.since), until=_day(found.until, last=True),
        customers=tuple(customers.values_list("customer_id", flat=True)),
        looks=kept.count if kept else 0, digest=kept.digest if kept else "", frozen_at=kept.frozen_at if kept else None,
        could_have=_could_have(kept), measures=tuple(map(_measure, measures)) if watches else (),
        notices=tuple(_notice(found, whom) for whom in NOTICES) if watches and found.of_persons else (),
        ending=found.ending if watches else "", ended_at=found.ended_at,
        ended_by=found.ended_by.name if found.ended_by else "",
    )  # fmt: skip


def get_leak_measure(number: str, *, by: Actor) -> MeasureRow:
    """One measure, for who carries it out and whoever watches over secrecy. Missing."""
    return _measure(access.leak_measure(number, by=by))


def acts_open(number: str, *, by: Actor) -> frozenset[str]:
    """What this actor may do about the leak now: `examine`, `handle`, `close`."""
    found = access.leak(number, by=by)
    if not access.may_watch(by):
        return frozenset()
    acts = {"reported": {"examine"}, "handled": {"handle"}}.get(found.state, set())
    return frozenset(acts | ({"close"} if found.state == "handled" and by.has_role("general_manager") else set()))


def held_by_leaks(customer_ids: Collection[int]) -> set[int]:
    """Those of the customers whose data stay as they are, for a leak that may concern them is open."""
    open_ones = LeakCustomer.objects.filter(leak__state__in=OPEN)
    rows = open_ones.filter(Q(customer__in=customer_ids) | Q(customer__merged_into__in=customer_ids))
    found = rows.values_list("customer_id", "customer__merged_into_id")
    return {pk for pair in found for pk in pair if pk} & set(customer_ids)


def _could_have(kept: LeakEvidence | None) -> tuple[CouldHave, ...]:
    people = who_could_have(Seen(**row) for row in kept.rows) if kept else []
    return tuple(
        CouldHave(
            one.name, tuple(one.roles), tuple((WHATS[act], n) for act, n in sorted(one.acts.items())), one.subjects,
            datetime.fromisoformat(one.last),
        )
        for one in people
    )  # fmt: skip


def _row(r: Leak, undone: int) -> LeakRow:
    return LeakRow(
        r.pk, r.number, r.words, r.about, r.state, STATES[r.state], SEVERITIES.get(r.severity), r.reported_at,
        r.reported_by.name, undone, r.version,
    )  # fmt: skip


def _measure(m: LeakMeasure) -> MeasureRow:
    return MeasureRow(m.number, m.leak.number, m.words, m.responsible.name, m.due_on, m.done_at, m.proof)


def _notice(r: Leak, whom: str) -> Notice:
    outcome, at, said = getattr(r, whom), getattr(r, f"{whom}_at"), getattr(r, f"{whom}_words")
    return Notice(whom, NOTICES[whom], OUTCOMES.get(outcome), at, said)


def _day(moment: datetime | None, *, last: bool = False) -> date | None:
    if moment is None:
        return None
    day = local(moment).date()
    return date.fromordinal(day.toordinal() - 1) if last else day
