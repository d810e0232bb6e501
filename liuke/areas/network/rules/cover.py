"""Insurance beside certificates: what has ended stops the work it stood for, and nobody overrules that (practice §3 #30)."""

from __future__ import annotations

from typing import Final

from liuke.foundation.words import Words

ALL_WORK: Final = "liability"
INSURANCES: Final = {
    ALL_WORK: Words("公众责任险", "public liability insurance"),
    "employer": Words("雇主责任险", "employer's liability insurance"),
    "gas": Words("燃气作业责任险", "gas work insurance"),
    "height": Words("高处作业意外险", "work-at-height accident insurance"),
    "low_voltage": Words("电气作业意外险", "electrical work accident insurance"),
    "refrigeration": Words("制冷作业意外险", "refrigeration work accident insurance"),
}
FOR_ALL: Final = (ALL_WORK, "employer")
"""These stand for whatever a site's people do at a customer's; the others for the skill of the same name."""


def stops(kind: str, skill: str) -> bool:
    """Does the end of this insurance stop work that asks for this skill?"""
    return kind in FOR_ALL or kind == skill
