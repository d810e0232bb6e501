"""How a link's token is made and read: a random code and a keyed signature over it and its purpose. Pure."""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Final

CODE_BYTES: Final = 9
"""72 bits of chance and as many of signature: 24 characters, short enough for an SMS, nothing to guess."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{24}")


def code_of(chance: bytes) -> str:
    """How random bytes are written."""
    return urlsafe_b64encode(chance).decode("ascii")


def sign(key: bytes, purpose: str, code: str) -> str:
    """The token of a code: it opens this purpose and no other."""
    return code + code_of(hmac.new(key, f"{purpose}:{code}".encode(), sha256).digest()[:CODE_BYTES])


def read(key: bytes, purpose: str, token: str) -> str | None:
    """The code of a token that we signed for this purpose, else None; no table is asked for a forged one."""
    if not _TOKEN.fullmatch(token):
        return None
    code = token[: len(token) // 2]
    return code if hmac.compare_digest(sign(key, purpose, code), token) else None
