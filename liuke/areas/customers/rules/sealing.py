"""How a clear value rests: AES-256-GCM, bound to the row it belongs to, so that no two can be exchanged."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12


class Vault:
    """Seals and opens under one key. Cheap to keep, so a bulk intake makes one."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, text: str, *, bound_to: str) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher.encrypt(nonce, text.encode(), bound_to.encode())

    def sealer(self, count: int) -> Callable[[str, str], bytes]:
        """A `seal(text, bound_to)` for that many texts, whose nonces are drawn at once."""
        drawn = secrets.token_bytes(_NONCE * count)
        nonces = iter([drawn[i : i + _NONCE] for i in range(0, len(drawn), _NONCE)])
        encrypt = self._cipher.encrypt

        def seal(text: str, bound_to: str) -> bytes:
            nonce = next(nonces)
            return nonce + encrypt(nonce, text.encode(), bound_to.encode())

        return seal

    def open(self, sealed: bytes, *, bound_to: str) -> str:
        """The text again; cryptography.exceptions.InvalidTag if row, key or bytes are not those it was sealed with."""
        return self._cipher.decrypt(bytes(sealed[:_NONCE]), bytes(sealed[_NONCE:]), bound_to.encode()).decode()
