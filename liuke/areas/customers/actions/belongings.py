"""What of every room belongs to a customer, and where it goes when two files become one.

Each room names its own columns in its `playbook.py`; a test walks the tables of all rooms and fails on a column that
leads to a customer or a timeline and was not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Field, Model


class Policy(StrEnum):
    """Where the loser's rows go: to the winner, nowhere, away, or to the winner after a room has made room for them."""

    MOVE = "move"
    KEEP = "keep"
    DROP = "drop"
    COMBINE = "combine"


@dataclass(frozen=True)
class Edit:
    """One column of some rows takes one value before the rows move."""

    rows: Sequence[int]
    field: str
    value: Any


Combine = Callable[[int, int, datetime], Iterable[Edit]]
"""Asked with loser, winner and moment what has to change in the table, so that both files' rows can stand together."""


@dataclass(frozen=True)
class Belonging:
    """One column that leads to a customer. `alike`: the loser's row stays his where the winner has one of the same."""

    model: type[Model]
    field: str
    policy: Policy
    because: str = ""
    alike: tuple[str, ...] | None = None
    combine: Combine | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def column(self) -> str:
        return column_of(self.model, self.field)

    @property
    def key(self) -> str:
        return column_of(self.model, "pk")


_belongings: Final[dict[tuple[str, str], Belonging]] = {}


def move(*models: type[Model], field: str = "customer") -> None:
    """The loser's rows are the winner's from the merge on."""
    for model in models:
        _register(Belonging(model, field, Policy.MOVE))


def keep(model: type[Model], field: str = "customer", *, because: str) -> None:
    """The rows stay as they are; say why."""
    _register(Belonging(model, field, Policy.KEEP, because))


def drop(model: type[Model], field: str = "customer", *, because: str) -> None:
    """The loser's rows are taken away (and come back with an undo); say why."""
    _register(Belonging(model, field, Policy.DROP, because))


def combine(
    model: type[Model],
    field: str = "customer",
    *,
    because: str,
    alike: tuple[str, ...] | None = None,
    first: Combine | None = None,
) -> None:
    """The rows move, but two of a kind cannot stand together.

    Either the loser's stays behind with him where the winner has one that is `alike` in these columns (`()`: any row
    at all), or `first` says what changes before they move. Say how in `because`.
    """
    if alike is None and first is None:
        raise ValueError(f"{model.__name__}.{field}: say how two rows become one, or let them move")
    _register(Belonging(model, field, Policy.COMBINE, because, alike, first))


def all_belongings() -> list[Belonging]:
    """All that was named, in the order in which the rooms were loaded: lower rooms first."""
    return list(_belongings.values())


def column_of(model: type[Model], field: str) -> str:
    """The column of a field, by the field's name or the column's own."""
    if field == "pk":
        found: Field[Any, Any] = model._meta.pk
    else:
        found = next(f for f in model._meta.concrete_fields if field in (f.name, f.attname))
    return str(found.column)


def _register(belonging: Belonging) -> None:
    _belongings[belonging.table, belonging.column] = belonging
