"""To whom the things belong that files are stored for. Rooms register where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q

from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class _Owned:
    model: type[Model]
    field: str
    readable: Callable[[Actor], Q]

    @property
    def rows(self) -> Any:
        return self.model._default_manager


_owned: dict[str, _Owned] = {}


def register_owner(prefix: str, model: type[Model], field: str, *, readable: Callable[[Actor], Q]) -> None:
    """`<prefix>:<number>` is a row of `model` with that `number`; `field` leads to whom it belongs, `readable` tells
    which rows an actor may read."""
    _owned[prefix] = _Owned(model, field, readable)


def owners_of(subjects: Iterable[str]) -> dict[str, int]:
    """The owner's id of each of these subjects that has one: one query for each kind of thing among them."""
    numbers: dict[str, set[str]] = {}
    for subject in subjects:
        prefix, _, number = subject.partition(":")
        numbers.setdefault(prefix, set()).add(number)
    found: dict[str, int] = {}
    for prefix, some in numbers.items():
        if one := _owned.get(prefix):
            rows = one.rows.filter(number__in=some).values_list("number", one.field)
            found |= {f"{prefix}:{number}": owner for number, owner in rows if owner is not None}
    return found


def subjects_of(owner: int, *, by: Actor) -> list[str]:
    """Everything of this owner's that files may be stored for and this actor may read: one query for each kind."""
    found = []
    for prefix, one in _owned.items():
        rows = one.rows.filter(one.readable(by), **{one.field: owner}).values_list("number", flat=True)
        found += [f"{prefix}:{number}" for number in dict.fromkeys(rows)]
    return found
