"""The visit agreed with a customer as his own calendar reads it (iCalendar): one entry an order, moved and called off.

His calendar may lie with a provider and be shown to others: no name, number, door or link stands in it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from icalendar import Calendar
from icalendar import Event as Entry

from liuke.areas.service.queries.orders import OrderFile
from liuke.areas.service.queries.rows import VisitRow
from liuke.foundation.faults import Missing
from liuke.foundation.words import Words

COMES: Final = Words("上门服务", "Service visit")
NUMBER: Final = Words("工单 {number}。如需改期，请打开我们发给您的链接，或致电客服热线。",
                      "Order {number}. To move it, open the link we sent you or call our hotline.")  # fmt: skip
CALLED_OFF: Final = "released"


def calendar_of(found: OrderFile, *, about: str, language: str, at: datetime) -> bytes:
    """The last visit that was agreed, `about` as the page says it; cancelled where it was called off and none follows.

    The order's version is the entry's SEQUENCE: whoever took an earlier one has it moved. Raises Missing where no visit
    was ever agreed.
    """
    if not found.visits:
        raise Missing("还没有约定上门时间。", "No visit is agreed yet.")
    calendar = Calendar()
    calendar.add("prodid", "-//liuke//visit//")
    calendar.add("version", "2.0")
    calendar.add_component(_entry(found, found.visits[-1], about, language, at))
    return bytes(calendar.to_ical())


def _entry(found: OrderFile, visit: VisitRow, about: str, language: str, at: datetime) -> Entry:
    entry = Entry()
    entry.add("uid", f"{found.row.number}@liuke")
    entry.add("sequence", found.row.version)
    entry.add("dtstamp", at)
    entry.add("dtstart", visit.starts_at.astimezone(UTC))
    entry.add("dtend", visit.ends_at.astimezone(UTC))
    entry.add("summary", " · ".join(filter(None, [COMES.told(language), about])))
    entry.add("description", NUMBER.filled(number=found.row.number).told(language))
    entry.add("status", "CANCELLED" if visit.state == CALLED_OFF else "CONFIRMED")
    if found.row.area:
        entry.add("location", found.row.area)
    return entry
