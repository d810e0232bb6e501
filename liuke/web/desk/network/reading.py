"""Days and numbers out of a form, with what is wrong said beside the field."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from liuke.foundation.faults import Invalid


def day_said(said: QueryDict, name: str) -> date:
    """A day as a date field writes it; Invalid where it is none."""
    try:
        return date.fromisoformat(said.get(name, "").strip())
    except ValueError:
        raise Invalid.field(name, "请选择日期", "Choose a day") from None


def number_said(said: QueryDict, name: str) -> int:
    """A whole number, 0 where nothing was written; Invalid where it is none."""
    text = said.get(name, "").strip() or "0"
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        raise Invalid.field(name, "请填写整数", "Write a whole number")
    return int(text)
