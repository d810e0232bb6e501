"""How long a signed-in browser stays so: idle 30 minutes (administrators 10), 12 hours in all, one epoch."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest

from liuke.foundation.identity import rules
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.sign_in import sign_out

STARTED: Final = "started_at"
SEEN: Final = "seen_at"
EPOCH: Final = "epoch"
FRESH: Final = timedelta(minutes=1)  # a session row is written once a minute, not once a request


def begin(request: HttpRequest, actor: Actor, *, at: datetime) -> None:
    """A new session under a new key."""
    login(request, actor, backend="liuke.foundation.identity.backend.StaffBackend")
    request.session[STARTED] = request.session[SEEN] = at.isoformat()
    request.session[EPOCH] = actor.session_epoch


def end(request: HttpRequest, *, by: Actor, at: datetime, reason: str = "asked") -> None:
    """Sign out, with its row in the audit trail."""
    sign_out(by=by, at=at, reason=reason)
    logout(request)


def why_over(request: HttpRequest, actor: Actor, *, at: datetime) -> str:
    """`idle`, `absolute`, `epoch`, or nothing while the session is good."""
    try:
        started = datetime.fromisoformat(request.session[STARTED])
        seen = datetime.fromisoformat(request.session[SEEN])
    except (KeyError, ValueError):
        return "epoch"
    if request.session.get(EPOCH) != actor.session_epoch:
        return "epoch"
    over = rules.timed_out(
        started_at=started,
        seen_at=seen,
        at=at,
        administrator=actor.has_role("administrator"),
        idle=settings.SESSION_IDLE,
        absolute=settings.SESSION_ABSOLUTE,
    )
    return over.value if over else ""


def touch(request: HttpRequest, *, at: datetime) -> None:
    """The person is still there."""
    if at - datetime.fromisoformat(request.session[SEEN]) >= FRESH:
        request.session[SEEN] = at.isoformat()
