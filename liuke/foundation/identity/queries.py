"""Who is who, who stands in for whom, who belongs to which team."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Q, QuerySet

from liuke.foundation.faults import Missing
from liuke.foundation.identity.access import SYSTEM_KINDS
from liuke.foundation.identity.models import Actor, ApiToken, Team
from liuke.foundation.identity.rules import account_of
from liuke.foundation.postgres import plain

_ACTOR: Final = [field.attname for field in Actor._meta.concrete_fields]
# Asked by every call of a machine, so said plainly: the ORM needs ten times as long to compose it as to run it.
_BEHIND_TOKEN: Final = f"""
    SELECT {", ".join(f"a.{field.column}" for field in Actor._meta.concrete_fields)}
      FROM identity_apitoken t JOIN identity_actor o ON o.id = t.owner_id JOIN identity_actor a ON a.id = t.actor_id
     WHERE t.digest = %s AND t.revoked_at IS NULL AND t.expires_at > %s AND o.left_at IS NULL
"""  # noqa: S608  # the model's own columns


@dataclass(frozen=True)
class TokenLine:
    """A token as its list shows it; the secret itself is kept nowhere."""

    id: int
    name: str
    tail: str
    scopes: tuple[str, ...]
    owner: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def get_actor(actor_id: int) -> Actor:
    """An actor by id, or Missing."""
    found = Actor.objects.filter(pk=actor_id).first()
    if found is None:
        raise Missing("查无此人。", "There is no such person.")
    return found


def find_person(username: str) -> Actor | None:
    """A person by username."""
    return Actor.objects.filter(kind=Actor.Kind.PERSON, username=account_of(username)).first()


def get_team(key: str) -> Team:
    """A team by key, or Missing."""
    found = find_team(key)
    if found is None:
        raise Missing(f"没有团队“{key}”。", f"There is no team “{key}”.")
    return found


def find_team(key: str) -> Team | None:
    """A team by key."""
    return Team.objects.filter(key=key).first()


def list_teams() -> list[Team]:
    """All teams by key."""
    return list(Team.objects.order_by("key"))


def teams_of(actor: Actor) -> frozenset[str]:
    """The keys of the teams an actor belongs to."""
    return frozenset(actor.memberships.values_list("team__key", flat=True))


def list_team(key: str) -> list[Actor]:
    """The people of a team who have not left, by name."""
    return list(_people().filter(memberships__team__key=key).order_by("name", "pk"))


def team_leads(key: str) -> list[Actor]:
    """The leads of a team who have not left, by name."""
    leads = _people().filter(memberships__team__key=key, memberships__is_lead=True)
    return list(leads.order_by("name", "pk"))


def people_with_role(role: str, team_key: str | None = None) -> list[Actor]:
    """The people who have a role and have not left, of one team if named, by name."""
    people = _people().filter(roles__contains=[role])
    if team_key is not None:
        people = people.filter(memberships__team__key=team_key)
    return list(people.order_by("name", "pk"))


def list_people(*, with_leavers: bool = False) -> list[Actor]:
    """All persons by name."""
    people = Actor.objects.filter(kind=Actor.Kind.PERSON) if with_leavers else _people()
    return list(people.order_by("name", "pk"))


def stand_in(actor: Actor, at: datetime) -> Actor | None:
    """Who acts for this actor at this moment: himself; while he is away his deputy, or the deputy's; None once he left.

    Where nobody in the chain is there (no deputy, a deputy who left, a circle), it stays with himself.
    """
    return stand_ins([actor], at)[actor.pk]


def stand_ins(actors: Iterable[Actor], at: datetime) -> Mapping[int, Actor | None]:
    """`stand_in` for many, by their ids, in as many reads as the longest chain has links."""
    asked = {actor.pk: actor for actor in actors}
    known = dict(asked)
    while missing := {a.deputy_id for a in known.values() if a.is_away(at) and a.deputy_id} - known.keys():
        known |= {a.pk: a for a in Actor.objects.filter(pk__in=missing)}
    return {pk: _resolved(actor, known, at) for pk, actor in asked.items()}


def system_actor(kind: str, name: str) -> Actor:
    """The actor behind a loop, a job or an import, made when first asked for."""
    if kind not in SYSTEM_KINDS:
        raise ValueError(f"{kind} is nobody the system may be")
    actor, _ = Actor.objects.get_or_create(kind=kind, name=name, defaults={"password": "!"})
    return actor


def find_token(clear: str, *, at: datetime) -> Actor | None:
    """The actor behind an API token that holds at this moment: not expired, not revoked, its owner still here."""
    found = plain.rows(_BEHIND_TOKEN, [digest_of(clear), at])
    return Actor.from_db(DEFAULT_DB_ALIAS, _ACTOR, found[0]) if found else None


def owner_of_token(actor: Actor) -> Actor:
    """Who answers for the token that this actor is; Missing where he is none."""
    found = ApiToken.objects.select_related("owner").filter(actor=actor).first()
    if found is None:
        raise Missing("没有这个令牌。", "There is no such token.")
    return found.owner


def list_tokens() -> list[TokenLine]:
    """All tokens, newest first."""
    rows = ApiToken.objects.select_related("actor", "owner").order_by("-made_at", "-pk")
    return [
        TokenLine(
            row.pk,
            row.actor.name,
            row.tail,
            tuple(row.actor.scopes),
            row.owner.name,
            row.made_at,
            row.expires_at,
            row.revoked_at,
        )
        for row in rows
    ]


def digest_of(clear: str) -> str:
    """How a token is kept. It is 256 bits of chance, so a fast hash is enough."""
    return hashlib.sha256(clear.encode("utf-8", "surrogatepass")).hexdigest()


def _people() -> QuerySet[Actor]:
    return Actor.objects.filter(Q(kind=Actor.Kind.PERSON), left_at__isnull=True)


def _resolved(actor: Actor, known: Mapping[int, Actor], at: datetime) -> Actor | None:
    if _has_left(actor, at):
        return None
    seen: set[int] = set()
    current: Actor | None = actor
    while current and current.pk not in seen and not _has_left(current, at):
        if not current.is_away(at):
            return current
        seen.add(current.pk)
        current = known.get(current.deputy_id) if current.deputy_id else None
    return actor


def _has_left(actor: Actor, at: datetime) -> bool:
    return actor.left_at is not None and actor.left_at <= at
