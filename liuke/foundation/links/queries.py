"""What a token opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.foundation import keys
from liuke.foundation.faults import Gone, Missing
from liuke.foundation.links import rules
from liuke.foundation.links.models import Link


@dataclass(frozen=True)
class OpenLink:
    """A link that holds: what it is for, the one thing it opens, and whom it was sent to."""

    id: int
    purpose: str
    about: str
    to: str
    made_at: datetime
    expires_at: datetime | None


def open_link(token: str, *, purpose: str, at: datetime) -> OpenLink:
    """What this token opens. Raises Missing (never ours, or for something else) and Gone (over, or taken back)."""
    code = rules.read(keys.key("links"), purpose, token)
    found = Link.objects.filter(code=code, purpose=purpose).first() if code else None
    if found is None:
        raise Missing(
            "链接不正确，请核对短信中的完整地址。", "This link is not right; check it against the message you got."
        )
    if found.revoked_at is not None or (found.expires_at is not None and found.expires_at <= at):
        raise Gone("链接已失效。", "This link is no longer valid.")
    return OpenLink(found.pk, found.purpose, found.about, found.to, found.made_at, found.expires_at)


def ended_link(token: str, *, purpose: str, at: datetime) -> OpenLink | None:
    """What this token opened while it held; None for one that holds, was taken back, or was never ours."""
    code = rules.read(keys.key("links"), purpose, token)
    found = (
        Link.objects.filter(code=code, purpose=purpose, revoked_at=None, expires_at__lte=at).first() if code else None
    )
    if found is None:
        return None
    return OpenLink(found.pk, found.purpose, found.about, found.to, found.made_at, found.expires_at)


def find_lasting(purpose: str, about: str) -> str | None:
    """The token of the printed link to this thing, if it has one."""
    rows = Link.objects.filter(purpose=purpose, about=about, expires_at=None, revoked_at=None)
    code = rows.order_by("-pk").values_list("code", flat=True).first()
    return rules.sign(keys.key("links"), purpose, code) if code else None


def lasting_since(purpose: str, about: str) -> datetime | None:
    """Since when there is a lasting link to this thing; None where there is none. Its token is not told."""
    rows = Link.objects.filter(purpose=purpose, about=about, expires_at=None, revoked_at=None)
    return rows.order_by("-pk").values_list("made_at", flat=True).first()
