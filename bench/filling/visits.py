"""Booked visits for technicians' phones: orders in bulk by the room's action, windows and visits in two statements."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import home

HALF_AN_HOUR = timedelta(minutes=30)
MOST_TECHNICIANS = 16


def fill(count: int) -> None:
    """`count` repairs of hoods, each booked with a technician, half an hour after the other, from tomorrow on."""
    from psycopg.types.range import TimestamptzRange

    from liuke.areas.customers.models import Address
    from liuke.areas.network.models import Technician
    from liuke.areas.service.actions.orders import MachineDraft
    from liuke.areas.service.actions.platform_orders import receive_orders
    from liuke.areas.service.actions.platform_rows import PlatformOrder
    from liuke.areas.service.models import Visit, WorkOrder
    from liuke.foundation import numbers
    from liuke.foundation.identity.queries import system_actor

    now = datetime.now(UTC)
    places = list(Address.objects.order_by("pk").values_list("customer_id", "pk")[:count])
    rows = [
        PlatformOrder(customer, "repair", "jd", f"PH-{n}", (MachineDraft(product_line="hood"),), place)
        for n, (customer, place) in enumerate(places)
    ]
    receive_orders(rows, by=system_actor("import", "bench"), at=now, rules="silent")
    people = list(Technician.objects.filter(status="active").order_by("pk")[:MOST_TECHNICIANS])
    orders = list(WorkOrder.objects.filter(external_no__startswith="PH-").order_by("pk"))
    visits, called = [], numbers.take_many("V", len(orders))
    for n, (number, order) in enumerate(zip(called, orders, strict=True)):
        who = people[n % len(people)]
        start = now + timedelta(days=1) + HALF_AN_HOUR * (n // len(people))
        order.state, order.site_id, order.technician_id = "booked", who.site_id, who.pk
        order.window_start, order.window_end = start, start + HALF_AN_HOUR
        visits.append(
            Visit(
                number=number, order=order, technician_id=who.pk, site_id=who.site_id, starts_at=start,
                ends_at=start + HALF_AN_HOUR, during=TimestamptzRange(start, start + HALF_AN_HOUR),
            )
        )  # fmt: skip
    WorkOrder.objects.bulk_update(orders, ["state", "site", "technician", "window_start", "window_end"], 500)
    Visit.objects.bulk_create(visits, 500)


if __name__ == "__main__":
    home.HOME = Path(sys.argv[1])
    from liuke.foundation.postgres import place

    home.enter(place.DATABASE, home=home.HOME)
    fill(int(sys.argv[2]))
