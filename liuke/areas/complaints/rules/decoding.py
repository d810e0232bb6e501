"""Bytes of a mail as text, whatever they say they are written in."""

from __future__ import annotations

import re
from email.header import decode_header
from typing import Final

_WIDER: Final = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030"}  # what says gb2312 is seldom only that
_UNSEEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def as_text(data: bytes, charset: str) -> str:
    """By the charset that was named; where it does not fit, UTF-8 or GB 18030; at last with marks for what is lost."""
    said = charset.lower()
    for one in (_WIDER.get(said, said), "utf-8", "gb18030"):
        try:
            return data.decode(one)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def clean(text: str) -> str:
    """Without what no page and no table takes: controls, halves of characters; lines end in one way."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def unfolded(told: str) -> str:
    """A header in words: encoded ones decoded, bytes that nobody declared taken for UTF-8 or GB 18030."""
    try:
        pieces = decode_header(told)
    except Exception:  # a header that its own encoding does not fit
        pieces = [(told, None)]
    return "".join(_piece(piece, charset) for piece, charset in pieces)


def _piece(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece if piece.isprintable() else as_text(piece.encode("utf-8", "surrogateescape"), "utf-8")
    return as_text(piece, charset or "utf-8")
