"""The types of fields: what people write is read into what is kept, and what is kept is told again. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from liuke.areas.customers.rules import lunar, phones, visiting_hours
from liuke.areas.customers.rules.names import mask_identity, tidy
from liuke.foundation.words import Words

TYPES: Final[dict[str, Words]] = {
    "text": Words("文字", "text"),
    "number": Words("数字", "number"),
    "money": Words("金额", "money"),
    "date": Words("日期", "date"),
    "lunar": Words("农历日期", "lunar date"),
    "choice": Words("单选", "choice"),
    "yes_no": Words("是/否", "yes or no"),
    "hours": Words("访问时段", "hours of the week"),
    "phone": Words("电话（加密）", "phone (sealed)"),
    "identity": Words("证件号（加密）", "identity number (sealed)"),
    "account": Words("账号（加密）", "account number (sealed)"),
}
SEALED: Final = frozenset({"phone", "identity", "account"})
SEARCHED: Final = frozenset({"text", "choice"})
LONGEST: Final = 500
_LARGEST: Final = Decimal(10) ** 12
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?|(\d{4})(\d{2})(\d{2})")
_YES: Final = {"是": True, "yes": True, "y": True, "1": True, "true": True, "有": True, "√": True}
_NO: Final = {"否": False, "no": False, "n": False, "0": False, "false": False, "无": False, "×": False}

_UNITS: Final = {"万元": 10_000, "万": 10_000, "亿元": 10**8, "亿": 10**8, "元": 1}

Kept = str | int | bool
Choices = Sequence[tuple[str, Words]]


@dataclass(frozen=True)
class Read:
    """What is kept of a text; of a sealed field that is its mask, and `clear` goes into the vault."""

    kept: Kept
    clear: str = ""


class Unread(Exception):
    """The text is none of this type; says what would be."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.words = Words(zh, en)


def read(kind: str, text: str, *, choices: Choices = (), today: date) -> Read:
    """A text of a form or a cell as its type; raises Unread."""
    told = tidy(text)
    if len(told) > LONGEST:
        raise Unread(f"最多 {LONGEST} 个字。", f"At most {LONGEST} characters.")
    if kind == "choice":
        return Read(_choice(told, choices))
    if kind in ("date", "lunar"):
        return Read(_date(told, today) if kind == "date" else _lunar(told, today))
    return _READERS[kind](told)


def told(kind: str, kept: Kept, *, choices: Choices = ()) -> Words:
    """What is kept, for the eye."""
    text = str(kept)
    if kind == "choice":
        return dict(choices).get(text, Words(text, text))
    if kind == "money":
        amount = f"{Decimal(int(kept)) / 100:,.2f} 元"
        return Words(amount, f"¥{Decimal(int(kept)) / 100:,.2f}")
    if kind == "yes_no":
        return Words("是", "yes") if kept else Words("否", "no")
    if kind == "lunar":
        day = lunar.stored(text)
        return Words(f"农历{day.told}", f"lunar {day.month}/{day.day}{' (leap)' if day.is_leap else ''}")
    if kind == "hours":
        hours = visiting_hours.stored(text)
        return Words(hours.zh, hours.en)
    return Words(text, text)


def typed(kind: str, kept: Kept) -> str:
    """What is kept, as one would type it again; nothing of a sealed field."""
    if kind in SEALED:
        return ""
    if kind == "money":
        return f"{Decimal(int(kept)) / 100:.2f}"
    if kind == "yes_no":
        return "1" if kept else "0"
    if kind == "lunar":
        return lunar.stored(str(kept)).told
    if kind == "hours":
        return visiting_hours.stored(str(kept)).zh
    return str(kept)


def _text(told: str) -> Read:
    return Read(told)


def _number(told: str) -> Read:
    plain = told.replace(",", "").replace(" ", "")
    try:
        found = Decimal(plain)
    except InvalidOperation:
        raise Unread(f"「{told[:30]}」不是数字。", f"“{told[:30]}” is no number.") from None
    if not found.is_finite() or abs(found) > _LARGEST or len(plain) > 24:
        raise Unread("数字过大。", "This number is too large.")
    return Read(f"{found.normalize():f}")


def _money(told: str) -> Read:
    unit = next((unit for unit in _UNITS if told.endswith(unit)), "")
    plain = told.removesuffix(unit).replace(",", "").strip("¥ ")
    try:
        cents = Decimal(plain) * 100 * _UNITS.get(unit, 1)
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or abs(cents) > _LARGEST * 100 or cents != cents.to_integral_value():
        raise Unread(
            f"「{told[:30]}」不是金额，请写成 12800.00 或 35万。", f"“{told[:30]}” is no amount; write 12800.00."
        )
    return Read(int(cents))


def _yes_no(told: str) -> Read:
    found = (_YES | _NO).get(told.lower())
    if found is None:
        raise Unread("请写是或否。", "Write yes or no.")
    return Read(found)


def _hours(told: str) -> Read:
    found = visiting_hours.read(told)
    if found is None:
        raise Unread(
            "看不懂这个时段，请写成「周二、周四 9:00-11:30」。", "No time of the week; write “Tue, Thu 9:00-11:30”."
        )
    return Read(found.text)


def _phone(told: str) -> Read:
    found = phones.find(told)
    if found is None:
        raise Unread("看不懂这个号码。", "That is no phone number we know.")
    return Read(found.mask, found.clear)


def _identity(told: str) -> Read:
    plain = told.replace(" ", "").upper()
    if not re.fullmatch(r"[0-9A-Z-]{8,24}", plain):
        raise Unread("证件号由 8 至 24 位数字和字母组成。", "An identity number has 8 to 24 digits and letters.")
    return Read(mask_identity(plain) or "****", plain)


def _account(told: str) -> Read:
    plain = re.sub(r"[\s-]", "", told)
    if not re.fullmatch(r"\d{8,32}", plain):
        raise Unread("账号由 8 至 32 位数字组成。", "An account number has 8 to 32 digits.")
    return Read(f"****{plain[-4:]}", plain)


def _choice(told: str, choices: Choices) -> str:
    for key, words in choices:
        if told in (key, words.zh) or told.lower() == words.en.lower():
            return key
    offered = "、".join(words.zh for _, words in choices)
    raise Unread(f"请从这些中选择：{offered}。", f"Choose one of: {', '.join(words.en for _, words in choices)}.")


def _date(told: str, today: date) -> str:
    found = _DATE.fullmatch(told)
    try:
        day = date(*(int(p) for p in (found.groups() if found else ()) if p is not None))
    except (ValueError, TypeError):
        day = None
    if day is None or not 1850 <= day.year <= today.year + 100:
        raise Unread("日期请写成 2026-11-23 的样子。", "Write the date like 2026-11-23.")
    return day.isoformat()


def _lunar(told: str, today: date) -> str:
    found = lunar.read(told, latest_year=today.year)
    if found is None:
        raise Unread("农历日期请写成「八月十五」或「1966年闰三月初六」。", "Write the lunar day like 八月十五 or 8-15.")
    return found.text


_READERS: Final[dict[str, Callable[[str], Read]]] = {
    "text": _text, "number": _number, "money": _money, "yes_no": _yes_no, "hours": _hours, "phone": _phone,
    "identity": _identity, "account": _account,
}  # fmt: skip
