"""A handbook time as it is typed in Chinese, put into the grammar of kernel/promises/due. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CLOCKS: Final = {"服务": "service ", "工作": "working "}
_UNITS: Final = {"分钟": "minutes", "小时": "hours", "天": "days", "日": "days", "周": "weeks", "月": "months"}
_SPAN: Final = re.compile(r"(\d+) ?个? ?(服务|工作)? ?(分钟|小时|天|日|周|月) ?(?:\((服务|工作)(?:时间)?\))?")
_ON_DAY: Final = re.compile(r"第 ?(\d+) ?(天|个?月) ?(\d{1,2}):(\d\d)")
_SAME_DAY: Final = re.compile(r"当[天日] ?(\d{1,2}):(\d\d)")


def in_grammar(said: str) -> str:
    """`30 服务分钟` as `30 service minutes`, `第 3 天 20:00` as `day 3 at 20:00`; anything else as it was typed."""
    text = " ".join(unicodedata.normalize("NFKC", said).split())
    if match := _SPAN.fullmatch(text):
        count, clock, unit, aside = match.groups()
        return f"{count} {_CLOCKS.get(clock or aside, '')}{_UNITS[unit]}"
    if match := _ON_DAY.fullmatch(text):
        count, unit, hour, minute = match.groups()
        return f"{'day' if unit == '天' else 'month'} {count} at {hour:0>2}:{minute}"
    if match := _SAME_DAY.fullmatch(text):
        return f"same day {match[1]:0>2}:{match[2]}"
    return text
