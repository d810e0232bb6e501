"""Official division codes of China: province (2 digits), city (4), district (6), street or town (9).

The tables are read once, when first asked for. Finding a division in an address text is in `division_text.py`.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from liuke.foundation.faults import Missing

DATA: Final = Path(__file__).parent / "division_data"
LEVELS: Final = (2, 4, 6, 9)
# Rows between province and district that no address names (市辖区 of Shanghai, 省直辖县级行政区划 of Hubei ...).
PLACEHOLDERS: Final = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})


class Division(NamedTuple):
    code: str
    name: str


def exists(code: str) -> bool:
    """Is this an official code?"""
    return code in names()


def name_of(code: str) -> str:
    """The division's own name: `320583` is 昆山市."""
    try:
        return names()[code]
    except KeyError:
        raise Missing(f"没有行政区划代码“{code}”。", f"There is no division with the code “{code}”.") from None


def path(code: str) -> tuple[Division, ...]:
    """The division with all that lie above it, province first."""
    name_of(code)
    return tuple(Division(code[:n], name_of(code[:n])) for n in LEVELS if n <= len(code))


def told(code: str) -> str:
    """The whole name as an address begins: 江苏省苏州市昆山市玉山镇. Rows that no address names are left out."""
    parts: list[str] = []
    for _, name in path(code):
        if not _is_placeholder(name) and name not in parts[-1:]:
            parts.append(name)
    return "".join(parts)


def children(code: str = "") -> tuple[Division, ...]:
    """The divisions one level down, by code; of nothing, the provinces."""
    if code:
        name_of(code)
    return tuple(Division(child, names()[child]) for child in _children().get(code, ()))


def parent(code: str) -> str | None:
    """The code one level up; None above a province."""
    shorter = [n for n in LEVELS if n < len(code)]
    return code[: shorter[-1]] if shorter else None


def covers(coverage_code: str, code: str) -> bool:
    """Does the area of `coverage_code` take in the division `code`? A division covers itself."""
    return len(coverage_code) in LEVELS and code.startswith(coverage_code)


def centre(code: str) -> tuple[float, float] | None:
    """Longitude and latitude of its middle, of the nearest division above where it has none itself, up to the city."""
    for n in sorted(LEVELS, reverse=True):
        if n <= len(code) and (n > 2 or len(code) == 2):
            found = _centres().get(code[:n])
            if found:
                return found
    return None


def find(text: str) -> str | None:
    """The code of the deepest division that an address text names, or None. Province or city may be left out."""
    from liuke.foundation.division_text import find as find_in_text  # it stands on this module

    return find_in_text(text)


@cache
def names() -> Mapping[str, str]:
    """Every code with its name, ordered by code."""
    return {code: name for code, name in _rows("names.tsv.gz")}  # noqa: C416 (rows are of any length)


def _is_placeholder(name: str) -> bool:
    return name in PLACEHOLDERS


@cache
def _children() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code in names():
        found.setdefault(parent(code) or "", []).append(code)
    return {code: tuple(below) for code, below in found.items()}


@cache
def _centres() -> Mapping[str, tuple[float, float]]:
    return {code: (float(lng), float(lat)) for code, lng, lat in _rows("centres.tsv.gz")}


def _rows(name: str) -> list[tuple[str, ...]]:
    with gzip.open(DATA / name, "rt", encoding="utf-8") as file:
        return [tuple(line.rstrip("\n").split("\t")) for line in file]
