"""Safety first: words of danger in what a caller says, and the script that is read out before any form field.

The words and steps are data (`safety.toml` beside this package), read once by the room's queries and passed in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from liuke.foundation.words import Words


@dataclass(frozen=True)
class Instruction:
    """One step to read out; `call` is a number the customer shall ring from outside, if any."""

    key: str
    words: Words


@dataclass(frozen=True)
class Hazard:
    """One danger with its signs and its script."""

    key: str
    words: Words
    signs: tuple[str, ...]
    product_lines: tuple[str, ...]  # some signs mean danger only with these; empty: always
    steps: tuple[Instruction, ...]


def parse(text: str) -> tuple[Hazard, ...]:
    """The hazards of a safety.toml."""
    return tuple(_hazard(entry) for entry in tomllib.loads(text)["hazard"])


def hazards_in(text: str, product_line: str, known: tuple[Hazard, ...]) -> tuple[Hazard, ...]:
    """The dangers that these words speak of, in the order of the file (the gravest first)."""
    said = text.casefold()
    return tuple(
        hazard
        for hazard in known
        if any(sign in said and not _denied(said, sign) for sign in hazard.signs)
        and (not hazard.product_lines or not product_line or product_line in hazard.product_lines)
    )


def script(hazards: tuple[Hazard, ...]) -> tuple[Instruction, ...]:
    """The steps to read out, each once, the gravest danger's first."""
    steps: dict[str, Instruction] = {}
    for hazard in hazards:
        for step in hazard.steps:
            steps.setdefault(step.key, step)
    return tuple(steps.values())


def _denied(said: str, sign: str) -> bool:
    """ "不漏水", "没有漏电", "no smoke": said only in order to deny it, everywhere it is said."""
    pieces = said.split(sign)[:-1]
    return all(piece.rstrip().endswith(("不", "没", "没有", "无", "未", "no", "not", "without")) for piece in pieces)


def _hazard(entry: Mapping[str, Any]) -> Hazard:
    return Hazard(
        key=entry["key"],
        words=Words(entry["zh"], entry["en"]),
        signs=tuple(str(sign).casefold() for sign in entry["signs"]),
        product_lines=tuple(entry.get("product_lines", ())),
        steps=tuple(Instruction(step["key"], Words(step["zh"], step["en"])) for step in entry["step"]),
    )
