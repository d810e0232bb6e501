"""The season table. Numbers: SN-."""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("network.season.set", about="site")
class SeasonSet:
    """A row of the season table was made, or changed; no `site`: for all sites."""

    number: str
    site: str = ""
    product_line: str = ""
    from_date: date | None = None
    until_date: date | None = None
    percent: int = 100
    extra_crews: int = 0
    again: bool = False

    says = {
        "zh": "{from_date} 至 {until_date} 产能按 {percent}% 计，另加 {extra_crews} 组（{number}）",
        "en": "{from_date} to {until_date} capacity counts {percent} %, and {extra_crews} crews more ({number})",
    }
    seen_by = "site"
    example = {
        "number": "SN-000003", "site": "S-0001", "product_line": "aircon", "from_date": "2027-06-01",
        "until_date": "2027-08-31", "percent": 80, "extra_crews": 2,
    }  # fmt: skip


@kind("network.season.withdrawn", about="site")
class SeasonWithdrawn:
    number: str
    site: str = ""
    product_line: str = ""
    from_date: date | None = None
    until_date: date | None = None

    says = {
        "zh": "旺季安排 {number}（{from_date} 至 {until_date}）已取消",
        "en": "Season {number} ({from_date} to {until_date}) was withdrawn",
    }
    seen_by = "site"
    example = {
        "number": "SN-000003", "site": "S-0001", "product_line": "aircon", "from_date": "2027-06-01",
        "until_date": "2027-08-31",
    }  # fmt: skip
