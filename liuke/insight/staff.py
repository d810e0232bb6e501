"""Who works here in which teams, for the pages of the administrator."""

from __future__ import annotations

from collections.abc import Collection

from liuke.foundation.identity.models import Actor, Membership


def team_names(people: Collection[int]) -> dict[int, list[str]]:
    """The names of the teams of these people, in one read; a star behind those they lead."""
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(actor_id__in=list(people)).select_related("team").order_by("team__name")
    for one in rows:
        found.setdefault(one.actor_id, []).append(f"{one.team.name}{'★' if one.is_lead else ''}")
    return found


def led_by(person: Actor) -> frozenset[str]:
    """The keys of the teams this person leads."""
    return frozenset(person.memberships.filter(is_lead=True).values_list("team__key", flat=True))
