"""What a person or a token is given: roles that exist, teams, and the end of his sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import F

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor, Membership
from liuke.foundation.identity.queries import get_team
from liuke.foundation.identity.roles import ROLES


def end_sessions(person: Actor) -> None:
    """Whatever he had open is over at once."""
    Actor.objects.filter(pk=person.pk).update(session_epoch=F("session_epoch") + 1)
    person.refresh_from_db(fields=["session_epoch"])


def join(actor: Actor, teams: Iterable[str], leads: Iterable[str]) -> None:
    """He belongs to these teams, and leads some of them."""
    led = set(leads)
    for key in sorted({*teams, *led}):
        Membership.objects.create(actor=actor, team=get_team(key), is_lead=key in led)


def known_roles(roles: Collection[str]) -> list[str]:
    """The roles as stored; Invalid names those that do not exist."""
    unknown = sorted(set(roles) - ROLES.keys())
    if unknown:
        raise Invalid.field("roles", f"没有这样的角色：{', '.join(unknown)}。", f"No such roles: {', '.join(unknown)}.")
    return sorted(set(roles))


def subject_of(actor: Actor) -> str:
    """As the audit names him."""
    return f"person:{actor.pk}"
