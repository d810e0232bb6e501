"""What the installed base does because another room spoke."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.products.models import Machine
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("customers.customer.erased")
def forget_the_place(events: Sequence[Recorded], moment: Moment) -> None:
    """Machines of an erased customer stay as facts; where they stand is forgotten."""
    erased = [event.facts["customer_id"] for event in events]
    Machine.objects.filter(customer_id__in=erased).update(address_id=None)
