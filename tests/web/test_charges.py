"""Charges at the desk: lists that open, a day reconciled from a file, cash handed in, a difference cleared up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuke.areas.charges.actions import payments
from liuke.areas.charges.models import Day, Difference, Invoice, Payment, Quote
from liuke.foundation import clock
from liuke.foundation.identity.actions import add_person
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from tests.given import charges, service
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_, posted

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True)
class World:
    c: Company
    order: str
    at: datetime
    clerk: Actor
    finance: Actor
    regional: Actor


@pytest.fixture
def w(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An order at the door on Monday; the pages are looked at on Tuesday."""
    c = service.company(MONDAY)
    c = charges.old_hood(c, MONDAY)
    order = service.in_service(c, MONDAY)
    when = service.windows_of(order).start + timedelta(minutes=20)
    boss = system_actor(Actor.Kind.JOB, "setup")

    def hired(username: str, role: str) -> Actor:
        return add_person(username=username, name="周核算", roles=[role], by=boss, at=MONDAY)

    monkeypatch.setattr(clock, "now", lambda: when + timedelta(days=1))
    yield World(c, order, when, hired("jiesuan", "settlement_clerk"), hired("caiwu", "finance"),
                hired("quyu", "regional_manager"))  # fmt: skip


def test_a_quote_is_made_at_the_desk_changed_and_withdrawn(w: World) -> None:
    agent = as_(w.c.cast.agent)
    url = f"/charges/orders/{w.order}/quote/"
    shown = agent.get(url).content.decode()
    assert "上门费" in shown and "¥30.00" in shown and "油烟机中修工时" in shown

    first = posted(agent, url, **{"q:any.call_out": "1", "q:hood.motor": "", "seen": "0"})
    quote = Quote.objects.get()
    assert first["Location"] == f"/charges/quotes/{quote.number}/"
    assert posted(agent, url, **{"q:any.call_out": "1", "seen": "0"}).status_code == 409  # the tab from before
    wrong = posted(agent, url, **{"q:any.call_out": "x", "seen": "1"})
    assert wrong.status_code == 422
    assert posted(agent, url, seen="1").status_code == 422
    free = {"free-1-name": "加开墙孔", "free-1-kind": "labour", "free-1-price": "80", "free-1-reason": "用户要求"}
    assert posted(agent, url, **{"q:any.call_out": "1", "seen": "1", **free}).status_code == 302
    page = agent.get(first["Location"]).content.decode()
    assert "¥110.00" in page and "用户要求" in page and "90 天内免费返修" in page
    assert agent.get(f"{first['Location']}paper/").content[:5] == b"%PDF-"
    assert f"/charges/quotes/{quote.number}/" in agent.get(f"/orders/{w.order}/").content.decode()
    assert posted(agent, first["Location"], reason="mistaken").status_code == 302
    assert Quote.objects.get().state == "withdrawn"


def test_one_code_is_paid_by_hand_only_with_the_stand_in_and_gives_a_receipt(w: World) -> None:
    charges.accepted(w.c, w.order, w.at)
    asked = payments.request_payment(w.order, by=w.c.cast.east_technician, at=w.at)
    clerk, url = as_(w.c.cast.east_clerk), f"/charges/payments/{asked.number}/"
    shown = clerk.get(url).content.decode()
    assert "data:image/png" in shown and "模拟支付" in shown and "¥130.00" in shown

    assert posted(clerk, url, act="pay").status_code == 302
    assert "已收款" in clerk.get(f"{url}state/").content.decode()
    receipt = clerk.get(f"{url}receipt/").content.decode()
    assert Payment.objects.get().receipt in receipt and "油烟机中修工时" in receipt
    assert clerk.get(f"{url}receipt/paper/").content[:5] == b"%PDF-"
    assert as_(w.c.cast.north_clerk).get(url).status_code == 404


def test_a_day_is_reconciled_from_the_providers_file(w: World) -> None:
    number = charges.paid(w.c, w.order, w.at)
    clerk, day = as_(w.clerk), Day.objects.get()
    url = f"/charges/days/{day.number}/"
    assert day.number in clerk.get("/charges/days/").content.decode()
    assert "请先取得账单" in clerk.get(url).content.decode()
    reference = Payment.objects.get(number=number).reference
    table = f"交易单号,商户订单号,金额,交易类型\n`{reference},{number},129.00,支付\n".encode()
    file = SimpleUploadedFile("bill.csv", table, content_type="text/csv")
    assert posted(clerk, url, act="upload", file=file).status_code == 302
    assert "金额不符" in clerk.get(url).content.decode()
    assert posted(clerk, url, act="close").status_code == 422

    assert posted(clerk, url, act="fetch").status_code == 302
    assert "一致" in clerk.get(url).content.decode()
    assert posted(clerk, url, act="close").status_code == 302
    assert Day.objects.get().state == "closed"
    assert posted(clerk, url, act="close").status_code == 409
    for bad in (SimpleUploadedFile("bill.exe", b"x"), SimpleUploadedFile("bill.csv", b"a,b\n1,2\n")):
        assert posted(clerk, url, act="upload", file=bad).status_code in (409, 422)
    assert as_(w.c.cast.agent).get("/charges/days/").status_code == 403


