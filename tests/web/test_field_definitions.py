"""An administrator adds a field without code; the file has it, and nothing that is in use breaks."""

from __future__ import annotations

import pytest

from liuke.areas.customers.actions import fields
from liuke.areas.customers.actions.fields import Told
from liuke.areas.customers.models import Customer, FieldDefinition
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
LIST = "/customers/fields/"


@pytest.fixture
def company() -> Company:
    return service.company(clock.now())


def form(**said: str) -> dict[str, str]:
    told = {
        "zh": "厨房类型", "en": "Kitchen", "group": "traits", "type": "choice", "subject": "customer",
        "for_company": "1", "choices": "明厨 = open\n封闭 = closed", "secrecy": "general", "searchable": "1",
    }  # fmt: skip
    return {"form_number": issue()} | told | said


def test_a_new_field_is_on_every_file_and_searched(company: Company) -> None:
    browser, pk = as_(company.cast.administrator), company.known.haichuan
    assert browser.post(LIST, form()).status_code == 302
    assert "厨房类型" in browser.get(LIST).content.decode()
    fields.set_fields(pk, {"kitchen": "明厨"}, told=Told("visit"), by=company.cast.agent, at=clock.now())
    code = Customer.objects.get(pk=pk).code
    text = as_(company.cast.agent).get(f"/customers/{code}/?tab=details").content.decode()
    assert "厨房类型" in text and "明厨" in text
    assert code in as_(company.cast.agent).get("/search/?q=明厨").content.decode()


def test_a_choice_in_use_stays_and_the_slower_one_is_told(company: Company) -> None:
    browser, pk = as_(company.cast.administrator), company.known.haichuan
    browser.post(LIST, form())
    fields.set_fields(pk, {"kitchen": "明厨"}, told=Told("visit"), by=company.cast.agent, at=clock.now())
    place = f"{LIST}?field=kitchen"
    assert "封闭 = closed" in browser.get(place).content.decode()
    answer = browser.post(place, form(choices="封闭 = closed\n半开 = half", seen="1"))
    assert answer.status_code == 422 and "正在使用" in answer.content.decode()
    assert browser.post(place, form(choices="封闭 = shut\n明厨 = open", seen="1")).status_code == 302
    assert FieldDefinition.objects.get(key="kitchen").choices == [["closed", "封闭", "shut"], ["open", "明厨", "open"]]
    assert browser.post(place, form(zh="厨房", seen="1")).status_code == 409


def test_a_retired_field_is_nowhere_and_comes_back_with_what_was_written(company: Company) -> None:
    browser, pk = as_(company.cast.administrator), company.known.haichuan
    fields.set_fields(pk, {"trade": "冷链物流"}, told=Told("visit"), by=company.cast.agent, at=clock.now())
    page = f"/customers/{Customer.objects.get(pk=pk).code}/?tab=details"
    browser.post("/customers/fields/retirement/", {"form_number": issue(), "field": "trade"})
    assert "冷链物流" not in browser.get(page).content.decode()
    browser.post("/customers/fields/retirement/", {"form_number": issue(), "field": "trade", "back": "1"})
    assert "冷链物流" in browser.get(page).content.decode()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"zh": ""}, "zh"), ({"type": "blob"}, "type"), ({"group": "x"}, "group"), ({"choices": "明厨"}, "choices"),
        ({"type": "text"}, "choices"), ({"for_company": ""}, "for_company"), ({"stale_days": "9999"}, "stale_days"),
        ({"secrecy": "core"}, "searchable"), ({"own_word": "x"}, "own_word"), ({"stale_days": "①"}, "stale_days"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field(company: Company, said: dict[str, str], field: str) -> None:
    answer = as_(company.cast.administrator).post(LIST, form(**said), headers={"Accept": "application/json"})
    assert answer.status_code == 422, field
    assert not FieldDefinition.objects.filter(is_standard=False).exists()


def test_only_administrators_define(company: Company) -> None:
    assert as_(company.cast.lead).get(LIST).status_code == 403
    assert as_(company.cast.administrator).get(f"{LIST}?field=nothing").status_code == 404
