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
from functools import cache
from pathlib import Path
from typing import Final

from liuke.areas.knowledge.rules.folding import END, folded

LONGEST: Final = 800
DEEPEST: Final = 3
MOST_GAPS, WIDEST, USUAL = 3, 12, 6
NUMBER: Final = "[0-9一二两三四五六七八九十半]"
SYNONYMS: Final = Path(__file__).with_name("synonyms.toml")
_PIECE: Final = re.compile(r"[()\[\]|#^$]|~\d*|[^()\[\]|~#^$]+")
_SAME: Final = {
    "(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "#": f"{NUMBER}+", "^": "^", "$": f"(?={END}|$)",
}  # fmt: skip
_GROUP: Final = re.compile(r"\{([^{}]*)\}?")
_CLOSES: Final = {")": "(", "]": "["}
_GAP: Final = re.compile(r"~(\d*)")


class PatternError(ValueError):
    """What is wrong with a pattern, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


@dataclass(frozen=True)
class Pattern:
    """A pattern ready to be looked for. `needs`: a text without any of these cannot hold it."""

    source: str
    regex: re.Pattern[str]
    needs: tuple[str, ...]

    def may_be_in(self, text: str) -> bool:
        """Is it worth looking? Asked first, since nearly always it is not."""
        return not self.needs or any(need in text for need in self.needs)


def read(source: str) -> Pattern:
    """Understand a pattern; PatternError says what is wrong with it."""
    if len(source) > LONGEST:
        raise PatternError(f"最多 {LONGEST} 字", f"at most {LONGEST} characters")
    pieces = _PIECE.findall(_GROUP.sub(lambda found: _one_of(found[1]), source))
    _check_brackets(pieces)
    if sum(piece[0] == "~" for piece in pieces) > MOST_GAPS:
        raise PatternError(f"“~”最多 {MOST_GAPS} 处", f"at most {MOST_GAPS} gaps")
    return _compiled(source, pieces, "".join(map(_told, pieces)))


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """Words that mean the same, by the name a pattern calls them in braces."""
    return tomllib.loads(SYNONYMS.read_text(encoding="utf-8"))


def _one_of(name: str) -> str:
    if name not in synonyms():
        known = "、".join(synonyms())
        raise PatternError(f"没有同义词组“{name}”，现有：{known}", f"there are no words called “{name}”, only: {known}")
    return f"({'|'.join(synonyms()[name])})"


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


def _told(piece: str) -> str:
    if piece in _SAME:
        return _SAME[piece]
    return f"[^{END}]{{0,{_width(piece)}}}?" if piece[0] == "~" else _literal(piece)


def _width(piece: str) -> int:
    found = _GAP.fullmatch(piece)
    said = found[1] if found else ""
    width = int(said[:3]) if said else USUAL
    if width > WIDEST:
        raise PatternError(f"“~”最多隔 {WIDEST} 字", f"a gap holds at most {WIDEST} characters")
    return width


def _literal(piece: str) -> str:
    told = re.escape(folded(piece))
    if not told and not piece.isspace():
        raise PatternError(f"“{piece}”会被忽略，不能写", f"“{piece}” is ignored in texts, and cannot be sought")
    return told


def _compiled(source: str, pieces: list[str], told: str) -> Pattern:
    bare = told.replace("(?:", "(")
    if re.search(r"(^|[|(])\[\^", bare):
        raise PatternError("“~”不能在开头", "a gap cannot come first")
    if re.search(r"\(\||\|\||\|\)|\(\)|^\||\|$", bare):
        raise PatternError("“|”两边都要有字", "there is something on both sides of a |")
    regex = re.compile(told)
    if regex.match(""):
        raise PatternError("至少要有一个必须出现的字", "something has to be there")
    return Pattern(source, regex, _needs(pieces))


def _needs(pieces: list[str]) -> tuple[str, ...]:
    """The longest run of characters outside all groups; else the choices of the first group of bare characters."""
    depth, bare = 0, [""]
    for piece in pieces:
        depth += (piece in "([") - (piece in ")]")
        if depth == 0 and piece == "|":
            return ()
        if depth == 0 and piece not in _SAME and piece[0] != "~":
            bare.append(folded(piece))
    best = max(bare, key=len)
    return (best,) if best else _choices(pieces)


def _choices(pieces: list[str]) -> tuple[str, ...]:
    if pieces[0] != "(":
        return ()
    inside = pieces[1 : pieces.index(")")]
    plain = all(piece == "|" or piece not in _SAME and piece[0] != "~" for piece in inside)
    return tuple(folded(piece) for piece in inside if piece != "|") if plain else ()
