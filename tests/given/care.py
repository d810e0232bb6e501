"""A world in which things get done: cast, sites, catalogue, customers, the handbook in force, and orders played to the
point at which the customer is called back. Everything through the rooms' own actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import liuke
from liuke.areas.network.queries.capacity import list_windows
from liuke.areas.products.actions.machines import complete_installation
from liuke.areas.service.actions import booking, dispatching, orders, requests, reviewing, visits
from liuke.areas.service.rules.visits import MachineDone
from liuke.areas.service.rules.windows import Window
from liuke.foundation.clock import local
from liuke.foundation.files.actions import store
from liuke.kernel.playbook.loading import load
from tests.given import customers, network, people, products
from tests.given.network import Network
from tests.given.people import Cast
from tests.given.service import PIXEL
from tests.support.standing import standing

HANDBOOK = Path(liuke.__file__).parent / "handbook"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class World:
    cast: Cast
    net: Network
    li: int
    hood: str


@standing
def world(at: datetime) -> World:
    """李秀英 with her hood in 城东's area; the handbook in force from `at` on."""
    cast = people.cast(at)
    net = network.network(cast, at)
    products.catalogue(cast, at)
    li = customers.li(cast, at)
    hood = products.machine(cast, li, at)
    load([HANDBOOK], by=cast.administrator, at=at)
    return World(cast, net, li, hood)


def order_to_call_back(world: World, at: datetime, *, machine: str = "", paid: bool = False) -> str:
    """A repair of the hood (or another machine of hers), asked for, dispatched, done and reviewed within the day."""
    made = ordered(world, machine or world.hood, at)
    return finish_order(world, made, at + HOUR, paid=paid)


def finish_order(world: World, number: str, at: datetime, *, paid: bool = False) -> str:
    """An order that waits for dispatch, played to the review's yes."""
    cast = world.cast
    window = next(w for w in list_windows(local(at).date(), 1) if w.start >= at + HOUR / 2)
    go = window.start - 20 * MINUTE
    dispatching.dispatch(
        number, site=world.net.east, window=Window(window.start, window.end), by=cast.dispatcher, at=at
    )
    dispatching.accept(number, by=cast.east_clerk, at=at + MINUTE)
    booking.assign_technician(number, technician=cast.east_technician.pk, by=cast.east_clerk, at=at + 2 * MINUTE)
    visits.depart(number, by=cast.east_technician, at=go)
    visits.arrive(number, by=cast.east_technician, at=window.start + 5 * MINUTE)
    visits.start(number, by=cast.east_technician, at=window.start + 10 * MINUTE)
    photo, signature = (
        store(PIXEL, name=name, subject=f"order:{number}", by=cast.east_technician, at=at)
        for name in ("hood.png", "signature.png")
    )
    visits.finish(
        number, results=[MachineDone(1, "repaired")], photos=[photo], signature=signature, report=True,
        by=cast.east_technician, at=window.start + HOUR,
    )  # fmt: skip
    reviewing.review_accept(number, by=cast.manager, at=window.start + HOUR + 30 * MINUTE, paid=paid)
    return number


def installed(world: World, on: date, at: datetime) -> str:
    """A new hood at 李秀英's, its installation card filled in; answers the machine's number."""
    number = products.machine(world.cast, world.li, at, serial="LKNEW00000001", bought_date=on)
    complete_installation(number, installed_date=on, order="", by=world.cast.administrator, at=at)
    return number


def ordered(world: World, machine: str, at: datetime) -> str:
    asked = requests.open_request(
        world.li, kind="repair", fault="吸力变小", product_line="hood", address_id=_address_of(world), by=world.cast.agent,
        at=at,
    )  # fmt: skip
    made = orders.order_visit(asked.number, machines=[orders.MachineDraft(machine=machine)], by=world.cast.agent, at=at)
    return made.number


def _address_of(world: World) -> int:
    from liuke.areas.customers.queries.file import get_file

    return get_file(world.li, by=world.cast.agent).addresses[0].id
