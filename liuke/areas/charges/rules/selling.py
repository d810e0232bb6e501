"""May this be sold to this customer now? Nothing is sold under guarantee (H16, practice §1.10). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

PAID_BY_NATURE: Final = frozenset({"move", "dismantle", "maintenance", "round"})
"""Kinds of order that no guarantee covers: the machine is not broken."""
FITTING: Final = frozenset({"install", "deliver_install", "exchange"})
"""Here fitting material beyond what lies in the box may be sold, from the price list only."""


@dataclass(frozen=True)
class Covered:
    """One machine of the order as it stands: `standing` in | out | unknown, `final` once settled at the machine."""

    line: int
    standing: str
    final: str = ""
    on_file: bool = True


def may_sell(order_kind: str, machines: Sequence[Covered], kinds: Iterable[tuple[str, bool]]) -> Words | None:
    """None where all of it may be sold, else why not. `kinds` are (kind of charge, is it from the list)."""
    if order_kind in PAID_BY_NATURE or any(_is_paid(m) for m in machines) or not machines:
        return None
    if order_kind in FITTING and all(kind == "material" and listed for kind, listed in kinds):
        return None
    if any(m.standing == "in" for m in machines):
        return Words(
            "这台机器在保内，不得收费；确属保外的，请先现场核定（拍照、用户签字）",
            "This machine is under guarantee: nothing is charged. If it is not, settle that at the machine first",
        )
    return Words(
        "保内保外未定：请先现场核定，核定为保外后再报价",
        "Whether it is under guarantee is not known: settle that at the machine first, then quote",
    )


def _is_paid(m: Covered) -> bool:
    """Out of guarantee by the verdict that counts; what is not on file has no guarantee that could be shown."""
    return m.standing == "out" or (m.standing == "unknown" and not m.on_file)
