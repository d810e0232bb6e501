"""Links are made, taken back, and used with a brake."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuke.foundation import keys
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import TooOften
from liuke.foundation.identity.models import Actor
from liuke.foundation.links import rules
from liuke.foundation.links.models import Link, LinkUse

KEPT = timedelta(days=30)
HOUR = timedelta(hours=1)
MOST_OF_A_NETWORK = 120  # acts in an hour: many customers stand behind one address of a mobile carrier
MOST_OF_A_LINK = 30


@dataclass(frozen=True)
class LinkDraft:
    """A link to be made: what for, to which thing, for whom (`contact:12`)."""

    purpose: str
    about: str
    to: str = ""


def make(
    purpose: str, about: str, *, lasts: timedelta | None, to: str = "", by: Actor, at: datetime
) -> str:  # fmt: skip
    """A link to one thing; answers its token, which stands nowhere else. `lasts=None` is for what is printed."""
    return make_many([LinkDraft(purpose, about, to)], lasts=lasts, by=by, at=at)[0]


def make_many(drafts: Sequence[LinkDraft], *, lasts: timedelta | None, by: Actor, at: datetime) -> list[str]:
    """The same for many, in one write; the tokens in the order of the drafts."""
    key, end = keys.key("links"), None if lasts is None else at + lasts
    rows = [
        Link(
            code=rules.code_of(secrets.token_bytes(rules.CODE_BYTES)), purpose=one.purpose, about=one.about, to=one.to,
            made_at=at, expires_at=end, by=by,
        )
        for one in drafts
    ]  # fmt: skip
    Link.objects.bulk_create(rows)
    return [rules.sign(key, row.purpose, row.code) for row in rows]


def revoke(*, by: Actor, at: datetime, about: str = "", to: str = "") -> int:
    """Take back the links to this thing, or those that went to this recipient; they open nothing from now on."""
    if not (about or to):
        raise ValueError("say which links: about= or to=")
    rows = Link.objects.filter(revoked_at=None)
    rows = rows.filter(about=about) if about else rows.filter(to=to)
    count = rows.update(revoked_at=at)
    if count:
        note("links.revoked", by=by, at=at, subject=about or to, detail={"links": count})
    return count


def note_use(
    link_id: int, *, network: str, at: datetime, most: int = MOST_OF_A_LINK, within: timedelta = HOUR
) -> None:  # fmt: skip
    """Count one act by this link. TooOften where this link, or this network, has acted too much of late."""
    mine = LinkUse.objects.filter(link=link_id, at__gt=at - within).count()
    here = LinkUse.objects.filter(network=network, at__gt=at - HOUR).count()
    if mine >= most or here >= MOST_OF_A_NETWORK:
        raise TooOften("操作太频繁，请稍后再试，或拨打客服热线。", "Too many tries; wait a while, or call our hotline.")
    LinkUse.objects.create(link_id=link_id, network=network, at=at)


def forget_old(at: datetime) -> int:
    """Nightly: uses older than a month, and links that ended more than a month ago."""
    uses = LinkUse.objects.filter(at__lt=at - KEPT).delete()[0]
    return uses + Link.objects.filter(expires_at__lt=at - KEPT).delete()[0]
