"""What the address of the sales page asks for: the months, a kind of appliance, a county."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.charges.queries.sales import Asked
from liuke.foundation import divisions
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import month_in
from liuke.foundation.words import Words
from liuke.web.desk.filters import day_of
from liuke.web.ui.doors import Request

PERIODS: Final = {
    "12": Words("近 12 个月", "Last 12 months"),
    "3": Words("近 3 个月", "Last 3 months"),
    "24": Words("近 24 个月", "Last 24 months"),
}
DEFAULT: Final = "12"


def asked_of(request: Request) -> Asked:
    """The cells that this address means. Raises Invalid where it cannot be meant."""
    said = request.GET
    line, county, month = said.get("line", "")[:40], said.get("county", ""), said.get("month", "")
    if county and not divisions.exists(county):
        raise Invalid.field("county", "没有这个区县。", "There is no such county.")
    if month:
        one = month_in("month", month)
        return Asked(one, one, line, county)
    months = said.get("period", "") or DEFAULT
    if months not in PERIODS:
        raise Invalid.field("period", "请选择列出的时间范围。", "Choose one of the periods.")
    until = day_of(request.at).replace(day=1)
    return Asked(_before(until, int(months) - 1), until, line, county)


def months_of(asked: Asked) -> list[date]:
    """Each month from the first to the last."""
    count = (asked.until.year - asked.since.year) * 12 + asked.until.month - asked.since.month
    return [_before(asked.until, n) for n in range(count, -1, -1)]


def _before(month: date, n: int) -> date:
    year, index = divmod(month.year * 12 + month.month - 1 - n, 12)
    return date(year, index + 1, 1)
