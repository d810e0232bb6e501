"""Mail addresses: is it one, and how much of it lists may show."""

from __future__ import annotations

import hashlib
import hmac
from email.utils import parseaddr

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from liuke.foundation import keys


def is_address(told: str) -> bool:
    """Is this one mail address and nothing else?"""
    try:
        validate_email(told)
    except ValidationError:
        return False
    return parseaddr(told)[1] == told


def masked(address: str) -> str:
    """`gu***@163.com`: enough to tell two apart, too little to write to."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:2]}***@{domain}"[:120]


def hash_of(address: str) -> bytes:
    """The keyed hash by which an address is known again without being kept."""
    return hmac.digest(keys.key("mail"), f"mail:{address.strip().lower()}".encode(), hashlib.sha256)[:16]
