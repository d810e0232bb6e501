"""A day's takings: opened by its first money, set against the provider's statement, closed by hand (practice §3 #28)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.models import Day, StatementRow
from liuke.areas.charges.queries.days import figures_of, pairs_of
from liuke.areas.charges.rules import statement
from liuke.areas.charges.rules.collecting import day_of
from liuke.areas.charges.rules.reconciling import Stated, differences
from liuke.events.charges import DayOpened, DayReconciled
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.payments import choice
from liuke.foundation.payments.provider import ProviderFault
from liuke.foundation.turns import take_turn
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.queries import COMPANY

MOST_ROWS = 20_000
LONGEST_NOTE = 1000


def open_day(paid_at: datetime, *, by: Actor, at: datetime) -> Day:
    """The day on which money paid then is reconciled; the first money of a day opens it, and reconciling is owed."""
    paid_on, today = local(paid_at).date(), local(at).date()
    for day in sorted({paid_on, today}):
        take_turn(f"charges day {day}")
    closed = Day.objects.filter(day__in=[paid_on, today], state=Day.State.CLOSED).values_list("day", flat=True)
    wanted = day_of(paid_on, today, closed)
    found = Day.objects.filter(day=wanted).first()
    if found is None:
        found = Day.objects.create(number=numbers.take("CD"), day=wanted)
        record(DayOpened(number=found.number, day=wanted), on=COMPANY, by=by, at=at)
    return found


def take_statement(number: str, table: Sequence[Sequence[str]], *, source: str, by: Actor, at: datetime) -> int:
    """Take the provider's statement of a day, read from a file, in place of an earlier one. Answers its rows.

    The whole table is checked first; Invalid names the first row that is wrong.
    """
    if len(table) > MOST_ROWS:
        raise Invalid.field("file", f"最多 {MOST_ROWS} 行", f"At most {MOST_ROWS} rows")
    try:
        rows = statement.read(table)
    except statement.Unreadable as wrong:
        raise Invalid.field("file", wrong.words.zh, wrong.words.en) from None
    return _take(number, rows, source, by=by, at=at)


def fetch_statement(number: str, *, by: Actor, at: datetime) -> int:
    """Ask the provider itself for a day's statement; Refused where it only sends files or does not answer."""
    day = access.day(number, by=by)
    provider = choice.provider()
    try:
        told = provider.statement(day.day, at=at)
    except ProviderFault as fault:
        raise Refused(f"收款方未答复：{fault}", f"The provider did not answer: {fault}", code="provider") from None
    if told is None:
        raise Refused("收款方只提供账单文件，请上传。", "The provider only sends files: upload one.", code="files-only")
    rows = tuple(Stated(one.reference, one.cents, one.number) for one in told)
    return _take(number, rows, provider.name, by=by, at=at)


def close_day(number: str, *, note: str = "", by: Actor, at: datetime, keeps: int | None = None) -> int:
    """Close a day; what differs needs a word why. Answers how many lines differ.

    Refused without a statement where anything was paid by QR, and before the day is over.
    """
    access.keeps_accounts(by)
    with transaction.atomic():
        day = _open(number, by=by)
        figures, pairs = figures_of(day), pairs_of(day)
        found = differences(pairs)
        _may_close(day, figures.qr_count > 0, found, note, at)

        day.state, day.closed_at, day.closed_by = Day.State.CLOSED, at, by
        day.differences, day.note = found, note.strip()[:LONGEST_NOTE]
        day.save()

        told = DayReconciled(
            number=day.number, day=day.day, qr_cents=figures.qr_cents, cash_cents=figures.cash_cents,
            payments=figures.count, differences=found, note=day.note,
        )  # fmt: skip
        record(told, on=COMPANY, by=by, at=at, keeps=keeps)
    return found


def _take(number: str, rows: Sequence[Stated], source: str, *, by: Actor, at: datetime) -> int:
    access.keeps_accounts(by)
    with transaction.atomic():
        day = _open(number, by=by)
        day.rows.all().delete()
        StatementRow.objects.bulk_create(
            StatementRow(day=day, reference=row.reference, number=row.number, amount_cents=row.cents) for row in rows
        )
        day.statement_at, day.statement_by, day.statement_from = at, by, source[:120]
        day.save(update_fields=["statement_at", "statement_by", "statement_from"])
    return len(rows)


def _open(number: str, *, by: Actor) -> Day:
    take_turn(f"charges day {access.day(number, by=by).day}")
    day = access.day(number, by=by, lock=True)
    if day.state == Day.State.CLOSED:
        raise Refused("这一天已经对账。", "This day is reconciled already.", code="day-closed")
    return day


def _may_close(day: Day, has_qr: bool, found: int, note: str, at: datetime) -> None:
    if day.day >= local(at).date():
        raise Refused("当天未结束，请次日对账。", "The day is not over: reconcile it tomorrow.", code="day-not-over")
    if has_qr and day.statement_at is None:
        raise Refused("请先取得当日账单。", "Take the day's statement first.", code="no-statement")
    if found and not note.strip():
        raise Invalid.field("note", f"有 {found} 笔差异，请写明原因和处理", f"{found} lines differ: say why")
