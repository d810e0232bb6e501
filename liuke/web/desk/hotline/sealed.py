"""A caller's number in an address: sealed for some hours, so that no history or log of a browser keeps it."""

from __future__ import annotations

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liuke.foundation import keys
from liuke.foundation.faults import Invalid

HOLDS: Final = timedelta(hours=12)
_NONCE: Final = 12
_PURPOSE: Final = b"hotline"


def seal(number: str, *, at: datetime) -> str:
    """The number as it may stand in an address."""
    nonce = secrets.token_bytes(_NONCE)
    plain = f"{int(at.timestamp())}~{number}".encode()
    return urlsafe_b64encode(nonce + _cipher().encrypt(nonce, plain, _PURPOSE)).decode().rstrip("=")


def open_(sealed: str, *, at: datetime) -> str:
    """The number again; Invalid where it is none of ours or too old."""
    try:
        raw = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        plain = _cipher().decrypt(raw[:_NONCE], raw[_NONCE:], _PURPOSE).decode()
    except (InvalidTag, binascii.Error, ValueError):
        raise _gone() from None
    moment, _, number = plain.partition("~")
    if abs(at.timestamp() - int(moment)) > HOLDS.total_seconds():
        raise _gone()
    return number


def _cipher() -> AESGCM:
    return AESGCM(keys.key("hotline"))


def _gone() -> Invalid:
    return Invalid.field(
        "who", "这个来电页面已过期，请重新输入号码。", "This caller's page is out of date; type the number again."
    )
