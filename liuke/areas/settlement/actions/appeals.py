"""A site's appeal against a line of its statement, and its decision by another than who sent it (practice §1.17; rule 29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.making import recount
from liuke.areas.settlement.actions.telling import about, yuan_of
from liuke.areas.settlement.models import LineAppeal, Statement, StatementLine
from liuke.areas.settlement.rules.lines import APPEALABLE, ITEMS
from liuke.areas.settlement.rules.rulings import why_not
from liuke.events.settlement import LineAppealed, LineRuled, StatementSent
from liuke.foundation import lines, numbers
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record

LONGEST: Final = 1000
MOST_FILES: Final = 10


@transaction.atomic
def lodge(
    number: str, *, order: str, item: str, reason: str, files: Sequence[str], by: Actor, at: datetime,
    seen: int | None = None, keeps: int | None = None,
) -> str:  # fmt: skip
    """The site's manager does not accept what an order brings under an item. Answers the appeal's number, SA-.

    `files` are keys stored for `settlement-line:ST-…/WO-…`. Raises Invalid with `order`, `reason`, `files`; Refused
    where the line was appealed against before.
    """
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "appeal", by=by)
    line = _line(found, order, item)
    _checked("reason", reason)
    if LineAppeal.objects.filter(statement=found, order_number=line.order_number, item=item).exists():
        raise Refused("这一行已经申诉过。", "This line was appealed against already.", code="appealed")
    appeal = LineAppeal.objects.create(
        number=numbers.take("SA"), statement=found, order_number=line.order_number, item=item, cents=line.cents,
        against=found.made_by, reason=reason.strip(), files=_files(found, order, files, by), lodged_at=at, lodged_by=by,
    )  # fmt: skip
    found.state = "appealed"
    found.version += 1
    found.save(update_fields=["state", "version"])
    told = LineAppealed(
        number=appeal.number, order=appeal.order_number, statement=found.number, site=found.site.number, item=item,
        item_zh=ITEMS[item].zh, item_en=ITEMS[item].en, files=len(appeal.files),
    )  # fmt: skip
    record(told, on=found.site_id, by=by, at=at, keeps=keeps)
    return appeal.number


@transaction.atomic
def decide(
    number: str, *, granted: bool, cents: int | None, answer: str, by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Grant an appeal, with what the item is then, or do not. The statement is counted again and goes back to the site.

    Forbidden to whoever sent the statement. Raises Invalid with `answer`, `amount`.
    """
    appeal = access.appeal(number, by=by, lock=True, seen=seen)
    found = appeal.statement
    access.require(found, "rule", by=by)
    if not access.is_judge(appeal, by):
        raise Forbidden(
            "发送结算单的人不能裁定对它的申诉，请由另一人裁定。",
            "Whoever sent the statement does not decide an appeal against it: another person does.",
            code="own-statement",
        )
    if appeal.decided_at is not None:
        raise Refused("这件申诉已经裁定。", "This appeal is decided already.", code="decided")
    _checked("answer", answer)
    appeal.granted, appeal.granted_cents = granted, _amount(appeal, cents) if granted else None
    appeal.answer, appeal.decided_at, appeal.decided_by = answer.strip(), at, by
    appeal.save()
    last = not found.appeals.filter(decided_at__isnull=True).exists()
    record(_ruled(appeal, last=last), on=found.site_id, by=by, at=at, keeps=keeps)
    _go_on(found, last=last, by=by, at=at)


def _go_on(found: Statement, *, last: bool, by: Actor, at: datetime) -> None:
    """Count what was granted; after the last appeal the site is asked to confirm again."""
    if last:
        found.state = "sent"
        found.save(update_fields=["state"])
    recount(found, by=by, at=at)
    if last:
        record(StatementSent(**about(found), again=True), on=found.site_id, by=by, at=at)


def _ruled(appeal: LineAppeal, *, last: bool) -> LineRuled:
    """The ruling as counting reads it: what the item of the order comes to in all, earlier months included."""
    cents = (appeal.granted_cents or 0) + _settled_before(appeal)
    granted, words = bool(appeal.granted), ITEMS[appeal.item]
    return LineRuled(
        number=appeal.number, order=appeal.order_number, statement=appeal.statement.number,
        site=appeal.statement.site.number, item=appeal.item, item_zh=words.zh, item_en=words.en, granted=granted,
        amount_cents=cents if granted else 0, yuan=yuan_of(appeal.granted_cents or 0),
        verdict_zh="成立" if granted else "不成立", verdict_en="was granted" if granted else "was not granted", last=last,
    )  # fmt: skip


def _settled_before(appeal: LineAppeal) -> int:
    """Where the line is an adjustment: what the item had been settled with."""
    line = StatementLine.objects.filter(
        statement=appeal.statement, order_number=appeal.order_number, of_item=appeal.item
    ).first()
    return line.unit_cents if line else 0


def _line(found: Statement, order: str, item: str) -> StatementLine:
    if item not in APPEALABLE or not order.strip():
        raise Invalid.field("item", "这一行不能申诉。", "There is no appeal against this line.")
    counts_as = Coalesce(NullIf(F("of_item"), Value("")), F("item"))
    rows = found.lines.filter(Q(order_number=order.strip().upper())).annotate(counts_as=counts_as)
    line = rows.filter(counts_as=item).first()
    if line is None:
        raise Invalid.field("order", "结算单中没有这一行。", "The statement has no such line.")
    return line


def _amount(appeal: LineAppeal, cents: int | None) -> int:
    if cents is None:
        raise Invalid.field("amount", "请填写核定后的金额。", "Say what the amount is then.")
    wrong = why_not(appeal.item, cents + _settled_before(appeal))
    if wrong:
        raise Invalid.field("amount", wrong.zh, wrong.en)
    return cents


def _checked(field: str, text: str) -> None:
    lines.words(field, text, most=LONGEST, missing=Words("请写明理由，双方都看得到", "Say why: both sides read it"))


def _files(found: Statement, order: str, keys: Sequence[str], by: Actor) -> list[str]:
    given = list(dict.fromkeys(key for key in keys if key))
    if not given:
        raise Invalid.field("files", "请上传证据（照片、录音或单据）", "Add evidence: a photo, a recording, a paper")
    if len(given) > MOST_FILES:
        raise Invalid.field("files", f"最多 {MOST_FILES} 个文件", f"At most {MOST_FILES} files")
    subject = f"settlement-line:{found.number}/{order.strip().upper()}"
    if set(given) - {file.key for file in files_of(subject, by=by)}:
        raise Invalid.field("files", "有文件未上传到此申诉", "A file does not belong to this appeal")
    return given
