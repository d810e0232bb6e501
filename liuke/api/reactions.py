"""What the API does because a room spoke: kept answers about an erased customer are emptied."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.api.idempotency import forget_customers
from liuke.areas.customers.queries.file import get_file
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("customers.customer.erased")
def forget_answers(events: Sequence[Recorded], moment: Moment) -> None:
    """By the customer's id and code, and those of the files that were merged into it."""
    for event in events:
        file = get_file(event.facts["customer_id"], by=moment.by)
        forget_customers([str(event.facts["customer_id"]), event.subject, *file.merged_codes])
