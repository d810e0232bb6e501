"""What the buyer of a faulty machine may choose: to return it, to have it exchanged, to have it repaired (H16).

Consumer law: a business buyer has what his contract says. The figures are dated rows with their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from liuke.areas.products.rules.guarantee import Papers, Verdict
from liuke.foundation.words import Words

Choice = Literal["refund", "exchange", "repair"]
CHOICES: Final[dict[Choice, Words]] = {
    "refund": Words("退货", "return"),
    "exchange": Words("换货", "exchange"),
    "repair": Words("修理", "repair"),
}


_BY_AGE: Final[tuple[tuple[str, tuple[Choice, ...]], ...]] = (
    ("refund_days", ("refund", "exchange", "repair")),
    ("exchange_days", ("exchange", "repair")),
)


@dataclass(frozen=True)
class Figure:
    """One figure of the law or of a decision: so many days or times."""

    value: int
    source: str


Figures = Mapping[str, Figure]
"""`refund_days`, `exchange_days`, `failed_repairs`, `repairer_days`, `part_days`."""


@dataclass(frozen=True)
class Waiting:
    """The repair that is under way: since when, and whether a part is waited for (the maker's delay, not ours)."""

    since: date
    for_part: bool = False


@dataclass(frozen=True)
class Rights:
    """The choices open on that day, the best for the customer first; in one sentence, with the source."""

    choices: tuple[Choice, ...]
    words: Words
    source: str
    last_day: date | None = None

    by_contract: bool = False

    @property
    def beyond_repair(self) -> bool:
        """May he ask for more than having it repaired?"""
        return bool(set(self.choices) - {"repair"})

    @property
    def says_more(self) -> bool:
        """Is there anything to say that “free” or “paid” does not say already?"""
        return self.beyond_repair or self.by_contract


def rights(
    papers: Papers, verdict: Verdict, figures: Figures, *, on: date, consumer: bool = True,
    waiting: Waiting | None = None,
) -> Rights:  # fmt: skip
    """Which of return, exchange and repair the customer may ask for, if the fault is one of performance."""
    if not consumer:
        words = Words("企业客户按合同约定办理", "a business buyer has what the contract says")
        return Rights((), words, "《民法典》第六百二十一条", by_contract=True)
    if verdict.state == "out":
        return Rights((), Words("三包期外，按价目修理", "beyond the guarantee: repaired by price list"), verdict.source)
    return (
        _by_age(papers, figures, on)
        or _by_repairs(papers, figures)
        or _by_waiting(waiting, figures, on)
        or Rights(("repair",), Words("可免费修理", "repaired free of charge"), verdict.source, verdict.until)
    )


def _by_age(papers: Papers, figures: Figures, on: date) -> Rights | None:
    """Counted from the sale, which needs its proof; the day of the sale is not counted (Civil Code 201)."""
    if papers.bought is None or not papers.proof:
        return None
    age = (on - papers.bought).days
    for key, choices in _BY_AGE:
        figure = figures.get(key)
        if figure and age <= figure.value:
            last = papers.bought + timedelta(days=figure.value)
            said = _told(choices)
            zh = f"购买第 {age} 天：可选{said.zh}（{figure.value} 日内，至 {last}）"
            en = f"day {age} after the purchase: {said.en} (within {figure.value} days, until {last})"
            return Rights(choices, Words(zh, en), figure.source, last)
    return None


def _by_repairs(papers: Papers, figures: Figures) -> Rights | None:
    figure, times = figures.get("failed_repairs"), len(papers.repairs)
    if figure is None or times < figure.value:
        return None
    return Rights(
        ("exchange", "refund"),
        Words(
            f"已修理 {times} 次，仍不能正常使用的可换同型号；无同型号且不愿换其他型号的可退货",
            f"repaired {times} times: exchanged for the same model if it still fails, returned where there is none",
        ),
        figure.source,
    )


def _by_waiting(waiting: Waiting | None, figures: Figures, on: date) -> Rights | None:
    """Too long in repair: 90 days for a part is the maker's delay, 30 days without that is the repairer's."""
    figure = figures.get("part_days" if waiting and waiting.for_part else "repairer_days")
    if waiting is None or figure is None or (days := (on - waiting.since).days) <= figure.value:
        return None
    if waiting.for_part:
        zh, en = f"等配件已 {days} 天，可免费换货", f"{days} days of waiting for a part: exchanged free of charge"
    else:
        zh = f"送修已 {days} 天未修好，可免费换货，费用由修理者承担"
        en = f"{days} days in repair: exchanged free of charge at the repairer's cost"
    return Rights(("exchange",), Words(zh, en), figure.source)


def _told(choices: tuple[Choice, ...]) -> Words:
    *most, last = (CHOICES[choice] for choice in choices)
    return Words(
        f"{'、'.join(words.zh for words in most)}或{last.zh}", f"{', '.join(words.en for words in most)} or {last.en}"
    )
