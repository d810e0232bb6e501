"""Are two records one person's? Each field that agrees or differs speaks for or against it, in bits (Fellegi–Sunter).

A field's level is -1 where one side does not know it, 0 where they differ, and higher the closer they are. Its weight
is the logarithm of how much oftener this level is seen in two records of one person than in those of two: 10 bits are
a thousand to one. The bits add up; together with the odds before looking they give the probability.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import OSA, JaroWinkler

UNKNOWN, DIFFERENT = -1, 0
Level = Callable[[Any, Any], int]
Levels = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Field:
    """One thing that is compared, how, and how many levels of agreement there are (without "differs")."""

    name: str
    level: Level
    levels: int


@dataclass(frozen=True)
class Weights:
    """Bits by field and level (from "differs" on), and the odds before looking, in bits."""

    prior: float
    bits: Mapping[str, tuple[float, ...]]

    def of(self, field: str, level: int) -> float:
        return self.bits[field][level] if level >= 0 else 0.0


def probability(bits: float) -> float:
    """The probability that odds of so many bits mean."""
    return float(1 / (1 + 2.0 ** -max(min(bits, 60.0), -60.0)))


def levels_of(fields: Sequence[Field], one: Mapping[str, Any], other: Mapping[str, Any]) -> list[int]:
    return [field.level(one[field.name], other[field.name]) for field in fields]


def weigh(fields: Sequence[Field], levels: Sequence[int], weights: Weights) -> float:
    """All that speaks for one person, in bits; above 0 it is likelier than not."""
    return weights.prior + sum(weights.of(f.name, level) for f, level in zip(fields, levels, strict=True))


def exact(one: str, other: str) -> int:
    """1 level: the same."""
    return UNKNOWN if not one or not other else int(one == other)


def words(one: str, other: str) -> int:
    """3 levels: the same, a slip of the pen, alike. Names and streets."""
    if not one or not other:
        return UNKNOWN
    if one == other:
        return 3
    near = JaroWinkler.similarity(one, other)
    return 2 if near >= 0.92 else 1 if near >= 0.8 else DIFFERENT


def digits(one: str, other: str) -> int:
    """3 levels: the same, one digit (or two that changed places) off, two off."""
    if not one or not other:
        return UNKNOWN
    return max(0, 3 - int(OSA.distance(one, other, score_cutoff=2)))


def estimate(fields: Sequence[Field], found: Levels, apart: Levels, *, rounds: int = 50) -> Weights:
    """Weights from the data itself, without knowing who is who: expectation and maximisation over candidate pairs.

    `found` are the levels of the candidates (pairs x fields). `apart`, those of pairs taken at random, are where it
    begins: nearly all of them are two persons. From there on strangers are learnt from the candidates too, for those
    were found by what they have in common.
    """
    strangers = [_shares(apart[:, i], np.ones(len(apart)), f.levels) for i, f in enumerate(fields)]
    likely = np.full(len(found), 0.5)
    weights = Weights(0.0, {})
    for _ in range(rounds):
        same = [_shares(found[:, i], likely, f.levels) for i, f in enumerate(fields)]
        share = float(np.clip(likely.mean(), 1e-6, 1 - 1e-6))
        bits = {f.name: tuple(map(float, np.log2(s / u))) for f, s, u in zip(fields, same, strangers, strict=True)}
        weights = Weights(float(np.log2(share / (1 - share))), bits)
        likely = 1 / (1 + 2.0 ** -np.clip(_totals(fields, found, weights), -60, 60))
        strangers = [_shares(found[:, i], 1 - likely, f.levels) for i, f in enumerate(fields)]
    return weights


def _totals(fields: Sequence[Field], found: Levels, weights: Weights) -> npt.NDArray[np.float64]:
    total = np.full(len(found), weights.prior)
    for i, field in enumerate(fields):
        column = found[:, i]
        total += np.where(column >= 0, np.array([*weights.bits[field.name], 0.0])[column], 0.0)
    return total


def _shares(column: Levels, counted: npt.NDArray[np.float64], levels: int) -> npt.NDArray[np.float64]:
    known = column >= 0
    seen = np.bincount(column[known], weights=counted[known], minlength=levels + 1) + 0.5
    return np.asarray(seen / seen.sum())
