"""Which complaints speak of one matter (H22, H33): their words, weighed by how rare they are, compared by cosine.

Each text joins the group that it is most like, or begins one. A person names the matter; this only lays side by side.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import rjieba

# Of 30 messages to a city's government (Teddy Cup 2020) the ten of one matter and four of the five of another come
# out whole at 0.11 and 0.12, in pieces from 0.13 on, with strangers among them at 0.08.
ALIKE: Final = 0.12
SAID: Final = 5  # words that name a group
LONGEST: Final = 2_000  # characters of a text that are weighed
# What every complaint says; pronouns, particles and courtesies carry no matter.
_EMPTY: Final = frozenset(
    re.findall(
        r"\w+",
        "我们 你们 他们 自己 没有 可以 什么 怎么 就是 还是 但是 因为 所以 如果 已经 现在 一直 这个 那个 一个 不是 不能 不要 要求 希望 "
        "请问 请求 客户 用户 反映 投诉 表示 尽快 处理 解决 问题 情况 师傅 上门 公司 你好 您好 谢谢 今天 昨天 明天",
    )
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A complaint as it is compared: its number, and what was said."""

    number: str
    text: str


@dataclass(slots=True)
class Group:
    """Complaints of one matter, and the words that they share."""

    members: list[str]
    shared: list[str] = field(default_factory=list)
    centre: dict[str, float] = field(default_factory=dict)
    length: float = 0.0


def groups(heard: Sequence[Heard], *, alike: float = ALIKE, fewest: int = 2) -> list[Group]:
    """Groups of at least `fewest`, the largest first; in the order given, so that a run again gives the same."""
    bags = {each.number: Counter(words_of(each.text)) for each in heard}
    rarity = _rarity(list(bags.values()))
    found: list[Group] = []
    by_word: dict[str, set[int]] = defaultdict(set)
    for number, bag in bags.items():
        _join(number, _weighed(bag, rarity), found, by_word, alike)
    kept = [group for group in found if len(group.members) >= fewest]
    for group in kept:
        group.shared = _shared(group, bags)
    return sorted(kept, key=lambda group: (-len(group.members), group.members[0]))


def words_of(text: str) -> list[str]:
    """Words of two characters and more that carry a matter."""
    cut = (word.strip().lower() for word in rjieba.cut(text[:LONGEST]))
    return [word for word in cut if len(word) > 1 and word not in _EMPTY and not word.isdigit()]


def _rarity(bags: Sequence[Counter[str]]) -> dict[str, float]:
    seen = Counter(word for bag in bags for word in bag)
    return {word: math.log(1 + len(bags) / count) for word, count in seen.items()}


def _weighed(bag: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """Of length one. A word said five times is not five times as much the matter."""
    weights = {word: (1 + math.log(count)) * rarity[word] for word, count in bag.items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _join(
    number: str, text: Mapping[str, float], found: list[Group], by_word: dict[str, set[int]], alike: float
) -> None:
    near: dict[int, float] = defaultdict(float)
    for word, weight in text.items():
        for nth in by_word[word]:
            near[nth] += weight * found[nth].centre[word] / found[nth].length
    nth = max(near, key=lambda each: (near[each], -each), default=len(found))
    if nth == len(found) or near[nth] < alike:
        nth = len(found)
        found.append(Group([]))
    _take_in(found[nth], number, text)
    for word in text:
        by_word[word].add(nth)


def _take_in(group: Group, number: str, text: Mapping[str, float]) -> None:
    group.members.append(number)
    for word, weight in text.items():
        group.centre[word] = group.centre.get(word, 0.0) + weight
    group.length = math.sqrt(sum(weight * weight for weight in group.centre.values())) or 1.0


def _shared(group: Group, bags: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The heaviest words that at least half of them say."""
    often = {
        word for word in group.centre if sum(word in bags[each] for each in group.members) * 2 >= len(group.members)
    }
    return sorted(often, key=lambda word: (-group.centre[word], word))[:SAID]
