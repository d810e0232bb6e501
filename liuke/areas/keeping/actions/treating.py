"""How a grade is received is stated anew, from a day to come (H4). Only published benefits differ (practice §4.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from django.db import transaction

from liuke.areas.keeping import access
from liuke.areas.keeping.queries.treatments import TABLE
from liuke.areas.keeping.rules.treating import KEYS, QUEUES
from liuke.events.keeping_bond import TreatmentSet
from liuke.foundation.clock import local
from liuke.foundation.dated.actions import set_value
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.models import COMPANY

LONGEST_RHYTHM: Final = 366
MOST_BENEFITS: Final = 10
LONGEST: Final = 120


@transaction.atomic
def set_treatment(
    key: str, *, queue: str, contact_days: int, told: Words, benefits: Sequence[Words], from_date: date, source: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    """Receive a grade so from a day to come on: queue, one line for the agent, published benefits, days between contacts.

    By a director. `contact_days` 0: no regular contact. What is owed already stays as it was promised. Raises Invalid
    with `key`, `queue`, `contact_days`, `line`, `benefits`, `from_date`, `source`.
    """
    access.require_director(by)
    if key not in KEYS:
        raise Invalid.field("key", "请选择客户等级。", "Choose a grade.")
    if queue not in QUEUES:
        raise Invalid.field("queue", "请选择接听队列。", "Choose a queue.")
    if not 0 <= contact_days <= LONGEST_RHYTHM:
        raise Invalid.field("contact_days", "请填写 0 到 366 天。", "Give 0 to 366 days.")
    if from_date <= local(at).date():
        raise Invalid.field("from_date", "须从明天或以后起。", "It holds from tomorrow on at the earliest.")
    value = {
        "queue": queue, "contact_days": contact_days, "line": _said("line", told),
        "benefits": _benefits(benefits),
    }  # fmt: skip
    set_value(TABLE, key, value, from_date=from_date, source=line("source", source, most=200), by=by, at=at)
    event = TreatmentSet(key, from_date, queue, contact_days, KEYS[key].zh, KEYS[key].en)
    record(event, on=COMPANY, by=by, at=at)


def _benefits(benefits: Sequence[Words]) -> list[dict[str, str]]:
    if len(benefits) > MOST_BENEFITS:
        raise Invalid.field("benefits", f"最多 {MOST_BENEFITS} 项。", f"At most {MOST_BENEFITS}.")
    return [_said("benefits", one) for one in benefits]


def _said(field: str, words: Words) -> dict[str, str]:
    return {"zh": line(field, words.zh, most=LONGEST), "en": line(field, words.en, most=LONGEST)}
