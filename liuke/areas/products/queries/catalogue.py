"""Reading the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from liuke.areas.products.models import ProductLine, ProductModel
from liuke.areas.products.queries.rows import ModelRow, model_row
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.foundation.faults import Missing


def list_lines() -> tuple[LineFacts, ...]:
    """All product lines in the catalogue's order."""
    return tuple(line.facts() for line in ProductLine.objects.order_by("position", "key"))


def list_models(*, line: str = "", text: str = "", limit: int = 50) -> tuple[ModelRow, ...]:
    """Models by line and by the beginning of the code or a piece of the name."""
    rows = ProductModel.objects.select_related("line").order_by("code")
    if line:
        rows = rows.filter(line__key=line)
    if text.strip():
        wanted = text.strip()
        rows = rows.filter(code__startswith=wanted.upper()) | rows.filter(name__icontains=wanted)
    return tuple(model_row(model) for model in rows[:limit])


def get_model(code: str) -> ModelRow:
    """A model by its code, or Missing."""
    found = ProductModel.objects.select_related("line").filter(code=code.strip().upper()).first()
    if found is None:
        raise Missing(f"没有型号“{code}”。", f"There is no model “{code}”.")
    return model_row(found)


def find_models(codes: Iterable[str]) -> dict[str, ModelRow]:
    """Those models of the catalogue that these codes name (as kept: capitals), in one query."""
    rows = ProductModel.objects.select_related("line").filter(code__in=list(codes))
    return {model.code: model_row(model) for model in rows}


def burns_gas(lines: Iterable[str]) -> bool:
    """Does one of these product lines ask for a gas certificate? Then whoever opens it tests for leaks."""
    keys = list(lines)
    return bool(keys) and ProductLine.objects.filter(key__in=keys, certificates__contains=["gas"]).exists()
