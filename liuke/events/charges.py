"""Paid work: quote, the customer's yes, money to the company's account, receipt, invoice, reconciled (practice §1.11).

Numbers: QT- quotes, PY- payments, RC- receipts, INV- invoices, CD- the days that are reconciled, DF- differences.
Amounts are in cents of CNY, and said in yuan by `yuan`, which is text such as "128.00". `site` is the site's number,
`technician` the identity actor's id (0: nobody). All concern an order, which is their `about`.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("charges.quote.made", about="order")
class QuoteMade:
    """A priced offer waits for the customer's answer; a changed one is made again with the next `version`."""

    number: str
    order: str
    version: int = 1
    amount_cents: int = 0
    yuan: str = "0.00"
    lines: int = 1
    free_lines: int = 0  # not from the price list, each with its reason
    site: str = ""
    technician: int = 0

    says = {"zh": "已报价 ¥{yuan}（{number}，工单 {order}）", "en": "CNY {yuan} was quoted ({number} for {order})"}
    seen_by = "customer"
    example = {
        "number": "QT-000041", "order": "WO-000318", "version": 1, "amount_cents": 18000, "yuan": "180.00", "lines": 3,
        "free_lines": 0, "site": "S-0001", "technician": 12,
    }  # fmt: skip


@kind("charges.quote.accepted", about="order")
class QuoteAccepted:
    """The customer said yes to this very version. `via` screen (signed on the phone) | page (his own page)."""

    number: str
    order: str
    version: int = 1
    amount_cents: int = 0
    yuan: str = "0.00"
    via: str = "screen"
    old_parts: str = "keep"  # keep | leave | none: what becomes of replaced parts, which are his
    site: str = ""
    technician: int = 0

    says = {
        "zh": "用户同意报价 {number}（第 {version} 版，¥{yuan}）",
        "en": "The customer accepted quote {number} (version {version}, CNY {yuan})",
    }
    seen_by = "customer"
    example = {
        "number": "QT-000041", "order": "WO-000318", "version": 1, "amount_cents": 18000, "yuan": "180.00",
        "via": "screen", "old_parts": "keep", "site": "S-0001", "technician": 12,
    }  # fmt: skip


@kind("charges.quote.refused", about="order")
class QuoteRefused:
    """The customer said no; where nothing else is to be done, the trip ends as a no-service trip."""

    number: str
    order: str
    version: int = 1
    amount_cents: int = 0
    yuan: str = "0.00"
    via: str = "screen"
    reason: str = "too_dear"  # too_dear | other_repairer | buys_new | no_longer_needed | other
    site: str = ""
    technician: int = 0

    says = {"zh": "用户不接受报价 {number}（¥{yuan}）", "en": "The customer refused quote {number} (CNY {yuan})"}
    seen_by = "customer"
    example = {
        "number": "QT-000041", "order": "WO-000318", "version": 1, "amount_cents": 18000, "yuan": "180.00",
        "via": "screen", "reason": "too_dear", "site": "S-0001", "technician": 12,
    }  # fmt: skip


@kind("charges.quote.withdrawn", about="order")
class QuoteWithdrawn:
    """Taken back by our side before any money was paid on it. `reason` mistaken | guarantee | order_over."""

    number: str
    order: str
    version: int = 1
    reason: str = "mistaken"
    site: str = ""
    technician: int = 0

    says = {"zh": "报价 {number} 已撤回", "en": "Quote {number} was withdrawn"}
    seen_by = "customer"
    example = {
        "number": "QT-000041", "order": "WO-000318", "version": 1, "reason": "mistaken", "site": "S-0001",
        "technician": 12,
    }  # fmt: skip


