"""The safety script for what a caller says: asked while he still speaks, shown before any form field."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from liuke.areas.service.rules import safety

_FILE = Path(__file__).parent.parent / "safety.toml"


@dataclass(frozen=True)
class Script:
    """The dangers heard and the steps to read out; empty when there is none."""

    hazards: tuple[safety.Hazard, ...]
    steps: tuple[safety.Instruction, ...]

    def __bool__(self) -> bool:
        return bool(self.hazards)


def safety_script(said: str, *, product_line: str = "") -> Script:
    """The script for these words (of a fault, in Chinese or English)."""
    found = safety.hazards_in(said, product_line, known())
    return Script(found, safety.script(found))


def script_for(hazards: tuple[str, ...]) -> Script:
    """The script of named hazards: for the order's page and for an agent who picks one by hand."""
    found = tuple(hazard for hazard in known() if hazard.key in hazards)
    return Script(found, safety.script(found))


@cache
def known() -> tuple[safety.Hazard, ...]:
    """All hazards with their scripts."""
    return safety.parse(_FILE.read_text(encoding="utf-8"))
