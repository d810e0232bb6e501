"""Two at once: one technician, one window, one order, one phone; each has one winner. Real commits, two connections."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import uuid4

from django.db import connections

from liuke.areas.network.models import Site
from liuke.areas.service.actions import booking, dispatching, orders, visits
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import ServiceRequest, Visit, WorkOrder
from liuke.areas.service.queries import drafts, rooms
from liuke.foundation.faults import Fault
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.support.databases import Database

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them together, each on a connection of its own; a Fault is an answer."""
    together = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        together.wait()
        try:
            return act()
        except Fault as fault:
            return fault.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [f.result() for f in [pool.submit(run, act) for act in acts]]


def test_two_desks_book_one_technician_and_one_wins(fresh_database: Database) -> None:
    c = service.company(AT)
    window = service.windows(c, AT)[0]
    numbers = [service.dispatched(c, AT, window, machine=False) for _ in range(2)]
    for number in numbers:
        dispatching.accept(number, by=c.cast.east_clerk, at=AT)

    def assign(number: str) -> Callable[[], object]:
        return lambda: booking.assign_technician(
            number, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=AT
        )

    answers = at_once(*(assign(n) for n in numbers))
    assert answers.count("double-booking") == 1
    assert Visit.objects.filter(technician=c.cast.east_technician).count() == 1
    assert Event.objects.filter(kind="service.visit.planned").count() == 1


def test_the_last_place_of_a_window_is_sold_once(fresh_database: Database) -> None:
    c = service.company(AT)
    window = service.windows(c, AT)[0]
    east = Site.objects.get(number=c.sites.east)
    draft = drafts.draft_at(kind="repair", product_lines=["hood"])
    while rooms.room_in(east, draft, window) > 1:
        service.dispatched(c, AT, window, machine=False)
    requests = [service.request(c, AT) for _ in range(4)]

    def order(number: str) -> Callable[[], object]:
        return lambda: orders.order_visit(
            number, machines=[MachineDraft(product_line="hood")], site=c.sites.east, window=window,
            by=c.cast.agent, at=AT,
        )  # fmt: skip

    before = WorkOrder.objects.count()
    answers = at_once(*(order(n) for n in requests))
    assert answers.count("window-full") == 3
    assert WorkOrder.objects.count() == before + 1  # who lost left nothing behind
    assert rooms.room_in(east, draft, window) == 0


def test_two_agents_order_for_one_machine_and_one_order_stands(fresh_database: Database) -> None:
    c = service.company(AT)
    requests = [service.request(c, AT) for _ in range(2)]

    def order(number: str) -> Callable[[], object]:
        return lambda: orders.order_visit(number, machines=[MachineDraft(machine=c.hood)], by=c.cast.agent, at=AT)

    answers = at_once(*(order(n) for n in requests))
    assert answers.count("open-order") == 1
    assert WorkOrder.objects.count() == 1


def test_a_phone_that_sends_twice_at_once_departs_once(fresh_database: Database) -> None:
    c = service.company(AT)
    number, key = service.assigned(c, AT), uuid4()
    start = service.windows_of(number).start

    def depart() -> object:
        return visits.depart(number, by=c.cast.east_technician, at=start, client_uuid=key)

    first, second = at_once(depart, depart)
    assert first == second
    assert Event.objects.filter(kind="service.visit.departed").count() == 1


def test_two_imports_of_one_external_number_make_one_order(fresh_database: Database) -> None:
    c = service.company(AT)

    def receive() -> object:
        return orders.receive_order(
            c.known.li, kind="install", source="jd", external_no="JD-1", by=c.cast.agent, at=AT,
            machines=[MachineDraft(product_line="hood")],
        )  # fmt: skip

    first, second = at_once(receive, receive)
    assert {first.order, second.order} == {WorkOrder.objects.get().number}
    assert ServiceRequest.objects.count() == 1


def test_an_accepting_site_and_a_recalling_centre_leave_one_truth(fresh_database: Database) -> None:
    c = service.company(AT)
    number = service.dispatched(c, AT)
    at_once(
        lambda: dispatching.accept(number, by=c.cast.east_clerk, at=AT),
        lambda: dispatching.recall(number, by=c.cast.dispatcher, at=AT),
    )
    kinds = set(Event.objects.filter(subject=number).values_list("kind", flat=True))
    assert ("service.order.accepted" in kinds) != ("service.order.recalled" in kinds)
