"""Reading differences between what customers say and what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.charges import access
from liuke.areas.charges.models import Difference
from liuke.areas.charges.rules.names import FINDINGS
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

MOST = 200


@dataclass(frozen=True)
class DifferenceRow:
    """Amounts in cents; `finding` is empty until it was looked into."""

    number: str
    order: str
    callback: str
    told_cents: int
    recorded_cents: int
    site: str
    technician_id: int
    found_at: datetime
    is_open: bool
    finding_words: Words
    note: str
    explained_at: datetime | None
    explained_by: str


def get_difference(number: str, *, by: Actor) -> DifferenceRow:
    """The difference, or Missing for whoever does not look into it."""
    return _row(access.difference(number, by=by))


def list_differences(*, by: Actor, is_open: bool = True) -> tuple[DifferenceRow, ...]:
    """Those to be looked into, the oldest first; or those that were, newest first."""
    if not access.sees_accounts(by):
        raise Forbidden("由区域服务经理、品质和财务查看。", "Regional manager, quality and finance look at this.")
    rows = Difference.objects.select_related("order", "explained_by")
    if is_open:
        rows = rows.filter(state=Difference.State.FOUND).order_by("found_at", "pk")
    else:
        rows = rows.filter(state=Difference.State.EXPLAINED).order_by("-explained_at", "-pk")
    return tuple(_row(d) for d in rows[:MOST])


def count_open(*, by: Actor) -> int:
    return Difference.objects.filter(state=Difference.State.FOUND).count() if access.sees_accounts(by) else 0


def _row(d: Difference) -> DifferenceRow:
    return DifferenceRow(
        d.number, d.order.number, d.callback, d.told_cents, d.recorded_cents, d.site, d.technician_id, d.found_at,
        d.state == Difference.State.FOUND, FINDINGS.get(d.finding, Words("", "")), d.note, d.explained_at,
        d.explained_by.name if d.explained_by else "",
    )  # fmt: skip
