"""Deposit and retention of a site fall due and are given back (practice §1.17, H12). Numbers: HD-. All on its timeline."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("settlement.holding.due", about="site")
class HoldingDue:
    """By the terms the company gives this back now. `holding` retention | deposit; `statement`: whose retention it is."""

    number: str
    site: str = ""
    holding: str = "retention"
    holding_zh: str = ""
    holding_en: str = ""
    statement: str = ""
    ground: str = "term_over"
    ground_zh: str = ""
    ground_en: str = ""
    due_on: date | None = None
    cents: int = 0
    yuan: str = "0.00"

    says = {
        "zh": "{holding_zh} {number} 应返还 ¥{yuan}：{ground_zh}",
        "en": "The {holding_en} {number} is to be given back, CNY {yuan}: {ground_en}",
    }
    seen_by = "site"
    example = {
        "number": "HD-000004", "site": "S-0001", "holding": "retention", "holding_zh": "质保金",
        "holding_en": "retention", "statement": "ST-000012", "ground": "term_over", "ground_zh": "留存满约定月数",
        "ground_en": "kept for the agreed months", "due_on": "2027-12-01", "cents": 42000, "yuan": "420.00",
    }  # fmt: skip


@kind("settlement.holding.given_back", about="site")
class HoldingGivenBack:
    """Finance gives it back: it comes into the site's next statement as a line."""

    number: str
    site: str = ""
    holding: str = "retention"
    holding_zh: str = ""
    holding_en: str = ""
    statement: str = ""
    cents: int = 0
    yuan: str = "0.00"

    says = {
        "zh": "{holding_zh} {number} 已批准返还 ¥{yuan}，计入下一张结算单",
        "en": "The {holding_en} {number} is given back with the next statement: CNY {yuan}",
    }
    seen_by = "site"
    example = {
        "number": "HD-000004", "site": "S-0001", "holding": "retention", "holding_zh": "质保金",
        "holding_en": "retention", "statement": "ST-000012", "cents": 42000, "yuan": "420.00",
    }  # fmt: skip


@kind("settlement.holding.withdrawn", about="site")
class HoldingWithdrawn:
    """The agreement was renewed before anything was given back: the company holds on to it."""

    number: str
    site: str = ""
    holding: str = "deposit"
    holding_zh: str = ""
    holding_en: str = ""

    says = {
        "zh": "协议已续签，{holding_zh} {number} 暂不返还",
        "en": "The agreement was renewed: the {holding_en} {number} is not given back yet",
    }
    seen_by = "site"
    example = {
        "number": "HD-000005",
        "site": "S-0001",
        "holding": "deposit",
        "holding_zh": "押金",
        "holding_en": "deposit",
    }
