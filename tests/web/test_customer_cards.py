"""The five cards: what each shows, masked on screen and on paper."""

from __future__ import annotations

import pytest

from liuke.areas.customers.actions import fields
from liuke.areas.customers.actions.fields import Told
from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.audit.queries import list_for_subject
from tests.given import service
from tests.given.customers import HAICHUAN_PHONE
from tests.given.service import Company
from tests.support.budget import within_budget
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return service.company(clock.now())


def test_five_cards_of_one_file_masked_and_on_one_paper(company: Company) -> None:
    pk, by = company.known.haichuan, company.cast.agent
    code = Customer.objects.get(pk=pk).code
    told = {"trade": "食堂设备", "best_time": "工作日上午", "attitude": "友好"}
    fields.set_fields(pk, told, told=Told("visit"), by=by, at=clock.now())
    browser = as_(by)
    browser.get(f"/customers/{code}/cards/")

    def opened() -> None:
        text = browser.get(f"/customers/{code}/cards/").content.decode()
        for card in ("基本资料卡", "管理卡", "地址卡", "等级卡", "投诉记录卡"):
            assert card in text
        assert "食堂设备" in text and "09:00–11:30" in text and "友好" in text
        assert HAICHUAN_PHONE not in text and "689弄2号" not in text

    within_budget("desk.customer-cards", opened)
    paper = browser.get(f"/customers/{code}/cards/paper/")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF") and len(paper.content) > 5_000
    assert [row.act for row in list_for_subject(code).lines][:1] == ["export.file.made"]


def test_a_site_prints_no_cards(company: Company) -> None:
    code = Customer.objects.get(pk=company.known.li).code
    assert as_(company.cast.east_clerk).get(f"/customers/{code}/cards/").status_code == 403
    assert as_(company.cast.agent).get("/customers/C-999999/cards/").status_code == 404
