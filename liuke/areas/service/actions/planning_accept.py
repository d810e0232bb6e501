"""A proposal becomes real: all of it or chosen orders, in one transaction, each by the room's own acts.

What changed since the plan was made, or cannot be done any more, is skipped and says why; the rest stands. Whoever
swaps visits is freed first, so that two technicians may change places.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.service import access
from liuke.areas.service.actions import booking
from liuke.areas.service.actions.assigning import ARRIVING
from liuke.areas.service.actions.changing import release_visit, site_of, tell
from liuke.areas.service.actions.planning import reason_of
from liuke.areas.service.models import DayPlan, PlanRow, TechnicianLock, WorkOrder
from liuke.areas.service.rules.windows import Window
from liuke.events.service.planning import PlanAccepted, VisitReleased
from liuke.foundation.faults import Fault, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries as promised
from liuke.kernel.promises.rows import Owner

ACTED: Final = ("assign", "book", "free")
CHANGED: Final = Words("排程之后此单已有变动", "the order has changed since the plan was made")
LOCKED: Final = Words("已锁定给原师傅", "it has been locked to its technician")
Skipped = dict[int, Words]  # by row


@dataclass(frozen=True)
class Accepted:
    """What an acceptance did: orders changed, orders left without a technician, orders skipped with the reason."""

    changed: tuple[str, ...]
    freed: tuple[str, ...]
    skipped: Mapping[str, Words]


def accept_plan(number: str, *, by: Actor, at: datetime, orders: Collection[str] | None = None) -> Accepted:
    """Accept the whole proposal, or only these orders of it; the plan ends when nothing of it is open any more."""
    with transaction.atomic():
        seen = access.day_plan(number, by=by)
        _lock(seen)
        plan = access.day_plan(number, by=by, lock=True)
        if plan.state != DayPlan.State.PROPOSED:
            raise Refused("此排程已处理。", "This plan has been settled already.", code="plan-settled")
        rows = _chosen(plan, orders)
        skipped = _do(plan, rows, by=by, at=at)
        _write(plan, rows, skipped, whole=orders is None, by=by, at=at)
        done = [row for row in rows if row.pk not in skipped]
        _tell(plan, done, skipped, rows, by=by, at=at)
    return Accepted(
        tuple(r.order.number for r in done if r.kind != "free"),
        tuple(r.order.number for r in done if r.kind == "free"),
        {r.order.number: skipped[r.pk] for r in rows if r.pk in skipped},
    )


def _lock(plan: DayPlan) -> None:
    """All histories that this touches, by id, before any row."""
    rows = PlanRow.objects.filter(plan=plan, state=PlanRow.State.OPEN, kind__in=ACTED)
    found = rows.values_list("order__customer_id", "order__site_id")
    lock_timelines({pk for pair in found for pk in pair if pk})


def _chosen(plan: DayPlan, orders: Collection[str] | None) -> list[PlanRow]:
    rows = plan.rows.filter(state=PlanRow.State.OPEN, kind__in=ACTED).select_related("order", "technician")
    found = list(rows.order_by("window_start", "pk"))
    if orders is None:
        return found
    chosen = [row for row in found if row.order.number in set(orders)]
    if not chosen:
        raise Invalid.field("order", "请至少勾选一单待采纳的工单。", "Tick at least one order that is still open.")
    return chosen


def _do(plan: DayPlan, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> Skipped:
    """Do all; where some cannot be done, all without them; and so on until what is left can be done together."""
    skipped = _stale(plan, rows)
    while True:
        wrong = _tried(plan, [row for row in rows if row.pk not in skipped], by=by, at=at)
        if not wrong:
            return skipped
        skipped |= wrong


def _stale(plan: DayPlan, rows: Sequence[PlanRow]) -> Skipped:
    now = dict(WorkOrder.objects.filter(pk__in=[r.order_id for r in rows]).values_list("pk", "version"))
    locks = dict(
        TechnicianLock.objects.filter(order__in=[r.order_id for r in rows]).values_list("order_id", "technician_id")
    )
    held = {r.pk for r in rows if r.before_id and r.before_id == locks.get(r.order_id) != plan.technician_id}
    changed = {r.pk: CHANGED for r in rows if now.get(r.order_id) != r.seen}
    return changed | {pk: LOCKED for pk in held if pk not in changed}


def _tried(plan: DayPlan, rows: Sequence[PlanRow], *, by: Actor, at: datetime) -> Skipped:
    """What is wrong with doing exactly these; if anything is, nothing has been done."""
    wrong: Skipped = {}
    with transaction.atomic():
        for row in rows:
            _free(row)
        for row in rows:
            try:
                with transaction.atomic():
                    _one(row, by=by, at=at)
            except Fault as fault:
                wrong[row.pk] = fault.words
        if wrong:
            transaction.set_rollback(True)
    return wrong


def _free(row: PlanRow) -> None:
    if row.kind == "assign":
        order = WorkOrder.objects.get(pk=row.order_id)
        release_visit(order)
        order.save(update_fields=["technician"])


def _one(row: PlanRow, *, by: Actor, at: datetime) -> None:
    number = row.order.number
    if row.kind == "free":
        _let_go(number, row, by=by, at=at)
    elif row.kind == "assign":
        booking.assign_technician(number, technician=row.technician_id or 0, moved=bool(row.before_id), by=by, at=at)
    elif row.window_start and row.window_end:
        window = Window(row.window_start, row.window_end)
        booking.book(number, window=window, technician=row.technician_id or 0, by=by, at=at)


def _let_go(number: str, row: PlanRow, *, by: Actor, at: datetime) -> None:
    """Nobody goes yet: the window stands, and what was owed at the door is the site's to see to."""
    order = access.order(number, by=by, lock=True)
    access.may(order, "assign", by=by)
    visit = release_visit(order)
    if visit is None:
        raise Refused(CHANGED.zh, CHANGED.en, code="plan-settled")
    order.version += 1
    order.changed_at = at
    order.save(update_fields=["technician", "version", "changed_at"])
    tell(order, VisitReleased(visit.number, number, row.before_id or 0, site_of(order)), by=by, at=at)
    _hand_back(order, row.before_id, at=at)


