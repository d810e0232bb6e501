"""The only way to a request of the gate: whoever asked, carries it, or decides about it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db.models import Q

from liuke.areas.customers import access as customers
from liuke.areas.secrecy.models import Leak, LeakMeasure, PersonRequest, Release, Restriction
from liuke.areas.secrecy.rules import gate
from liuke.foundation.faults import Forbidden, Missing, Stale
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.kernel.journal.actions import lock_timelines

WATCHERS: Final = (*gate.MANAGERS, "administrator")
"""Who sees all requests: those who decide, and the administrator, who decides nothing."""
LOOKERS: Final = ("complaint_manager", "quality_manager", "service_director", "general_manager", "administrator")
"""Who may ask who saw or took a customer's data."""
ANSWERERS: Final = LOOKERS
"""Who answers what a person asks about his data."""
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP})


def release(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Release:
    """The request, or Missing for whoever it does not concern. With `lock` its history first; an older `seen` is Stale."""
    rows = Release.objects.filter(releases_for(by), number=number.strip().upper())
    if lock:
        lock_timelines(rows.values_list("pk", flat=True))
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("asked_by", "carrier", "decided_by").first()
    if found is None:
        raise Missing("没有这个外发申请，或您无权查看。", "No such request, or not for you to see.")
    if seen is not None and seen != found.version:
        raise Stale(
            "该申请刚被更新，请刷新后再办理。",
            "This request has just changed; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def releases_for(by: Actor) -> Q:
    """The requests this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    return Q(asked_by=by) | Q(carrier=by)


def sees_all(by: Actor) -> bool:
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*WATCHERS))


def may_decide(found: Release, by: Actor) -> bool:
    """A manager of the level, who neither asked for it nor carries it."""
    is_other = by.pk not in (found.asked_by_id, found.carrier_id)
    return by.kind == Actor.Kind.PERSON and by.is_active and is_other and gate.may_decide(found.level, by.roles)


def require_decider(found: Release, by: Actor) -> None:
    if by.pk in (found.asked_by_id, found.carrier_id):
        raise Forbidden("申请人和携带人不能审批本申请。", "Whoever asks or carries the file does not decide about it.")
    if not may_decide(found, by):
        raise Forbidden(
            "一般商密由分管经理审批，重要商密由总经理审批。",
            "A manager in charge decides about general data, the general manager about important data.",
        )


def may_watch(by: Actor) -> bool:
    """Who may ask who saw what."""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*LOOKERS)


def require_watcher(by: Actor) -> None:
    if not (may_watch(by) or by.kind in _OURS):
        raise Forbidden(
            "由投诉经理、品质经理、服务总监、总经理或管理员查询。",
            "For complaint and quality managers, the service director, the general manager and administrators.",
        )


def may_look_into(person: Actor, by: Actor) -> bool:
    """A lead of one of his teams, or a manager in charge; nobody looks into his own."""
    if person.pk == by.pk or by.kind != Actor.Kind.PERSON or not by.is_active:
        return False
    led = by.memberships.filter(is_lead=True).values("team")
    return by.has_role(*WATCHERS) or person.memberships.filter(team__in=led).exists()


def person_request(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> PersonRequest:
    """What a person asked about his data, for the centre's people; Missing, or Stale for an older `seen`."""
    rows = PersonRequest.objects.filter(number=number.strip().upper())
    owner = rows.values_list("customer_id", flat=True).first()
    if owner is None or not (by.kind in _OURS or by.has_role(*CENTRE_ROLES)):
        raise Missing("没有这项要求，或您无权查看。", "No such request, or not for you to see.")
    if lock:
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("customer").get()
    if seen is not None and seen != found.version:
        raise Stale(
            "该要求刚被更新，请刷新后再办理。",
            "This request has just changed; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def require_taker(by: Actor) -> None:
    """Anybody of the centre takes down what a person asks; a way in must be easy (PIPL 50)."""
    if by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES):
        raise Forbidden("由呼叫中心登记。", "The centre takes this down.")


def require_answerer(by: Actor) -> None:
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*ANSWERERS)):
        raise Forbidden(
            "由投诉经理、品质经理、服务总监、总经理或管理员答复。",
            "Complaint and quality managers, the service director, the general manager and administrators answer it.",
        )


def require_colleague(by: Actor) -> None:
    """Anybody who works here may say that data got out."""
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.roles):
        raise Forbidden("由本公司人员报告。", "Somebody who works here reports it.")


def leak(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Leak:
    """The leak, for whoever watches over secrecy, and for who reported it; else Missing. An older `seen` is Stale."""
    rows = Leak.objects.filter(leaks_for(by), number=number.strip().upper())
    if lock:
        lock_timelines(rows.values_list("pk", flat=True))
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("reported_by", "ended_by").first()
    if found is None:
        raise Missing("没有这个泄密报告，或您无权查看。", "No such leak, or not for you to see.")
    if seen is not None and seen != found.version:
        raise Stale(
            "该报告刚被更新，请刷新后再办理。",
            "This leak has just changed; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def leaks_for(by: Actor) -> Q:
    """The leaks that this actor may see, as a condition for lists."""
    if may_watch(by) or by.kind in _OURS:
        return Q()
    return Q(reported_by=by) if by.kind == Actor.Kind.PERSON and by.is_active else Q(pk__in=[])


def leak_measure(number: str, *, by: Actor, lock: bool = False) -> LeakMeasure:
    """A measure, for who carries it out and for whoever watches over secrecy; else Missing."""
    rows = LeakMeasure.objects.filter(number=number.strip().upper())
    if not (may_watch(by) or by.kind in _OURS):
        rows = rows.filter(responsible=by)
    if lock:
        lock_timelines(rows.values_list("leak_id", flat=True))
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("leak", "responsible").first()
    if found is None:
        raise Missing("没有这项措施，或您无权查看。", "No such measure, or not for you to see.")
    return found


def resting(customer_ids: Collection[int]) -> set[int]:
    """Those of the customers whose data are kept and not used."""
    return set(Restriction.objects.filter(customer__in=customer_ids).values_list("customer_id", flat=True))


customers.register_rest(resting)
