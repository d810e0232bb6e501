"""What a catalogue line and a machine must look like before they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words

ORDER_KINDS: Final = (
    "install",
    "deliver_install",
    "dismantle",
    "move",
    "repair",
    "maintenance",
    "inspection",
    "exchange",
    "return",
    "workshop",
    "round",
)
DEFAULT_MINUTES: Final = 60
SHORTEST_TAIL: Final = 4
_KEY = re.compile(r"^[a-z][a-z0-9_]{1,39}$")
_CODE = re.compile(r"^[0-9A-Za-z][0-9A-Za-z./+\-]{0,39}$")
_SERIAL = re.compile(r"^[0-9A-Z][0-9A-Z./+\-]{2,39}$")


@dataclass(frozen=True)
class LineFacts:
    """A product line as others use it: what work on it needs and how long it usually takes."""

    key: str
    words: Words
    guarantee_class: str
    skills: tuple[str, ...]
    certificates: tuple[str, ...]
    certificates_by_kind: Mapping[str, Sequence[str]]
    minutes: Mapping[str, int]

    def needs(self, order_kind: str) -> tuple[str, ...]:
        """Skills and certificates a technician must hold for this kind of order, each once."""
        extra = self.certificates_by_kind.get(order_kind, ())
        return tuple(dict.fromkeys([*self.skills, *self.certificates, *extra]))

    def minutes_for(self, order_kind: str) -> int:
        return self.minutes.get(order_kind, self.minutes.get("default", DEFAULT_MINUTES))


def clean_serial(serial: str) -> str:
    """A serial as stored: capitals, no blanks. Empty stays empty: an old machine may have lost its plate."""
    cleaned = re.sub(r"\s+", "", serial).upper()
    if cleaned and not _SERIAL.match(cleaned):
        raise Invalid.field(
            "serial",
            "序列号只能含字母、数字和 . / + -，长度 3 至 40",
            "a serial has letters, digits and . / + - only, 3 to 40 of them",
        )
    return cleaned


def clean_code(code: str) -> str:
    """A model's code as stored."""
    cleaned = code.strip().upper()
    if not _CODE.match(cleaned):
        raise Invalid.field(
            "code",
            "型号只能含字母、数字和 . / + -，最长 40",
            "a model's code has letters, digits and . / + - only, at most 40",
        )
    return cleaned


def check_key(key: str) -> str:
    if not _KEY.match(key):
        raise Invalid.field("key", "品类键须为小写字母开头", "a line's key is lower-case letters, digits and _")
    return key


def check_minutes(minutes: Mapping[str, int]) -> None:
    """Every kind of order is known and takes between a quarter of an hour and a working day."""
    for kind, value in minutes.items():
        if kind not in (*ORDER_KINDS, "default") or not 15 <= value <= 720:
            raise Invalid.field(
                "minutes",
                f"{kind}：未知类型或时长不在 15 至 720 分钟",
                f"{kind}: unknown kind or not 15 to 720 minutes",
            )


def check_dates(*, made: date | None, bought: date | None, installed: date | None, on: date) -> None:
    """Made before bought before installed, and none of them ahead of us."""
    for name, value in (("made_date", made), ("bought_date", bought), ("installed_date", installed)):
        if value and value > on:
            raise Invalid.field(name, "日期不能晚于今天", "the date lies in the future")
    if made and bought and bought < made:
        raise Invalid.field("bought_date", "购买日期早于出厂日期", "bought before it was made")
    if made and installed and installed < made:
        raise Invalid.field("installed_date", "安装日期早于出厂日期", "installed before it was made")


def clean_tail(text: str) -> str | None:
    """A serial or its end as typed; None where it is too short to look for."""
    cleaned = re.sub(r"\s+", "", text).upper()
    return cleaned if len(cleaned) >= SHORTEST_TAIL else None
