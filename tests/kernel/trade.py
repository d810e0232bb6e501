"""A trade of its own for the kernel's tests: kinds, promise kinds, facts and rules that no room knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import open_timeline
from liuke.kernel.journal.kinds import kind
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook import register
from liuke.kernel.playbook.loading import Loaded, load


@kind("trial.order.placed")
class OrderPlaced:
    number: str
    line: str = "hood"
    window_end: str = ""
    note: str = ""
    says: ClassVar[dict[str, str]] = {"zh": "下单 {number}:{note}", "en": "{number} was placed: {note}"}
    personal: ClassVar[tuple[str, ...]] = ("note",)
    example: ClassVar[dict[str, object]] = {"number": "T-1"}


@kind("trial.order.accepted")
class OrderAccepted:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "接单 {number}", "en": "{number} was accepted"}
    seen_by: ClassVar[str] = "site"
    example: ClassVar[dict[str, object]] = {"number": "T-1"}


@kind("trial.order.cancelled")
class OrderCancelled:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "取消 {number}", "en": "{number} was cancelled"}
    example: ClassVar[dict[str, object]] = {"number": "T-1"}


@kind("trial.order.paused")
class OrderPaused:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "挂起 {number}", "en": "{number} was put on hold"}
    example: ClassVar[dict[str, object]] = {"number": "T-1"}


@kind("trial.order.resumed")
class OrderResumed:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "恢复 {number}", "en": "{number} goes on"}
    example: ClassVar[dict[str, object]] = {"number": "T-1"}


@kind("trial.call.made", about="order")
class CallMade:
    number: str
    order: str = ""
    says: ClassVar[dict[str, str]] = {"zh": "回访 {number}", "en": "{number} was made"}
    example: ClassVar[dict[str, object]] = {"number": "CB-1"}


@kind("trial.quarrel.begun")
class QuarrelBegun:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "争执", "en": "A quarrel began"}
    example: ClassVar[dict[str, object]] = {"number": "Q-1"}


@kind("trial.quarrel.ended")
class QuarrelEnded:
    number: str
    says: ClassVar[dict[str, str]] = {"zh": "和解", "en": "The quarrel ended"}
    example: ClassVar[dict[str, object]] = {"number": "Q-1"}


def _quarrelling(timeline_ids: Sequence[int]) -> dict[int, bool]:
    kinds = ["trial.quarrel.begun", "trial.quarrel.ended"]
    rows = Event.objects.filter(timeline_id__in=timeline_ids, kind__in=kinds).order_by("id")
    return {e.timeline_id: e.kind == kinds[0] for e in rows}


for name in ("trial-accept", "trial-reassign", "trial-call", "trial-call-2", "trial-call-3", "trial-loop"):
    register.promise_kind(name, zh=name, en=name)
register.standing_fact(
    "quarrel",
    kinds=["trial.quarrel.begun", "trial.quarrel.ended"],
    fold=lambda before, event: event.kind == "trial.quarrel.begun",
    read=_quarrelling,
)


def _paused(numbers: Sequence[str]) -> dict[str, bool]:
    rows = Event.objects.filter(subject__in=numbers, kind__in=["trial.order.paused", "trial.order.resumed"])
    return {e.subject: e.kind == "trial.order.paused" for e in rows.order_by("id")}


register.standing_fact(
    "paused",
    kinds=["trial.order.paused", "trial.order.resumed"],
    fold=lambda before, event: event.kind == "trial.order.paused",
    read=_paused,
    of_thing=True,
)

ACCEPT = """
[[rule]]
id = "trial-accept"
source = "H10"
when = "trial.order.placed"
[rule.promise]
what = "trial-accept"
owner = "agent"
due = "30 minutes"
kept_by = ["trial.order.accepted"]
void_by = ["trial.order.cancelled"]
ladder = [ { at = "-10 minutes", tell = "owner" }, { at = "0", tell = "hotline_lead" }, { at = "+30 minutes", tell = "regional_manager", hand_over = true } ]
"""
REASSIGN = """
[[rule]]
id = "trial-reassign"
source = "H10"
when = "promise.missed:trial-accept"
[rule.promise]
what = "trial-reassign"
owner = "dispatcher"
due = "15 minutes"
"""
THREE = "".join(
    f"""
[[rule]]
id = "trial-call{suffix}"
source = "H27"
when = "trial.order.placed"
stale_after = "7 days"
[rule.promise]
what = "trial-call"
owner = "callback_agent"
not_before = "{start}"
due = "{due}"
kept_by = ["trial.call.made"]
"""
    for suffix, start, due in (
        ("", "day 3 at 10:00", "day 3 at 20:00"),
        ("-2", "day 19 at 10:00", "day 21 at 20:00"),
        ("-3", "day 85 at 10:00", "month 3 at 20:00"),
    )
)
HELD = """
[[rule]]
id = "trial-held"
source = "H22"
when = "trial.order.placed"
[rule.promise]
what = "trial-call"
owner = "callback_agent"
due = "4 hours"
hold_while = "quarrel"
kept_by = ["trial.call.made"]
"""


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def handbook(folder: Path, text: str, *, at: datetime, by: Actor, start: datetime | None = None) -> Loaded:
    (folder / "10-trial.toml").write_text(text, encoding="utf-8")
    return load([folder], by=by, at=at, in_force_from=start)


def loop_actor() -> Actor:
    actor, _ = Actor.objects.get_or_create(kind=Actor.Kind.LOOP, name="loop")
    return actor


def person(name: str, *roles: str) -> Actor:
    return Actor.objects.create(name=name, username=f"{name}-{Actor.objects.count()}", roles=list(roles))


def customer() -> int:
    return open_timeline("customer")
