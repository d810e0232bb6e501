"""In or out of guarantee (H16, practice §1.10): decided from papers and dated terms, with the reason and its source.

Terms are those in force on the day the guarantee started. The last day is the corresponding day of the last month
and still counts (Civil Code 201, 202), so an article bought on 2 March 2026 for a year is free until 2 March 2027.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from liuke.areas.products.rules.repairs import Repair, days_stopped, extended
from liuke.foundation.words import Words

WHOLE: Final = "whole"
PARTS: Final = {
    WHOLE: Words("整机", "whole machine"),
    "motor": Words("电机", "motor"),
    "compressor": Words("压缩机", "compressor"),
    "panel": Words("面板", "panel"),
    "burner": Words("燃烧器", "burner"),
    "heat_exchanger": Words("换热器", "heat exchanger"),
    "inner_tank": Words("内胆", "inner tank"),
    "magnetron": Words("磁控管", "magnetron"),
    "control_board": Words("主控板", "control board"),
    "backlight": Words("背光", "backlight"),
}
EXCLUSIONS: Final = {
    "misuse": Words("使用不当", "misuse"),
    "alteration": Words("擅自拆改", "unauthorised alteration"),
    "voltage": Words("供电或供气异常", "abnormal supply of power or gas"),
    "foreign_repair": Words("非授权维修", "repair by a third party"),
    "force_majeure": Words("不可抗力", "force majeure"),
}

State = Literal["in", "out", "unknown"]


@dataclass(frozen=True)
class Term:
    """So many months for a main part of a guarantee class, from a day on, by a law or a decision."""

    part: str
    months: int
    from_date: date
    source: str
    until_date: date | None = None


@dataclass(frozen=True)
class Papers:
    """What is known of a machine's life. `card` says that our own installation card stands behind `installed`."""

    bought: date | None = None
    installed: date | None = None
    made: date | None = None
    proof: bool = False
    card: bool = False
    repairs: tuple[Repair, ...] = ()


@dataclass(frozen=True)
class Cover:
    """How long one part is free, and by which source."""

    part: str
    until: date
    free: bool
    source: str


@dataclass(frozen=True)
class Verdict:
    """Free or paid, until when, in one sentence, and why. `final` is what the technician found on site."""

    state: State
    until: date | None
    words: Words
    reasons: tuple[Words, ...]
    source: str
    final: bool = False
    covers: tuple[Cover, ...] = field(default=())

    @property
    def free(self) -> bool:
        return self.state == "in"


def verdict(
    papers: Papers,
    terms: Sequence[Term],
    *,
    on: date,
    no_proof_months: int,
    part: str | None = None,
    final: bool = False,
    exclusions: Sequence[str] = (),
) -> Verdict:
    """Is work on this machine (or this `part` of it) free on that day?"""
    start, reason = started(papers, no_proof_months=no_proof_months, final=final)
    if start is None:
        return _undecided(reason, final)
    covers = tuple(_cover(term, start, on, papers.repairs) for term in in_force(terms, start))
    judged = _judged(covers, part)
    if judged is None:
        return _undecided(Words("该品类没有三包期限的记录", "no guarantee term is on record for this class"), final)
    reasons = [reason, *_stopped(papers.repairs, start, judged.until), *(_excluded(key) for key in exclusions)]
    if not judged.free:
        reasons.append(Words(f"已于 {judged.until} 到期", f"ended on {judged.until}"))
    state: State = "in" if judged.free and not exclusions else "out"
    words = _sentence(state, covers, judged, excluded=bool(exclusions))
    return Verdict(state, judged.until, words, tuple(reasons), judged.source, final, covers)


