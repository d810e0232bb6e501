"""A day is to be planned: asked for, stopped, put aside. Nothing changes for anybody before a proposal is accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.network.actions.technicians import set_leave, withdraw_leave
from liuke.areas.network.models import Departure, Site, Technician
from liuke.areas.service import access
from liuke.areas.service.models import DayPlan, Visit
from liuke.areas.service.queries.planning_facts import sites_of_plan
from liuke.events.service.planning import PlanAsked, PlanDropped
from liuke.foundation import divisions, numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.progress import actions as progress
from liuke.foundation.queue.actions import defer
from liuke.foundation.routes.engine import HARD, QUICK
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.rows import Entry

DAYS_AHEAD: Final = 30
STEPS: Final = 3  # read, solved, written
KIND: Final = "service.plan_day"


def ask_plan(
    day: date, *, by: Actor, at: datetime, site: str = "", division: str = "", effort: str = QUICK,
    proposes_windows: bool = False,
) -> str:  # fmt: skip
    """Have a day planned for one site, or for all sites below a division (the centre's alone); answers PL-.

    The proposal is made by a job. With `proposes_windows` orders that have no window yet are planned as well.
    """
    _check(day, effort, at)
    with transaction.atomic():
        plan = DayPlan(
            number=numbers.take("PL"), day=day, effort=effort, proposes_windows=proposes_windows, asked_at=at,
            asked_by=by, **_where(site, division, by),
        )  # fmt: skip
        _open(plan, by=by, at=at)
        _tell_asked(plan, by=by, at=at)
    return plan.number


def report_ill(technician: int, *, by: Actor, at: datetime) -> str:
    """A technician is off sick from now to the end of the day: that is written, and his visits are planned anew.

    Nobody can book him from this moment on; what was his stays with him until the proposal is accepted. Answers PL-.
    """
    with transaction.atomic():
        person = _technician(technician, by)
        today = local(at).date()
        if Departure.objects.filter(
            technician=person, reason="sick", hours="", from_date__lte=today, until_date__gte=today
        ).exists():
            raise Refused("今天已登记病假。", "He is off sick today already.", code="already-ill")
        set_leave(person.pk, from_date=today, until_date=today, reason=Departure.Reason.SICK, by=by, at=at)
        plan = DayPlan(
            number=numbers.take("PL"), day=today, effort=QUICK, asked_at=at, asked_by=by, site=person.site,
            technician_id=person.pk,
        )  # fmt: skip
        _open(plan, by=by, at=at)
        _tell_asked(plan, by=by, at=at, visits=_visits_ahead(person.pk, today))
    return plan.number


def drop_plan(number: str, *, by: Actor, at: datetime) -> None:
    """Put a proposal aside, or stop its making; the solver is ended within moments. A second time changes nothing."""
    with transaction.atomic():
        plan = access.day_plan(number, by=by, lock=True)
        if plan.state not in (DayPlan.State.WORKING, DayPlan.State.PROPOSED):
            return
        if plan.technician_id and _visits_ahead(plan.technician_id, plan.day):
            raise Refused(
                "病假师傅名下还有上门，请先采纳或逐单改派。",
                "Visits still stand for who is ill: accept, or reassign them one by one first.",
                code="visits-left",
            )
        _put_aside(plan, by=by, at=at)


def take_back_ill(number: str, *, by: Actor, at: datetime) -> str:
    """He is not ill after all: his leave of that day is withdrawn, the proposal put aside. Answers his name.

    Refused once the plan is settled: whoever has his visits by then keeps them, and the leave is ended at the site.
    """
    with transaction.atomic():
        plan = access.day_plan(number, by=by, lock=True)
        if not plan.technician_id or plan.state not in (DayPlan.State.WORKING, DayPlan.State.PROPOSED):
            raise Refused("此排程已处理。", "This plan has been settled already.", code="plan-settled")
        person = _technician(plan.technician_id, by)
        for leave in person.departures.filter(reason="sick", hours="", from_date=plan.day, until_date=plan.day):
            withdraw_leave(leave.pk, by=by, at=at)
        _put_aside(plan, by=by, at=at)
    return person.actor.name


def _put_aside(plan: DayPlan, *, by: Actor, at: datetime) -> None:
    plan.state, plan.ended_at, plan.ended_by = DayPlan.State.DROPPED, at, by
    plan.save(update_fields=["state", "ended_at", "ended_by"])
    progress.stop(plan.job, at=at)
    told = [Entry(PlanDropped(plan.number, site.number, plan.day, reason_of(plan)), site.pk) for site in _sites(plan)]
    record_many(told, by=by, at=at)


def retry_plan(number: str, *, by: Actor, at: datetime) -> None:
    """Have a plan made again that could not be made."""
    with transaction.atomic():
        plan = access.day_plan(number, by=by, lock=True)
        if plan.state != DayPlan.State.FAILED:
            return
        plan.state, plan.ended_at = DayPlan.State.WORKING, None
        _open(plan, by=by, at=at)


def reason_of(plan: DayPlan) -> str:
    """day | ill: why it was asked for."""
    return "ill" if plan.technician_id else "day"


def _check(day: date, effort: str, at: datetime) -> None:
    today = local(at).date()
    if effort not in (QUICK, HARD):
        raise Invalid.field("effort", "请选择快速或精细。", "Choose quick or thorough.")
    if day < today:
        raise Invalid.field("day", "这一天已经过去。", "That day is over.")
    if (day - today).days > DAYS_AHEAD:
        raise Invalid.field("day", f"最多提前 {DAYS_AHEAD} 天排程。", f"Plan at most {DAYS_AHEAD} days ahead.")


def _where(site: str, division: str, by: Actor) -> dict[str, object]:
    access.may_act("assign", by=by)
    if site:
        return {"site": Site.objects.get(number=access.site_for(site.strip().upper(), by=by))}
    if not access.sees_all(by):
        raise Forbidden("请选择本网点。", "Choose your own site.")
    if not (len(division) in (2, 4, 6, 9) and divisions.exists(division)):
        raise Invalid.field("site", "请选择网点或区域。", "Choose a site or a region.")
    return {"division": division}


def _technician(technician: int, by: Actor) -> Technician:
    found = Technician.objects.select_related("site").filter(pk=technician, status=Technician.Status.ACTIVE).first()
    if found is None:
        raise Missing("没有这位在岗师傅。", "There is no such technician at work.")
    access.may_act("assign", by=by)
    access.site_for(found.site.number, by=by)
    return found


def _open(plan: DayPlan, *, by: Actor, at: datetime) -> None:
    words = Words(f"{plan.day:%Y-%m-%d} 排程 {plan.number}", f"Plan {plan.number} for {plan.day:%Y-%m-%d}")
    plan.job = progress.open_job(KIND, words, by=by, at=at, total=STEPS)
    plan.save()
    defer(KIND, plan=plan.number)


def _tell_asked(plan: DayPlan, *, by: Actor, at: datetime, visits: int = 0) -> None:
    told = [
        PlanAsked(plan.number, site.number, plan.day, reason_of(plan), plan.technician_id or 0, visits)
        for site in _sites(plan)
    ]
    record_many([Entry(one, site.pk) for one, site in zip(told, _sites(plan), strict=True)], by=by, at=at)


def _sites(plan: DayPlan) -> Iterable[Site]:
    found = list(sites_of_plan(plan).values())
    if not found:
        raise Refused("这里没有营业的网点。", "There is no open site here.", code="no-site")
    return found


def _visits_ahead(technician: int, day: date) -> int:
    rows = Visit.objects.filter(technician=technician, state=Visit.State.PLANNED, order__state="booked")
    return sum(1 for starts in rows.values_list("starts_at", flat=True) if local(starts).date() == day)
