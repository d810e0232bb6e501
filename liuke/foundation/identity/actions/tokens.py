"""API tokens: made, shown once, ended."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.access import check_administrator, is_administrator
from liuke.foundation.identity.actions.standing import join, known_roles
from liuke.foundation.identity.models import Actor, ApiToken
from liuke.foundation.identity.queries import digest_of
from liuke.foundation.lines import line

TOKEN_PREFIX = "liuke_"  # noqa: S105 (lets secret scanners know one when they see it)
LONGEST_TOKEN = timedelta(days=366)


@dataclass(frozen=True)
class MadeToken:
    """`clear` is shown this once and kept nowhere."""

    clear: str
    actor: Actor
    expires_at: datetime


def make_token(
    *,
    name: str,
    scopes: Collection[str],
    expires_at: datetime,
    by: Actor,
    at: datetime,
    owner: Actor | None = None,
    roles: Collection[str] = (),
    teams: Iterable[str] = (),
) -> MadeToken:
    """Make an API token that acts as an actor of its own, with scopes, roles and teams; its owner answers for it."""
    check_administrator(by)
    if not at < expires_at <= at + LONGEST_TOKEN:
        raise Invalid.field("expires_at", "有效期须在一年之内。", "It has to expire within a year.")
    owner = owner or by
    clear = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transaction.atomic():
        actor = Actor(
            kind=Actor.Kind.TOKEN, name=line("name", name, most=80), roles=known_roles(roles), scopes=_scopes(scopes)
        )
        actor.set_unusable_password()
        actor.save()
        join(actor, teams, ())
        ApiToken.objects.create(
            actor=actor, owner=owner, digest=digest_of(clear), tail=clear[-4:], made_at=at, expires_at=expires_at
        )
        detail = {"scopes": actor.scopes, "roles": actor.roles, "owner": owner.pk, "expires": expires_at.isoformat()}
        note("identity.token_made", by=by, at=at, subject=f"token:{actor.pk}", detail=detail)
    return MadeToken(clear, actor, expires_at)


def revoke_token(token_id: int, *, by: Actor, at: datetime) -> None:
    """End a token at once."""
    with transaction.atomic():
        token = ApiToken.objects.select_for_update().filter(pk=token_id).first()
        if token is None or (by.pk != token.owner_id and not is_administrator(by)):
            raise Forbidden("您不能撤销这个令牌。", "You may not revoke this token.")
        token.revoked_at = token.revoked_at or at
        token.save(update_fields=["revoked_at"])
        note("identity.token_revoked", by=by, at=at, subject=f"token:{token.actor_id}")


def _scopes(scopes: Collection[str]) -> list[str]:
    return sorted({line("scopes", scope, most=32) for scope in scopes})
