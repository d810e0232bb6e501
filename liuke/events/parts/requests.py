"""Parts on their way: a site's wishes for its shelf, what the parts desk decides, parcels, a site's credit. Numbers: PR-.

An order's own request has its steps in `service.part.*`. `part` is the catalogue's code; money in cents.
"""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("parts.replenishment.requested")
class ReplenishmentRequested:
    """A site wants parts for its own shelf; an order's own request is `service.part.requested`."""

    number: str
    site: str
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "网点申请补货 {title} ×{quantity}（{number}）",
        "en": "The site asks for {quantity} × {title} ({number})",
    }
    seen_by = "site"
    example = {"number": "PR-000002", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 3}


@kind("parts.replenishment.approved")
class ReplenishmentApproved:
    number: str
    site: str
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "补货申请 {number} 已批准：{title} ×{quantity}",
        "en": "Replenishment {number} was approved: {quantity} × {title}",
    }
    seen_by = "site"
    example = {"number": "PR-000002", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 3}


@kind("parts.parcel.sent", about="order")
class ParcelSent:
    """A parcel to the site, for an order or its shelf: by which carrier, under which number."""

    number: str
    order: str = ""
    site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1
    carrier: str = ""
    waybill: str = ""

    says = {
        "zh": "{title} ×{quantity} 已寄往 {site}：{carrier} {waybill}",
        "en": "{quantity} × {title} went to {site}: {carrier} {waybill}",
    }
    seen_by = "site"
    example = {
        "number": "PR-000002", "order": "", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 3,
        "carrier": "顺丰", "waybill": "SF1234567890",
    }  # fmt: skip


@kind("parts.parcel.received", about="order")
class ParcelReceived:
    """The site confirms that it has the parcel."""

    number: str
    order: str = ""
    site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "网点已签收 {title} ×{quantity}（{number}）",
        "en": "The site received {quantity} × {title} ({number})",
    }
    seen_by = "site"
    example = {
        "number": "PR-000002", "order": "", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 3,
    }  # fmt: skip


@kind("parts.request.refused", about="order")
class RequestRefused:
    """The parts desk says no, with the reason; `order` is empty where a site wanted it for its shelf."""

    number: str
    order: str = ""
    site: str = ""
    title: str = ""
    reason: str = "other"
    reason_zh: str = ""
    reason_en: str = ""
    note: str = ""

    says = {
        "zh": "配件申请 {number} 未批准（{title}）：{reason_zh}",
        "en": "Parts request {number} was refused ({title}): {reason_en}",
    }
    personal = ("note",)
    seen_by = "site"
    example = {
        "number": "PR-000001", "order": "WO-000318", "site": "S-0001", "title": "电机", "reason": "not_needed",
        "reason_zh": "无需更换", "reason_en": "not needed", "note": "",
    }  # fmt: skip


@kind("parts.request.withdrawn", about="order")
class RequestWithdrawn:
    """Not wanted any more: taken back by the site, or the order was called off. What was set aside is free again."""

    number: str
    order: str = ""
    site: str = ""
    title: str = ""

    says = {"zh": "配件申请 {number} 已撤回（{title}）", "en": "Parts request {number} was withdrawn ({title})"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "site": "S-0001", "title": "电机"}


@kind("parts.request.reserved", about="order")
class RequestReserved:
    """Pieces are set aside in the company's warehouse; `instead_of` names what was asked for where another part goes."""

    number: str
    order: str = ""
    site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1
    instead_of: str = ""

    says = {
        "zh": "已为 {number} 预留 {title} ×{quantity}",
        "en": "{quantity} × {title} were set aside for {number}",
    }
    seen_by = "site"
    example = {
        "number": "PR-000001", "order": "WO-000318", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 1,
        "instead_of": "",
    }  # fmt: skip


@kind("parts.request.freed", about="order")
class RequestFreed:
    """What was set aside for a request is free for a more urgent one; it goes on waiting."""

    number: str
    order: str = ""
    site: str = ""
    title: str = ""
    quantity: int = 1

    says = {"zh": "已取消为 {number} 的预留（{title}）", "en": "Nothing is set aside for {number} any more ({title})"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "site": "S-0001", "title": "电机", "quantity": 1}


@kind("parts.request.substituted", about="order")
class RequestSubstituted:
    """The parts desk sends another part than was asked for."""

    number: str
    order: str = ""
    site: str = ""
    part: str = ""
    title: str = ""
    asked: str = ""

    says = {
        "zh": "配件申请 {number}：以 {title}（{part}）代用，原申请 {asked}",
        "en": "Parts request {number}: {title} ({part}) goes in place of {asked}",
    }
    seen_by = "site"
    example = {
        "number": "PR-000001", "order": "WO-000318", "site": "S-0001", "part": "M-12B", "title": "电机（新款）",
        "asked": "电机 M-12",
    }  # fmt: skip


@kind("parts.credit.set", subject="site")
class CreditSet:
    """A site's deposit for parts, and up to which amount parts may be out with it and not settled."""

    site: str
    limit_cents: int = 0
    deposit_cents: int = 0

    says = {"zh": "网点 {site} 配件押金和信用额度已设定", "en": "Deposit and credit for parts of site {site} were set"}
    seen_by = "site"
    example = {"site": "S-0001", "limit_cents": 500000, "deposit_cents": 200000}


@kind("parts.credit.exceeded", about="order")
class CreditExceeded:
    """The parts lead approved a request above the site's credit, and says why."""

    number: str
    order: str = ""
    site: str = ""
    out_cents: int = 0
    limit_cents: int = 0
    because: str = ""

    says = {"zh": "配件申请 {number} 超信用额度批准", "en": "Parts request {number} was approved above the credit"}
    personal = ("because",)
    seen_by = "site"
    example = {
        "number": "PR-000001", "order": "WO-000318", "site": "S-0001", "out_cents": 612000, "limit_cents": 500000,
        "because": "用户停机，押金本周补足",
    }  # fmt: skip
