"""The customer has it in writing: when somebody comes, that it was moved, that a quote waits; and by night nobody is woken."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from liuke.areas.customers.models import Phone
from liuke.areas.service.actions import booking, running
from liuke.areas.service.queries import placing
from liuke.areas.service.rules.windows import Window
from liuke.foundation import clock
from liuke.foundation.gateways.models import OutboxMessage
from liuke.kernel.journal.models import Event
from tests.given import charges, service
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, tzinfo=clock.LOCAL)
NIGHT = datetime(2026, 11, 23, 22, tzinfo=clock.LOCAL)


def sent(template: str, state: str = "waiting") -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(template=template, state=state).order_by("pk"))


def another_window(c: Company, order: str, at: datetime) -> Window:
    now = placing.windows_for(order, by=c.cast.agent, at=at)
    taken = service.windows_of(order).start
    free = [w for w in now if w.start > at + timedelta(days=1) and w.start != taken]
    return Window(free[0].start, free[0].end)


def moved(c: Company, order: str, at: datetime, *, moved_by: str = "site", reason: str = "no_technician") -> Window:
    window = another_window(c, order, at)
    booking.reschedule(order, window=window, moved_by=moved_by, reason=reason, by=c.cast.east_clerk, at=at)
    return window


def test_an_agreed_window_is_sent_once_with_the_way_to_his_own_page() -> None:
    c = service.company(MORNING)
    order = service.assigned(c, MORNING)

    (message,) = sent("visit_booked")
    assert message.values["number"] == order and "/my/" in message.values["link"] and "–" in message.values["window"]
    told = Event.objects.get(kind="care.window.told")
    assert told.subject == order and Event.objects.get(pk=told.caused_by).kind == "service.order.booked"


def test_a_moved_window_is_told_and_what_waited_from_the_night_is_taken_back() -> None:
    c = service.company(NIGHT)
    order = service.assigned(c, NIGHT)
    first = moved(c, order, NIGHT + timedelta(minutes=5))
    second = moved(c, order, NIGHT + timedelta(minutes=9), moved_by="user", reason="user_wish")

    assert len(sent("visit_moved")) == 1
    assert f"{second.start.astimezone(clock.LOCAL):%m-%d %H:%M}" in sent("visit_moved")[0].values["window"]
    assert [one.reason for one in sent("visit_moved", "failed")] == ["withdrawn"]
    assert first != second

    running.cancel(order, reason="user_withdrew", by=c.cast.agent, at=NIGHT + timedelta(minutes=12))
    assert sent("visit_moved") == []


def test_whoever_has_no_number_is_sent_nothing_and_nothing_says_so() -> None:
    c = service.company(MORNING)
    Phone.objects.update(detached_at=MORNING)
    service.assigned(c, MORNING)

    assert sent("visit_booked") == [] and not Event.objects.filter(kind="care.window.told").exists()


def test_a_quote_that_waits_is_sent_with_the_way_to_it_and_a_new_version_again() -> None:
    c = charges.old_hood(service.company(MORNING), MORNING)
    order = service.in_service(c, MORNING)
    made = charges.quoted(c, order, MORNING + timedelta(hours=1))

    (message,) = sent("quote_waits")
    assert message.values["link"].endswith("/charges/") and message.values["yuan"]
    charges.quoted(c, order, MORNING + timedelta(hours=2), charges.CALL_OUT)
    assert len(sent("quote_waits")) == 2
    assert set(Event.objects.filter(kind="care.quote.told").values_list("subject", "about")) == {(made.number, order)}
