"""A letter is its template with the placeholders filled in, and nothing else (H25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from liuke.foundation.words import Words

UNKNOWN: Final = "—"
WAYS: Final = {
    "post": Words("邮寄（快递单号）", "post (tracking number)"),
    "mail": Words("电子邮件（收件地址与回执）", "e-mail (receipt)"),
    "hand": Words("当面签收", "handed over, signed for"),
    "platform": Words("平台或转办系统", "platform or authority's system"),
}
LONGEST_PROOF: Final = 120


class _Known(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return UNKNOWN


def filled(template: str, values: Mapping[str, str]) -> str:
    """The text with what is known; a placeholder that knows nothing is a dash, so that it is seen before sending."""
    return template.format_map(_Known({k: v for k, v in values.items() if v}))


def why_failed(reason: str) -> Words:
    """Why a mail did not arrive, from what the outbox was told."""
    code = reason.rpartition(":")[0] or reason
    if reason.startswith("bounced"):
        return Words(f"邮件被退回（{code.removeprefix('bounced').strip() or '无代码'}）", f"it came back ({code})")
    if reason.startswith("smtp"):
        return Words(f"收件服务器拒收（{code}）", f"the mail server did not take it ({code})")
    known = {
        "no address for this channel": Words("收件邮箱已不可用", "there is no such address any more"),
        "what it enclosed is gone": Words("所附函件已删除", "what it enclosed is gone"),
    }
    return known.get(reason, Words(f"未能发出（{reason}）", f"it could not be sent ({reason})"))


def unknown_in(text: str) -> bool:
    """Does something still have to be found out before this is sent?"""
    return UNKNOWN in text
