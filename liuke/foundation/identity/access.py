"""Who may arrange what about people."""

from __future__ import annotations

from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor

SYSTEM_KINDS = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT})


def is_administrator(by: Actor) -> bool:
    """Administrators, and the system itself setting up."""
    return by.has_role("administrator") or by.kind in SYSTEM_KINDS


def check_administrator(by: Actor) -> None:
    """Forbidden unless an administrator acts."""
    if not is_administrator(by):
        raise Forbidden("只有管理员可以这样做。", "Only administrators may do this.")


def check_may_arrange(by: Actor, person: Actor) -> None:
    """Forbidden unless it is the person himself, a lead of one of his teams, or an administrator."""
    if by.pk == person.pk or is_administrator(by):
        return
    led = by.memberships.filter(is_lead=True).values("team")
    if not person.memberships.filter(team__in=led).exists():
        raise Forbidden("只有本人、班长或管理员可以这样做。", "Only the person, a lead or an administrator may.")
