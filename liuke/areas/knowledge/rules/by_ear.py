"""Forbidden wordings written with other characters of the same sound (公司龟定), or in letters (公司gui定). H24. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from liuke.areas.knowledge.rules.hearing import heard
from liuke.areas.knowledge.rules.seeking import FILLING, places
from liuke.areas.knowledge.rules.wordings import Wording

SHORTEST: Final = 4
"""Sounds that have to agree: with fewer, ordinary words sound like forbidden ones by chance."""


def find_by_ear(sentence: str, wordings: Sequence[Wording]) -> Wording | None:
    """The first wording that this sentence, made alike, is heard to hold."""
    told = heard(FILLING.sub("", sentence))
    found = (one for one in wordings for start, end, _ in places(told, one.by_ear) if end - start >= SHORTEST)
    return next(found, None)
