"""Phone numbers as people write them: read, masked, hashed. A number is not a person (practice.md §1.19)."""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

from liuke.foundation.faults import Invalid

MOBILE, LANDLINE, SERVICE = "mobile", "landline", "service"
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#)(\d{1,6})$", re.IGNORECASE)
_NOISE = re.compile(r"[\s\-_.·()()/—–~]+")
_CHINESE_MOBILE = re.compile(r"(?:\+?86|0086|0)?(1[3-9]\d{9})")
_TAIL = 4


class Number(NamedTuple):
    """A number that was understood. `e164` is what is hashed and dialled, `mask` is what people see."""

    e164: str
    kind: str
    mask: str
    extension: str = ""

    @property
    def tail(self) -> str:
        return self.e164[-_TAIL:]

    @property
    def clear(self) -> str:
        """What the vault keeps: the number as it is dialled, with its extension."""
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def parse(text: str, *, field: str = "phone") -> Number:
    """Understand a mobile, a landline with its area code or a 400 number, however it is written; else Invalid."""
    found = find(text)
    if found is None:
        raise Invalid.field(
            field,
            f"看不懂这个号码「{text[:40]}」。请写 11 位手机号、带区号的座机（如 0574-87654321）或 400 号码。",
            f"“{text[:40]}” is no phone number we know. Give an 11-digit mobile, a landline with its area code "
            "(0574-87654321) or a 400 number.",
        )
    return found


def find(text: str) -> Number | None:
    """As `parse`, but None where the text is no number."""
    bare = text[3:] if text[:3] == "+86" else text  # as files and the exchange write a mobile: nothing to mend
    if len(bare) == 11 and bare.isascii() and bare.isdecimal() and bare[0] == "1" and bare[1] in "3456789":
        return Number(f"+86{bare}", MOBILE, _mask(bare))
    return _find(text)


@lru_cache(maxsize=16_384)
def _find(text: str) -> Number | None:
    plain, extension = _plain(text)
    if not plain or len(plain) > 20:
        return None
    mobile = _CHINESE_MOBILE.fullmatch(plain)
    if mobile:  # far the commonest, and newer than any table of ranges
        return Number(f"+86{mobile[1]}", MOBILE, _mask(mobile[1]), extension)
    if not re.fullmatch(r"\+?\d+", plain):
        return None
    try:
        number = phonenumbers.parse(plain, "CN")
    except phonenumbers.NumberParseException:
        return None
    return _number(number, extension) if phonenumbers.is_valid_number(number) else None


def hash_of(key: bytes, number: Number) -> bytes:
    """The keyed hash by which the full number is found again."""
    return _keyed(key, f"full:{number.e164}")


@lru_cache(maxsize=16_384)  # there are ten thousand tails
def tail_hash_of(key: bytes, digits: str) -> bytes:
    """The keyed hash of the last four digits."""
    return _keyed(key, f"tail:{digits[-_TAIL:]}")


@lru_cache(maxsize=16_384)
def word_hash_of(key: bytes, words: str) -> bytes:
    """The keyed hash of another secret that callers may be asked for (the end of their address)."""
    return _keyed(key, f"word:{words}")


def _keyed(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)[:16]


def _plain(text: str) -> tuple[str, str]:
    told = unicodedata.normalize("NFKC", text).strip()
    told = re.sub(r"^(?:tel|电话|手机|座机)\s*[::]?\s*", "", told, flags=re.IGNORECASE)
    told = _NOISE.sub("", told)
    extension = _EXTENSION.search(told)
    if extension:
        return told[: extension.start()], extension[1]
    return told, ""


def _number(number: PhoneNumber, extension: str) -> Number:
    e164 = str(phonenumbers.format_number(number, PhoneNumberFormat.E164))
    kinds = {
        PhoneNumberType.MOBILE: MOBILE,
        PhoneNumberType.FIXED_LINE: LANDLINE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE: MOBILE,
    }
    kind = kinds.get(phonenumbers.number_type(number), SERVICE)
    if number.country_code != 86:
        return Number(e164, kind, f"+{number.country_code}****{e164[-_TAIL:]}", extension)
    national = str(phonenumbers.national_significant_number(number))
    if kind == LANDLINE:
        area = phonenumbers.length_of_geographical_area_code(number)
        return Number(e164, kind, f"0{national[:area]}****{national[-_TAIL:]}", extension)
    return Number(e164, kind, _mask(national), extension)


def _mask(national: str) -> str:
    return f"{national[:3]}****{national[-_TAIL:]}"
