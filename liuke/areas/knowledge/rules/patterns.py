"""The small language in which wordings are written down, so that nobody needs regular expressions, and none can be slow.

公司规定            these characters, whatever stands between them
(公司|单位)规定      one of them
就(是)?这样         perhaps
没~4看              up to 4 other characters between, never over the end of a sentence (`~` alone: 6; at most 12)
#点                 a number, in digits or Chinese
{没办法}            what means the same (synonyms.toml)
^因为               at the very beginning of the text
没办法$             at the end of a sentence
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Final

from liuke.areas.knowledge.rules.hearing import heard, is_chinese
from liuke.areas.knowledge.rules.pieces import PIECE, Alike, PatternError, needs, told

LONGEST: Final = 800
DEEPEST: Final = 3
MOST_GAPS: Final = 3
SYNONYMS: Final = Path(__file__).with_name("synonyms.toml")
_GROUP: Final = re.compile(r"\{([^{}]*)\}?")
_CLOSES: Final = {")": "(", "]": "["}


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to be looked for. `needs`: a text without any of these cannot hold it."""

    source: str
    expression: str
    needs: tuple[str, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Compiled when it is first looked for: most are never needed by ear."""
        return re.compile(self.expression)

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first two characters of each need."""
        return frozenset(need[:2] for need in self.needs)

    def may_be_in(self, text: str) -> bool:
        """Is it worth looking? Asked first, since nearly always it is not."""
        return not self.beginnings or not self.beginnings.isdisjoint(_pairs(text))

    @cached_property
    def by_ear(self) -> Pattern | None:
        """The same for a text as it is heard (see `hearing.py`); none of a pattern without Chinese characters."""
        return _read(self.source, heard) if is_chinese(self.source) else None


def read(source: str) -> Pattern:
    """Understand a pattern; PatternError says what is wrong with it."""
    if len(source) > LONGEST:
        raise PatternError(f"最多 {LONGEST} 字", f"at most {LONGEST} characters")
    found = _read(source, str)
    _check(found)
    return found


def _read(source: str, alike: Alike) -> Pattern:
    pieces = PIECE.findall(_GROUP.sub(lambda found: _one_of(found[1]), source))
    _check_brackets(pieces)
    if sum(piece[0] == "~" for piece in pieces) > MOST_GAPS:
        raise PatternError(f"“~”最多 {MOST_GAPS} 处", f"at most {MOST_GAPS} gaps")
    return Pattern(source, "".join(told(piece, alike) for piece in pieces), tuple(map(alike, needs(pieces))))


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """Words that mean the same, by the name a pattern calls them in braces."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


def _one_of(name: str) -> str:
    if name not in synonyms():
        known = "、".join(synonyms())
        raise PatternError(f"没有同义词组“{name}”，现有：{known}", f"there are no words called “{name}”, only: {known}")
    return f"({'|'.join(synonyms()[name])})"


@lru_cache(maxsize=64)
def _pairs(text: str) -> frozenset[str]:
    """Each character of a text, and each with its next: asked by a thousand patterns, made once."""
    return frozenset(text).union(map("".join, zip(text, text[1:], strict=False)))


def _check_brackets(pieces: list[str]) -> None:
    open_ones: list[str] = []
    for piece in pieces:
        if piece in "([":
            open_ones.append(piece)
        elif piece in _CLOSES and (not open_ones or open_ones.pop() != _CLOSES[piece]):
            raise PatternError("括号不配对", "brackets do not match")
        if len(open_ones) > DEEPEST:
            raise PatternError("括号套得太深", "brackets are too deep")
    if open_ones:
        raise PatternError("括号不配对", "brackets do not match")


def _check(pattern: Pattern) -> None:
    bare = pattern.expression.replace("(?:", "(")
    if re.search(r"(^|[|(])\[\^", bare):
        raise PatternError("“~”不能在开头", "a gap cannot come first")
    if re.search(r"\(\||\|\||\|\)|\(\)|^\||\|$", bare):
        raise PatternError("“|”两边都要有字", "there is something on both sides of a |")
    if pattern.regex.match(""):
        raise PatternError("至少要有一个必须出现的字", "something has to be there")
