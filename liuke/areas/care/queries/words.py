"""The room's closed lists with their words, for filters and choices on pages and in the API."""

from __future__ import annotations

from collections.abc import Mapping

from liuke.areas.care.rules import desk, outcome
from liuke.foundation.words import Words


def kinds() -> Mapping[str, Words]:
    """Kinds of callback."""
    return desk.KIND_WORDS


def states() -> Mapping[str, Words]:
    """States of a callback."""
    return desk.STATE_WORDS


def outcomes() -> Mapping[str, Words]:
    """Outcome classes, worst first."""
    return {name: outcome.WORDS[name] for name in outcome.CLASSES}


def channels() -> Mapping[str, Words]:
    """The ways on which a dissatisfaction reaches us."""
    return desk.CHANNELS
