"""What may belong to a case, told by its number."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

KINDS: Final = {
    "order": Words("工单", "work order"),
    "visit": Words("上门", "visit"),
    "machine": Words("产品", "machine"),
    "site": Words("网点", "site"),
    "complaint": Words("投诉", "complaint"),
    "person": Words("同事", "colleague"),
}
_PREFIXES: Final = {"WO": "order", "V": "visit", "M": "machine", "S": "site", "CP": "complaint"}


def kind_of(number: str) -> str | None:
    """The kind of thing that has such a number; None where none has."""
    prefix, dash, digits = number.partition("-")
    return _PREFIXES.get(prefix) if dash and digits.isascii() and digits.isdecimal() else None
