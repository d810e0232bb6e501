"""A text as it is compared: what only looks different made alike, and where each character stood in the original.

Full width and other forms become the common ones (NFKC), traditional characters simplified ones, capitals small;
invisible and turning characters, marks, blanks and punctuation fall away. What ends a sentence stays as `。`, so that
nothing is found across it; but not between single characters (规。定), which is how words are hidden.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from opencc import OpenCC

END: Final = "。"
_ENDERS: Final = frozenset("。．｡！？!?；;")
_OTHER_FORMS: Final = {"甚": "什", "妳": "你", "您": "你", "祢": "你", "牠": "它", "啲": "些"}
_KEPT: Final = frozenset("LN")
_BREAKS: Final = ("", END)
_TAG: Final = re.compile(r"<[a-zA-Z/!][^<>]{0,200}>")  # of HTML or XML: read past, whatever it says


@dataclass(frozen=True)
class Folded:
    """`text` is compared; `at[n]` is where its n-th character stood in the original."""

    text: str
    at: array[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a found place; it ends after its last character."""
        return self.at[start], self.at[end - 1] + 1

    def without(self, filling: re.Pattern[str]) -> Folded:
        """The same with what `filling` matches left out."""
        kept, last = [], 0
        for found in filling.finditer(self.text):
            kept.append((last, found.start()))
            last = found.end()
        kept.append((last, len(self.text)))
        at = array("q")
        for start, end in kept:
            at.extend(self.at[start:end])
        return Folded("".join(self.text[start:end] for start, end in kept), at)


def fold(text: str) -> Folded:
    """The text made comparable."""
    kept: list[str] = []
    at = array("q")
    run = 0  # characters since the last one that fell away or ended a sentence
    told = list(_seen(text))
    alone = _alone(told)
    for n, (place, alike) in enumerate(told):
        if alike == END:
            if run > 1 or not alone[n + 1]:
                kept.append(END)
                at.append(place)
            run = 0
        elif alike:
            kept.append(alike)
            at.extend([place] * len(alike))
            run += 1
        else:
            run = 0
    return Folded("".join(kept), at)


def _seen(text: str) -> Iterator[tuple[int, str]]:
    """Place and comparable form of each character that a reader sees; an empty one breaks the run."""
    marked = _places_of_tags(text)
    for place, character in enumerate(text):
        if marked and place in marked:
            continue
        alike = _alike(character)
        if alike or not is_invisible(character):
            yield place, alike


def _alone(told: Sequence[tuple[int, str]]) -> list[bool]:
    """Before each place: does what follows begin with one character by itself? An end there hides a word, and ends none."""
    alone = [False] * (len(told) + 1)
    after = ""
    for n in range(len(told) - 1, -1, -1):
        alike = told[n][1]
        alone[n] = alone[n + 1] if alike in _BREAKS else after in _BREAKS
        after = alike
    return alone


def folded(text: str) -> str:
    """The comparable text alone, without ends of sentences."""
    return fold(text).text.replace(END, "")


def _places_of_tags(text: str) -> frozenset[int]:
    if "<" not in text:
        return frozenset()
    return frozenset(place for tag in _TAG.finditer(text) for place in range(*tag.span()))


@lru_cache(maxsize=20_000)
def is_invisible(character: str) -> bool:
    """Zero width, turning (bidi), a joined mark or a control character: nothing that a reader sees as a break."""
    return unicodedata.category(character) in ("Cf", "Mn", "Me", "Cs", "Co", "Cn")


@lru_cache(maxsize=20_000)
def _alike(character: str) -> str:
    if character in _ENDERS:
        return END
    told = "".join(c for c in unicodedata.normalize("NFKC", character) if unicodedata.category(c)[0] in _KEPT)
    if not told:
        return ""
    told = "".join(c for c in told.casefold() if unicodedata.category(c)[0] in _KEPT)
    return "".join(_OTHER_FORMS.get(c, c) for c in _simplifier().convert(told)) if told > "\u2e7f" else told


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
