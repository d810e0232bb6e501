"""Practice §1.12, §1.14: before anybody drives, it is known which part repairs alike took; one tap asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.parts.actions import catalogue
from liuke.areas.parts.models import Request
from liuke.areas.parts.queries.likely import Hint, likely_parts
from liuke.areas.service.actions import running
from liuke.areas.service.queries.orders import get_order
from liuke.foundation import clock
from tests.given import parts, products, service
from tests.given.parts import FILTER, MOTOR, Store
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
SAID = "油烟机不吸烟，声音大"  # the customer of the order says 不吸烟,声音大
TOOK = [[MOTOR]] * 12 + [[FILTER]] * 2 + [[]]


@pytest.fixture
def store() -> Store:
    """Fifteen repairs alike, many of another fault, and many of another model."""
    at = clock.now()
    s = parts.store(at)
    parts.repairs(s, at, TOOK, fault=SAID)
    parts.repairs(s, at, [[FILTER]] * 20, fault="照明灯不亮")
    parts.repairs(s, at, [[FILTER]] * 20, fault=SAID, model=products.STOVE)
    return s


def hints(s: Store, number: str) -> tuple[Hint, ...]:
    return likely_parts(get_order(number, by=s.company.cast.agent).row, on=clock.local(clock.now()).date())


def test_repairs_of_the_model_with_the_same_fault_tell_the_part_in_three_statements(store: Store) -> None:
    number = service.dispatched(store.company, clock.now())
    row = get_order(number, by=store.company.cast.agent).row

    with CaptureQueriesContext(connection) as asked:
        found = likely_parts(row, on=clock.local(clock.now()).date())

    assert found == (Hint(MOTOR, "电机", 12, 15, ""),)
    assert len(asked) == 3


def test_where_a_free_one_lies_is_told_and_one_in_the_van_is_not_asked_for(store: Store) -> None:
    at = clock.now()
    number = service.assigned(store.company, at)
    parts.in_van(store, MOTOR, 1, at)
    assert [hint.at for hint in hints(store, number)] == ["van"]

    phone = as_(store.company.cast.east_technician).get(f"/field/orders/{number}/").content.decode()
    assert "同类维修 15 单中 12 单用过" in phone and "在我车上" in phone
    assert 'value="电机 M-12"' not in phone


def test_one_tap_on_the_phone_asks_for_it_and_the_hint_is_gone(store: Store) -> None:
    number = service.assigned(store.company, clock.now())
    technician = as_(store.company.cast.east_technician)
    assert 'value="电机 M-12"' in technician.get(f"/field/orders/{number}/").content.decode()

    posted(technician, f"/field/orders/{number}/acts/part-request/", part="电机 M-12")

    assert Request.objects.get(order__number=number).part.code == MOTOR
    assert hints(store, number) == ()


def test_the_dispatcher_and_the_order_s_page_see_it_too(store: Store) -> None:
    number = service.dispatched(store.company, clock.now())
    cast = store.company.cast
    for place in (f"/dispatch/?order={number}", f"/orders/{number}/"):
        seen = as_(cast.dispatcher).get(place).content.decode()
        assert "同类维修 15 单中 12 单用过" in seen and 'value="电机 M-12"' in seen, place
    assert 'value="电机 M-12"' not in as_(cast.callback_agent).get(f"/orders/{number}/").content.decode()


def test_nothing_is_told_after_the_work_nor_from_sites_that_note_parts_in_words(store: Store) -> None:
    at = clock.now()
    number = service.dispatched(store.company, at)
    catalogue.set_mode(store.site, "simple", by=store.lead, at=at)
    assert hints(store, number) == ()
    catalogue.set_mode(store.site, "stock", by=store.lead, at=at + timedelta(seconds=1))
    assert [hint.code for hint in hints(store, number)] == [MOTOR]
    running.cancel(number, reason="elsewhere", by=store.company.cast.agent, at=at)
    assert hints(store, number) == ()
