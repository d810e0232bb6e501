"""How a notification is signed: hexadecimal HMAC-SHA256 of `<timestamp>.<body>` under the shared secret."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from django.conf import settings

from liuke.foundation import keys

TIMESTAMP: Final = "X-Liuke-Timestamp"
SIGNATURE: Final = "X-Liuke-Signature"
FRESH: Final = timedelta(minutes=5)


def secret() -> bytes:
    """The secret of the provider's address, else one of this installation's own (for the stand-in)."""
    given = unquote(urlsplit(settings.PAYMENT_URL).password or "")
    return given.encode() if given else keys.key("payments")


def signed(body: bytes, *, at: datetime) -> dict[str, str]:
    """The two headers that prove who wrote a body, and when."""
    moment = str(int(at.timestamp()))
    return {TIMESTAMP: moment, SIGNATURE: _mac(moment, body)}


def is_signed(body: bytes, moment: str, signature: str, *, at: datetime) -> bool:
    """Is this body signed with our secret, within the last minutes?"""
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 13):
        return False
    fresh = abs(at.timestamp() - int(moment)) <= FRESH.total_seconds()
    return fresh and hmac.compare_digest(_mac(moment, body).encode(), signature.encode("utf-8", "replace"))


def _mac(moment: str, body: bytes) -> str:
    return hmac.new(secret(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
