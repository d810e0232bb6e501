"""A site's month: counted from the journal, agreed with the site, signed by both, locked, paid (practice §1.17).

Numbers: ST- statements, SA- appeals against a line. `month` is written 2026-11, `yuan` is the total as text. What a
person writes (why a site appeals, why it is decided) is kept with the appeal, not here: it may speak of a customer.
"""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.journal.kinds import kind


@kind("settlement.month.drafted")
class MonthDrafted:
    """A month is over and its statements are drafted: they have to be looked at and sent. On the company's timeline."""

    number: str  # the month
    statements: int = 0
    send_by: datetime | None = None

    says = {
        "zh": "{number} 结算单已生成 {statements} 份，待核对发送",
        "en": "The statements of {number} are drafted ({statements}): to be looked at and sent",
    }
    seen_by = "staff"
    example = {"number": "2026-11", "statements": 42, "send_by": "2026-12-03T12:00:00+00:00"}


@kind("settlement.month.sent")
class MonthSent:
    """All statements of a month went to their sites."""

    number: str
    statements: int = 0

    says = {
        "zh": "{number} 结算单已全部发送（{statements} 份）",
        "en": "The statements of {number} went to the sites ({statements})",
    }
    seen_by = "staff"
    example = {"number": "2026-11", "statements": 42}


@kind("settlement.statement.made", about="site")
class StatementMade:
    """Counted from the journal up to event `cut`; `again`: an earlier count stood there before."""

    number: str
    site: str = ""
    month: str = ""
    lines: int = 0
    total_cents: int = 0
    yuan: str = "0.00"
    cut: int = 0
    again: bool = False

    says = {
        "zh": "{month} 结算单 {number} 已计算：¥{yuan}",
        "en": "Statement {number} of {month} was counted: CNY {yuan}",
    }
    seen_by = "staff"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "lines": 318, "total_cents": 2468000,
        "yuan": "24680.00", "cut": 1870000000000000000, "again": False,
    }  # fmt: skip


@kind("settlement.statement.sent", about="site")
class StatementSent:
    """The site may look at it, and confirms it or appeals against its lines. `again`: after an appeal was decided."""

    number: str
    site: str = ""
    month: str = ""
    total_cents: int = 0
    yuan: str = "0.00"
    again: bool = False

    says = {
        "zh": "{month} 结算单 {number} 已发网点：¥{yuan}",
        "en": "Statement {number} of {month} went to the site: CNY {yuan}",
    }
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "total_cents": 2468000, "yuan": "24680.00",
        "again": False,
    }  # fmt: skip


@kind("settlement.statement.confirmed", about="site")
class StatementConfirmed:
    """The site's manager signed this sum."""

    number: str
    site: str = ""
    month: str = ""
    total_cents: int = 0
    yuan: str = "0.00"

    says = {"zh": "网点已确认结算单 {number}：¥{yuan}", "en": "The site confirmed statement {number}: CNY {yuan}"}
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "total_cents": 2468000, "yuan": "24680.00",
    }  # fmt: skip


@kind("settlement.statement.signed", about="site")
class StatementSigned:
    """The company signed it too."""

    number: str
    site: str = ""
    month: str = ""
    total_cents: int = 0
    yuan: str = "0.00"

    says = {"zh": "公司已签结算单 {number}：¥{yuan}", "en": "The company signed statement {number}: CNY {yuan}"}
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "total_cents": 2468000, "yuan": "24680.00",
    }  # fmt: skip


@kind("settlement.statement.locked", about="site")
class StatementLocked:
    """Nothing of it changes any more; what comes later is adjusted in the next month. `pay_until`: end of the last day."""

    number: str
    site: str = ""
    month: str = ""
    total_cents: int = 0
    yuan: str = "0.00"
    pay_by: date | None = None
    pay_until: datetime | None = None
    owes: bool = True  # the company owes the site; else there is nothing to pay

    says = {"zh": "结算单 {number} 已锁定：¥{yuan}", "en": "Statement {number} is locked: CNY {yuan}"}
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "total_cents": 2468000, "yuan": "24680.00",
        "pay_by": "2027-01-08", "pay_until": "2027-01-08T10:00:00+00:00", "owes": True,
    }  # fmt: skip


@kind("settlement.invoice.received", about="site")
class InvoiceReceived:
    """The site's invoice for a locked statement is there. `invoice_no` is the tax office's number."""

    number: str  # the statement
    site: str = ""
    invoice_no: str = ""
    amount_cents: int = 0
    yuan: str = "0.00"

    says = {
        "zh": "已收到结算单 {number} 的发票 {invoice_no}（¥{yuan}）",
        "en": "Invoice {invoice_no} for statement {number} is there (CNY {yuan})",
    }
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "invoice_no": "26337000001234567890", "amount_cents": 2468000,
        "yuan": "24680.00",
    }  # fmt: skip


