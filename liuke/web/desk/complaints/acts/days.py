"""A day typed in a form."""

from __future__ import annotations

from datetime import date

from liuke.foundation.faults import Invalid
from liuke.web.ui.doors import Request


def day_of(request: Request, field: str, *, optional: bool = False) -> date | None:
    """The day typed in this field; Invalid beside it where it is none."""
    said = request.POST.get(field, "").strip()
    if optional and not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise Invalid.field(field, "日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.") from None
