"""Who goes: a visit for the order's window, if he may, can and is free; the arrival is owed by him from then on."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from liuke.areas.network.models import Technician
from liuke.areas.network.queries.capacity import is_there, lacks_of
from liuke.areas.service.actions.changing import (
    site_of,
    tell,
)
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.queries import drafts
from liuke.areas.service.rules.windows import Window
from liuke.events.service.visits import VisitPlanned
from liuke.foundation import numbers
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises import queries as promised
from liuke.kernel.promises.rows import Owner


def technician_named(order: WorkOrder, ref: int | str) -> Technician:
    """A technician who works at the order's site, by actor id or T- number."""
    wanted = {"pk": ref} if isinstance(ref, int) else {"number": ref.strip().upper()}
    rows = Technician.objects.select_related("actor").filter(site=order.site_id, status=Technician.Status.ACTIVE)
    found = rows.filter(**wanted).first()
    if found is None:
        raise Invalid.field("technician", "这不是该网点的在岗师傅", "That is no technician of this site")
    return found


def plan_visit(order: WorkOrder, technician: Technician) -> Visit:
    """A visit for the order's window, if the technician may, can and is free."""
    window = order.window
    if window is None:
        raise Refused("请先预约时段。", "Agree a window first.", code="no-window")
    skills = drafts.skills_for(drafts.draft_of(order))
    if lacks := lacks_of(technician.pk, skills=skills, on=window.start.astimezone(LOCAL).date()):
        zh, en = "、".join(w.zh for w in lacks), ", ".join(w.en for w in lacks)
        raise Refused(
            f"不能安排{technician.actor.name}：{zh}。", f"{technician.actor.name}: {en}.", code="not-certified"
        )
    if not is_there(technician.pk, start=window.start, end=window.end):
        raise Refused(
            f"{technician.actor.name}该时段不当班。", f"{technician.actor.name} is off in that window.", code="off-duty"
        )
    visit = _insert(order, technician, window)
    order.technician_id = technician.pk
    order.save(update_fields=["technician"])
    return visit


def _insert(order: WorkOrder, technician: Technician, window: Window) -> Visit:
    _refuse_taken(technician, window)
    visit = Visit(
        number=numbers.take("V"), order=order, technician=technician.actor, site_id=technician.site_id,
        starts_at=window.start, ends_at=window.end, during=(window.start, window.end),
    )  # fmt: skip
    try:
        with transaction.atomic():
            visit.save(force_insert=True)
    except IntegrityError as error:
        if "a_technician_is_at_one_door_at_a_time" not in str(error):
            raise
        _refuse_taken(technician, window)  # another process was quicker; it has committed by now
        raise Refused("这位师傅刚被约走。", "He was booked at this very moment.", code="double-booking") from error
    return visit


def _refuse_taken(technician: Technician, window: Window) -> None:
    rows = Visit.objects.exclude(state__in=[Visit.State.ENDED, Visit.State.RELEASED])
    taken = rows.filter(technician=technician.pk, starts_at__lt=window.end, ends_at__gt=window.start)
    other = taken.select_related("order").first()
    if other is None:
        return
    begins, ends = other.starts_at.astimezone(LOCAL), other.ends_at.astimezone(LOCAL)
    raise Refused(
        f"{technician.actor.name} {begins:%m-%d %H:%M}–{ends:%H:%M} 已有上门 {other.order.number}（{other.number}）。",
        f"{technician.actor.name} has visit {other.number} for {other.order.number}, "
        f"{begins:%d %b %H:%M}–{ends:%H:%M}.",
        code="double-booking",
    )


def tell_planned(
    order: WorkOrder, visit: Visit, *, moved: bool, by: Actor, at: datetime, keeps: int | None = None
) -> None:
    """Record who goes, and whether somebody went before him."""
    told = VisitPlanned(
        number=visit.number, order=order.number, technician=visit.technician_id, window_start=visit.starts_at,
        window_end=visit.ends_at, site=site_of(order), moved=moved, technician_name=visit.technician.name,
    )  # fmt: skip
    tell(order, told, by=by, at=at, keeps=keeps)


ARRIVING = frozenset({"arrive", "arrive-after-move"})


def hand_to(order: WorkOrder, visit: Visit, *, at: datetime) -> None:
    """Who goes owes the arrival: what the site owed moves to the technician."""
    house = the_house()
    for promise in promised.list_about(order.number, by=house):
        if promise.state == "open" and promise.what in ARRIVING and promise.owner_id != visit.technician_id:
            to = Owner(person_id=visit.technician_id)
            promises.pass_on(promise.id, to=to, because="", by=house, at=at)


def the_house() -> Actor:
    """Promises follow an act by themselves: whoever books need not be among those who may touch them."""
    return system_actor(Actor.Kind.JOB, "service")
