"""What happens with spare parts: the catalogue, requests beyond the order's own, stock, use, old parts, counts, credit.

Numbers: PR- requests (the order's own have their steps in `service.part.*`), PU- used parts with their old parts, CT-
counts. `part` is the catalogue's code. A place is `company`, a site's number or, for a van, its technician's number;
stock is named by place and part: `S-0001/M-12`. Money in cents.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("parts.mode.set", subject="place")
class ModeSet:
    """How parts are kept, for the whole company or one site: simple | requests | stock, from a day on."""

    place: str
    mode: str = "simple"
    from_date: date | None = None
    mode_zh: str = ""
    mode_en: str = ""

    says = {"zh": "{place} 配件管理方式：{mode_zh}", "en": "Parts at {place} are kept this way: {mode_en}"}
    seen_by = "site"
    example = {
        "place": "company", "mode": "stock", "from_date": "2026-11-28", "mode_zh": "按库存管理", "mode_en": "with stock",
    }  # fmt: skip


@kind("parts.item.listed")
class ItemListed:
    """A part stands in the catalogue from now on (`again`: what is on file of it was changed)."""

    number: str  # its code
    title: str = ""
    price_cents: int = 0
    again: bool = False

    says = {"zh": "配件目录：{number} {title}", "en": "Catalogue of parts: {number} {title}"}
    seen_by = "site"
    example = {"number": "M-12", "title": "电机", "price_cents": 12800, "again": False}


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

    says = {"zh": "网点已签收 {title} ×{quantity}（{number}）", "en": "The site received {quantity} × {title} ({number})"}
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


@kind("parts.stock.bought", subject="stock")
class StockBought:
    """Pieces came into the company's warehouse."""

    stock: str
    part: str = ""
    title: str = ""
    quantity: int = 1
    paper: str = ""  # the supplier's paper

    says = {"zh": "配件入库 {title} ×{quantity}", "en": "{quantity} × {title} came into the warehouse"}
    seen_by = "staff"
    example = {"stock": "company/M-12", "part": "M-12", "title": "电机", "quantity": 20, "paper": "PO-2026-118"}


@kind("parts.stock.handed", subject="stock")
class StockHanded:
    """Pieces went from one place to the next: site to van, van to site, site back to the company."""

    stock: str  # where they went
    part: str = ""
    title: str = ""
    quantity: int = 1
    from_place: str = ""
    to_place: str = ""
    site: str = ""

    says = {
        "zh": "{title} ×{quantity} 从 {from_place} 转到 {to_place}",
        "en": "{quantity} × {title} went from {from_place} to {to_place}",
    }
    seen_by = "site"
    example = {
        "stock": "T-000007/M-12", "part": "M-12", "title": "电机", "quantity": 1, "from_place": "S-0001",
        "to_place": "T-000007", "site": "S-0001",
    }  # fmt: skip


@kind("parts.minimum.set", subject="stock")
class MinimumSet:
    stock: str
    part: str = ""
    place: str = ""
    site: str = ""
    minimum: int = 0

    says = {"zh": "{stock} 最低库存设为 {minimum}", "en": "The minimum of {stock} is {minimum} now"}
    seen_by = "site"
    example = {"stock": "S-0001/M-12", "part": "M-12", "place": "S-0001", "site": "S-0001", "minimum": 2}


@kind("parts.stock.low", subject="stock")
class StockLow:
    """What is free at a place fell below its minimum: the parts desk replenishes."""

    stock: str
    part: str = ""
    title: str = ""
    place: str = ""
    site: str = ""
    free: int = 0
    minimum: int = 0

    says = {
        "zh": "{place} 的 {title} 低于最低库存：可用 {free}，最低 {minimum}",
        "en": "{title} at {place} is below its minimum: {free} free of {minimum}",
    }
    seen_by = "site"
    example = {
        "stock": "S-0001/M-12", "part": "M-12", "title": "电机", "place": "S-0001", "site": "S-0001", "free": 1,
        "minimum": 2,
    }  # fmt: skip


@kind("parts.stock.replenished", subject="stock")
class StockReplenished:
    """What is free reaches the minimum again."""

    stock: str
    part: str = ""
    title: str = ""
    place: str = ""
    site: str = ""
    free: int = 0

    says = {"zh": "{place} 的 {title} 已补足，可用 {free}", "en": "{title} at {place} is replenished: {free} free"}
    seen_by = "site"
    example = {
        "stock": "S-0001/M-12", "part": "M-12", "title": "电机", "place": "S-0001", "site": "S-0001", "free": 4,
    }  # fmt: skip


@kind("parts.part.used", about="order")
class PartUsed:
    """A part was put in. `owes_old` the old one has to come back; else the customer keeps it or it has no return."""

    number: str
    order: str
    site: str = ""
    technician: int = 0
    part: str = ""
    title: str = ""
    quantity: int = 1
    line: int = 1  # the machine of the order
    serial: str = ""
    price_cents: int = 0
    in_guarantee: bool = True
    owes_old: bool = False
    customer_keeps_old: bool = False
    guarantee_until: date | None = None

    says = {"zh": "已更换配件 {title} ×{quantity}（{order}）", "en": "{quantity} × {title} put in ({order})"}
    seen_by = "customer"
    example = {
        "number": "PU-000007", "order": "WO-000318", "site": "S-0001", "technician": 12, "part": "M-12",
        "title": "电机", "quantity": 1, "line": 1, "serial": "", "price_cents": 12800, "in_guarantee": True,
        "owes_old": True, "customer_keeps_old": False, "guarantee_until": "2028-11-28",
    }  # fmt: skip


