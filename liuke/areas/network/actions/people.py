"""A person joins or leaves a site's team: identity writes it, this room says which team and role."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.network.models import Site
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor


def join_site(person: Actor, site: Site, *, role: str, by: Actor, at: datetime, lead: bool = False) -> None:
    """Give a person a role at a site, beside what he holds already."""
    held = dict(person.memberships.values_list("team__key", "is_lead"))
    held[site.team_key] = held.get(site.team_key, False) or lead
    leads = [key for key, is_lead in held.items() if is_lead]
    identity.change_roles(person, roles={*person.roles, role}, teams=held, leads=leads, by=by, at=at)


def leave_site(person: Actor, site: Site, *, role: str, by: Actor, at: datetime) -> None:
    """Take a role and the site's team from a person; what else he holds stays."""
    held = dict(person.memberships.exclude(team__key=site.team_key).values_list("team__key", "is_lead"))
    leads = [key for key, is_lead in held.items() if is_lead]
    identity.change_roles(person, roles={*person.roles} - {role}, teams=held, leads=leads, by=by, at=at)
