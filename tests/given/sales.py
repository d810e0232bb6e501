"""What stands in the tables once a customer has paid for an order, or was paid back."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.charges.models import Day, Payment
from liuke.areas.customers.queries.file import get_file
from liuke.areas.service.actions import orders, requests
from liuke.areas.service.models import WorkOrder
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from tests.given.care import World


def paid(order: str, cents: int, *, by: Actor, at: datetime, refunded_at: datetime | None = None) -> None:
    """Cash for this order, received and (where it says when) paid back."""
    n = Payment.objects.count() + 1
    day = _day(at)
    back = {"state": "refunded", "refunded_at": refunded_at, "refund_day": _day(refunded_at)} if refunded_at else {}
    Payment.objects.create(
        **{"state": "received"} | back, number=f"PY-{n:06}", order=WorkOrder.objects.get(number=order), via="cash",
        amount_cents=cents, received_at=at, collected_by=by, day=day, receipt=f"RC-{n:06}",
    )  # fmt: skip


def ordered(world: World, customer: int, machine: str, at: datetime) -> str:
    """A repair of this customer's machine at his first address."""
    by, places = world.cast.agent, get_file(customer, by=world.cast.agent).addresses
    asked = requests.open_request(
        customer, kind="repair", fault="吸力变小", product_line="hood", address_id=places[0].id, by=by, at=at
    )
    return orders.order_visit(asked.number, machines=[orders.MachineDraft(machine=machine)], by=by, at=at).number


def _day(at: datetime) -> Day:
    on = local(at).date()
    return Day.objects.get_or_create(day=on, defaults={"number": f"CD-{on:%Y%m%d}"})[0]
