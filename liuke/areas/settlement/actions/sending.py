"""Sending a month's statements to their sites: one, or all that are drafted; that is owed on the 3rd (rule 29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.making import is_over, make_month, recount
from liuke.areas.settlement.actions.telling import about
from liuke.areas.settlement.models import Month, Statement
from liuke.events.settlement import MonthSent, StatementSent
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.models import COMPANY
from liuke.kernel.journal.rows import Entry


@transaction.atomic
def send(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Send a draft to its site, counted once more. Whoever sends it answers for it, and hears no appeal against it."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "send", by=by)
    _require_over(found.month, at)
    recount(found, by=by, at=at)
    _send([found], by=by, at=at)


@transaction.atomic
def send_month(month: date, *, by: Actor, at: datetime) -> int:
    """Send all drafts of a month, counted once more. Answers how many; that is what is owed on the 3rd."""
    access.require_maker(by)
    month = month.replace(day=1)
    _require_over(month, at)
    make_month(month, by=by, at=at)
    drafts = list(Statement.objects.select_related("site").filter(month=month, state="draft").order_by("site_id"))
    if not drafts:
        raise Refused("没有待发送的结算单。", "There is no statement to send.", code="nothing-to-send")
    _send(drafts, by=by, at=at)
    return len(drafts)


def _require_over(month: date, at: datetime) -> None:
    if not is_over(month, at):
        raise Invalid.field("month", "这个月还没结束，先不发送。", "This month is not over yet: it is sent afterwards.")


def _send(drafts: Sequence[Statement], *, by: Actor, at: datetime) -> None:
    for one in drafts:
        one.state, one.sent_at, one.made_by = "sent", at, by
        one.version += 1
    Statement.objects.bulk_update(drafts, ["state", "sent_at", "made_by", "version"], batch_size=500)
    record_many([Entry(StatementSent(**about(one)), one.site_id) for one in drafts], by=by, at=at)
    _tell_month_sent(drafts[0].month, by=by, at=at)


def _tell_month_sent(month: date, *, by: Actor, at: datetime) -> None:
    row = Month.objects.filter(month=month, sent_at__isnull=True).first()
    if row is None or Statement.objects.filter(month=month, state="draft").exists():
        return
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    sent = Statement.objects.filter(month=month).count()
    record(MonthSent(number=str(row), statements=sent), on=COMPANY, by=by, at=at)
