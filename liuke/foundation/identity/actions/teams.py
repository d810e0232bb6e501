"""Teams, and who belongs to them. A team `<room>:<number>` belongs to that room."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.access import check_administrator
from liuke.foundation.identity.actions.standing import end_sessions, subject_of
from liuke.foundation.identity.models import Actor, Membership, Team
from liuke.foundation.identity.queries import get_team
from liuke.foundation.identity.roles import SITE_ROLES


def add_team(key: str, name: str, *, by: Actor, at: datetime, calendar_key: str = "service") -> Team:
    """Make a team, or rename and re-time the one of this key.

    A team `<room>:<number>` belongs to that room, which has authorised the act; the others are the administrators'.
    """
    if not _is_a_rooms(key):
        check_administrator(by)
    with transaction.atomic():
        team, _ = Team.objects.update_or_create(key=key, defaults={"name": name, "calendar_key": calendar_key})
        note("identity.team_saved", by=by, at=at, subject=f"team:{key}", detail={"calendar": calendar_key})
    return team


def join_team(person: Actor, key: str, *, role: str, by: Actor, at: datetime, lead: bool = False) -> None:
    """Give a person a site role in a room's team `<room>:<number>`, beside what he holds; the room has authorised it.

    Only site roles can be given here, so that no room can hand out the rights of the centre.
    """
    _check_room_grant(key, role)
    with transaction.atomic():
        person.roles = sorted({*person.roles, role})
        person.save(update_fields=["roles"])
        Membership.objects.update_or_create(actor=person, team=get_team(key), defaults={"is_lead": lead})
        detail = {"role": role, "team": key, "lead": lead}
        note("identity.team_joined", by=by, at=at, subject=subject_of(person), detail=detail)


def leave_team(person: Actor, key: str, *, role: str, by: Actor, at: datetime) -> None:
    """Take a person out of a room's team; the site role goes too, unless another of the room's teams still needs it."""
    _check_room_grant(key, role)
    with transaction.atomic():
        person.memberships.filter(team__key=key).delete()
        room = key.split(":", 1)[0]
        if not person.memberships.filter(team__key__startswith=f"{room}:").exists():
            person.roles = [held for held in person.roles if held != role]
            person.save(update_fields=["roles"])
        end_sessions(person)
        note("identity.team_left", by=by, at=at, subject=subject_of(person), detail={"role": role, "team": key})


def _is_a_rooms(key: str) -> bool:
    return ":" in key


def _check_room_grant(key: str, role: str) -> None:
    if not _is_a_rooms(key) or role not in SITE_ROLES:
        raise Forbidden("这里只能授予网点角色。", "Only site roles are given here.")
