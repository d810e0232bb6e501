"""The customer's own page for money, opened by the link of his order: accept, pay, receipt, invoice; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from liuke.areas.charges.models import Invoice, Payment, Quote
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.links import actions as links
from liuke.kernel.playbook.loading import load
from liuke.kernel.promises.models import Promise
from tests.given import charges, service
from tests.given.care import HANDBOOK
from tests.given.service import Company

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Mine:
    c: Company
    order: str
    at: datetime
    token: str
    browser: Client

    @property
    def url(self) -> str:
        return f"/my/{self.token}/charges/"

    def shown(self) -> str:
        answer = self.browser.get(self.url)
        assert answer.status_code == 200
        return answer.content.decode()

    def sent(self, act: str, **values: Any) -> Any:
        return self.browser.post(self.url, {"form_number": issue(), "act": act, **values})


@pytest.fixture
def mine(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mine]:
    c = charges.old_hood(service.company(MONDAY), MONDAY)
    order = service.in_service(c, MONDAY)
    when = service.windows_of(order).start + timedelta(minutes=20)
    monkeypatch.setattr(clock, "now", lambda: when + timedelta(minutes=5))
    open_accounts([c.known.li, c.known.zhou], by=c.cast.administrator, at=MONDAY)
    token = links.make("order", order, lasts=timedelta(days=14), by=c.cast.administrator, at=MONDAY)
    yield Mine(c, order, when, token, Client())


def test_a_quote_is_accepted_paid_and_invoiced_by_the_customer_himself(mine: Mine) -> None:
    load([HANDBOOK], by=mine.c.cast.administrator, at=MONDAY)
    assert "暂无收费" in mine.shown()
    made = charges.quoted(mine.c, mine.order, mine.at, charges.CALL_OUT, charges.MOTOR)
    assert "我同意 ¥290.00" in mine.shown()
    assert mine.url in mine.browser.get(f"/my/{mine.token}/").content.decode()
    assert mine.sent("accept", quote=made.number, version="1", old_parts="keep").status_code == 302
    quote = Quote.objects.get()
    assert (quote.state, quote.answered_via, quote.old_parts, quote.signature) == ("accepted", "page", "keep", "")
    assert quote.answered_by.kind == "customer"

    assert mine.sent("pay").status_code == 302
    page = mine.shown()
    assert "data:image/png" in page and 'http-equiv="refresh"' in page
    assert mine.sent("trial").status_code == 302
    assert Payment.objects.get().receipt in mine.shown()
    wrong = mine.sent("invoice", buyer="company", title="海川餐饮有限公司", tax_id="91110000600037341X")
    assert wrong.status_code == 422 and "海川餐饮有限公司" in wrong.content.decode()
    assert (
        mine.sent("invoice", buyer="company", title="海川餐饮有限公司", tax_id="91110000600037341L").status_code == 302
    )
    due = clock.local(Promise.objects.get(what="issue-invoice").due_at)
    told = mine.shown()
    assert Invoice.objects.get().number in told and f"{due:%H:%M} 前开出" in told


def test_a_version_from_before_is_refused_and_shows_what_changed(mine: Mine) -> None:
    made = charges.quoted(mine.c, mine.order, mine.at, charges.CALL_OUT)
    charges.quoted(mine.c, mine.order, mine.at, charges.CALL_OUT, charges.LABOUR)
    answer = mine.sent("accept", quote=made.number, version="1")
    told = answer.content.decode()
    assert answer.status_code == 409 and "¥130.00" in told and "¥30.00" in told
    assert Quote.objects.get().state == "made"


def test_a_second_click_says_nothing_twice(mine: Mine) -> None:
    made = charges.quoted(mine.c, mine.order, mine.at)
    number = issue()
    for _ in range(2):
        answer = mine.browser.post(
            mine.url,
            {"form_number": number, "act": "refuse", "quote": made.number, "version": "1", "reason": "too_dear"},
        )
        assert answer.status_code == 302
    assert Quote.objects.get().reason == "too_dear"
    assert mine.sent("refuse", quote=made.number, version="1", reason="too_dear").status_code == 409


def test_another_order_of_the_same_customer_is_not_answered_by_this_link(mine: Mine) -> None:
    from liuke.areas.service.models import WorkOrder

    made = charges.quoted(mine.c, mine.order, mine.at)
    other = service.commissioned(mine.c, mine.at)
    WorkOrder.objects.filter(number=other).update(customer=mine.c.known.li)
    token = links.make("order", other, lasts=timedelta(days=1), by=mine.c.cast.administrator, at=mine.at)
    said = {"form_number": issue(), "act": "accept", "quote": made.number, "version": "1"}
    assert mine.browser.post(f"/my/{token}/charges/", said).status_code == 404
    assert Quote.objects.get().state == "made"


def test_a_strangers_link_and_a_forged_one_open_nothing(mine: Mine) -> None:
    made = charges.quoted(mine.c, mine.order, mine.at)
    north = service.commissioned(mine.c, mine.at)
    token = links.make("order", north, lasts=timedelta(days=1), by=mine.c.cast.administrator, at=mine.at)
    said = {"form_number": issue(), "act": "accept", "quote": made.number, "version": "1"}
    assert mine.browser.post(f"/my/{token}/charges/", said).status_code == 404
    assert mine.browser.get(f"/my/{'A' * 24}/charges/").status_code == 404
    for wrong in (
        {"act": "dance"},
        {"act": "accept", "version": "x"},
        {"act": "refuse", "version": "1", "reason": "?"},
    ):
        assert mine.sent(**{"quote": made.number, **wrong}).status_code in (404, 422)
    assert mine.sent("pay").status_code == 409


def test_the_price_list_of_his_products_is_open_to_him(mine: Mine) -> None:
    shown = mine.browser.get(f"/my/{mine.token}/charges/prices/").content.decode()
    assert "上门费" in shown and "油烟机小修工时" in shown and "灶具" not in shown
