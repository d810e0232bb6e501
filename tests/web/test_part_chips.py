"""Wherever orders stand in rows, one that waits for a part says where the part is."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuke.areas.parts.actions import asking, sending
from liuke.foundation import clock
from tests.given import parts, service
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
WEB = Path(__file__).parents[2] / "liuke" / "web"


def test_rows_of_desk_and_board_say_where_the_part_is(monkeypatch: pytest.MonkeyPatch) -> None:
    at = clock.now() - timedelta(days=1)
    store = parts.store(at, motors=0)
    order, asked = parts.waiting(store, at)
    cast = store.company.cast
    clerk = as_(cast.east_clerk)
    assert "缺件" in clerk.get("/site-desk/").content.decode()

    sending.approve(asked, by=store.clerk, at=clock.now())

    assert "配件待公司发出" in clerk.get("/site-desk/").content.decode()
    later = clock.now() + timedelta(days=3)  # what was owed for it is late by then
    monkeypatch.setattr(clock, "now", lambda: later)
    risky = as_(cast.dispatcher).get("/live-board/orders/?figure=risk").content.decode()
    assert order in risky and "配件待公司发出" in risky


def test_an_order_that_with_a_site_has_its_chip_in_one_query() -> None:
    at = clock.now()
    store = parts.store(at, motors=0)
    order = service.dispatched(store.company, at)
    asking.ask_for_order(order, part=parts.MOTOR, by=store.company.cast.east_clerk, at=at)
    desk = as_(store.company.cast.dispatcher)
    desk.get("/dispatch/")

    with CaptureQueriesContext(connection) as asked:
        page = desk.get("/dispatch/").content.decode()

    assert "缺件" in page
    assert sum("parts_request" in q["sql"] for q in asked.captured_queries) == 1


def test_no_tooltip_of_a_page_holds_markup() -> None:
    """A moment is an element of its own: in a tooltip it would end the tooltip and show its rest on the page."""
    inside = re.compile(r'="[^"<>]*\|(?:moment|ago|remaining)\s*}}[^"<>]*"')
    wrong = [path.name for path in sorted(WEB.rglob("*.html")) if inside.search(path.read_text(encoding="utf-8"))]
    assert wrong == []
