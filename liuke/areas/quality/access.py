"""The only way to a case and to a site's grade. A site's desk sees its own; technicians never see who rated badly."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from liuke.areas.network import access as network
from liuke.areas.network.models import Site
from liuke.areas.quality.models import Appeal, Case
from liuke.foundation.faults import Forbidden, Missing, Stale
from liuke.foundation.files.access import register_reader
from liuke.foundation.files.owners import register_owner
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

JUDGES: Final = ("quality_manager", "regional_manager", "service_director")
READERS: Final = (
    *JUDGES, "general_manager", "administrator", "settlement_clerk", "finance", "complaint_manager", "callback_lead",
)  # fmt: skip
DESK: Final = ("site_manager", "site_clerk")
_OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def case(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Case:
    """The case, or Missing for whoever may not see it.

    With `lock` the histories of customer and site are taken first, by id, then the row. An older `seen` is Stale.
    """
    rows = Case.objects.filter(cases_for(by), number=number.strip().upper())
    if lock:
        histories = rows.values_list("order__customer_id", "site_id").first()
        if histories is None:
            raise _no_case()
        lock_timelines(histories)
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("order", "site").first()
    if found is None:
        raise _no_case()
    if seen is not None and seen != found.version:
        raise Stale(
            "这件责任判定刚被别人办理，请刷新后再看。",
            "Somebody has just acted on this case; look again.",
            difference={"version": (found.version, seen)},
        )
    return found


def appeal(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Appeal:
    """The appeal with its case, seen by whoever sees the case; `lock` and `seen` are the case's."""
    rows = Appeal.objects.filter(number=number.strip().upper())
    of_case = rows.values_list("case__number", flat=True).first()
    if of_case is None:
        raise Missing("没有这件申诉，或您无权查看。", "No such appeal, or not for you to see.")
    found = case(of_case, by=by, lock=lock, seen=seen)
    one = Appeal.objects.get(case=found)
    one.case = found
    return one


def cases_for(by: Actor) -> Q:
    """The cases this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    return Q(site__number__in=own_sites(by))


def site(number: str, *, by: Actor, lock: bool = False) -> Site:
    """The site whose grade this actor may see; else Missing."""
    if not sees_all(by) and number.strip().upper() not in own_sites(by):
        raise Missing("没有这个网点，或您无权查看。", "No such site, or not for you to see.")
    return network.site(number, by=by, lock=lock)


def own_sites(by: Actor) -> frozenset[str]:
    """The sites at whose desk this actor works; a technician works at none."""
    return network.own_numbers(by) if by.has_role(*DESK) else frozenset()


def sees_all(by: Actor) -> bool:
    """Those of the centre who judge, pay or answer for sites, and our own processes."""
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*READERS))


def may_judge(by: Actor) -> bool:
    """May this actor decide whose fault it was, hear an appeal, set a grade by hand?"""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*JUDGES)


def require_judge(by: Actor) -> None:
    """Raise Forbidden for whoever does not judge; a person does, never a process."""
    if not may_judge(by):
        raise Forbidden(
            "责任由品质经理、区域服务经理或服务总监判定。",
            "The quality manager, a regional manager or the service director decides whose fault it was.",
        )


def role_of_judge(by: Actor) -> str:
    """In which role he judges: the first of those that may."""
    return next((role for role in JUDGES if by.has_role(role)), "")


def may_appeal_for(found: Case, *, by: Actor) -> bool:
    """Only the desk of the site it concerns speaks for the site."""
    return found.site.number in own_sites(by)


def _may_read_files(number: str, by: Actor) -> bool:
    return Case.objects.filter(cases_for(by), number=number).exists()


def _no_case() -> Missing:
    return Missing("没有这件责任判定，或您无权查看。", "No such case, or not for you to see.")


register_reader("fault", _may_read_files)  # what a site brings to its appeal is stored for `fault:FD-000041`
register_owner("fault", Case, "order__customer", readable=cases_for)
