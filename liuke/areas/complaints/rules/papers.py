"""The words for what comes in writing, and who sent it as far as lists may say."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

KINDS: Final = {"mail": Words("邮件", "mail"), "letter": Words("来件", "paper")}


def masked(address: str) -> str:
    """`gu***@163.com`: enough to tell two senders apart, too little to write to."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:2]}***@{domain}"[:120]
