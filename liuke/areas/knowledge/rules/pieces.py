"""What a pattern is made of: its pieces, what each is as a regular expression, and what a text needs to hold it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from liuke.areas.knowledge.rules.folding import END, folded

Alike = Callable[[str], str]
"""How characters are compared: by sight (`str`) or by ear (`hearing.heard`)."""
WIDEST, USUAL = 12, 6
NUMBERS: Final = "一二两三四五六七八九十半"
PIECE: Final = re.compile(r"[()\[\]|#^$]|~\d*|[^()\[\]|~#^$]+")
_SAME: Final = {
    "(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "^": "^", "$": f"(?={END}|$)",
}  # fmt: skip
_GAP: Final = re.compile(r"~(\d*)")


class PatternError(ValueError):
    """What is wrong with a pattern, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def told(piece: str, alike: Alike) -> str:
    """A piece as a regular expression; PatternError where it cannot be meant."""
    if piece == "#":
        return f"[0-9{alike(NUMBERS)}]+"
    if piece in _SAME:
        return _SAME[piece]
    return f"[^{END}]{{0,{_width(piece)}}}?" if piece[0] == "~" else _literal(piece, alike)


def _width(piece: str) -> int:
    found = _GAP.fullmatch(piece)
    said = found[1] if found else ""
    width = int(said[:3]) if said else USUAL
    if width > WIDEST:
        raise PatternError(f"“~”最多隔 {WIDEST} 字", f"a gap holds at most {WIDEST} characters")
    return width


def _literal(piece: str, alike: Alike) -> str:
    literal = re.escape(alike(folded(piece)))
    if not literal and not piece.isspace():
        raise PatternError(f"“{piece}”会被忽略，不能写", f"“{piece}” is ignored in texts, and cannot be sought")
    return literal


def needs(pieces: Sequence[str]) -> tuple[str, ...]:
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


def _choices(pieces: Sequence[str]) -> tuple[str, ...]:
    if pieces[0] != "(":
        return ()
    inside = pieces[1 : pieces.index(")")]
    plain = all(piece == "|" or piece not in _SAME and piece[0] != "~" for piece in inside)
    return tuple(folded(piece) for piece in inside if piece != "|") if plain else ()
