"""Tokens: who may call, with what, until when. The secret itself is shown once, when it is made in the web."""

from __future__ import annotations

from datetime import datetime

from liuke.api.doors import Noun, Request
from liuke.api.fields import Id, Out, OutId
from liuke.api.policies import policy
from liuke.foundation.identity import actions, queries

tokens = Noun("tokens")
_ADMIN = policy("admin", roles=["administrator"])


class Token(Out):
    id: OutId
    name: str
    tail: str
    scopes: list[str]
    owner: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class Tokens(Out):
    rows: list[Token]


class Revoked(Out):
    id: OutId


@tokens.get("/tokens", _ADMIN, Tokens)
def list_tokens(request: Request) -> Tokens:
    """All tokens, newest first."""
    rows = [
        Token(
            id=str(t.id),
            name=t.name,
            tail=t.tail,
            scopes=list(t.scopes),
            owner=t.owner,
            made_at=t.made_at,
            expires_at=t.expires_at,
            revoked_at=t.revoked_at,
        )
        for t in queries.list_tokens()
    ]
    return Tokens(rows=rows)


@tokens.post("/tokens/{token_id}/revocation", _ADMIN, Revoked)
def revoke_token(request: Request, token_id: Id) -> Revoked:
    """End a token at once."""
    actions.revoke_token(int(token_id), by=request.by, at=request.at)
    return Revoked(id=token_id)
