"""Words and stances that never go out to a customer: what is told of each (H24; C2). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from liuke.areas.knowledge.rules import patterns
from liuke.areas.knowledge.rules.patterns import Pattern
from liuke.areas.knowledge.rules.pieces import PatternError
from liuke.foundation.words import Words

PHRASE, STANCE, PROMISE = "phrase", "stance", "promise"
KINDS: Final[Mapping[str, Words]] = {
    PHRASE: Words("禁语", "Forbidden words"),
    STANCE: Words("态度", "Stance"),
    PROMISE: Words("无期限的承诺", "Promise without a date"),
}
LIKENESS: Final = "likeness"
"""The kind of what only sounds like a wording: a hint."""
_PATTERNS: Final = ("patterns", "unless", "unless_near", "unless_anywhere")


@dataclass(frozen=True)
class Wording:
    """One wording not to be used, why, and what to say in its place.

    `patterns` (see `patterns.py`) find it; it is none where one of `unless` covers it, where one of `unless_near`
    stands in the same sentence or one of `unless_anywhere` in the text. It counts from `at_least` times on.
    """

    key: str
    kind: str
    reason: Words
    better: Words
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    unless_near: tuple[Pattern, ...] = ()
    unless_anywhere: tuple[Pattern, ...] = ()
    at_least: int = 1

    @cached_property
    def by_ear(self) -> Wording:
        """The same for a text as it is heard."""
        heard = {name: _all_by_ear(getattr(self, name)) for name in _PATTERNS}
        return replace(self, **heard)  # type: ignore[arg-type]  # all four are tuples of patterns


@dataclass(frozen=True)
class Finding:
    """What was found from `start` to before `end` of the text as it was written."""

    start: int
    end: int
    rule: str
    kind: str
    text: str
    reason: Words
    better: Words


def wording_of(told: Mapping[str, Any]) -> Wording:
    """A wording as the seed or the table tells it; PatternError where a pattern cannot be understood."""
    kind = told.get("kind", PHRASE)
    if kind not in KINDS:
        raise PatternError(f"没有类别“{kind}”", f"there is no kind “{kind}”")
    found = _read_all(told.get("patterns", ()))
    if not found:
        raise PatternError("至少写一种说法", "write at least one pattern")
    return Wording(
        key=told["key"],
        kind=kind,
        reason=Words(told["reason"]["zh"], told["reason"]["en"]),
        better=Words(told["better"]["zh"], told["better"]["en"]),
        patterns=found,
        unless=_read_all(told.get("unless", ())),
        unless_near=_read_all(told.get("unless_near", ())),
        unless_anywhere=_read_all(told.get("unless_anywhere", ())),
        at_least=int(told.get("at_least", 1)),
    )


def _all_by_ear(told: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
    return tuple(one.by_ear for one in told if one.by_ear is not None)


def _read_all(told: Iterable[str]) -> tuple[Pattern, ...]:
    return tuple(patterns.read(one) for one in told)
