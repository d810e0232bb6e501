"""Where a rule comes from, in the reader's words: the trade's handbook, the practice, the law, the house's own value."""

from __future__ import annotations

import re
from typing import Final

from liuke.foundation.words import Words

_NOTE: Final = r"(?:: .+)?"
_UNITS: Final = {"hour": "小时", "day": "天", "month": "个月"}
_CLOCKS: Final = {"working": "工作", "service": "服务"}
_AMOUNT: Final = re.compile(r"(\d+) (?:(working|service) )?(hour|day|month)s?(?:, at any hour)?")
_NUMBERED: Final = re.compile(r"#(\d+)")
_KNOWN: Final[tuple[tuple[re.Pattern[str], str, str], ...]] = tuple(
    (re.compile(said + _NOTE), zh, en)
    for said, zh, en in (
        (r"(?:handbook )?(H\d+)", "手册 {0}", "handbook {0}"),
        (r"(?:practice )?§([\d.]+)(?: coefficients)?", "实务 {0}", "practice {0}"),
        (
            r"PIPL (\d+) to (\d+)",
            "个人信息保护法第 {0} 至 {1} 条",
            "Personal Information Protection Law, articles {0} to {1}",
        ),
        (r"PIPL (\d+)", "个人信息保护法第 {0} 条", "Personal Information Protection Law, article {0}"),
        (r"消法 (\d+)", "消费者权益保护法第 {0} 条", "Consumer Protection Law, article {0}"),
        (
            r"侵害消费者权益行为处罚办法 (\d+)",
            "侵害消费者权益行为处罚办法第 {0} 条",
            "Measures for Penalties for Infringing Consumers' Rights, article {0}",
        ),
        (r"trade practice", "同行做法", "what the trade does"),
        (r"company default by grade", "公司默认值（按等级）", "company default by grade"),
        (r"company default(?:, [^:]+)?", "公司默认值", "company default"),
        (r"(\d+) working days by common practice", "惯例 {0} 个工作日", "{0} working days by common practice"),
        (r"as agreed on the visit", "以拜访时的约定为准", "as agreed on the visit"),
        (r"as said after going in vain", "以未见到人后所定日期为准", "as said after going in vain"),
    )
)


def source_words(cited: str) -> Words:
    """practice §3 #9, #10; §1.4; H10 → 默认规则 9、10 · 实务 1.4 · 手册 H10."""
    parts = [_cited(part.strip()) for part in cited.split(";") if part.strip()]
    return Words(" · ".join(dict.fromkeys(p.zh for p in parts)), " · ".join(dict.fromkeys(p.en for p in parts)))


def _cited(part: str) -> Words:
    if numbers := _NUMBERED.findall(part):
        plural = "s" if len(numbers) > 1 else ""
        return Words(f"默认规则 {'、'.join(numbers)}", f"default rule{plural} {', '.join(numbers)}")
    return next((words for of in (_own, _known) if (words := of(part))), Words(part, part))


def _own(part: str) -> Words | None:
    """company default: 4 working hours → 公司默认值 4 个工作小时."""
    said = part.removeprefix("company default: ")
    if said == part:
        return None
    if said == "half a year":
        return Words("公司默认值半年", part)
    match = _AMOUNT.fullmatch(said)
    return Words(f"公司默认值 {_amount(match)}", part) if match else None


def _amount(match: re.Match[str]) -> str:
    count, clock, unit = match.groups()
    kind = _CLOCKS.get(clock or "", "")
    return f"{count} 个{kind}{'日' if unit == 'day' else _UNITS[unit]}" if kind else f"{count} {_UNITS[unit]}"


def _noted(part: str, en: str) -> str:
    """The English as cited with what it says there, unless that is a name of ours."""
    _cited_as, mark, note = part.partition(": ")
    return f"{en}{mark}{note}" if "_" not in note else en


def _known(part: str) -> Words | None:
    for pattern, zh, en in _KNOWN:
        if match := pattern.fullmatch(part):
            return Words(zh.format(*match.groups()), _noted(part, en.format(*match.groups())))
    return None
