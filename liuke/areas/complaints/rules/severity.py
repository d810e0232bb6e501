"""How grave a complaint is, with reasons; and whether it is one of the hard ones, which get seven working days (§3 #21)."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.areas.complaints.rules.catalogue import Grave
from liuke.foundation.words import Words

THIRD = 3


@dataclass(frozen=True)
class Known:
    """What severity looks at. `earlier`: this customer's complaints of the last 90 days, this one not counted."""

    kind: str
    sub: str
    source: str
    earlier: int = 0
    hazards: bool = False
    days_waiting: int = 0


@dataclass(frozen=True)
class Severity:
    """`level` is ordinary, serious or grave; `hard` decides between three days and seven working days."""

    level: str
    hard: bool
    reasons: tuple[Words, ...]


def severity_of(known: Known, data: Grave) -> Severity:
    """The worst that any reason says. No customer's grade is among them: the clocks are the same for all."""
    found: list[tuple[str, Words]] = []
    if known.hazards:
        found.append(("grave", Words("涉及人身安全", "it is about safety")))
    if known.sub in data.grave_subs:
        found.append(("grave", Words("涉及伤害、损坏、泄露或私收费", "harm, damage, leak or private charging")))
    if known.source in data.grave_sources:
        found.append(
            ("grave", Words("来自主管部门、媒体、消协或律师", "from an authority, press, association or counsel"))
        )
    if known.earlier >= THIRD - 1:
        found.append(("grave", Words("90 天内第三次投诉", "the third complaint within 90 days")))
    if known.sub in data.serious_subs:
        found.append(("serious", Words("反复、拒绝、虚假或态度问题", "repeated, refused, false or rude")))
    if known.earlier == THIRD - 2:
        found.append(("serious", Words("90 天内第二次投诉", "the second complaint within 90 days")))
    level = next((name for name in ("grave", "serious") if any(one == name for one, _w in found)), "ordinary")
    return Severity(level, known.sub in data.hard_subs, tuple(words for _level, words in found))
