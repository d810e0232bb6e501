"""Telling people of alarms: each person once, however many alarms a stop of the loop has piled up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.words import Words
from liuke.kernel.promises import words
from liuke.kernel.promises.models import Alarm

_PER_PASS = 2_000


def tell_pending(*, at: datetime) -> int:
    """Turn untold alarms into one notice a recipient; returns the number of notices."""
    told = 0
    while True:
        with transaction.atomic():
            alarms = list(
                Alarm.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("promise")
                .filter(told_at=None)
                .order_by("pk")[:_PER_PASS]
            )
            if not alarms:
                return told
            told += _tell(alarms, at)
            Alarm.objects.filter(pk__in=[a.pk for a in alarms]).update(told_at=at)


def _tell(alarms: Sequence[Alarm], at: datetime) -> int:
    by_recipient: dict[tuple[int | None, str, str], list[Alarm]] = defaultdict(list)
    for alarm in alarms:
        if alarm.cleared_at is None and alarm.promise.state == "open":
            by_recipient[(alarm.to_id, alarm.to_role, alarm.to_team)].append(alarm)
    drafts = [_draft(to, some, at) for to, some in by_recipient.items()]
    notify(drafts)
    return len(drafts)


def _draft(to: tuple[int | None, str, str], alarms: Sequence[Alarm], at: datetime) -> NoticeDraft:
    first = alarms[0]
    said = _one(first, at) if len(alarms) == 1 else _many(len(alarms))
    return NoticeDraft(
        key=f"alarm:{first.pk}:{first.step}",
        to_actor_id=to[0],
        to_role=to[1],
        to_team=to[2],
        words=said,
        link=f"/promises/{first.promise_id}/" if len(alarms) == 1 else "/",
        at=at,
    )


def _one(alarm: Alarm, at: datetime) -> Words:
    p = alarm.promise
    what = words.of(p.what)
    if p.due_at <= at:
        return Words(f"{what.zh}已超时：{p.about}", f"{what.en} is late: {p.about}")
    return Words(f"{what.zh}即将到期：{p.about}", f"{what.en} is nearly due: {p.about}")


def _many(count: int) -> Words:
    return Words(f"{count} 件承诺已到提醒时间，请查看今日应办", f"{count} promises need you: see Today")
