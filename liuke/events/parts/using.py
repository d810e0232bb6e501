"""Parts put in, and the way of the old ones. Numbers: PU-. Money in cents."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


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
