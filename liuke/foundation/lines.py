"""Typed text as it may be stored: a line (nothing that cannot be printed), words of several, or one of a closed list."""

from collections.abc import Mapping
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
