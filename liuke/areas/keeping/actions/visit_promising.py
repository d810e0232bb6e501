"""What a settled plan owes: told on each customer's history, kept by having been there, taken back where it changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.customers.models import Customer
from liuke.areas.keeping import access
from liuke.areas.keeping.actions.handing_over import must_have_read
from liuke.areas.keeping.models import AHEAD, VisitPlan, VisitStop
from liuke.areas.keeping.queries.visit_terms import visit_terms_on
from liuke.areas.keeping.rules.visit_ends import FAILURES, OUTCOMES
from liuke.events.keeping_visits import (
    VisitDropped,
    VisitFailed,
    VisitMade,
    VisitPlanDropped,
    VisitPlanned,
    VisitPlanSettled,
)
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import words as said
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.queries import COMPANY
from liuke.kernel.journal.rows import Entry, Recorded

LONGEST: Final = 500
FARTHEST: Final = timedelta(days=400)
MISSING: Final = Words("请写明谈了什么。", "Say what was spoken about.")


def settle(number: str, *, seen: int | None, by: Actor, at: datetime) -> None:
    """The plan stands: each visit is owed on its day, and a plan that had the customer before has him no more.

    A second time changes nothing. Refused while a route is made, where nobody is on a day, or on an older version.
    """
    with transaction.atomic():
        plan = access.visit_plan(number, by=by, lock=True)
        if plan.state == VisitPlan.State.STANDING:
            return
        if plan.state != VisitPlan.State.DRAFT or (seen is not None and seen != plan.version):
            raise Refused(
                "计划已被修改，请刷新后再试。", "The plan has changed meanwhile: reload and try again.", code="stale"
            )
        placed = VisitStop.objects.filter(AHEAD, plan=plan, day__isnull=False)
        if not placed.exists():
            raise Refused("还没有客户排入任何一天。", "Nobody is on any day yet.", code="empty-plan")
        plan.state = VisitPlan.State.STANDING
        plan.save(update_fields=["state"])
        _leave_other_plans(plan, list(placed.values_list("customer_id", flat=True)))
        told = VisitPlanSettled(plan.number, plan.keeper_id, placed.count(), plan.keeper.name)
        record(told, on=COMPANY, by=by, at=at)
        tell_changes(plan, by=by, at=at)


def drop_plan(number: str, *, by: Actor, at: datetime) -> None:
    """Put the plan aside: what of it was still ahead is owed no more. A second time changes nothing."""
    with transaction.atomic():
        plan = access.visit_plan(number, by=by, lock=True)
        if plan.state in (VisitPlan.State.DROPPED, VisitPlan.State.WORKING):
            return
        ahead = list(VisitStop.objects.filter(AHEAD, plan=plan).select_related("customer"))
        plan.state = VisitPlan.State.DROPPED
        plan.save(update_fields=["state"])
        told = [Entry(VisitDropped(s.customer.code, plan.number), s.customer_id) for s in ahead if s.told_day]
        record_many(told, by=by, at=at)
        if told:
            record(VisitPlanDropped(plan.number, plan.keeper_id, len(told)), on=COMPANY, by=by, at=at)
        VisitStop.objects.filter(AHEAD, plan=plan).update(told_day=None)


def tell_changes(plan: VisitPlan, *, by: Actor, at: datetime) -> None:
    """Tell each history what differs from what it knows: another day, or none any more. Times of the day are not told."""
    stops = VisitStop.objects.filter(plan=plan, state__in=["planned", "removed"]).select_related("customer")
    changed = [s for s in stops.order_by("pk") if s.day != s.told_day]
    entries = [Entry(_planned(plan, s) if s.day else VisitDropped(s.customer.code, plan.number), s.customer_id)
               for s in changed]  # fmt: skip
    record_many(entries, by=by, at=at)
    for stop in changed:
        stop.told_day = stop.day
    VisitStop.objects.bulk_update(changed, ["told_day"])


def visit_made(
    ref: int | str, *, outcome: str, words: str, next_day: date | None = None, by: Actor, at: datetime,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """The keeper was there: what was owed is kept, also the regular contact; the next visit by the end of `next_day`.

    Raises Invalid by `outcome`, `words` or `next_day`; Refused before the brief of a handover is read.
    """
    if outcome not in OUTCOMES:
        raise Invalid.field("outcome", "请选择拜访结果。", "Choose what came of it.")
    told = said("words", words, most=LONGEST, missing=MISSING)
    next_by = _end_of(next_day, at) if next_day else None
    with transaction.atomic():
        customer = access.kept(ref, by=by, lock=True)
        must_have_read([customer.pk])
        plan = _over(customer, VisitStop.State.MADE, at)
        named = OUTCOMES[outcome]
        event = VisitMade(customer.code, outcome, named.zh, named.en, next_by, plan, told)
        record(event, on=customer.pk, by=by, at=at, keeps=keeps)


def visit_failed(
    ref: int | str, *, because: str, words: str = "", next_day: date | None, by: Actor, at: datetime
) -> None:
    """The keeper went in vain and says when he goes again; nobody was spoken with, so no contact is kept by it."""
    if because not in FAILURES:
        raise Invalid.field("because", "请选择原因。", "Choose why.")
    if next_day is None:
        raise Invalid.field("next_day", "请写明哪天再去。", "Say when you go again.")
    told, next_by = said("words", words, most=LONGEST), _end_of(next_day, at)
    with transaction.atomic():
        customer = access.kept(ref, by=by, lock=True)
        plan = _over(customer, VisitStop.State.FAILED, at)
        named = FAILURES[because]
        event = VisitFailed(customer.code, because, named.zh, named.en, next_by, plan, told)
        record(event, on=customer.pk, by=by, at=at)


def leave_plans(events: Sequence[Recorded], *, by: Actor, at: datetime) -> None:
    """Whoever has another keeper is on no plan of the one before."""
    causes = {e.timeline_id: e for e in events}
    rows = VisitStop.objects.filter(AHEAD, customer__in=causes).exclude(plan__state=VisitPlan.State.DROPPED)
    gone = [s for s in rows.select_related("customer", "plan") if s.plan.keeper_id != s.customer.keeper_id]
    told = [s for s in gone if s.told_day]
    entries = [
        Entry(VisitDropped(s.customer.code, s.plan.number), s.customer_id, caused_by=causes[s.customer_id])
        for s in told
    ]
    record_many(entries, by=by, at=at)
    _off([s.pk for s in gone])


def _planned(plan: VisitPlan, stop: VisitStop) -> VisitPlanned:
    day = stop.day or plan.first_day
    return VisitPlanned(stop.customer.code, plan.number, day, end_of(day), plan.keeper_id)


def end_of(day: date) -> datetime:
    """When a day of visits is over."""
    ends = visit_terms_on(day).ends
    return datetime.combine(day, time(ends // 60, ends % 60), LOCAL)


def _end_of(day: date, at: datetime) -> datetime:
    if end_of(day) <= at or day > (local(at) + FARTHEST).date():
        raise Invalid.field("next_day", "下次拜访请选今后一年内的日期。", "Choose a day within the coming year.")
    return end_of(day)


def _over(customer: Customer, state: str, at: datetime) -> str:
    """The visit of a settled plan that lay ahead is over; answers the plan, "" where none had him."""
    rows = VisitStop.objects.filter(AHEAD, customer=customer, plan__state=VisitPlan.State.STANDING, day__isnull=False)
    stop = rows.select_related("plan").order_by("day", "pk").first()
    if stop is None:
        return ""
    VisitStop.objects.filter(pk=stop.pk).update(state=state, ended_at=at)
    return stop.plan.number


def _leave_other_plans(plan: VisitPlan, customers: Sequence[int]) -> None:
    rows = VisitStop.objects.filter(AHEAD, customer__in=customers, plan__state=VisitPlan.State.STANDING)
    _off(list(rows.exclude(plan=plan).values_list("pk", flat=True)))


def _off(stops: Sequence[int]) -> None:
    VisitStop.objects.filter(pk__in=stops).update(
        state=VisitStop.State.REMOVED, day=None, position=None, begins_at=None, arrives_at=None, ends_at=None,
        told_day=None,
    )  # fmt: skip
