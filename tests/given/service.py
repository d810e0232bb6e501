"""A company at work: cast, catalogue, network and customers; and orders brought to each state through the actions."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta

from liuke.areas.network.models import Technician
from liuke.areas.service.actions import booking, dispatching, orders, requests, reviewing, visits
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries import placing
from liuke.areas.service.rules.visits import MachineDone
from liuke.areas.service.rules.windows import Window
from liuke.foundation.files import actions as files
from tests.given import customers, network, people, products
from tests.given.customers import Known
from tests.given.network import Network
from tests.given.people import Cast
from tests.support.standing import standing

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@dataclass(frozen=True)
class Company:
    """Everything that stands before the phone rings. `hood` is 李秀英's machine."""

    cast: Cast
    sites: Network
    known: Known
    hood: str
    li_address: int
    zhou_address: int


@standing
def company(at: datetime) -> Company:
    """The cast, two sites near 宁波, a catalogue, four customers, one range hood."""
    from liuke.areas.customers.models import Address

    cast = people.cast(at)
    products.catalogue(cast, at)
    sites = network.network(cast, at)
    known = customers.known(cast, at)
    hood = products.machine(cast, known.li, at)
    first = {a.customer_id: a.pk for a in Address.objects.filter(customer__in=[known.li, known.zhou])}
    return Company(cast, sites, known, hood, first[known.li], first[known.zhou])


def request(c: Company, at: datetime, *, fault: str = "不吸烟,声音大") -> str:
    """李秀英's hood does not work."""
    return requests.open_request(
        c.known.li, kind="repair", fault=fault, product_line="hood", address_id=c.li_address, by=c.cast.agent, at=at
    ).number


def windows(c: Company, at: datetime) -> list[Window]:
    """The real windows at 城东 for a hood at 李秀英's."""
    offer = placing.offer_windows(
        kind="repair", product_lines=["hood"], address_id=c.li_address, by=c.cast.agent, at=at, site=c.sites.east
    )
    return [Window(w.start, w.end) for w in offer.windows]


def dispatched(c: Company, at: datetime, window: Window | None = None, *, machine: bool = True) -> str:
    """A hood repair laid before 城东 in one of its real windows."""
    drafts = [MachineDraft(machine=c.hood)] if machine else [MachineDraft(product_line="hood")]
    return orders.order_visit(
        request(c, at), machines=drafts, site=c.sites.east, window=window or windows(c, at)[0], by=c.cast.agent, at=at
    ).number


def commissioned(c: Company, at: datetime) -> str:
    """A hood repair for 周建国, laid before 北郊 with a wished time."""
    number = requests.open_request(
        c.known.zhou,
        kind="repair",
        fault="漏油",
        product_line="hood",
        address_id=c.zhou_address,
        by=c.cast.agent,
        at=at,
    ).number
    wished = Window(at + timedelta(days=1), at + timedelta(days=1, hours=2))
    return orders.order_visit(
        number, site=c.sites.north, wished=wished, overrule_reason="customer_wish", by=c.cast.agent, at=at
    ).number


def assigned(c: Company, at: datetime, window: Window | None = None) -> str:
    """Accepted by 城东's clerk and given to 张师傅."""
    number = dispatched(c, at, window)
    dispatching.accept(number, by=c.cast.east_clerk, at=at)
    technician = Technician.objects.get(pk=c.cast.east_technician.pk).number
    booking.assign_technician(number, technician=technician, by=c.cast.east_clerk, at=at)
    return number


def photo(c: Company, number: str, at: datetime) -> str:
    """A picture stored for the order."""
    return files.store(PIXEL, name="machine.png", subject=f"order:{number}", by=c.cast.east_technician, at=at)


def in_service(c: Company, at: datetime) -> str:
    """张师傅 works at 李秀英's."""
    number = assigned(c, at)
    window = windows_of(number)
    technician = c.cast.east_technician
    visits.depart(number, by=technician, at=window.start - timedelta(minutes=20))
    visits.arrive(number, by=technician, at=window.start + timedelta(minutes=5))
    visits.start(number, by=technician, at=window.start + timedelta(minutes=6))
    return number


def reported(c: Company, at: datetime) -> str:
    """Done, signed, reported; waits for the review."""
    number = in_service(c, at)
    when = windows_of(number).start + timedelta(minutes=50)
    visits.finish(
        number, results=[MachineDone(1, "repaired")], photos=[photo(c, number, when)],
        signature=photo(c, number, when), checklist=["power", "test_run"], report=True,
        by=c.cast.east_technician, at=when,
    )  # fmt: skip
    return number


def to_call_back(c: Company, at: datetime) -> str:
    """Reviewed by the centre: the customer is asked next."""
    number = reported(c, at)
    when = windows_of(number).start + timedelta(hours=2)
    reviewing.review_accept(number, by=c.cast.administrator, at=when)
    return number


def windows_of(number: str) -> Window:
    """The order's window, or that of its visit."""
    from liuke.areas.service.models import Visit, WorkOrder

    order = WorkOrder.objects.get(number=number)
    if order.window:
        return order.window
    visit = Visit.objects.filter(order=order).latest("pk")
    return Window(visit.starts_at, visit.ends_at)
