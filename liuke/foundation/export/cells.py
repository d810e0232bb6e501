"""What may stand in a cell. A text is never taken for a formula, in whatever disguise it comes."""

import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from liuke.foundation import clock
from liuke.foundation.money import Money

LONGEST = 32_767
_FORMULA = frozenset("=+-@|%")
Plain = str | int | float | Decimal | date | datetime | None
Kind = Literal["text", "number", "money", "date", "moment"]


@dataclass(frozen=True)
class Column:
    """A heading and what stands below it."""

    title: str
    kind: Kind = "text"
    width: int = 16


def guarded(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet could take it for a formula.

    Looks through spaces, control and format characters and full-width forms; `+86…` stays readable behind its mark.
    """
    return f"'{text}" if _is_suspect(text) else text


def plain(value: object) -> Plain:
    """A value as a cell takes it: numbers, dates and moments of the wall clock as such, all else as text."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, Money):
        return value.amount
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None)
    if value is None or isinstance(value, int | float | Decimal | date):
        return value
    return str(value)[:LONGEST]


def _is_suspect(text: str) -> bool:
    if text[:1] in {"\t", "\r", "\n"}:
        return True
    for character in unicodedata.normalize("NFKC", text):
        if unicodedata.category(character)[0] not in {"Z", "C"}:
            return character in _FORMULA
    return False
