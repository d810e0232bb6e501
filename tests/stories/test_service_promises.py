"""The handbook follows the orders: silence recalls, a wish moves what is owed, whoever goes owes the arrival."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import liuke
from liuke.areas.customers.actions import merging
from liuke.areas.service.actions import booking, calls, dispatching, orders, requests, running, visits
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries import orders as listing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.models import Event
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises import loop
from liuke.kernel.promises.models import Promise
from tests.given import service
from tests.given.customers import CHEN_PHONE
from tests.given.service import Company

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 here
MINUTE = timedelta(minutes=1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def c() -> Company:
    made = service.company(AT)
    load([Path(liuke.__file__).parent / "handbook"], by=made.cast.administrator, at=AT)
    return made


def owed(about: str) -> dict[str, Promise]:
    return {p.what: p for p in Promise.objects.filter(about=about, state="open")}


def run_loop(at: datetime) -> None:
    loop.run_due(by=system_actor(Actor.Kind.LOOP, "promises"), at=at)


def test_a_site_that_is_silent_for_half_an_hour_loses_the_order(c: Company) -> None:
    number = service.dispatched(c, AT)
    assert owed(number)["accept-order"].owner_team == f"site:{c.sites.east}"
    run_loop(AT + 31 * MINUTE)
    order = WorkOrder.objects.get(number=number)
    assert (order.state, order.site_id) == ("to_dispatch", None)
    recalled = Event.objects.get(kind="service.order.recalled")
    assert recalled.facts["reason"] == "no_answer"
    assert Event.objects.get(pk=recalled.caused_by).kind == "promise.missed"
    assert "reassign-order" in owed(number)


def test_a_site_that_accepts_in_time_keeps_its_promise(c: Company) -> None:
    number = service.dispatched(c, AT)
    dispatching.accept(number, by=c.cast.east_clerk, at=AT + 10 * MINUTE)
    run_loop(AT + 31 * MINUTE)
    assert WorkOrder.objects.get(number=number).state == "booked"
    assert Promise.objects.get(about=number, what="accept-order").state == "kept"


def test_who_goes_owes_the_arrival(c: Company) -> None:
    number = service.dispatched(c, AT)
    assert owed(number)["arrive"].owner_id is None
    dispatching.accept(number, by=c.cast.east_clerk, at=AT)
    booking.assign_technician(number, technician=c.cast.east_technician.pk, by=c.cast.east_clerk, at=AT)
    assert owed(number)["arrive"].owner == c.cast.east_technician


def test_the_customer_s_wish_moves_the_arrival_and_a_move_by_us_does_not(c: Company) -> None:
    number = service.assigned(c, AT)
    free = service.windows(c, AT + timedelta(days=1))
    old = owed(number)["arrive"].judged_due_at
    booking.reschedule(number, window=free[0], moved_by="site", reason="other", by=c.cast.east_clerk, at=AT)
    assert owed(number)["arrive"].judged_due_at == old
    booking.reschedule(number, window=free[1], moved_by="user", reason="user_wish", by=c.cast.agent, at=AT)
    assert owed(number)["arrive"].judged_due_at == free[1].end


def test_an_arrival_that_was_in_time_keeps_what_was_missed(c: Company) -> None:
    number = service.assigned(c, AT)
    window = service.windows_of(number)
    run_loop(window.end + 20 * MINUTE)
    assert "tell-late" in owed(number)
    visits.arrive(number, by=c.cast.east_technician, at=window.end + 60 * MINUTE, happened_at=window.start)
    assert Promise.objects.get(about=number, what="arrive").state == "kept"
    assert "tell-late" not in owed(number)


def test_an_online_wish_is_owed_until_somebody_takes_it(c: Company) -> None:
    number = requests.open_request(
        c.known.li, kind="repair", source="wechat", product_line="hood", fault="异响", by=c.cast.agent, at=AT
    ).number
    assert "take-request" in owed(number)
    requests.take_request(number, by=c.cast.agent, at=AT + 5 * MINUTE)
    assert "take-request" not in owed(number)


def test_a_platform_s_order_is_owed_until_it_is_taken_and_then_its_dispatch(c: Company) -> None:
    opened = orders.receive_order(
        c.known.li, kind="install", source="jd", external_no="JD-9", by=c.cast.agent, at=AT,
        machines=[MachineDraft(product_line="hood")],
    )  # fmt: skip
    assert "take-request" in owed(opened.number)
    assert owed(opened.order) == {}
    orders.take(opened.order, by=c.cast.agent, at=AT + 5 * MINUTE)
    assert "take-request" not in owed(opened.number)
    assert "dispatch-order" in owed(opened.order)


def test_the_visit_that_is_owed_goes_with_the_order_from_site_to_site(c: Company) -> None:
    number = requests.open_request(
        c.known.li, kind="repair", product_line="hood", address_id=c.li_address, by=c.cast.agent, at=AT
    ).number
    order = orders.order_visit(number, by=c.cast.agent, at=AT).number
    assert owed(order)["visit"].owner_role == "dispatcher"
    dispatching.dispatch(order, site=c.sites.east, by=c.cast.dispatcher, at=AT + MINUTE)
    assert owed(order)["visit"].owner_team == f"site:{c.sites.east}"
    assert "dispatch-order" not in owed(order)


def test_a_chase_up_owes_a_call_and_telling_keeps_it(c: Company) -> None:
    number = service.assigned(c, AT)
    running.chase_up(number, by=c.cast.agent, at=AT)
    assert owed(number)["answer-chase-up"].owner_team == f"site:{c.sites.east}"
    running.tell_user(number, topic="chase_up", by=c.cast.east_clerk, at=AT + 10 * MINUTE)
    assert "answer-chase-up" not in owed(number)


def test_an_abandoned_call_owes_a_call_back_until_he_is_reached(c: Company) -> None:
    lost = calls.abandon_call(CHEN_PHONE, by=c.cast.agent, at=AT)
    assert "return-call" in owed(lost.number)
    calls.return_call(lost.number, by=c.cast.agent, at=AT + 10 * MINUTE)
    assert owed(lost.number) == {}


def test_the_dispatch_list_shows_what_is_due_first(c: Company) -> None:
    number = requests.open_request(
        c.known.li, kind="repair", product_line="hood", address_id=c.li_address, by=c.cast.agent, at=AT
    ).number
    order = orders.order_visit(number, by=c.cast.agent, at=AT).number
    row = listing.list_orders({"state": "to_dispatch"}, by=c.cast.dispatcher, due=True).rows[0]
    assert (row.number, row.owes) == (order, "dispatch-order")
    assert row.is_late(AT + 20 * MINUTE) and not row.is_late(AT + 5 * MINUTE)


def test_after_a_merge_the_winner_has_the_orders(c: Company) -> None:
    number = service.dispatched(c, AT)
    merging.merge(loser_id=c.known.li, winner_id=c.known.zhou, by=c.cast.lead, at=AT + MINUTE)
    assert WorkOrder.objects.get(number=number).customer_id == c.known.zhou
    dispatching.accept(number, by=c.cast.east_clerk, at=AT + 2 * MINUTE)
    assert Event.objects.get(kind="service.order.accepted").timeline_id == c.known.zhou
