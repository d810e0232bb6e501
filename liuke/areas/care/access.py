"""The only way to a callback. Whoever calls back is no colleague of site or dispatch."""

from __future__ import annotations

from liuke.areas.care.models import Callback
from liuke.areas.care.rules import desk
from liuke.areas.service import access as service
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.kernel.journal.actions import lock_timelines

_OURS = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT, Actor.Kind.TOKEN})


def callback(number: str, *, by: Actor, lock: bool = False) -> Callback:
    """The callback, or Missing for whoever may not see it; with `lock` the customer's history is taken first."""
    rows = Callback.objects.filter(number=number.strip().upper(), kind__in=kinds_for(by))
    if lock:
        owner = rows.values_list("customer_id", flat=True).first()
        if owner is None:
            raise _no_callback()
        lock_timelines([owner])
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("customer", "contact").first()
    if found is None:
        raise _no_callback()
    return found


def own_order(number: str, *, by: Actor) -> WorkOrder:
    """An order that this customer speaks of himself, its history taken first; Forbidden for everybody else."""
    if by.kind != Actor.Kind.CUSTOMER:
        raise Forbidden("只能由用户本人在自助页面上办理。", "Only the customer himself does this, on his own page.")
    return service.order(number, by=by, lock=True)


def kinds_for(by: Actor) -> tuple[str, ...]:
    """The kinds of callback that this actor may see and do."""
    if by.kind in _OURS:
        return tuple(desk.CALLERS)
    if by.kind != Actor.Kind.PERSON or not by.is_active:
        return ()
    return desk.kinds_for(by.roles)


def may_call(kind: str, *, by: Actor) -> None:
    """Raise Forbidden where this actor does not do callbacks of this kind."""
    if kind not in kinds_for(by):
        raise Forbidden(
            "回访由回访专员办理，网点和调度不参与。",
            "Callbacks are made by callback agents, never by site or dispatch.",
        )


def hears_complaints(by: Actor) -> bool:
    """Everybody of the centre takes a complaint down (H21); sites and customers do not read them here."""
    return by.kind in _OURS or (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*CENTRE_ROLES))


def may_send_links(by: Actor) -> bool:
    """May this actor hand out the way to a customer's own page? Nobody who is judged there."""
    if by.kind != Actor.Kind.PERSON:
        return by.kind in _OURS
    return hears_complaints(by) and desk.INTERESTED.isdisjoint(by.roles)


def may_watch(by: Actor) -> bool:
    """May this actor see what speaks against evaluations? Nobody who is judged by them."""
    if by.kind != Actor.Kind.PERSON:
        return by.kind in _OURS
    return by.is_active and by.has_role(*desk.WATCHERS) and SITE_ROLES.isdisjoint(by.roles)


def _no_callback() -> Missing:
    return Missing("没有这条回访，或您无权查看。", "No such callback, or not for you to see.")
