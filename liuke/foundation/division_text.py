"""Recognising divisions at the head of a Chinese address: 昆山市玉山镇前进中路 ... → 320583100."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from os.path import commonprefix
from typing import Final

from liuke.foundation.divisions import LEVELS, PLACEHOLDERS, names

PROVINCES: Final = re.compile(r"(壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|省|市)$")
SUFFIX: Final = re.compile(r"(新区|地区|自治州|自治县|自治旗|林区|特区|[市区县盟旗州])$")
PEOPLES: Final = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|"
    "柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|鄂温克|德昂|保安|裕固|独龙|鄂伦春|各"
)
PEOPLE: Final = re.compile(rf"(({PEOPLES})族|蒙古|哈萨克|柯尔克孜|塔吉克)$")
# A short name followed by one of these is a road or a place called after it: 北京苏州街, 南京路.
ROAD: Final = frozenset("路街道大巷弄里桥门站村镇乡东南西北中环")
FILLER: Final = re.compile(r"[\s,，、;；:：\-—/|·.()（）\"“”]+|中国|中华人民共和国|地址")
LONGEST: Final = 16
_HEAD: Final = re.compile(r"[^0-9]*")


def find(text: str) -> str | None:
    """The deepest division named; where several fit equally well, the one above that they share; else None.

    No division has a digit in its name, so what stands before the house number nearly always decides, and is the same
    for a whole road.
    """
    head = _HEAD.match(text)
    known = _find(head[0]) if head else None
    return known or (_find(text) if head and head.end() < len(text) else None)


@lru_cache(maxsize=65_536)
def _find(text: str) -> str | None:
    for start in range(len(text)):
        found = list(_walk(text, "", start, 0))
        if found:
            return _shared(found)
    return None


def _shared(found: list[tuple[int, str]]) -> str | None:
    most = max(length for length, _ in found)
    codes = {code for length, code in found if length == most}
    deepest = [a for a in codes if not any(b != a and b.startswith(a) for b in codes)]
    shared = commonprefix(deepest)
    return next((shared[:n] for n in reversed(LEVELS) if len(shared) >= n), None)


def _walk(text: str, code: str, at: int, length: int) -> Iterator[tuple[int, str]]:
    """All ways to read divisions from here on, as (characters recognised, code reached)."""
    filler = FILLER.match(text, at) if code else None
    at = filler.end() if filler else at
    if code:
        yield length, code
    for size in _sizes().get(text[at : at + 2], ()):
        for below in _named(text, at, size):
            if below == code or (below.startswith(code) and _may_follow(code, below)):
                yield from _walk(text, below, at + size, length + size)


def _may_follow(code: str, below: str) -> bool:
    """A street is believed only within a known city; every other level may be left out."""
    return len(below) < 9 or len(code) >= 4


def _named(text: str, at: int, size: int) -> tuple[str, ...]:
    word = text[at : at + size]
    if len(word) < size:
        return ()
    full = _full().get(word, ())
    if at + size < len(text) and text[at + size] in ROAD:
        return full
    return full + _short().get(word, ())


@cache
def _full() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, name in names().items():
        if len(code) == 4 and name in PLACEHOLDERS:
            continue
        found.setdefault(name, []).append(code)
        if name.endswith("街道"):
            found.setdefault(f"{name}办事处", []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


@cache
def _sizes() -> Mapping[str, tuple[int, ...]]:
    """How long the names are that begin with these two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for name in (*_full(), *_short()):
        if 2 <= len(name) <= LONGEST:
            found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}


@cache
def _short() -> Mapping[str, tuple[str, ...]]:
    """苏州, 内蒙古, 浦东, 恩施: names as people say them; streets have none, they would be taken for roads."""
    found: dict[str, list[str]] = {}
    for code, name in names().items():
        if len(code) < 9 and name not in PLACEHOLDERS:
            short = _shortened(name, PROVINCES if len(code) == 2 else SUFFIX)
            if len(short) >= 2 and short != name:
                found.setdefault(short, []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _shortened(name: str, suffix: re.Pattern[str]) -> str:
    short = suffix.sub("", name)
    if not name.endswith(("自治州", "自治县", "自治旗")):
        return short
    while len(cut := PEOPLE.sub("", short)) >= 2 and cut != short:
        short = cut
    return short
