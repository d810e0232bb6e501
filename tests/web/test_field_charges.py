"""Charging at the door: the price list ticked, the customer signs, the code is shown and paid; cash; a quote refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.charges.models import Payment, Quote
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from tests.given import charges, service
from tests.given.service import PIXEL, Company
from tests.support.budget import within_budget
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Door:
    c: Company
    order: str
    at: datetime
    phone: Client

    @property
    def url(self) -> str:
        return f"/field/orders/{self.order}/charges/"

    def shown(self) -> str:
        answer = self.phone.get(self.url)
        assert answer.status_code == 200
        return answer.content.decode()

    def sent(self, noun: str, *, signed: bool = False, phone: Client | None = None, **values: Any) -> Any:
        """As the outbox sends it."""
        given = {"form_number": issue(), "client_uuid": str(uuid4()), "happened_at": self.at.isoformat(), **values}
        if signed:
            given["signature"] = SimpleUploadedFile("signature.png", PIXEL, content_type="image/png")
        return (phone or self.phone).post(f"{self.url}acts/{noun}/", given, headers={"accept": "application/json"})


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    c = charges.old_hood(service.company(MONDAY), MONDAY)
    order = service.in_service(c, MONDAY)
    when = service.windows_of(order).start + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: when + timedelta(minutes=5))
    yield Door(c, order, when, as_(c.cast.east_technician))


PICKED = {"pick": ["any.call_out", "hood.duct"], "n:any.call_out": "1", "n:hood.duct": "3"}


def test_quoted_signed_shown_and_paid(door: Door) -> None:
    page = door.shown()
    assert "上门费" in page and 'data-cents="3000"' in page and "灶具" not in page

    wish = PICKED | {"shown_cents": "10500", "old_parts": "leave"}
    assert door.sent("agreement", **wish).status_code == 422  # nobody signed
    answer = door.sent("agreement", signed=True, **wish)
    assert answer.status_code == 200, answer.content.decode()
    quote = Quote.objects.get()
    assert (quote.amount_cents, quote.state, quote.old_parts, quote.answered_at) == (
        10500,
        "accepted",
        "leave",
        door.at,
    )
    assert "出示收款码 ¥105.00" in door.shown()

    assert door.sent("code").status_code == 200
    assert "data:image/png" in door.shown()
    assert "模拟支付" in door.phone.get(f"{door.url}code/").content.decode()
    assert door.sent("trial").status_code == 200
    receipt = Payment.objects.get().receipt
    assert receipt in door.phone.get(f"{door.url}code/").content.decode()
    assert door.phone.get(f"/charges/payments/{Payment.objects.get().number}/receipt/").status_code == 200


def test_kept_on_the_phone_and_sent_twice_it_is_done_once(door: Door) -> None:
    sent = str(uuid4())
    wish = PICKED | {"shown_cents": "10500", "old_parts": "keep", "client_uuid": sent}
    assert [door.sent("agreement", signed=True, **wish).status_code for _ in range(2)] == [200, 200]
    cash = {"amount_cents": "10500", "client_uuid": str(uuid4())}
    assert [door.sent("cash", **cash).status_code for _ in range(2)] == [200, 200]
    assert (Quote.objects.count(), Payment.objects.count()) == (1, 1)
    assert "现金" in door.shown()


def test_a_sum_that_is_not_the_price_lists_is_refused_and_says_both(door: Door) -> None:
    answer = door.sent("agreement", signed=True, **(PICKED | {"shown_cents": "100"}))
    assert answer.status_code == 409 and "105.00" in answer.content.decode()
    assert Quote.objects.count() == 0


def test_an_open_quote_is_answered_on_the_screen_in_its_version(door: Door) -> None:
    made = charges.quoted(door.c, door.order, door.at)
    other = door.sent("acceptance", signed=True, quote=made.number, version="2")
    assert other.status_code == 409
    assert "用户同意 ¥130.00" in door.shown()
    assert door.sent("refusal", quote=made.number, version="1", reason="nonsense").status_code == 422
    assert door.sent("refusal", quote=made.number, version="1", reason="too_dear").status_code == 200
    assert Quote.objects.get().state == "refused"
    assert "按空跑结束" in door.shown()
    assert door.sent("acceptance", signed=True, quote=made.number, version="1").status_code == 409


def test_only_sent_it_waits_for_the_customers_own_page(door: Door) -> None:
    free = {"free-name": "加开墙孔", "free-kind": "labour", "free-yuan": "80", "free-reason": "用户要求"}
    answer = door.phone.post(f"{door.url}acts/quote/", {"form_number": issue(), **PICKED, **free})
    assert answer.status_code == 302
    assert (Quote.objects.get().amount_cents, Quote.objects.get().state) == (18500, "made")
    for wrong in ({"free-yuan": "8o"}, {"free-reason": ""}, {"pick": ["stove.burner"]}, {"n:hood.duct": "x"}):
        refused = door.phone.post(f"{door.url}acts/quote/", {"form_number": issue(), **PICKED, **free, **wrong})
        assert refused.status_code == 422, wrong


def test_under_guarantee_the_page_says_why_nothing_is_charged(door: Door) -> None:
    from liuke.areas.service.models import OrderMachine

    OrderMachine.objects.filter(order__number=door.order).update(guarantee="in")
    page = door.shown()
    assert "这台机器在保内，不得收费" in page and 'name="pick"' not in page
    assert door.sent("agreement", signed=True, **(PICKED | {"shown_cents": "10500"})).status_code == 409


def test_nobody_elses_stop_is_charged(door: Door) -> None:
    for stranger in (door.c.cast.north_technician, door.c.cast.east_second):
        phone = as_(stranger)
        assert phone.get(door.url).status_code == 404
        assert door.sent("code", phone=phone).status_code == 404
    assert door.sent("nothing").status_code == 404
    assert door.sent("code").status_code == 409  # nothing is accepted
    assert door.sent("trial").status_code == 409


def test_the_page_asks_no_more_than_its_budget(door: Door) -> None:
    charges.quoted(door.c, door.order, door.at)
    door.shown()
    within_budget("page.field_charges", door.shown)
