"""Does a second visit still wait for its part, and may a customer choose the window himself?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

OUTSTANDING: Final = ("requested", "approved", "shipped")
"""States of a part request (rules/names.py) in which the part is not there."""


def waits_for_part(state: str, reason: str, parts: Iterable[str]) -> bool:
    """A second visit for a part whose parts (by the states of their requests) are not all there."""
    return state == "second_visit_due" and reason == "part" and any(part in OUTSTANDING for part in parts)


def chooses_himself(mode: str, *, waits: bool) -> bool:
    """Our own sites have real windows to choose from; a commissioned site calls to agree one (practice §1.3)."""
    return mode == "own" and not waits