def _hand_back(order: WorkOrder, technician: int | None, *, at: datetime) -> None:
    if order.site is None:
        return
    house = system_actor(Actor.Kind.JOB, "service")
    to = Owner(None, order.site.team_key, "site_clerk", order.site.team_key)
    for promise in promised.list_about(order.number, by=house):
        if promise.state == "open" and promise.what in ARRIVING and promise.owner_id == technician:
            promises.pass_on(promise.id, to=to, because="", by=house, at=at)


def _write(plan: DayPlan, rows: Sequence[PlanRow], skipped: Skipped, *, whole: bool, by: Actor, at: datetime) -> None:
    for row in rows:
        said = skipped.get(row.pk)
        row.state = PlanRow.State.SKIPPED if said else PlanRow.State.DONE
        row.said_zh, row.said_en = (said.zh[:300], said.en[:300]) if said else ("", "")
    PlanRow.objects.bulk_update(rows, ["state", "said_zh", "said_en"])
    left = plan.rows.filter(state=PlanRow.State.OPEN, kind__in=ACTED).exists()
    if whole or not left:
        plan.state, plan.ended_at, plan.ended_by = DayPlan.State.ACCEPTED, at, by
        plan.save(update_fields=["state", "ended_at", "ended_by"])


def _tell(
    plan: DayPlan, done: Sequence[PlanRow], skipped: Skipped, rows: Sequence[PlanRow], *, by: Actor, at: datetime
) -> None:
    """Each site hears what was changed for it; an acceptance that ends the plan is told even where nothing changed."""
    sites = {row.order.site_id for row in rows} | ({plan.site_id} if plan.site_id else set())
    entries = []
    for site in Site.objects.filter(pk__in=[pk for pk in sites if pk]).order_by("pk"):
        own = [row for row in done if row.order.site_id == site.pk]
        freed = sum(1 for row in own if row.kind == "free")
        passed = sum(1 for row in rows if row.pk in skipped and row.order.site_id == site.pk)
        told = PlanAccepted(plan.number, site.number, plan.day, reason_of(plan), len(own) - freed, passed, freed)
        entries.append(Entry(told, site.pk))
    record_many(entries, by=by, at=at)
