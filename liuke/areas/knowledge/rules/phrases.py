"""Standard phrases: text with placeholders only, filled from the customer's values. Pure (H24)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from liuke.foundation.faults import Invalid
from liuke.foundation.words import Words

SITUATIONS: Final[Mapping[str, Words]] = {
    "opening": Words("开场问候", "Opening"),
    "soothing": Words("致歉安抚", "Soothing"),
    "restating": Words("复述确认", "Restating"),
    "booking": Words("预约改约", "Booking and moving"),
    "waiting": Words("等待说明", "Waiting"),
    "charges": Words("费用说明", "Charges"),
    "refusing": Words("婉拒说明", "Saying no"),
    "safety": Words("安全提醒", "Safety"),
    "closing": Words("结束致谢", "Closing"),
}
PLACEHOLDERS: Final[Mapping[str, Words]] = {
    "salutation": Words("称呼", "how he is addressed"),
    "agent": Words("我的姓名", "your own name"),
    "company": Words("公司名称", "the company's name"),
    "number": Words("单号", "the number of the case"),
    "machine": Words("机型", "the machine"),
    "window": Words("预约时段", "the window"),
    "today": Words("今天日期", "today's date"),
}
LONGEST: Final = 500
_PLACE: Final = re.compile(r"\{([^{}]*)\}")


def checked_phrase(text: str) -> str:
    """The text as kept; Invalid names `text` where it is empty, endless, or asks for a value that nobody has."""
    told = text.strip()
    if not 0 < len(told) <= LONGEST:
        raise Invalid.field("text", f"请填写 1 至 {LONGEST} 字。", f"Write 1 to {LONGEST} characters.")
    for name in _PLACE.findall(told):
        if name not in PLACEHOLDERS:
            known = "、".join(f"{{{k}}}" for k in PLACEHOLDERS)
            raise Invalid.field(
                "text",
                f"没有占位符“{name[:20]}”，可用：{known}",
                f"There is no placeholder “{name[:20]}”; known: {known}",
            )
    if "{" in _PLACE.sub("", told) or "}" in _PLACE.sub("", told):
        raise Invalid.field("text", "花括号不配对。", "Braces do not match.")
    return told


def filled(text: str, values: Mapping[str, str]) -> str:
    """The phrase with what is known; an unknown value stays as 〔称呼〕 for the writer to fill in."""
    return _PLACE.sub(
        lambda m: values.get(m[1]) or f"〔{PLACEHOLDERS[m[1]].zh if m[1] in PLACEHOLDERS else m[1]}〕", text
    )
