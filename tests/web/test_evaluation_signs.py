"""What speaks against evaluations, with the rows behind it; for those who watch, never for sites."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.care.models import Callback, Evaluation, NumberChange
from liuke.foundation import clock
from tests.given import care as given
from tests.given.care import World
from tests.support.budget import within_budget
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, 30, tzinfo=clock.LOCAL)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.world(NOW - timedelta(days=5))


def praised(world: World, n: int, **more: object) -> None:
    values = {
        "number": f"EV-9{n:05}", "order": f"WO-9{n:05}", "customer_id": world.li, "site": world.net.east,
        "technician_id": world.cast.east_technician.pk, "satisfied": True,
        "given_at": NOW - timedelta(days=1) + n * timedelta(minutes=1), **more,
    }  # fmt: skip
    Evaluation.objects.create(**values)


def test_the_empty_page_says_what_will_stand_there(world: World) -> None:
    text = as_(world.cast.manager).get("/callbacks/signs/").content.decode()
    assert "没有发现疑点" in text


def test_a_burst_and_a_changed_number_are_told_with_their_orders(world: World) -> None:
    for n in range(5):
        praised(world, n)
    NumberChange.objects.create(
        event_id=1, order="WO-900077", customer_id=world.li, site=world.net.east, by=world.cast.east_clerk,
        changed_at=NOW - timedelta(hours=2),
    )  # fmt: skip
    browser = as_(world.cast.manager)
    text = browser.get("/callbacks/signs/").content.decode()

    assert "短时间集中好评" in text and "张师傅" in text and "城东服务网点" in text
    assert all(f"/orders/WO-9{n:05}/" in text for n in range(5))
    assert "接单后网点改过号码" in text and "/orders/WO-900077/" in text
    only = browser.get("/callbacks/signs/?kind=number").content.decode()
    assert "WO-900077" in only and "WO-900001" not in only
    assert browser.get("/callbacks/signs/?kind=x").status_code == 422
    within_budget("page.evaluation_signs", lambda: browser.get("/callbacks/signs/"))


def test_sites_dispatch_and_those_who_call_do_not_see_them(world: World) -> None:
    cast = world.cast
    for person in (cast.east_manager, cast.east_technician, cast.dispatcher, cast.callback_agent):
        assert as_(person).get("/callbacks/signs/").status_code == 403


def test_the_list_says_why_a_person_calls(world: World) -> None:
    given.order_to_call_back(world, NOW - timedelta(days=1, hours=2), paid=True)
    caller = as_(world.cast.callback_agent)
    number = Callback.objects.get().number
    assert "收费服务" in caller.get("/callbacks/").content.decode()
    assert "致电原因" in caller.get(f"/callbacks/{number}/").content.decode()
