"""Keeping the repair record of machines. The room above, which knows orders, says when a repair under guarantee ended."""

from __future__ import annotations

from collections.abc import Iterable

from liuke.areas.products.models import Machine
from liuke.areas.products.rules.repairs import Repair, with_repair


def note_repair(machine_ids: Iterable[int], repair: Repair) -> None:
    """Write this repair into the record of these machines; their customer's timeline is locked by the caller.

    Told twice (a completion that was sent back and reported again) it stands once.
    """
    for machine in Machine.objects.filter(pk__in=list(machine_ids)).order_by("pk"):
        machine.repairs = with_repair(machine.repairs, repair)
        machine.save(update_fields=["repairs"])
