"""What the histories are told of orders that came in bulk: the same events as one by one, in one call each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import prefetch_related_objects

from liuke.areas.service.actions.orders import made
from liuke.areas.service.actions.platform_rows import Arrival
from liuke.areas.service.queries import safety
from liuke.areas.service.queries.places import area_of_division
from liuke.events.service.calls import RequestReceived, SafetyAdvised
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.listeners import Rules
from liuke.kernel.journal.rows import Entry


def tell(arrivals: Sequence[Arrival], *, by: Actor, at: datetime, rules: Rules) -> None:
    """Wishes received, dangers met, and orders made of those whose source takes them at once."""
    record_many([entry for arrival in arrivals for entry in _received(arrival)], by=by, at=at, rules=rules)
    taken = [arrival.order for arrival in arrivals if arrival.request.taken_at is not None]
    prefetch_related_objects(taken, "machines")  # `made` counts them
    record_many([Entry(made(order), on=order.customer_id) for order in taken], by=by, at=at)


def _received(arrival: Arrival) -> Iterator[Entry]:
    asked, when = arrival.request, arrival.told.happened_at
    received = RequestReceived(
        number=asked.number, source=asked.source, kind=asked.kind, product_line=asked.product_line,
        taken=asked.taken_at is not None, safety=bool(asked.hazards), external_no=asked.external_no, fault=asked.fault,
    )  # fmt: skip
    yield Entry(received, on=asked.customer_id, happened_at=when)
    if asked.hazards:
        steps = safety.script_for(tuple(asked.hazards)).steps
        advised = SafetyAdvised(
            number=asked.number, hazards=tuple(asked.hazards), steps=tuple(step.key for step in steps),
            area=area_of_division(arrival.division),
        )  # fmt: skip
        yield Entry(advised, on=asked.customer_id, happened_at=when)
