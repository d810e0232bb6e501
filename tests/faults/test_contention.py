"""Thirty-two at once on one technician's time and on one order: one winner each, nobody gets a 500, nothing is doubled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from liuke.areas.network.models import Technician
from liuke.areas.service.actions import dispatching
from liuke.areas.service.models import Offer, Visit, WorkOrder
from liuke.foundation import clock
from liuke.foundation.identity.actions import make_token
from liuke.kernel.journal.models import Event
from tests.given import service
from tests.given.service import Company
from tests.safety.world import NOW
from tests.support.databases import Database

pytestmark = pytest.mark.faults
THREADS = 32


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))


def token(c: Company, *scopes: str) -> str:
    boss = c.cast.administrator
    return make_token(name="程序", scopes=scopes, expires_at=NOW + timedelta(days=30), by=boss, at=NOW).clear


def post(url: str, body: dict[str, object], clear: str) -> HttpResponse:
    """A call that comes again, as a program does it, while somebody else holds the same thing (409 busy)."""
    headers = {"authorization": f"Bearer {clear}", "idempotency-key": str(uuid4())}
    for _ in range(40):
        answer = Client(headers=headers, raise_request_exception=False).post(
            url, json.dumps(body), content_type="application/json"
        )
        if answer.status_code != 409 or json.loads(answer.content)["type"] != "/problems/busy":
            break
    return answer


def at_once(acts: list[Callable[[], HttpResponse]]) -> list[HttpResponse]:
    together = Barrier(len(acts))

    def run(act: Callable[[], HttpResponse]) -> HttpResponse:
        together.wait()
        try:
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [one.result() for one in [pool.submit(run, act) for act in acts]]


def test_thirty_two_orders_want_one_technicians_window(fresh_database: Database) -> None:
    c = service.company(NOW)
    numbers = [service.commissioned(c, NOW) for _ in range(THREADS)]
    for number in numbers:
        dispatching.accept(number, by=c.cast.north_clerk, at=NOW)
    technician = Technician.objects.get(pk=c.cast.north_technician.pk).number
    start = NOW + timedelta(days=1)
    window = {"start": start.isoformat(), "end": (start + timedelta(hours=2)).isoformat()}
    clear = token(c, "field", "dispatch")

    def book(number: str) -> Callable[[], HttpResponse]:
        body = {"window": window, "technician": technician}
        return lambda: post(f"/api/v1/orders/{number}/booking", body, clear)

    answers = at_once([book(number) for number in numbers])

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {200: 1, 409: THREADS - 1}, [a.content.decode() for a in answers][:5]
    assert Visit.objects.filter(technician=c.cast.north_technician).count() == 1
    assert Event.objects.filter(kind="service.visit.planned").count() == 1
    assert WorkOrder.objects.filter(number__in=numbers, technician=c.cast.north_technician).count() == 1
    assert WorkOrder.objects.filter(number__in=numbers, window_start__isnull=False).count() == 1, "half booked"


def test_thirty_two_answer_one_order_and_one_is_heard(fresh_database: Database) -> None:
    c = service.company(NOW)
    number = service.commissioned(c, NOW)
    clear = token(c, "field", "dispatch")
    acts: list[Callable[[], HttpResponse]] = [
        (lambda: post(f"/api/v1/orders/{number}/acceptance", {}, clear))
        if n % 2
        else (lambda: post(f"/api/v1/orders/{number}/decline", {"reason": "full"}, clear))
        for n in range(THREADS)
    ]

    answers = at_once(acts)

    statuses = Counter(answer.status_code for answer in answers)
    assert statuses == {200: 1, 409: THREADS - 1}, [a.content.decode() for a in answers][:5]
    told = Event.objects.filter(kind__in=["service.order.accepted", "service.order.declined"], subject=number)
    assert told.count() == 1
    assert Offer.objects.filter(order__number=number).exclude(answer="").count() == 1
