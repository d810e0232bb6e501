"""What lies where: the catalogue, how parts are kept, stock and its minimum, counts. Numbers: CT-.

A place is `company`, a site's number or, for a van, its technician's number; stock is named by place and part:
`S-0001/M-12`. Money in cents.
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
