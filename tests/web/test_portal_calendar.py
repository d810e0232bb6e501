"""The customer's own calendar entry of the agreed visit: one an order, moved by its version, called off in the end."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import cast

import pytest
from django.test import Client
from icalendar import Calendar, Event

from liuke.areas.care.actions import links
from liuke.areas.service.actions.booking import reschedule
from liuke.areas.service.actions.running import cancel
from liuke.areas.service.queries import placing
from liuke.areas.service.queries.orders import OrderFile
from liuke.areas.service.rules.windows import Window
from liuke.foundation import clock
from liuke.web.portal.order import calendar_word
from tests.given import service as given
from tests.given.service import Company

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)


@pytest.fixture
def c(monkeypatch: pytest.MonkeyPatch) -> Company:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return given.company(NOW)


def path_of(c: Company, order: str) -> str:
    address = links.copy_link(order, by=c.cast.agent, at=NOW)
    return address[address.index("/my/") :]


def entry(path: str) -> tuple[Event, str]:
    answer = Client().get(f"{path}visit.ics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    assert answer["Cache-Control"] == "no-store, private"
    (found,) = Calendar.from_ical(answer.content).walk("VEVENT")
    return found, answer.content.decode()


def test_a_visit_that_moves_moves_in_his_calendar_and_one_called_off_is_cancelled_there(c: Company) -> None:
    order = given.assigned(c, NOW)
    path = path_of(c, order)
    first, told = entry(path)
    assert str(first["STATUS"]) == "CONFIRMED" and "加到我的日历" in Client().get(path).content.decode()
    for secret in ("李秀英", "2203", "13812342203", "金家", "张师傅", "/my/"):
        assert secret not in told, secret

    offered = placing.windows_for(order, by=c.cast.agent, at=NOW)
    window = next(Window(w.start, w.end) for w in offered if w.start not in (NOW, first["DTSTART"].dt))
    reschedule(order, window=window, moved_by="site", reason="previous_job", by=c.cast.east_clerk, at=NOW)
    moved, _told = entry(path)
    assert (str(moved["UID"]), moved["DTSTART"].dt) == (str(first["UID"]), window.start)
    assert int(moved["SEQUENCE"]) > int(first["SEQUENCE"])

    cancel(order, reason="user_withdrew", by=c.cast.agent, at=NOW + timedelta(minutes=1))
    gone, _told = entry(path)
    assert str(gone["STATUS"]) == "CANCELLED" and int(gone["SEQUENCE"]) > int(moved["SEQUENCE"])
    assert "从我的日历中取消" in Client().get(path).content.decode()


def test_while_nothing_is_agreed_it_leads_to_the_order_and_a_forged_link_opens_none(c: Company) -> None:
    path = path_of(c, given.commissioned(c, NOW))
    answer = Client().get(f"{path}visit.ics", follow=True)
    assert answer.status_code == 200 and answer.request["PATH_INFO"] == path
    assert "加到我的日历" not in Client().get(path).content.decode()
    assert Client().get("/my/AAAAAAAAAAAAAAAAAAAAAAAA/visit.ics").status_code == 404


@pytest.mark.parametrize(
    ("state", "visit", "word"),
    [("booked", "booked", "add"), ("second_visit_due", "done", ""), ("in_service", "arrived", ""),
     ("to_book", "released", "drop"), ("cancelled", "released", "drop"), ("closed", "done", "")],
)  # fmt: skip
def test_only_a_visit_still_to_come_is_offered(state: str, visit: str, word: str) -> None:
    found = SimpleNamespace(row=SimpleNamespace(state=state), visits=[SimpleNamespace(state=visit)])
    assert calendar_word(cast(OrderFile, found)) == word
