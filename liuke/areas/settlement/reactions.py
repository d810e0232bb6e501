"""What settlement does because others spoke: an erased customer takes the words of appeals about his orders with him."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.service.models import WorkOrder
from liuke.areas.settlement.models import LineAppeal
from liuke.foundation.files import actions as files
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """Why a site appealed, what was answered, what it brought: what was paid stays."""
    customers = [event.value("customer_id") for event in events]
    numbers = WorkOrder.objects.filter(customer__in=customers).values_list("number", flat=True)
    appeals = LineAppeal.objects.filter(order_number__in=list(numbers))
    pairs = appeals.values_list("statement__number", "order_number")
    files.forget([f"settlement-line:{statement}/{order}" for statement, order in pairs], at=moment.at)
    appeals.update(reason="", answer="")
