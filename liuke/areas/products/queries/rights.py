"""What a customer may choose for his machines: the figures of the day, read once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.products.rules.guarantee import Papers
from liuke.areas.products.rules.rights import Figure, Figures, rights
from liuke.areas.products.rules.rights import Rights as Rights
from liuke.areas.products.rules.rights import Waiting as Waiting
from liuke.foundation.dated.queries import list_values

TABLE: Final = "guarantee_rights"


def figures(*, on: date) -> Figures:
    """The figures in force on that day, by key."""
    return {row.key: Figure(int(row.value), row.source) for row in list_values(TABLE, on=on)}


def rights_of(
    machines: Iterable[MachineRow], *, on: date, consumer: bool, waiting: Mapping[str, Waiting] | None = None
) -> dict[str, Rights]:
    """The rights by machine number, for rows that carry their verdict; `waiting` names those in repair now."""
    held, under_way = figures(on=on), waiting or {}
    return {
        m.number: rights(
            papers_of(m), m.verdict, held, on=on, consumer=consumer, waiting=under_way.get(m.number)
        )
        for m in machines
        if m.verdict is not None
    }  # fmt: skip


def papers_of(machine: MachineRow) -> Papers:
    """What a row knows of its machine's life."""
    return Papers(
        machine.bought_date, machine.installed_date, machine.made_date, machine.proof_of_purchase,
        machine.has_installation_card, machine.repairs,
    )  # fmt: skip
