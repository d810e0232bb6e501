"""What a customer may agree to, and in which words. A text is never changed: a new one gets the next version. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from liuke.foundation.words import Words

PURPOSES: Final[dict[str, Words]] = {
    "service": Words("联系与服务", "contact and service"),
    "care": Words("节日与生日问候", "greetings"),
    "marketing": Words("优惠与推介", "offers and sales calls"),
    "survey": Words("调查", "surveys"),
    "recording": Words("通话录音", "recording of calls"),
}
WITHOUT: Final = frozenset({"service"})
"""What a contract needs goes without consent (PIPL 13, 2); the text tells it, and agreeing to it proves that."""
WAYS: Final[dict[str, Words]] = {
    "call": Words("电话", "by phone"),
    "form": Words("登记表", "on a form"),
    "callback": Words("回访", "in a callback"),
    "visit": Words("上门", "at a visit"),
    "letter": Words("书面", "in writing"),
    "message": Words("短信", "by text message"),
    "own_page": Words("本人页面", "on their own page"),
}
OWN_PAGE: Final = "own_page"
"""The one way in which the customer himself says it; staff takes down the others."""
STOPS: Final[dict[str, Words]] = {
    "care": Words("不再收到节日、生日和周年问候。", "No more greetings on festivals, birthdays and anniversaries."),
    "marketing": Words("不再收到优惠信息和推介电话。", "No more offers and sales calls."),
    "survey": Words("不再邀请您参加调查。", "You are asked in no more surveys."),
    "recording": Words(
        "通话不再录音，改为人工记录。", "Your calls are recorded no more; what is said is taken down by hand."
    ),
}
"""What a no to each purpose ends, as the customer is told."""
ENDINGS: Final = ("withdrawn", "renewed", "erased")
_TEXTS: Final = Path(__file__).with_name("consent_texts.toml")


@dataclass(frozen=True)
class Text:
    """The exact words of a purpose. `key` stands in the journal and beside each consent for this text and no other."""

    purpose: str
    version: int
    words: Words

    @property
    def key(self) -> str:
        return f"{self.purpose}-{self.version}"


@cache
def house_texts() -> dict[str, Text]:
    """The house's own newest text of each purpose."""
    rows = tomllib.loads(_TEXTS.read_text(encoding="utf-8"))["text"]
    texts = [Text(row["purpose"], row["version"], Words(row["zh"], row["en"])) for row in rows]
    return {text.purpose: text for text in sorted(texts, key=lambda text: text.version)}


def last_words(said: Sequence[tuple[int, str, datetime, datetime | None]]) -> set[int]:
    """Of consents of several files that become one, those in force that end: an older yes, and one before a later no.

    Each is (id, purpose, when given, when ended).
    """
    ending: set[int] = set()
    for pk, purpose, given, ended in said:
        others = [(max(g, e or g), other) for other, p, g, e in said if p == purpose and other != pk]
        if ended is None and others and max(others) > (given, pk):
            ending.add(pk)
    return ending


def newest(stated: Collection[Text]) -> dict[str, Text]:
    """The text of each purpose that counts: the company's newest, the house's where it has stated none."""
    found = dict(house_texts())
    for text in sorted(stated, key=lambda text: text.version):
        if text.version > found[text.purpose].version:
            found[text.purpose] = text
    return {purpose: found[purpose] for purpose in PURPOSES}