@kind("charges.payment.requested", about="order")
class PaymentRequested:
    """A QR code of the company's account is shown for exactly this amount."""

    number: str
    order: str
    quote: str = ""
    amount_cents: int = 0
    yuan: str = "0.00"
    site: str = ""
    technician: int = 0

    says = {"zh": "请扫码支付 ¥{yuan}（{number}）", "en": "CNY {yuan} is to be paid by QR ({number})"}
    seen_by = "customer"
    example = {
        "number": "PY-000077", "order": "WO-000318", "quote": "QT-000041", "amount_cents": 18000, "yuan": "180.00",
        "site": "S-0001", "technician": 12,
    }  # fmt: skip


@kind("charges.payment.cancelled", about="order")
class PaymentCancelled:
    """The QR code is not valid any more: it was paid otherwise, or too much time passed."""

    number: str
    order: str
    reason: str = "other_way"  # other_way | expired | quote_withdrawn

    says = {"zh": "付款码 {number} 已失效", "en": "QR code {number} is not valid any more"}
    seen_by = "site"
    example = {"number": "PY-000077", "order": "WO-000318", "reason": "other_way"}


@kind("charges.payment.received", about="order")
class PaymentReceived:
    """Money of the customer: by `qr` on the company's account, or `cash`, which the site owes until it is handed in.

    `collected_by` is the identity id of whoever took it (for QR: whose screen showed the code). `day` is the company
    day on which it is reconciled.
    """

    number: str
    order: str
    site: str = ""
    technician: int = 0
    amount_cents: int = 0
    via: str = "qr"  # qr | cash
    collected_by: int = 0
    quote: str = ""
    yuan: str = "0.00"
    day: date | None = None

    says = {"zh": "已收款 ¥{yuan}（{number}，工单 {order}）", "en": "CNY {yuan} was paid ({number} for {order})"}
    seen_by = "customer"
    example = {
        "number": "PY-000077", "order": "WO-000318", "site": "S-0001", "technician": 12, "amount_cents": 18000,
        "via": "qr", "collected_by": 12, "quote": "QT-000041", "yuan": "180.00", "day": "2026-11-28",
    }  # fmt: skip


@kind("charges.payment.refunded", about="order")
class PaymentRefunded:
    """All of a payment was given back to the customer on the way it came."""

    number: str
    order: str
    site: str = ""
    technician: int = 0
    amount_cents: int = 0
    via: str = "qr"
    yuan: str = "0.00"
    note: str = ""

    says = {"zh": "已退款 ¥{yuan}（{number}）", "en": "CNY {yuan} was paid back ({number})"}
    personal = ("note",)
    seen_by = "customer"
    example = {
        "number": "PY-000077", "order": "WO-000318", "site": "S-0001", "technician": 12, "amount_cents": 18000,
        "via": "qr", "yuan": "180.00", "note": "",
    }  # fmt: skip


@kind("charges.cash.handed_in", about="order")
class CashHandedIn:
    """The site has paid the cash it took into the company's account; whoever keeps the accounts saw it there."""

    number: str  # the payment
    order: str
    site: str = ""
    technician: int = 0
    amount_cents: int = 0
    yuan: str = "0.00"

    says = {"zh": "网点已上交现金 ¥{yuan}（{number}）", "en": "The site handed in CNY {yuan} in cash ({number})"}
    seen_by = "site"
    example = {
        "number": "PY-000078", "order": "WO-000318", "site": "S-0001", "technician": 12, "amount_cents": 8000,
        "yuan": "80.00",
    }  # fmt: skip


@kind("charges.receipt.issued", about="order")
class ReceiptIssued:
    """The customer has his receipt of a payment."""

    number: str
    order: str
    payment: str = ""
    amount_cents: int = 0
    yuan: str = "0.00"

    says = {"zh": "已开收据 {number}（¥{yuan}）", "en": "Receipt {number} was issued (CNY {yuan})"}
    seen_by = "customer"
    example = {
        "number": "RC-000077", "order": "WO-000318", "payment": "PY-000077", "amount_cents": 18000, "yuan": "180.00",
    }  # fmt: skip


