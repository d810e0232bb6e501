"""The only way to a site and to its technicians: the centre sees all, a site's people their own."""

from __future__ import annotations

from typing import Final

from django.db.models import QuerySet

from liuke.areas.network.models import Candidate, Site, Technician
from liuke.foundation.faults import Forbidden, Missing, Stale
from liuke.foundation.files.access import register_reader
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import teams_of
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines

KEEPERS: Final = ("regional_manager", "service_director", "general_manager", "administrator")
CERTIFIERS: Final = (*KEEPERS, "quality_manager")
PLANNERS: Final = (*KEEPERS, "dispatcher", "dispatch_lead")
DESK: Final = ("site_clerk", "site_manager")
_OUR_OWN: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def sites(*, by: Actor) -> QuerySet[Site]:
    """The sites this actor may see."""
    rows = Site.objects.all()
    if sees_all(by):
        return rows
    return rows.filter(number__in=own_numbers(by))


def site(ref: int | str, *, by: Actor, lock: bool = False) -> Site:
    """The site by number or id; Missing for whoever may not see it. `lock`: the timeline first, then the row."""
    wanted = {"pk": ref} if isinstance(ref, int) else {"number": ref.strip().upper()}
    found = sites(by=by).filter(**wanted).first()
    if found is None:
        raise Missing("没有这个网点，或您无权查看。", "No such site, or not for you to see.")
    if not lock:
        return found
    lock_timelines([found.pk])
    return Site.objects.select_for_update().get(pk=found.pk)


def technician(ref: int | str, *, by: Actor, lock: bool = False) -> Technician:
    """The technician by actor id or number, of a site this actor may see. `lock` takes the site's timeline first."""
    wanted = {"pk": ref} if isinstance(ref, int) else {"number": ref.strip().upper()}
    found = Technician.objects.select_related("site", "actor").filter(**wanted, site__in=sites(by=by)).first()
    if found is None:
        raise Missing("没有这位服务工程师，或您无权查看。", "No such technician, or not for you to see.")
    if not lock:
        return found
    lock_timelines([found.site_id])
    return Technician.objects.select_related("site", "actor").select_for_update(of=("self",)).get(pk=found.pk)


def candidate(number: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Candidate:
    """The candidate, for those who keep the network; else Missing. `lock`: its history first. An older `seen` is Stale."""
    found = candidates(by=by).filter(number=number.strip().upper()).first()
    if found is None:
        raise Missing("没有这个候选网点，或您无权查看。", "No such candidate, or not for you to see.")
    if lock:
        lock_timelines([found.pk])
        found = Candidate.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if seen is not None and seen != found.version:
        raise Stale("刚被别人改过，请刷新。", "Somebody has just changed it; look again.", difference={})
    return found


def candidates(*, by: Actor) -> QuerySet[Candidate]:
    """What is negotiated is known to those who keep the network, and to nobody at a site."""
    may = by.kind in _OUR_OWN or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*KEEPERS))
    return Candidate.objects.all() if may else Candidate.objects.none()


def own_numbers(by: Actor) -> frozenset[str]:
    """The numbers of the sites whose people this actor is one of."""
    if by.kind == Actor.Kind.CUSTOMER or not by.is_active or not by.has_role(*SITE_ROLES):
        return frozenset()
    return frozenset(key.removeprefix("site:") for key in teams_of(by) if key.startswith("site:"))


def sees_all(by: Actor) -> bool:
    """The centre and our own processes; a token unless it was made for a site."""
    if by.kind in _OUR_OWN or (by.kind == Actor.Kind.TOKEN and not by.has_role(*SITE_ROLES)):
        return True
    return by.kind != Actor.Kind.CUSTOMER and by.is_active and by.has_role(*CENTRE_ROLES)


def require_keeper(by: Actor) -> None:
    """Opening, covering, grading and suspending are the company's, never a site's."""
    _require(by, KEEPERS)


def require_certifier(by: Actor) -> None:
    """Nobody certifies his own people."""
    _require(by, CERTIFIERS)


def require_trainer(by: Actor, of: Site) -> None:
    """Courses are assigned by the company, or by the site's own desk."""
    if by.has_role(*DESK) and of.number in own_numbers(by):
        return
    _require(by, CERTIFIERS)


def require_planner(by: Actor, of: Site) -> None:
    """Shifts and leave are planned by the site's desk, or by the centre for it."""
    if by.has_role(*DESK) and of.number in own_numbers(by):
        return
    _require(by, PLANNERS)


def _require(by: Actor, roles: tuple[str, ...]) -> None:
    if by.kind not in _OUR_OWN and not by.has_role(*roles):
        raise Forbidden("您无权这样做。", "You may not do this.")


def _may_read_candidate(number: str, by: Actor) -> bool:
    """Those who keep the network; of his own papers also the manager of the site that came of it."""
    if candidates(by=by).filter(number=number).exists():
        return True
    return (
        by.has_role("site_manager")
        and Candidate.objects.filter(number=number, site__number__in=own_numbers(by)).exists()
    )


def _may_read_agreement(number: str, by: Actor) -> bool:
    """The company's keepers, and the site whose agreement it is."""
    if by.kind in _OUR_OWN or by.has_role(*KEEPERS):
        return Site.objects.filter(number=number).exists()
    return by.has_role("site_manager") and number in own_numbers(by)


register_reader("candidate", _may_read_candidate)
register_reader("agreement", _may_read_agreement)
