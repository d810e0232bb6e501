"""The small language in which wordings are written down, so that nobody needs regular expressions, and none can be slow.

公司规定            these characters, whatever stands between them
(公司|单位)规定      one of them
就(是)?这样         perhaps
没~4看              up to 4 other characters between, never over the end of a sentence (`~` alone: 6; at most 12)
#点                 a number, in digits or Chinese
^因为               at the very beginning of the text
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liuke.areas.knowledge.rules.folding import END, folded

LONGEST: Final = 800
DEEPEST: Final = 3
MOST_GAPS, WIDEST, USUAL = 3, 12, 6
NUMBER: Final = "[0-9一二两三四五六七八九十半]"
_TOKEN: Final = re.compile(r"\(|\)\??|\||~\d*|#|\^|[^()|~#^?]\?|[^()|~#^?]+?(?=[()|~#^?]|.\?|$)|\?")
_SAME: Final = {"(": "(?:", ")": ")", ")?": ")?", "|": "|", "#": f"{NUMBER}+", "^": "^"}
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
    pieces = _TOKEN.findall(source)
    _check_brackets(pieces)
    if sum(piece[0] == "~" for piece in pieces) > MOST_GAPS:
        raise PatternError(f"“~”最多 {MOST_GAPS} 处", f"at most {MOST_GAPS} gaps")
    return _compiled(source, "".join(map(_told, pieces)))


def _check_brackets(pieces: list[str]) -> None:
    depth = 0
    for piece in pieces:
        depth += {"(": 1, ")": -1}.get(piece[0], 0)
        if not 0 <= depth <= DEEPEST:
            raise PatternError("括号不配对或套得太深", "brackets do not match, or are too deep")
    if depth:
        raise PatternError("括号不配对", "brackets do not match")


def _told(piece: str) -> str:
    if piece in _SAME:
        return _SAME[piece]
    if piece[0] == "~":
        return f"[^{END}]{{0,{_width(piece)}}}?"
    if piece == "?":
        raise PatternError("问号要跟在一个字或一组之后", "a question mark follows a character or a group")
    return _literal(piece)


def _width(piece: str) -> int:
    found = _GAP.fullmatch(piece)
    said = found[1] if found else ""
    width = int(said[:3]) if said else USUAL
    if width > WIDEST:
        raise PatternError(f"“~”最多隔 {WIDEST} 字", f"a gap holds at most {WIDEST} characters")
    return width


def _literal(piece: str) -> str:
    perhaps = piece[-1] == "?"
    told = re.escape(folded(piece[:-1] if perhaps else piece))
    if not told and not piece.isspace():
        raise PatternError(f"“{piece}”会被忽略，不能写", f"“{piece}” is ignored in texts, and cannot be sought")
    return f"(?:{told})?" if perhaps and told else told


def _compiled(source: str, told: str) -> Pattern:
    bare = told.replace("(?:", "(")
    if re.search(r"(^|[|(])\[\^", bare):
        raise PatternError("“~”不能在开头", "a gap cannot come first")
    if re.search(r"\(\||\|\||\|\)|\(\)|^\||\|$", bare):
        raise PatternError("“|”两边都要有字", "there is something on both sides of a |")
    regex = re.compile(told)
    if regex.match(""):
        raise PatternError("至少要有一个必须出现的字", "something has to be there")
    return Pattern(source, regex, _needs(source))


def _needs(source: str) -> tuple[str, ...]:
    """The longest run of characters outside all groups; else the choices of the first group of bare characters."""
    outside, depth, piece = [], 0, ""
    for n, character in enumerate(source):
        perhaps = source[n + 1 : n + 2] == "?"
        if depth == 0 and character not in "()|~#^?0123456789" and not perhaps:
            piece += character
            continue
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and character == "|":
            return ()
        outside.append(piece)
        piece = ""
    best = max((folded(p) for p in [*outside, piece]), key=len)
    if best:
        return (best,)
    group = re.search(r"\(([^()~#^?]+)\)(?!\?)", source)
    return tuple(filter(None, map(folded, group[1].split("|")))) if group and source.startswith(group[0]) else ()
