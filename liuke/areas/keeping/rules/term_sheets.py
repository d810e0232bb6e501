"""Which values of the house there are to state: how customers are graded, who is core, bonds, greetings, the pool. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liuke.areas.keeping.rules.bond import CRITERIA, QUALITY, SIGNS, WILLINGNESS
from liuke.areas.keeping.rules.term_fields import Field, Sheet, Values
from liuke.foundation.words import Words

GROUPS: Final = {
    "worth": Words("定级与核心客户", "Grades and core customers"),
    "bond": Words("企业关系", "Bond of companies"),
    "care": Words("问候", "Greetings"),
    "pool": Words("公海", "Public pool"),
}
OCCASION: Final = "occasion."
ADVICE: Final = "advice."
CLASSES: Final = {
    "core": Words("核心客户", "Core customers"),
    "A": Words("A 级", "Grade A"),
    "B": Words("B 级", "Grade B"),
    "C": Words("C 级", "Grade C"),
}
DAYS: Final = Words("天", "days")
PERCENT: Final = Words("%", "%")
TIMES: Final = Words("次", "times")
CUSTOMERS: Final = Words("位", "customers")
OF_TEN: Final = Words("条迹象", "signs")


def _b_reaches_beyond_a(read: Values) -> Mapping[str, Words]:
    if read["b_share"] > read["a_share"]:
        return {}
    return {"b_share": Words("须大于 A 级的占比。", "It has to reach beyond grade A.")}


def _firm_needs_more(read: Values) -> Mapping[str, Words]:
    if read["levels.firm"] > read["levels.fair"]:
        return {}
    return {"levels.firm": Words("「牢固」的条数须多于「一般」。", "Firm needs more signs than fair.")}


def _day(key: str, words: Words, most: int, *, part: str = "", least: int = 1) -> Field:
    return Field(key, part, words, least=least, most=most, unit=DAYS)


def _share(key: str, words: Words) -> Field:
    return Field(key, "", words, least=1, most=99, unit=PERCENT)


GRADING: Final = Sheet(
    "grading", "worth", "grading", Words("客户等级", "Grades"),
    (
        _share("a_share", Words("A 级：消费额占比到", "A reaches up to this share of the money")),
        _share("b_share", Words("B 级：消费额占比到", "B reaches up to this share of the money")),
        _day("days", Words("统计最近", "Counted over the last"), 3650, least=30),
        _day("by_hand_days", Words("人工定级有效", "A grade by hand stands for"), 366, least=7),
    ), _b_reaches_beyond_a,
)  # fmt: skip
CORE: Final = Sheet(
    "core", "worth", "bond", Words("核心客户标准", "Core customers"),
    (
        Field("core", "need", Words("五项标准中须符合", "Criteria met, of the five"), least=1, most=len(CRITERIA),
              unit=Words("项", "criteria")),
        _day("core", Words("合作满", "Loyal for"), 3650, part="loyal_days", least=30),
        _day("core", Words("最近一次购买在", "Last bought within"), 3650, part="lately_days"),
        Field("core", "answers", Words("期间接受回访", "Answers in that time"), least=1, most=50, unit=TIMES),
    ),
)  # fmt: skip
LEVELS: Final = Sheet(
    "levels", "bond", "bond", Words("关系分级", "Levels of the bond"),
    (
        Field("levels", "firm", Words("「牢固」至少", "Firm from"), least=2, most=len(SIGNS), unit=OF_TEN),
        Field("levels", "fair", Words("「一般」至少", "Fair from"), least=1, most=len(SIGNS) - 1, unit=OF_TEN),
    ), _firm_needs_more,
)  # fmt: skip
FRESH: Final = Sheet(
    "signs", "bond", "bond", Words("迹象有效期", "How long a sign speaks"),
    tuple(_day(f"stale.{sign}", words, 1095, part="days", least=30) for sign, words in SIGNS.items()),
)  # fmt: skip
POOL: Final = Sheet(
    "pool", "pool", "pool", Words("公海限额", "Limits of the pool"),
    (
        Field("daily", "", Words("每人每天最多认领", "A keeper takes at most a day"), least=1, most=100, unit=CUSTOMERS),
        Field("cap", "", Words("每人最多负责", "A keeper keeps at most"), least=1, most=5000, unit=CUSTOMERS),
        _day("barred_days", Words("放回后不得再认领", "After giving one back, barred for"), 365, least=0),
        Field("households", "", Words("纳入公海的家庭客户", "Households in the pool"), "reach"),
    ),
)  # fmt: skip
BUDGET: Final = Sheet(
    "budget", "care", "care", Words("问候次数", "How often a year"),
    (
        *(Field("budget", key, words, least=0, most=30, unit=TIMES) for key, words in CLASSES.items()),
        _day("ahead_days", Words("提前排定", "Known ahead"), 60, least=7),
    ),
)  # fmt: skip


def advice_sheet(will: str, worth: str) -> Sheet:
    """What is advised in one cell of the matrix."""
    key, (w, q) = f"{ADVICE}{will}.{worth}", (WILLINGNESS[will], QUALITY[worth])
    words = Words(f"建议：{w.zh} · 素质{q.zh}", f"Advice: {w.en} · quality {q.en}")
    texts = (("zh", Words("建议（中文）", "Advice, Chinese")), ("en", Words("建议（英文）", "Advice, English")))
    return Sheet(key, "bond", "bond", words, tuple(Field(key, part, said, "text") for part, said in texts))


def occasion_sheet(key: str, value: Mapping[str, Any]) -> Sheet:
    """Who is greeted on an occasion and how; of a festival also its day."""
    ways = tuple(Field(key, part, words, "way") for part, words in CLASSES.items())
    kept_on = {
        "solar": Words("公历（月-日）", "Day (month-day)"),
        "lunar": Words("农历（月-日）", "Lunar day (month-day)"),
    }
    kind = value["kind"]
    day = (Field(key, "day", kept_on[kind], kind),) if kind in kept_on else ()
    return Sheet(key, "care", "care", Words(value["zh"], value["en"]), (*day, *ways))


def sheets_of(care: Mapping[str, Any]) -> dict[str, Sheet]:
    """All there are, in the order of their groups; the occasions as the table `care` names them."""
    advice = [advice_sheet(will, worth) for worth in QUALITY for will in WILLINGNESS]
    occasions = [occasion_sheet(key, value) for key, value in care.items() if key.startswith(OCCASION)]
    return {one.name: one for one in (GRADING, CORE, LEVELS, FRESH, *advice, *occasions, BUDGET, POOL)}
