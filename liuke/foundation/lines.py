"""Typed text as it may be stored: a line (nothing that cannot be printed), words of several, one of a closed list, a day."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words

_UNSEEN: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]*"
)
"""Blanks, control characters, and what Unicode lets a screen leave out: joiners, fillers, the blank of Braille."""


def is_blank(text: str) -> bool:
    """Would a reader see nothing of it?"""
    return _UNSEEN.fullmatch(text) is not None


def line(field: str, text: str, *, most: int, required: bool = True) -> str:
    """The text trimmed. Invalid names `field` where nothing of it is to be seen, where it is too long, or where it holds
    control characters."""
    plain = "" if is_blank(text) and not required else text.strip()
    if required and is_blank(plain):
        raise Invalid.field(field, "请填写此项。", "Please fill this in.")
    if len(plain) > most:
        raise Invalid.field(field, f"最多 {most} 个字。", f"At most {most} characters.")
    if not plain.isprintable():
        raise Invalid.field(field, "含有无法显示的字符。", "It holds characters that cannot be printed.")
    return plain


def words(field: str, text: str, *, most: int, missing: Words | None = None) -> str:
    """Words of any number of lines, trimmed; none where nothing of them is to be seen. Invalid names `field` where they
    are too long, or not there though `missing` says what should be."""
    told = text.strip()
    if missing and is_blank(told):
        raise Invalid.field(field, missing.zh, missing.en)
    if len(told) > most:
        raise Invalid.field(field, f"最多 {most} 个字", f"At most {most} characters")
    return "" if is_blank(told) else told


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
