"""What not to say to a customer, and a first sentence to begin with, from what stands in his file (H8). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.areas.care.queries.rows import GrievanceRow
from liuke.areas.customers.queries.rows import Brief, File
from liuke.foundation.words import Words
from liuke.insight.promises import what_of
from liuke.kernel.promises.rows import PromiseRow

NO_SELLING: Final = Words(
    "投诉未结，不推销、不报价、不提续保。", "A complaint is open: sell nothing, quote nothing, no renewal."
)
NO_EXCUSE: Final = Words(
    "不说“我刚接手不清楚”，情况已写在本页。", "Never “I am new and do not know”: it stands on this page."
)
NO_DUNNING: Final = Words(
    "欠款另约时间谈，不与服务、三包挂钩。", "Money is another talk; it never holds back service or guarantee."
)
NO_NEW_PROMISE: Final = Words("旧承诺未兑现前，不再许新的时间。", "No new date before the old promise is kept.")
NO_CORE: Final = Words("商密客户：不提其他客户的价格与采购。", "Secrets: never another customer’s prices or purchases.")


def never_say(brief: Brief, *, grieved: bool, owes: bool, broken: bool) -> tuple[Words, ...]:
    """The lines that hold for this customer, the gravest first."""
    lines = ((grieved, NO_SELLING), (broken, NO_NEW_PROMISE), (owes, NO_DUNNING), (brief.secrecy != "general", NO_CORE))
    return (*(words for holds, words in lines if holds), NO_EXCUSE)


def opening(file: File, angry: Sequence[GrievanceRow], broken: Sequence[PromiseRow], previous: str) -> Words:
    """A first sentence: the grievance, else the broken promise, else who is calling and in whose place."""
    name = file.contacts[0].name if file.contacts and file.contacts[0].name else file.brief.name
    zh, en = (f"{name}您好，" if name else "您好，"), (f"Hello {name}, " if name else "Hello, ")
    zh_who, en_who = (f"我接替{previous}负责您这边，", f"I take over from {previous}; ") if previous else ("", "")
    if angry:
        said = f"“{angry[0].words[:40]}”" if angry[0].words else ""
        return Words(
            f"{zh}{zh_who}上次您反映的{said}还没有办好，先向您道歉。我想先听听您现在的情况。",
            f"{en}{en_who}what you told us {said} is still not settled, and I am sorry. May I hear how it stands now?",
        )
    if broken:
        what = what_of(broken[0])
        return Words(
            f"{zh}{zh_who}我们答应的“{what.zh}”没有按时做到，向您道歉，今天由我负责落实。",
            f"{en}{en_who}we promised “{what.en}” and did not keep it in time. I am sorry; I see to it today.",
        )
    return Words(
        f"{zh}{zh_who or '我是您的客户经理，'}想了解设备近来使用情况，有事请直接找我。",
        f"{en}{en_who or 'I keep your account; '}how do your machines do? Whatever it is, please come to me.",
    )
