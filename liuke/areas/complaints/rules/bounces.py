"""Word of a mail server that a mail could not be delivered (RFC 3464): which one, and its code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Final

_ID: Final = re.compile(r"<[^<>\s]{3,190}>")
_CODE: Final = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")


@dataclass(frozen=True)
class Bounce:
    """`message_id` of the mail that came back; `status` as 5.1.1, where it is told."""

    message_id: str
    status: str


def read(raw: bytes) -> Bounce | None:
    """What came back; None for any other mail, and for word that it is only late."""
    try:
        message = message_from_bytes(raw)
        parts = list(message.walk())[:100]
    except RecursionError:
        return None
    told = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    blocks = [str(block) for part in told for block in _blocks(part)]
    failed = next((block for block in blocks if re.search(r"(?im)^Action:\s*failed", block)), None)
    number = _returned(parts)
    if failed is None or not number:
        return None
    code = _CODE.search(failed)
    return Bounce(number, code[0] if code else "")


def _blocks(part: Message) -> list[object]:
    held = part.get_payload()
    return list(held) if isinstance(held, list) else [held]


def _returned(parts: list[Message]) -> str:
    """The Message-ID of the mail inside, or of its headers alone."""
    for part in parts[1:]:
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"(?im)^Message-ID:\s*(<[^<>\s]{3,190}>)", str(part.get_payload()))
            if found:
                return found[1]
        elif inside := _ID.search(str(part.get("Message-ID", ""))):
            return inside[0]
    return ""
