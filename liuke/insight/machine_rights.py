"""What a customer may choose for each of his machines today: papers and repair record below, orders under way above."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liuke.areas.products.queries.rights import Rights as Rights
from liuke.areas.products.queries.rights import Waiting, rights_of
from liuke.areas.products.queries.rows import MachineRow
from liuke.areas.service.queries.repairs import in_repair


def of_customer(machines: Sequence[MachineRow], *, kind: str, on: date) -> dict[str, Rights]:
    """By machine number, for machines of one customer that carry their verdict; `kind` is the customer's."""
    if not machines:
        return {}
    waiting = {number: Waiting(*told) for number, told in in_repair(m.number for m in machines).items()}
    return rights_of(machines, on=on, consumer=kind != "company", waiting=waiting)