def started(papers: Papers, *, no_proof_months: int, final: bool = False) -> tuple[date | None, Words]:
    """The day the guarantee began, and why that day (None where nothing tells it).

    The installation card wins (practice §1.9), as long as it does not lie before the purchase; without papers the
    day it was made counts, put off by a setting. A mere word of the user's carries only until someone looks on site.
    """
    if papers.installed and (papers.card or papers.proof):
        return max(papers.installed, papers.bought or papers.installed), Words(
            "自安装之日起算", "counted from the installation"
        )
    if papers.bought and papers.proof:
        return papers.bought, Words("自购机凭证日期起算", "counted from the proof of purchase")
    if papers.made:
        return add_months(papers.made, no_proof_months), Words(
            f"无购机凭证，按出厂日期顺延 {no_proof_months} 个月起算",
            f"no proof of purchase: counted from {no_proof_months} months after it was made",
        )
    told = papers.bought or papers.installed
    if told and not final:
        return told, Words("日期为用户自述，上门核验凭证", "the date is the user's word, the proof is checked on site")
    return None, Words(
        "缺购机凭证与出厂日期，上门核定", "neither proof of purchase nor date of making: decided on site"
    )


def in_force(terms: Iterable[Term], on: date) -> list[Term]:
    """Of each part the newest term that was in force on that day, the whole machine first."""
    held = [t for t in terms if t.from_date <= on and (t.until_date is None or on <= t.until_date)]
    newest = {term.part: term for term in sorted(held, key=lambda t: t.from_date)}
    return sorted(newest.values(), key=lambda t: (t.part != WHOLE, t.months, t.part))


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on, or the month's last day where there is none (Civil Code 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def part_words(part: str) -> Words:
    """What a main part is called; a key the table introduced on its own is its own name."""
    return PARTS.get(part, Words(part, part))


def _cover(term: Term, start: date, on: date, repairs: Sequence[Repair]) -> Cover:
    until = extended(repairs, from_date=start, until_date=add_months(start, term.months))
    return Cover(term.part, until, on <= until, term.source)


def _stopped(repairs: Sequence[Repair], start: date, until: date) -> list[Words]:
    """Time in repair is no time of the guarantee (the 1995 rules)."""
    days = days_stopped(repairs, from_date=start, until_date=until)
    return [Words(f"修理占用 {days} 天，三包期顺延", f"put off by {days} days in repair")] if days else []


def _judged(covers: Sequence[Cover], part: str | None) -> Cover | None:
    """The cover that decides: the named part's own term where it has one (shorter or longer), else the whole's."""
    by_part = {cover.part: cover for cover in covers}
    return by_part.get(part or WHOLE) or by_part.get(WHOLE)


def _excluded(key: str) -> Words:
    return EXCLUSIONS.get(key, Words(key, key))


def _undecided(reason: Words, final: bool) -> Verdict:
    if final:
        return Verdict("out", None, Words("保外·收费", "out of guarantee, paid"), (reason,), "", final)
    return Verdict("unknown", None, Words("待定·上门核定", "undecided, settled on site"), (reason,), "", final)


def _sentence(state: State, covers: Sequence[Cover], judged: Cover, *, excluded: bool) -> Words:
    if excluded:
        return Words("保外·收费（不属三包责任）", "out of guarantee, paid (not the guarantee's concern)")
    if state == "in":
        listed = [judged, *(c for c in covers if c.free and c is not judged and c.part != WHOLE)]
        return Words(
            f"保内·免费（{'/'.join(_until(c).zh for c in listed)}）",
            f"in guarantee, free ({', '.join(_until(c).en for c in listed)})",
        )
    still = [c for c in covers if c.free]
    zh, en = f"保外·收费（{_until(judged).zh}）", f"out of guarantee, paid ({_until(judged).en})"
    if not still:
        return Words(zh, en)
    zh_parts, en_parts = "/".join(_until(c).zh for c in still), ", ".join(_until(c).en for c in still)
    return Words(f"{zh}；部件保内·免费（{zh_parts}）", f"{en}; parts still free ({en_parts})")


def _until(cover: Cover) -> Words:
    name = part_words(cover.part)
    return Words(f"{name.zh}至 {cover.until}", f"{name.en} until {cover.until}")
