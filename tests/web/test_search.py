"""The one search box, while typing and as a page."""

from __future__ import annotations

import pytest

from liuke.foundation import clock
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return service.company(clock.now())


@pytest.mark.parametrize("text", ["李秀英", "秀英", "lixiuying", "lxy", "2203", "13812342203"])
def test_a_customer_is_found_by_name_two_characters_pinyin_and_phone(company: Company, text: str) -> None:
    assert "李秀英" in as_(company.cast.agent).get("/search/", {"q": text}).content.decode()


def test_while_typing_only_the_results_travel(company: Company) -> None:
    answer = as_(company.cast.agent).get("/search/", {"q": "李秀英"}, HTTP_HX_REQUEST="true").content.decode()

    assert "李秀英" in answer and "<html" not in answer


def test_the_full_number_of_an_order_leads_straight_to_it(company: Company) -> None:
    number = service.dispatched(company, clock.now())

    answer = as_(company.cast.agent).get("/search/", {"q": number.lower()})

    assert answer.status_code == 302 and number in answer["Location"]


def test_the_last_four_of_an_order_and_the_end_of_a_serial_find_them(company: Company) -> None:
    from liuke.areas.products.queries.machines import get_machine

    number = service.dispatched(company, clock.now())
    serial = get_machine(company.hood, by=company.cast.agent).serial
    client = as_(company.cast.agent)

    assert number in client.get("/search/", {"q": number[-4:]}).content.decode()
    assert serial in client.get("/search/", {"q": serial[-6:]}).content.decode()


def test_a_site_finds_only_customers_of_its_own_open_orders(company: Company) -> None:
    clerk = as_(company.cast.north_clerk)
    assert "C-0" not in clerk.get("/search/", {"q": "李秀英"}).content.decode()

    service.commissioned(company, clock.now())

    assert "周建国" in clerk.get("/search/", {"q": "周建国"}).content.decode()
    assert "李秀英</a>" not in clerk.get("/search/", {"q": "李秀英"}).content.decode()


@pytest.mark.parametrize(
    "text", ["", " ", "%", "'; drop table", "\x00", "😀" * 80, "WO-999999", "<script>alert(1)</script>", "0" * 50]
)
def test_no_text_breaks_the_search(company: Company, text: str) -> None:
    answer = as_(company.cast.agent).get("/search/", {"q": text})

    assert answer.status_code == (422 if "\x00" in text else 200)
    assert "<script>alert" not in answer.content.decode()


def test_the_number_of_a_customer_never_appears_in_clear(company: Company) -> None:
    page = as_(company.cast.agent).get("/search/", {"q": "李秀英"}).content.decode()

    assert "13812342203" not in page