@kind("settlement.statement.paid", about="site")
class StatementPaid:
    """Paid to the site; `interest_cents` came on top for what was late."""

    number: str
    site: str = ""
    month: str = ""
    total_cents: int = 0
    yuan: str = "0.00"
    paid_on: date | None = None
    days_late: int = 0
    interest_cents: int = 0

    says = {"zh": "结算单 {number} 已付款 ¥{yuan}", "en": "Statement {number} was paid: CNY {yuan}"}
    seen_by = "site"
    example = {
        "number": "ST-000012", "site": "S-0001", "month": "2026-11", "total_cents": 2468000, "yuan": "24680.00",
        "paid_on": "2027-01-06", "days_late": 0, "interest_cents": 0,
    }  # fmt: skip


@kind("settlement.appeal.lodged", about="statement")
class LineAppealed:
    """The site does not accept a line of its statement; reason and evidence are with the appeal."""

    number: str
    statement: str
    order: str = ""
    site: str = ""
    item: str = ""
    item_zh: str = ""
    item_en: str = ""
    files: int = 0

    says = {
        "zh": "网点对结算单 {statement} 中 {order} 的{item_zh}提出申诉 {number}",
        "en": "The site appealed against the {item_en} of {order} on statement {statement} ({number})",
    }
    seen_by = "site"
    example = {
        "number": "SA-000003", "order": "WO-000318", "statement": "ST-000012", "site": "S-0001", "item": "deduction",
        "item_zh": "扣款", "item_en": "deduction", "files": 1,
    }  # fmt: skip


@kind("settlement.appeal.decided", about="order")
class LineRuled:
    """Somebody who did not make the statement decided. Granted: this item of the order is `amount_cents` from now on.

    `last`: no other appeal against the statement waits, so the site is asked to confirm it again.
    """

    number: str
    order: str
    statement: str = ""
    site: str = ""
    item: str = ""
    item_zh: str = ""
    item_en: str = ""
    granted: bool = False
    amount_cents: int = 0
    yuan: str = "0.00"
    verdict_zh: str = ""
    verdict_en: str = ""
    last: bool = True

    says = {
        "zh": "申诉 {number}（{order} {item_zh}）{verdict_zh}",
        "en": "Appeal {number} ({item_en} of {order}) {verdict_en}",
    }
    seen_by = "site"
    example = {
        "number": "SA-000003", "order": "WO-000318", "statement": "ST-000012", "site": "S-0001", "item": "deduction",
        "item_zh": "扣款", "item_en": "deduction", "granted": True, "amount_cents": 0, "yuan": "0.00",
        "verdict_zh": "成立", "verdict_en": "was granted", "last": True,
    }  # fmt: skip


@kind("settlement.serial.decided", about="order", subject="serial")
class SerialDecided:
    """A serial came a second time: it is looked into and counts on this order too, or it does not."""

    serial: str
    order: str
    site: str = ""
    counts: bool = False
    verdict_zh: str = ""
    verdict_en: str = ""

    says = {
        "zh": "{order} 重复序列号 {serial} 核定：{verdict_zh}",
        "en": "Serial {serial}, which came twice, on {order}: {verdict_en}",
    }
    seen_by = "site"
    example = {
        "serial": "LK0001", "order": "WO-000318", "site": "S-0001", "counts": False, "verdict_zh": "不付",
        "verdict_en": "is not paid",
    }  # fmt: skip


@kind("settlement.supplement.granted", about="order", subject="order")
class SupplementGranted:
    """Height or urgent work on an order is paid by the list. `item` height | urgent."""

    order: str
    site: str = ""
    item: str = "height"
    item_zh: str = ""
    item_en: str = ""

    says = {"zh": "工单 {order} 核准{item_zh}", "en": "A {item_en} was granted for {order}"}
    seen_by = "site"
    example = {
        "order": "WO-000318",
        "site": "S-0001",
        "item": "height",
        "item_zh": "高空作业费",
        "item_en": "height fee",
    }


@kind("settlement.price.set", subject="key", about="site")
class PriceSet:
    """Finance stated what is paid for an item of the list from a day on; `site`: agreed with that one."""

    key: str
    site: str = ""
    cents: int = 0
    yuan: str = ""
    from_date: date | None = None

    says = {"zh": "结算价目 {key} 自 {from_date} 起 {yuan} 元", "en": "{key} pays CNY {yuan} from {from_date} on"}
    seen_by = "site"
    example = {
        "key": "S-0001/labour.repair",
        "site": "S-0001",
        "cents": 9000,
        "yuan": "90.00",
        "from_date": "2026-12-01",
    }