def test_cash_is_handed_in_by_the_site_and_paid_back_by_finance(w: World) -> None:
    charges.accepted(w.c, w.order, w.at)
    payments.take_cash(w.order, 13000, by=w.c.cast.east_technician, at=w.at)
    number, clerk = Payment.objects.get().number, as_(w.c.cast.east_clerk)
    url = f"/charges/payments/{number}/"
    assert "1 笔现金未上交" in clerk.get("/charges/").content.decode()
    assert number in clerk.get("/charges/?owed=yes").content.decode()
    assert posted(clerk, url, act="hand_in", reference=" ").status_code == 422
    assert posted(clerk, url, act="hand_in", reference="B20261124").status_code == 302
    clerk.get("/charges/")  # the message has been read
    assert number not in clerk.get("/charges/?owed=yes").content.decode()
    assert posted(clerk, url, act="refund", note="x").status_code == 403
    assert posted(as_(w.finance), url, act="refund", note="机器在保内").status_code == 302
    assert Payment.objects.get().state == "refunded"
    assert posted(clerk, url, act="shrug").status_code == 422


def test_an_invoice_is_asked_for_on_the_phone_and_issued(w: World) -> None:
    charges.paid(w.c, w.order, w.at)
    agent, clerk = as_(w.c.cast.agent), as_(w.clerk)
    ask = f"/charges/orders/{w.order}/invoice/"
    assert "¥130.00" in agent.get(ask).content.decode()
    assert posted(agent, ask, buyer="company", title="海川餐饮有限公司", tax_id="1").status_code == 422
    assert posted(agent, ask, buyer="company", title="海川餐饮有限公司", tax_id="91110000600037341L").status_code == 302
    invoice = Invoice.objects.get().number
    assert invoice in clerk.get("/charges/invoices/").content.decode()
    assert posted(clerk, f"/charges/invoices/{invoice}/", invoice_no="26317000001234567890").status_code == 302
    assert "26317000001234567890" in clerk.get("/charges/invoices/?state=issued").content.decode()
    assert as_(w.c.cast.east_clerk).get(f"/charges/invoices/{invoice}/").status_code == 403


def test_a_difference_is_cleared_up(w: World) -> None:
    Difference.objects.create(
        number="DF-000001", order_id=Quote.objects.get(number=charges.quoted(w.c, w.order, w.at).number).order_id,
        callback="CB-000001", told_cents=26000, recorded_cents=0, site=w.c.sites.east, found_at=w.at,
    )  # fmt: skip
    regional, url = as_(w.regional), "/charges/differences/DF-000001/"
    assert "DF-000001" in regional.get("/charges/differences/").content.decode()
    assert "¥260.00" in regional.get(url).content.decode()
    assert posted(regional, url, finding="private_charge", note="").status_code == 422
    assert posted(regional, url, finding="private_charge", note="师傅承认").status_code == 302
    assert "师傅私收费" in regional.get("/charges/differences/?state=explained").content.decode()
    assert as_(w.c.cast.east_manager).get(url).status_code == 403


def test_the_price_list_is_open_and_stated_by_finance(w: World) -> None:
    shown = as_(w.c.cast.east_technician).get("/charges/prices/?line=hood").content.decode()
    assert "上门费" in shown and "油烟机小修工时" in shown and "灶具小修工时" not in shown
    price = {"line": "hood", "code": "labour_small", "kind": "labour", "zh": "小修", "en": "minor repair", "unit_zh": "项",
             "unit_en": "job", "price": "66", "from_date": "2026-12-01", "source": "价格会议"}  # fmt: skip
    assert posted(as_(w.c.cast.agent), "/charges/prices/", **price).status_code == 403
    finance = as_(w.finance)
    for wrong in ({"price": "abc"}, {"from_date": "soon"}, {"from_date": "2026-01-01"}, {"price": "-1"}):
        assert posted(finance, "/charges/prices/", **(price | wrong)).status_code == 422
    assert posted(finance, "/charges/prices/", **price).status_code == 302


def test_lists_ask_the_same_however_many_rows_they_show(w: World) -> None:
    charges.paid(w.c, w.order, w.at)
    charges.paid(w.c, w.order, w.at, charges.CLEANING)
    clerk = as_(w.clerk)
    pages = {"page.charges": "/charges/", "page.charge_days": "/charges/days/",
             "page.charge_day": f"/charges/days/{Day.objects.get().number}/", "page.charge_prices": "/charges/prices/",
             "page.charge_payment": f"/charges/payments/{Payment.objects.first().number}/"}  # fmt: skip
    for name, url in pages.items():
        clerk.get(url)

        def opened(url: str = url) -> None:
            assert clerk.get(url).status_code == 200

        within_budget(name, opened)