@kind("charges.invoice.requested", about="order")
class InvoiceRequested:
    """The customer wants an invoice for what he paid. `buyer` person | company."""

    number: str
    order: str
    amount_cents: int = 0
    yuan: str = "0.00"
    buyer: str = "person"
    title: str = ""
    site: str = ""

    says = {"zh": "用户申请开票 {number}（¥{yuan}）", "en": "An invoice was asked for: {number} (CNY {yuan})"}
    personal = ("title",)
    seen_by = "customer"
    example = {
        "number": "INV-000012", "order": "WO-000318", "amount_cents": 18000, "yuan": "180.00", "buyer": "company",
        "title": "海川餐饮有限公司", "site": "S-0001",
    }  # fmt: skip


@kind("charges.invoice.issued", about="order")
class InvoiceIssued:
    """`invoice_no` is the tax office's number of the issued invoice."""

    number: str
    order: str
    invoice_no: str = ""
    amount_cents: int = 0
    yuan: str = "0.00"

    says = {
        "zh": "已开票 {number}，发票号 {invoice_no}",
        "en": "Invoice {number} was issued, official number {invoice_no}",
    }
    seen_by = "customer"
    example = {
        "number": "INV-000012", "order": "WO-000318", "invoice_no": "26317000001234567890", "amount_cents": 18000,
        "yuan": "180.00",
    }  # fmt: skip


@kind("charges.day.opened")
class DayOpened:
    """The first money of a day was taken: that day will have to be reconciled. On the company's own timeline."""

    number: str
    day: date | None = None

    says = {"zh": "{day} 有收款，次日须对账", "en": "Money was taken on {day}: to be reconciled the next day"}
    seen_by = "staff"
    example = {"number": "CD-000028", "day": "2026-11-28"}


@kind("charges.day.reconciled")
class DayReconciled:
    """A day's takings were set against the provider's statement, and closed. Amounts as recorded by us, less refunds."""

    number: str
    day: date | None = None
    qr_cents: int = 0
    cash_cents: int = 0
    payments: int = 0
    differences: int = 0
    note: str = ""

    says = {
        "zh": "{day} 收款已对账：{payments} 笔，差异 {differences} 笔",
        "en": "The takings of {day} were reconciled: {payments} payments, {differences} differences",
    }
    personal = ("note",)
    seen_by = "staff"
    example = {
        "number": "CD-000028", "day": "2026-11-28", "qr_cents": 18000, "cash_cents": 8000, "payments": 2,
        "differences": 0, "note": "",
    }  # fmt: skip


@kind("charges.difference.found", about="order")
class DifferenceFound:
    """What the customer says he paid is not what was recorded: private charging, or a mistake. To be explained."""

    number: str
    order: str
    callback: str = ""
    told_cents: int = 0
    recorded_cents: int = 0
    told: str = "0.00"
    recorded: str = "0.00"
    site: str = ""
    technician: int = 0

    says = {
        "zh": "收费不符（{order}）：用户称付 ¥{told}，系统记录 ¥{recorded}",
        "en": "Charges of {order} differ: the customer says CNY {told}, recorded are CNY {recorded}",
    }
    seen_by = "staff"
    example = {
        "number": "DF-000003", "order": "WO-000318", "callback": "CB-000812", "told_cents": 26000,
        "recorded_cents": 18000, "told": "260.00", "recorded": "180.00", "site": "S-0001", "technician": 12,
    }  # fmt: skip


@kind("charges.difference.explained", about="order")
class DifferenceExplained:
    """Looked into. `finding` private_charge | not_recorded | tip_or_part | customer_erred | unclear."""

    number: str
    order: str
    finding: str = "unclear"
    told_cents: int = 0
    recorded_cents: int = 0
    site: str = ""
    technician: int = 0
    note: str = ""

    says = {"zh": "收费不符 {number} 已查清（{order}）", "en": "Difference {number} was looked into ({order})"}
    personal = ("note",)
    seen_by = "staff"
    example = {
        "number": "DF-000003", "order": "WO-000318", "finding": "private_charge", "told_cents": 26000,
        "recorded_cents": 18000, "site": "S-0001", "technician": 12, "note": "",
    }  # fmt: skip
