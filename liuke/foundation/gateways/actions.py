"""Telling staff and writing to the outside. Both are rows in the caller's transaction; sending is a job."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from liuke.foundation.gateways import recipients, shelf
from liuke.foundation.gateways.drafts import MessageDraft, NoticeDraft
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.models import Notice, NoticeRead, OutboxMessage, RecordedMessage
from liuke.foundation.gateways.queries import notices_for
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue import actions as queue


def notify(drafts: Iterable[NoticeDraft]) -> None:
    """Put notices before staff; one whose key is known already is not told again.

    Those to one person also go to him by WeCom, where this installation has it.
    """
    drafts = list(drafts)
    Notice.objects.bulk_create(
        [
            Notice(
                key=one.key,
                to_id=one.to_actor_id,
                to_role=one.to_role,
                to_team=one.to_team,
                zh=one.words.zh[:300],
                en=one.words.en[:300],
                link=one.link,
                at=one.at,
            )
            for one in drafts
        ],
        ignore_conflicts=True,
    )
    personal = [one for one in drafts if one.to_actor_id]
    if personal and choice.leaves("wecom"):
        _also_by_wecom(personal)


def post(drafts: Sequence[MessageDraft], *, at: datetime) -> list[int]:
    """Put messages into the outbox and have them sent; a known key is not sent again. Answers the new ones' ids.

    A template that does not exist or whose places are not filled raises here, before anything is promised.
    """
    for one in drafts:
        shelf.get(one.template).check(one.values)
    keys = [one.key for one in drafts]
    known = set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))
    fresh = {one.key: one for one in drafts if one.key not in known}
    OutboxMessage.objects.bulk_create([_row(one, at) for one in fresh.values()], ignore_conflicts=True)
    rows = dict(OutboxMessage.objects.filter(key__in=list(fresh), made_at=at).values_list("key", "pk"))
    for key, pk in rows.items():
        queue.defer("gateways.send", key=f"gateways.send:{pk}", run_at=fresh[key].run_at, message=pk)
    return list(rows.values())


def withdraw(keys: Sequence[str]) -> int:
    """Take back messages that have not gone out (a reminder of a visit that was moved); answers how many."""
    waiting = OutboxMessage.objects.filter(key__in=list(keys), state=OutboxMessage.State.WAITING)
    return waiting.update(state=OutboxMessage.State.FAILED, reason="withdrawn")


def withdraw_beginning(beginning: str) -> int:
    """The same for all whose key begins so (`window:WO-000318:`); answers how many."""
    waiting = OutboxMessage.objects.filter(key__startswith=beginning, state=OutboxMessage.State.WAITING)
    return waiting.update(state=OutboxMessage.State.FAILED, reason="withdrawn")


def forget(recipients: Iterable[str]) -> int:
    """Empty what was written to these recipients (`contact:12`), and send what still waits to nobody."""
    told = OutboxMessage.objects.filter(to__in=list(recipients))
    RecordedMessage.objects.filter(key__in=told.values("key")).update(address_mask="", subject="", text="")
    waiting = told.filter(state=OutboxMessage.State.WAITING)
    waiting.update(state=OutboxMessage.State.FAILED, reason="erased")
    return told.update(values={}, address_mask="")


def list_old(before: datetime, *, after: int, most: int) -> list[int]:
    """Messages from before a moment that still hold what was written, above an id, in order."""
    rows = OutboxMessage.objects.filter(made_at__lt=before, pk__gt=after).exclude(values={}, address_mask="")
    ended = rows.exclude(state=OutboxMessage.State.WAITING)
    return list(ended.order_by("pk").values_list("pk", flat=True)[:most])


def forget_old(messages: Collection[int]) -> int:
    """Empty what was written in these messages; that they were sent, when and with which proof stays."""
    told = OutboxMessage.objects.filter(pk__in=messages)
    RecordedMessage.objects.filter(key__in=told.values("key")).update(address_mask="", subject="", text="")
    return told.update(values={}, address_mask="")


def mark_read(*, by: Actor, at: datetime, only: Sequence[int] | None = None) -> None:
    """Note that these (or all) notices of this person were seen."""
    found: QuerySet[Notice] = notices_for(by).exclude(reads__by=by)
    if only is not None:
        found = found.filter(pk__in=only)
    reads = [NoticeRead(notice_id=pk, by=by, at=at) for pk in found.values_list("pk", flat=True)]
    NoticeRead.objects.bulk_create(reads, ignore_conflicts=True)


def confirm(carrier_number: str, *, at: datetime, delivered: bool, reason: str = "") -> bool:
    """The carrier's word on one message: the proof of delivery, or why not. False if the number is not ours."""
    state = OutboxMessage.State.DELIVERED if delivered else OutboxMessage.State.FAILED
    found = OutboxMessage.objects.filter(carrier_number=carrier_number, state=OutboxMessage.State.SENT)
    changed = found.update(state=state, delivered_at=at if delivered else None, reason=reason[:200])
    known = OutboxMessage.objects.filter(carrier_number=carrier_number)
    if changed:
        for row in known:
            tell_fate(row)
    return bool(changed) or known.exists()


def tell_fate(row: OutboxMessage) -> None:
    """Have whoever wrote it look at what became of it, once this is committed."""
    if name := recipients.fate_of(row.to):
        queue.defer(name, message=row.key)


def _also_by_wecom(personal: Sequence[NoticeDraft]) -> None:
    speak = dict(Actor.objects.filter(pk__in={one.to_actor_id for one in personal}).values_list("pk", "language"))
    post([_pushed(one, speak.get(one.to_actor_id or 0, "")) for one in personal], at=personal[0].at)


def _pushed(one: NoticeDraft, language: str) -> MessageDraft:
    link = f"{settings.BASE_URL.rstrip('/')}{one.link}" if one.link else ""
    values = {"text": one.words.told(language), "link": link}
    return MessageDraft(f"wecom:{one.key}"[:120], "wecom", "staff_notice", f"staff:{one.to_actor_id}", values)


def _row(one: MessageDraft, at: datetime) -> OutboxMessage:
    return OutboxMessage(
        key=one.key, channel=one.channel, template=one.template, to=one.to, values=dict(one.values), made_at=at,
        enclosed=list(one.enclosed),
    )  # fmt: skip
