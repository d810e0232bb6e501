"""The only way to a complaint. Anybody takes one in; the centre reads them; officers and leads handle them (H22)."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from liuke.areas.complaints.models import Complaint, Improvement, Incident, Measure
from liuke.foundation.faults import Forbidden, Missing, Stale
from liuke.foundation.files.access import register_reader
from liuke.foundation.files.owners import register_owner
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines

OFFICERS: Final = ("complaint_officer", "complaint_manager")
HANDLERS: Final = (*OFFICERS, "hotline_lead", "duty_manager", "service_director")
APPROVERS: Final = ("complaint_manager", "service_director", "general_manager")
VERIFIERS: Final = ("quality_manager", "complaint_manager", "complaint_officer", "service_director")
INCIDENTS: Final = ("quality_manager", "complaint_manager", "duty_manager", "service_director", "general_manager")
WARNERS: Final = (*INCIDENTS, "callback_agent", "callback_lead", "complaint_officer", "agent", "hotline_lead")
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT, Actor.Kind.TOKEN})


def complaint(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Complaint:
    """The complaint, or Missing for whoever may not see it.

    With `lock` the customer's history is taken first, then the row. An older `seen` is Stale.
    """
    rows = Complaint.objects.filter(complaints_for(by), number=number.strip().upper())
    if lock:
        owner = rows.values_list("customer_id", flat=True).first()
        if owner is None:
            raise _none()
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("customer", "handler", "taken_by").first()
    if found is None:
        raise _none()
    if seen is not None and seen != found.version:
        raise Stale(
            "这件投诉刚被别人办理，请刷新后再看。",
            "Somebody has just acted on this complaint; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def improvement(number: str, *, by: Actor, lock: bool = False) -> Improvement:
    """The improvement: for whoever may see its complaint, and for who answers for it."""
    rows = Improvement.objects.filter(number=number.strip().upper())
    if not reads(by):
        rows = rows.filter(responsible=by)
    owner = rows.values_list("complaint__customer_id", flat=True).first()
    if owner is None:
        raise Missing("没有这项改进，或您无权查看。", "No such improvement, or not for you to see.")
    if lock:
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    return rows.select_related("complaint", "responsible").get()


def complaints_for(by: Actor) -> Q:
    """The complaints this actor may read, as a condition for lists: all for the centre, none for sites and customers.

    It serves lists of what belongs to complaints as well.
    """
    return Q() if reads(by) else Q(pk__in=())


def reads(by: Actor) -> bool:
    """The centre reads complaints; whoever is complained about at a site, or a customer, does not read the file."""
    if by.kind in _OURS:
        return by.kind != Actor.Kind.TOKEN or not by.has_role(*SITE_ROLES)
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*CENTRE_ROLES)


def may_take_in(by: Actor) -> None:
    """Raise Forbidden for whoever works here no more or in no role; everybody else takes a complaint in (H22)."""
    if by.kind == Actor.Kind.PERSON and not (by.is_active and by.roles):
        raise Forbidden("请转客服热线登记投诉。", "Please hand the customer to the hotline.")


def handles(by: Actor) -> bool:
    """May this actor be, or name, the handler?"""
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*HANDLERS))


def may_act(found: Complaint, *, by: Actor) -> bool:
    """May he work on this one: a handler, or its owner, who keeps it until a handler accepts."""
    return handles(by) or found.owner_id == by.pk


def require_act(found: Complaint, *, by: Actor) -> None:
    """Raise Forbidden for whoever neither handles complaints nor owns this one."""
    if not may_act(found, by=by):
        raise Forbidden("请由处理人或投诉专员办理。", "Its handler or a complaint officer does this.")


def require_handler(by: Actor) -> None:
    """Raise Forbidden for whoever does not handle complaints."""
    if not handles(by):
        raise Forbidden("请由投诉专员或主管办理。", "A complaint officer or a lead does this.")


def sees_exposure(by: Actor) -> bool:
    """What a court might add is for complaint officers, so that nobody offers it by himself."""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*OFFICERS)


def verifies(by: Actor) -> bool:
    """May this actor say whether an improvement helped?"""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*VERIFIERS)


def _may_read_files(number: str, by: Actor) -> bool:
    return Complaint.objects.filter(complaints_for(by), number=number).exists()


def _none() -> Missing:
    return Missing("没有这件投诉，或您无权查看。", "No such complaint, or not for you to see.")


def incident(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Incident:
    """An incident (H20); the centre's. With `lock` its history is taken first. An older `seen` is Stale."""
    rows = Incident.objects.filter(incidents_for(by), number=number.strip().upper())
    if lock:
        pk = rows.values_list("pk", flat=True).first()
        if pk is not None:
            lock_timelines([pk])
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("owner").first()
    if found is None:
        raise Missing("没有这起突发事件，或您无权查看。", "No such incident, or not for you to see.")
    if seen is not None and seen != found.version:
        raise Stale("这起突发事件刚被别人处理，请刷新。", "Somebody has just acted on this incident; look again.",
                    difference={"version": (found.version, seen)})  # fmt: skip
    return found


def measure(number: str, *, by: Actor, lock: bool = False) -> Measure:
    """A measure; the centre's. With `lock` its incident's history is taken first."""
    rows = Measure.objects.filter(number=number.strip().upper())
    if not reads(by):
        rows = rows.none()
    owner = rows.values_list("incident_id", flat=True).first()
    if owner is None:
        raise Missing("没有这项措施，或您无权查看。", "No such measure, or not for you to see.")
    if lock:
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    return rows.select_related("incident", "responsible").get()


def incidents_for(by: Actor) -> Q:
    """The incidents this actor may read, as a condition for lists: all for the centre."""
    return complaints_for(by)


def leads_incidents(by: Actor) -> bool:
    """May this actor open, lead or end an incident?"""
    return by.kind in _OURS or (by.is_active and by.has_role(*INCIDENTS))


def warns(by: Actor) -> bool:
    """Does this actor speak with customers for the centre?"""
    return by.kind in _OURS or (by.is_active and by.has_role(*WARNERS))


def require_incidents(by: Actor) -> None:
    """Raise Forbidden for whoever may not lead an incident."""
    if not leads_incidents(by):
        raise Forbidden(
            "突发事件由品质、投诉或值班负责人处理。", "Incidents are led by quality, complaints or duty managers."
        )


def require_warning(by: Actor) -> None:
    """Raise Forbidden for whoever does not speak with customers for the centre."""
    if not warns(by):
        raise Forbidden("请由回访或热线人员告知用户。", "Callback or hotline people tell the customer.")


register_reader("complaint", _may_read_files)  # the received letter, evidence: stored for `complaint:CP-000031`
register_owner("complaint", Complaint, "customer", readable=complaints_for)