@kind("parts.part.taken_back", about="order")
class PartTakenBack:
    """It was not used after all: it lies in the van again, and no old part is owed."""

    number: str
    order: str
    site: str = ""
    part: str = ""
    title: str = ""
    quantity: int = 1

    says = {
        "zh": "撤销用件 {title} ×{quantity}（{order}）",
        "en": "{quantity} × {title} were not used after all ({order})",
    }
    seen_by = "site"
    example = {
        "number": "PU-000007", "order": "WO-000318", "site": "S-0001", "part": "M-12", "title": "电机", "quantity": 1,
    }  # fmt: skip


@kind("parts.old_part.returned", about="order")
class OldPartReturned:
    """The site sent the old part back. `freight_cents` is what the site paid for it; settlement pays it back."""

    number: str  # PU-
    order: str
    site: str = ""
    freight_cents: int = 0
    part: str = ""
    title: str = ""
    quantity: int = 1
    carrier: str = ""
    waybill: str = ""

    says = {
        "zh": "旧件已返还 {title} ×{quantity}（{order}）",
        "en": "The old part went back: {quantity} × {title} ({order})",
    }
    seen_by = "site"
    example = {
        "number": "PU-000007", "order": "WO-000318", "site": "S-0001", "freight_cents": 1200, "part": "M-12",
        "title": "电机", "quantity": 1, "carrier": "顺丰", "waybill": "SF1234567890",
    }  # fmt: skip


@kind("parts.old_part.settled", about="order")
class OldPartSettled:
    """The company has the old part and looked at it. `finding` genuine | damaged | wrong_part | not_there."""

    number: str
    order: str
    site: str = ""
    finding: str = "genuine"
    finding_zh: str = ""
    finding_en: str = ""
    note: str = ""

    says = {"zh": "旧件 {number} 已核销：{finding_zh}", "en": "Old part {number} was settled: {finding_en}"}
    personal = ("note",)
    seen_by = "site"
    example = {
        "number": "PU-000007", "order": "WO-000318", "site": "S-0001", "finding": "genuine", "finding_zh": "完好",
        "finding_en": "genuine", "note": "",
    }  # fmt: skip


@kind("parts.old_part.released", about="order")
class OldPartReleased:
    """The old part need not come back: the parts lead lets it go, or it stays with the customer. With the reason."""

    number: str
    order: str
    site: str = ""
    reason: str = "other"
    reason_zh: str = ""
    reason_en: str = ""
    note: str = ""

    says = {"zh": "旧件 {number} 免返：{reason_zh}", "en": "Old part {number} need not come back: {reason_en}"}
    personal = ("note",)
    seen_by = "site"
    example = {
        "number": "PU-000007", "order": "WO-000318", "site": "S-0001", "reason": "customer_keeps",
        "reason_zh": "用户留存", "reason_en": "the customer keeps it", "note": "",
    }  # fmt: skip


@kind("parts.count.opened")
class CountOpened:
    number: str
    place: str
    site: str = ""
    lines: int = 0

    says = {"zh": "开始盘点 {place}（{number}，{lines} 项）", "en": "Count {number} of {place} began: {lines} parts"}
    seen_by = "site"
    example = {"number": "CT-000003", "place": "S-0001", "site": "S-0001", "lines": 14}


@kind("parts.count.entered")
class CountEntered:
    """What lies there was counted; nothing is booked yet. Amounts by catalogue price."""

    number: str
    place: str
    site: str = ""
    differences: int = 0
    value_cents: int = 0

    says = {
        "zh": "盘点 {number} 已录入，差异 {differences} 项",
        "en": "Count {number} was entered: {differences} differences",
    }
    seen_by = "site"
    example = {"number": "CT-000003", "place": "S-0001", "site": "S-0001", "differences": 2, "value_cents": 25600}


@kind("parts.count.booked")
class CountBooked:
    """The differences are booked; `confirmed` where a second person had to."""

    number: str
    place: str
    site: str = ""
    differences: int = 0
    value_cents: int = 0
    confirmed: bool = False

    says = {
        "zh": "盘点 {number} 已入账，差异 {differences} 项",
        "en": "Count {number} was booked: {differences} differences",
    }
    seen_by = "site"
    example = {
        "number": "CT-000003", "place": "S-0001", "site": "S-0001", "differences": 2, "value_cents": 25600,
        "confirmed": True,
    }  # fmt: skip


@kind("parts.count.dropped")
class CountDropped:
    number: str
    place: str
    site: str = ""

    says = {"zh": "盘点 {number} 已作废", "en": "Count {number} was dropped"}
    seen_by = "site"
    example = {"number": "CT-000003", "place": "S-0001", "site": "S-0001"}


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
