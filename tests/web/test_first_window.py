"""The customer chooses the first window himself, and nobody books a second visit before its part has come."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from liuke.areas.parts.actions import sending
from liuke.areas.service.actions import booking, dispatching, orders
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.queries.orders import get_order
from liuke.areas.service.rules.windows import Window
from liuke.foundation import clock
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.models import Event
from liuke.kernel.promises.models import Promise
from tests.given import parts
from tests.given import service as given
from tests.given.care import HANDBOOK, HOUR
from tests.given.parts import Store
from tests.given.service import Company
from tests.web.entering import as_
from tests.web.test_portal import NOW, free, order_of, page, path_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def c() -> Company:
    from liuke.kernel.playbook.loading import load

    made = given.company(NOW)
    load([HANDBOOK], by=made.cast.administrator, at=NOW)
    return made


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True, headers={"host": "localhost", "accept": "text/html"})


def to_book(c: Company) -> str:
    """A hood repair that 城东 has accepted without a window."""
    wished = Window(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2))
    number = orders.order_visit(given.request(c, NOW), site=c.sites.east, wished=wished, by=c.cast.agent, at=NOW).number
    dispatching.accept(number, by=c.cast.east_clerk, at=NOW)
    return number


def customer_of(order: str) -> Actor:
    """He has an account once a link was made for him."""
    account = order_of(order).customer.account
    assert account is not None
    return account


def acts(order: str, by: Actor) -> set[str]:
    return {act.act for act in get_order(order, by=by).acts}


def test_he_takes_a_free_window_of_our_own_site_and_what_was_owed_is_kept(c: Company, phone: Client) -> None:
    order = to_book(c)
    path = path_of(c, order)
    assert "选择上门时间" in page(phone, path)
    offered = re.findall(r'name="window" value="([^"]+)"', page(phone, f"{path}move/"))
    assert offered == free(c, order)
    values = {"window": offered[1], "seen": order_of(order).version}

    assert send(phone, f"{path}move/", **values).status_code == 302

    booked = Event.objects.get(kind="service.order.booked", subject=order)
    assert (booked.facts["agreed_by"], booked.by.kind) == ("customer", "customer")
    assert order_of(order).state == "booked"
    assert Promise.objects.get(what="book-window", about=order).state == "kept"
    assert "上门时间已约好" in page(phone, path)
    assert send(phone, f"{path}move/", **values).status_code == 409  # the same old page once more
    assert Event.objects.filter(kind__in=["service.order.booked", "service.order.rescheduled"]).count() == 1


def test_a_window_that_was_taken_meanwhile_is_refused_and_the_free_ones_are_shown(c: Company, phone: Client) -> None:
    order = to_book(c)
    path = path_of(c, order)
    page(phone, path)
    wanted = free(c, order)[0]
    span = given.windows(c, NOW)[0]
    while wanted in free(c, order):
        given.dispatched(c, NOW, span, machine=False)

    answer = send(phone, f"{path}move/", window=wanted, seen=order_of(order).version)

    assert answer.status_code == 409 and "已约满" in answer.content.decode()
    assert f'value="{free(c, order)[0]}"' in answer.content.decode() and wanted not in answer.content.decode()
    assert order_of(order).state == "to_book"


def test_where_a_commissioned_site_calls_no_window_is_offered_nor_taken(c: Company, phone: Client) -> None:
    order = given.commissioned(c, NOW)
    dispatching.accept(order, by=c.cast.north_clerk, at=NOW)
    assert "选择上门时间" not in page(phone, path_of(c, order))

    window = Window(NOW + timedelta(days=1), NOW + timedelta(days=1, hours=2))
    with pytest.raises(Refused) as refused:
        booking.book(order, window=window, by=customer_of(order), at=NOW)
    assert refused.value.code == "site-calls"


@pytest.fixture
def store() -> Store:
    return parts.store(NOW)


def test_a_second_visit_is_booked_once_its_part_has_come(store: Store) -> None:
    c = store.company
    order, number = parts.waiting(store, NOW)
    clerk = c.cast.east_clerk
    path_of(c, order)
    assert "book" not in acts(order, clerk) | acts(order, customer_of(order))
    desk = as_(clerk).get("/site-desk/").content.decode()
    assert "配件到货后再预约" in desk and f"/orders/{order}/acts/booking/" not in desk

    at = WorkOrder.objects.get(number=order).changed_at + HOUR
    parts.at_site(store, number, at)

    assert "book" in acts(order, clerk) & acts(order, customer_of(order))
    assert f"/orders/{order}/acts/booking/" in as_(clerk).get("/site-desk/").content.decode()


def test_a_part_that_is_refused_keeps_nobody_waiting(store: Store) -> None:
    order, number = parts.waiting(store, NOW)
    sending.refuse(number, reason="not_needed", by=store.clerk, at=NOW + timedelta(days=1))

    assert [part.state for part in get_order(order, by=store.company.cast.agent).parts] == ["dropped"]
    assert "book" in acts(order, store.company.cast.east_clerk)
