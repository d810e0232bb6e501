"""A mail as it came (RFC 5322), read with the standard library: from whom, when, about what, in which words, with what.

Nothing in it is believed or run: markup becomes plain words, and what cannot be read is left to the original.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from liuke.areas.complaints.rules.decoding import as_text, clean, unfolded
from liuke.areas.complaints.rules.markup import words_in

MOST_PARTS: Final = 100
LONGEST_MARKUP: Final = 100_000
LONGEST_SUBJECT, LONGEST_NAME = 200, 80
_FIRST_HEADER: Final = re.compile(rb"\A(?:From [^\n]*\n)?[!-9;-~]+:[ \t]")
_CASE: Final = re.compile(r"\bCP-?(\d{6,12})\b", re.ASCII)


class NotAMailError(ValueError):
    """These bytes are no mail that anybody sent."""


@dataclass(frozen=True)
class Attached:
    """What was attached, under the name that the sender gave it."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Mail:
    """`message_id` tells it from every other; `answers` are the mails it answers; `automatic`: no person wrote it."""

    message_id: str
    answers: tuple[str, ...]
    sender: str
    address: str
    subject: str
    text: str
    sent_at: datetime | None
    attached: tuple[Attached, ...]
    automatic: bool = False

    @property
    def case(self) -> str:
        """The complaint that its subject names, or nothing."""
        found = _CASE.search(self.subject.upper())
        return f"CP-{found[1]}" if found else ""


def read(raw: bytes) -> Mail:
    """The mail in these bytes, or NotAMailError."""
    if not _FIRST_HEADER.match(raw):
        raise NotAMailError("no header at its beginning")
    try:
        return _read(message_from_bytes(raw))
    except RecursionError:
        raise NotAMailError("parts within parts without end") from None


def sender_in(head: bytes) -> str:
    """The address in the From of a mail of which at least the headers are given; NotAMailError as `read`."""
    if not _FIRST_HEADER.match(head):
        raise NotAMailError("no header at its beginning")
    return parseaddr(_header(message_from_bytes(head), "From"))[1].strip()[:200]


def _read(message: Message) -> Mail:
    sender, address = parseaddr(_header(message, "From"))
    if "@" not in address:
        raise NotAMailError("from nobody")
    parts = list(_parts(message))
    return Mail(
        message_id=_header(message, "Message-ID")[:200],
        answers=tuple(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}".split())[:50],
        sender=sender.strip()[:LONGEST_NAME], address=address.strip()[:200], subject=_header(message, "Subject")[:LONGEST_SUBJECT],
        text=_text(parts), sent_at=_sent_at(message),
        attached=tuple(_attached(one) for one in parts if _is_attached(one)), automatic=_is_automatic(message),
    )  # fmt: skip


def _parts(message: Message) -> Iterator[Message]:
    for nth, part in enumerate(message.walk()):
        if nth == MOST_PARTS:
            return
        if not part.is_multipart():
            yield part


def _text(parts: list[Message]) -> str:
    """Its plain text; where there is none, the words of its HTML."""
    shown = [one for one in parts if not _is_attached(one)]
    plain = [_decoded(one) for one in shown if one.get_content_type() == "text/plain"]
    told = "\n".join(one.strip() for one in plain if one.strip())
    if told:
        return told
    marked = [_decoded(one) for one in shown if one.get_content_type() == "text/html"]
    return "\n".join(filter(None, (words_in(one[:LONGEST_MARKUP]) for one in marked)))


def _is_attached(part: Message) -> bool:
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment"


def _attached(part: Message) -> Attached:
    name = clean(unfolded(part.get_filename() or "")) or "attachment"
    data = part.get_payload(decode=True)
    return Attached(name, data if isinstance(data, bytes) else b"")


def _decoded(part: Message) -> str:
    data = part.get_payload(decode=True)
    return clean(as_text(data if isinstance(data, bytes) else b"", str(part.get_content_charset() or "utf-8")))


def _header(message: Message, name: str) -> str:
    """The first of this name, as its bytes came: `get` would put question marks for what nobody declared."""
    told = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return " ".join(clean(unfolded(told)).split())


def _sent_at(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date"))
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _is_automatic(message: Message) -> bool:
    """An answer while somebody is away, or the word that a mail could not be delivered (RFC 3834)."""
    said = _header(message, "Auto-Submitted").lower()
    return (bool(said) and said != "no") or message.get_content_type() == "multipart/report"
