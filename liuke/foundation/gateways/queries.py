"""Notices for their readers; the outbox for those who ask whether something went out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from liuke.foundation.gateways import shelf
from liuke.foundation.gateways.models import Notice, NoticeRead, OutboxMessage
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class NoticeLine:
    id: int
    words: Words
    link: str
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class MessageLine:
    key: str
    channel: str
    text: Words
    state: str
    address_mask: str
    made_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    reason: str


@dataclass(frozen=True)
class Fate:
    """What became of a message: when it went out under which number of the carrier, or why it failed."""

    sent_at: datetime | None
    carrier_number: str
    failed: bool
    reason: str


def notices_for(by: Actor) -> QuerySet[Notice]:
    """Notices to this person, to a role he has, to a team he is in; of a role within a team, both must fit."""
    teams = ["", *by.teams.values_list("key", flat=True)]
    group = Q(to=None, to_role__in=["", *by.roles], to_team__in=teams)
    return Notice.objects.filter(Q(to=by) | group)


def list_notices(*, by: Actor, limit: int = 30, unread_only: bool = False) -> list[NoticeLine]:
    """The latest first."""
    read = Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), by=by))
    found = notices_for(by).annotate(is_read=read)
    if unread_only:
        found = found.filter(is_read=False)
    latest = found.order_by("-pk")[:limit]
    return [NoticeLine(one.pk, Words(one.zh, one.en), one.link, one.at, one.is_read) for one in latest]


def count_unread(*, by: Actor) -> int:
    """How many notices this person has not seen."""
    return notices_for(by).exclude(reads__by=by).count()


def list_messages(to: str, *, limit: int = 30) -> list[MessageLine]:
    """What was written to one recipient (`contact:12`), the latest first."""
    found = OutboxMessage.objects.filter(to=to).order_by("-pk")[:limit]
    return [_line(one) for one in found]


def find_message(key: str) -> MessageLine | None:
    """The message of this key, if there is one."""
    found = OutboxMessage.objects.filter(key=key).first()
    return _line(found) if found else None


def find_key(carrier_number: str) -> str:
    """The key of the message that the carrier knows by this number; empty where it is none of ours."""
    return OutboxMessage.objects.filter(carrier_number=carrier_number).values_list("key", flat=True).first() or ""


def get_fate(key: str) -> Fate | None:
    """What became of the message of this key; None as long as nobody knows, or there is none."""
    found = OutboxMessage.objects.filter(key=key).exclude(state=OutboxMessage.State.WAITING).first()
    if found is None:
        return None
    return Fate(found.sent_at, found.carrier_number, found.state == OutboxMessage.State.FAILED, found.reason)


def _line(one: OutboxMessage) -> MessageLine:
    return MessageLine(
        key=one.key,
        channel=one.channel,
        text=_text(one),
        state=one.state,
        address_mask=one.address_mask,
        made_at=one.made_at,
        sent_at=one.sent_at,
        delivered_at=one.delivered_at,
        reason=one.reason,
    )


def _text(one: OutboxMessage) -> Words:
    """What it says; its values are empty once the recipient was erased."""
    template = shelf.get(one.template)
    if template.places and not one.values:
        return Words("(已删除)", "(erased)")
    return Words(template.text(one.values, "zh"), template.text(one.values, "en"))
