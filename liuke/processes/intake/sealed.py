"""Uploaded files rest under a key of their own (AES-256-GCM), bound to the upload they belong to."""

from __future__ import annotations

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from liuke.foundation import keys

_NONCE = 12


def seal(data: bytes, *, bound_to: str) -> bytes:
    """The bytes under our key."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(keys.key("intake")).encrypt(nonce, data, bound_to.encode())


def unseal(sealed: bytes, *, bound_to: str) -> bytes:
    """And back."""
    return AESGCM(keys.key("intake")).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound_to.encode())
