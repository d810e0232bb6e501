"""Typed text as it may be stored: a line (nothing that cannot be printed), words of several, one of a closed list, a day."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words


def line(field: str, text: str, *, most: int, required: bool = True) -> str:
    """The text trimmed; Invalid names `field` where it is empty, too long or holds control characters."""
    plain = text.strip()
    if required and not plain:
        raise Invalid.field(field, "请填写此项。", "Please fill this in.")
    if len(plain) > most:
        raise Invalid.field(field, f"最多 {most} 个字。", f"At most {most} characters.")
    if not plain.isprintable():
        raise Invalid.field(field, "含有无法显示的字符。", "It holds characters that cannot be printed.")
    return plain


def words(field: str, text: str, *, most: int, missing: Words | None = None) -> str:
    """Words of any number of lines, trimmed. Invalid names `field` where they are too long, or not there though
    `missing` says what should be."""
    told = text.strip()
    if missing and not told:
        raise Invalid.field(field, missing.zh, missing.en)
    if len(told) > most:
        raise Invalid.field(field, f"最多 {most} 个字", f"At most {most} characters")
    return told


class Named(Protocol):
    """What has its words with it."""

    @property
    def words(self) -> Words: ...


def one_of(field: str, value: str, closed: Mapping[str, Words] | Mapping[str, Named]) -> str:
    """The value if the closed list has it, else Invalid by that field, naming what there is."""
    if value in closed:
        return value
    zh = "、".join((one if isinstance(one, Words) else one.words).zh for one in closed.values())
    raise Invalid.field(field, f"请选择：{zh}", f"Choose one of: {', '.join(closed)}")


def day_in(field: str, text: str) -> date:
    """A day as date fields write it; Invalid by that field where it is none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid.field(field, "日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.") from None


def month_in(field: str, text: str) -> date:
    """A month (2026-11) as its first day; Invalid by that field where it is none."""
    try:
        return date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        raise Invalid.field(field, "月份请写成 2026-11 的样子。", "Write the month like 2026-11.") from None
