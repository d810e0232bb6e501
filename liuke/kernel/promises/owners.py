"""Who owes: roles, teams, and resolvers that rooms register (keeper, site, handler). Absent people have deputies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES, SITE_ROLES
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.promises.rows import Owner

Resolver = Callable[[Sequence[Recorded], datetime], Mapping[int, Owner]]
"""Events and now → {event id: who owes}. An event may be left out: then the role of the resolver's fallback owes."""

_resolvers: dict[str, tuple[Resolver, str]] = {}


def register(name: str, resolver: Resolver, *, otherwise: str) -> None:
    """Make `name` usable as owner and in ladders; `otherwise` is the role that owes where nobody is found."""
    if otherwise not in ROLES:
        raise ValueError(f"resolver {name}: no role {otherwise}")
    _resolvers[name] = (resolver, otherwise)


def is_known(name: str) -> bool:
    return name in _resolvers or name in ROLES or name.startswith("team:")


def resolve(name: str, events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """Who `name` is for each of these events, deputies standing in for the absent and pools for leavers."""
    if name in _resolvers:
        resolver, otherwise = _resolvers[name]
        found = dict(resolver(events, at))
        owners = {e.id: found.get(e.id) or Owner(role=otherwise) for e in events}
    else:
        owners = {e.id: _plain(name) for e in events}
    return _standing_in(owners, at, _resolvers[name][1] if name in _resolvers else "hotline_lead")


def _plain(name: str) -> Owner:
    if name.startswith("team:"):
        key = name.removeprefix("team:")
        return Owner(team_key=key, role="site_clerk" if key.startswith("site:") else "hotline_lead", calendar_key=key)
    return Owner(role=name)


def recipient(name: str, owner: Owner, opener: Recorded | None, at: datetime) -> Owner:
    """Whom a ladder means by `name`: the owner, a role (a site's own people within its team), or a resolver."""
    if name == "owner":
        return owner
    if name in SITE_ROLES:
        return Owner(role=name, team_key=owner.team_key, calendar_key=owner.calendar_key)
    if name in ROLES or opener is None:
        return Owner(role=name if name in ROLES else "hotline_lead")
    return resolve(name, [opener], at)[opener.id]


def _standing_in(owners: Mapping[int, Owner], at: datetime, pool: str) -> dict[int, Owner]:
    """On leave → the deputy; gone → the pool (of the team, where there is one)."""
    people = Actor.objects.in_bulk({o.person_id for o in owners.values() if o.person_id})
    stands = identity.stand_ins(list(people.values()), at) if people else {}
    return {event: _instead(o, stands, pool) for event, o in owners.items()}


def _instead(owner: Owner, stands: Mapping[int, Actor | None], pool: str) -> Owner:
    if owner.person_id is None:
        return owner
    deputy = stands.get(owner.person_id)
    if deputy is None:  # left for good
        return Owner(team_key=owner.team_key, role=owner.role or pool, calendar_key=owner.calendar_key)
    return Owner(deputy.pk, owner.team_key, owner.role, owner.calendar_key)
