"""A text as it is heard: each Chinese character, and each syllable written in letters, as the sound it stands for. Pure.

So what is written with other characters of the same sound (公司龟定) or half in pinyin (公司gui定) is compared by the very
patterns that find it written rightly. Tones count for nothing, and a character always has its commonest reading: both
sides are heard alike, which is all that matters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from pypinyin import lazy_pinyin

SYLLABLES_OF: Final = (6, 5, 4, 3, 2)
"""Letters of a syllable, the longest first; one letter alone is none (E3 is a fault code)."""
_FIRST: Final = 0xE000  # of the private use area: no text has these, folding takes them away
_PIECE: Final = re.compile("[a-z]+|(?P<other>.)", re.DOTALL)
_CHINESE: Final = re.compile("[㐀-鿿]")
_COMMON: Final = bytes(range(0xB0, 0xD8))


def is_chinese(text: str) -> bool:
    """Has it any Chinese character?"""
    return _CHINESE.search(text) is not None


def heard(text: str) -> str:
    """One sign for each sound; what has none stays as it is."""
    return "".join(
        _sign(found.group()) if found.lastgroup else _spelt(found.group()) for found in _PIECE.finditer(text)
    )


def _spelt(letters: str) -> str:
    """Syllables, the longest first; letters that are none stay letters."""
    told, place = "", 0
    while place < len(letters):
        size = next((n for n in SYLLABLES_OF if letters[place : place + n] in _syllables()), 0)
        told += _sign_of(letters[place : place + size]) if size else letters[place]
        place += max(size, 1)
    return told


@lru_cache(maxsize=10_000)
def _sign(character: str) -> str:
    if not _CHINESE.match(character):
        return character
    (sound,) = lazy_pinyin(character)
    return _sign_of(sound) if sound in _syllables() else character


def _sign_of(sound: str) -> str:
    return chr(_FIRST + _syllables()[sound])


@cache
def _syllables() -> dict[str, int]:
    """The sounds of the 3,755 commonest characters, numbered."""
    common = bytes(byte for row in _COMMON for cell in range(0xA1, 0xFF) for byte in (row, cell))
    sounds = {lazy_pinyin(character)[0] for character in common.decode("gb2312", errors="ignore")}
    return {sound: number for number, sound in enumerate(sorted(s for s in sounds if s.isascii() and s.isalpha()))}
