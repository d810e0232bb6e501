"""A part of the catalogue; and what is said of a row that has changed or is not to be seen."""

from __future__ import annotations

from typing import TypeVar

from liuke.areas.parts.models import Count, Part, Request, Transfer, Use
from liuke.areas.parts.rules.asking import clean_code
from liuke.foundation.faults import Invalid, Missing, Stale
from liuke.foundation.identity.models import Actor

Row = TypeVar("Row", Part, Request, Use, Count, Transfer)


def part(code: str, *, by: Actor, lock: bool = False, seen: int | None = None) -> Part:
    """The part of the catalogue, which all staff may read; else Missing."""
    rows = Part.objects.filter(code=clean_code(code))
    found = (rows.select_for_update() if lock else rows).first()
    if found is None or by.kind == Actor.Kind.CUSTOMER:
        raise Missing("目录中没有此配件。", "There is no such part in the catalogue.")
    return fresh(found, seen)


def typed_part(code: str, *, field: str = "part") -> Part:
    """The part somebody typed or scanned, in use; else Invalid beside the field."""
    found = Part.objects.filter(code=clean_code(code), active=True).first()
    if found is None:
        raise Invalid.field(field, "目录中没有此配件编码，请核对", "There is no such part code; look again")
    return found


def fresh(found: Row, seen: int | None) -> Row:
    """The row, if it is the version that the caller had before him; else Stale."""
    now = found.version
    if seen is not None and seen != now:
        raise Stale(
            "刚被别人办理过，请刷新后再看。", "Somebody has just acted on this; look again.",
            difference={"version": (now, seen)},
        )  # fmt: skip
    return found


def not_found(zh: str, en: str) -> Missing:
    """The same word for what is not there and for what is not to be seen."""
    return Missing(
        f"没有这{'张' if zh.endswith('单') else '个'}{zh}，或您无权查看。", f"No such {en}, or not for you to see."
    )
