"""Who keeps parts, who reads, and what each may see of requests, used parts and transfers."""

from __future__ import annotations

from typing import Final

from django.db.models import Q

from liuke.areas.network import access as network
from liuke.areas.network.models import Site
from liuke.areas.parts.models import Transfer
from liuke.areas.parts.rules.transfers import GIVER, TAKER
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor

KEEPERS: Final = ("parts_clerk", "parts_lead", "administrator")
LEADS: Final = ("parts_lead", "service_director", "administrator")
DESK: Final = ("site_clerk", "site_manager")
READERS: Final = (
    *KEEPERS, "service_director", "regional_manager", "general_manager", "duty_manager", "dispatcher", "dispatch_lead",
    "finance", "settlement_clerk",
)  # fmt: skip
OURS: Final = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def transfers_for(by: Actor) -> Q:
    """The transfers this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    own = network.own_numbers(by) if by.has_role(*DESK) else ()
    return Q(from_site__number__in=own) | Q(to_site__number__in=own)


def sides(found: Transfer, by: Actor) -> frozenset[str]:
    """For which side of a transfer this actor answers; the parts desk for both."""
    return frozenset(side for side, site in ((GIVER, found.from_site), (TAKER, found.to_site)) if keeps(by, site))


def requests_for(by: Actor) -> Q:
    """The requests this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    if by.has_role(*DESK):
        return Q(site__number__in=network.own_numbers(by))
    return Q(order__technician=by.pk) if by.has_role("technician") else Q(pk__in=())


def uses_for(by: Actor) -> Q:
    """The used parts this actor may see, as a condition for lists."""
    if sees_all(by):
        return Q()
    if by.has_role(*DESK):
        return Q(site__number__in=network.own_numbers(by))
    return Q(technician=by.pk) if by.has_role("technician") else Q(pk__in=())


def sees_all(by: Actor) -> bool:
    """Those of the centre who deal with parts or answer for sites, and our own processes."""
    return by.kind in OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*READERS))


def is_keeper(by: Actor) -> bool:
    """Does this actor keep the company's parts?"""
    return by.kind in OURS or (by.is_active and by.has_role(*KEEPERS))


def is_lead(by: Actor) -> bool:
    """May this actor go beyond credit, let old parts go, set how parts are kept?"""
    return by.kind in OURS or (by.is_active and by.has_role(*LEADS))


def require_keeper(by: Actor) -> None:
    if not is_keeper(by):
        raise Forbidden("由配件员办理。", "The parts desk does this.")


def require_lead(by: Actor) -> None:
    if not is_lead(by):
        raise Forbidden("由配件主管办理。", "The parts lead does this.")


def keeps(by: Actor, site: Site | None) -> bool:
    """Does this actor answer for what lies at this site (None: at the company's)?"""
    if site is None:
        return is_keeper(by)
    return is_keeper(by) or (by.has_role(*DESK) and site.number in network.own_numbers(by))


def require_desk_of(site: Site | None, *, by: Actor) -> None:
    """Raise Forbidden for whoever does not answer for what lies there."""
    if not keeps(by, site):
        raise Forbidden("由该网点或配件员办理。", "The site's desk or the parts desk does this.")
