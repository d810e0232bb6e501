"""The file's data on the page: in place, by two people at once, by whoever may."""

from __future__ import annotations

import pytest

from liuke.areas.customers.actions import fields
from liuke.areas.customers.actions.fields import Told
from liuke.areas.customers.models import Contact, Customer, FieldValue
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from tests.given import service
from tests.given.service import Company
from tests.web.entering import as_

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return service.company(clock.now())


def code_of(pk: int) -> str:
    return Customer.objects.get(pk=pk).code


def form(**said: str) -> dict[str, str]:
    return {"form_number": issue(), "source": "visit"} | {key.replace("__", "."): value for key, value in said.items()}


def test_a_group_is_written_in_place_and_shown_with_its_source(company: Company) -> None:
    pk, browser = company.known.haichuan, as_(company.cast.agent)
    url = f"/customers/{code_of(pk)}/fields/?group=business"
    part = browser.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and 'name="was.attitude"' in part

    answer = browser.post(url, form(attitude="warm", was__attitude="", results="350万", was__results=""))
    assert answer.status_code == 302

    text = browser.get(f"/customers/{code_of(pk)}/?tab=details").content.decode()
    assert "友好" in text and "3,500,000.00 元" in text and "拜访" in text and company.cast.agent.name in text
    assert "先看要点" in text and "尚未掌握" in text


def test_a_wrong_value_is_told_beside_its_field_and_nothing_is_written(company: Company) -> None:
    pk, browser = company.known.haichuan, as_(company.cast.agent)
    url = f"/customers/{code_of(pk)}/fields/?group=traits"
    answer = browser.post(url, form(size="很多", was__size="", service_area="宁波", was__service_area=""))
    assert answer.status_code == 422 and "不是数字" in answer.content.decode()
    assert not FieldValue.objects.exists()


def test_a_stale_tab_is_shown_what_the_other_wrote(company: Company) -> None:
    pk, browser = company.known.haichuan, as_(company.cast.agent)
    fields.set_fields(pk, {"trade": "厨房设备"}, told=Told("phone"), by=company.cast.lead, at=clock.now())
    url = f"/customers/{code_of(pk)}/fields/?group=basics"
    answer = browser.post(url, form(trade="冷链", was__trade=""))
    assert answer.status_code == 409 and "厨房设备" in answer.content.decode()
    assert FieldValue.objects.get(definition__key="trade").value == "厨房设备"


def test_a_sealed_number_stays_when_its_field_is_left_empty_and_goes_by_its_tick(company: Company) -> None:
    pk, browser = company.known.haichuan, as_(company.cast.lead)
    told = Told("visit")
    fields.set_fields(pk, {"bank_account": "6222021100112233445"}, told=told, by=company.cast.lead, at=clock.now())
    url = f"/customers/{code_of(pk)}/fields/?group=basics"
    page = browser.get(url).content.decode()
    assert "6222021100112233445" not in page and "****3445" in page
    kept = {"bank_account": "", "was__bank_account": "****3445", "mask__bank_account": "****3445"}
    browser.post(url, form(**kept))
    assert FieldValue.objects.filter(definition__key="bank_account").exists()
    browser.post(url, form(**kept, drop__bank_account="1"))
    assert not FieldValue.objects.filter(definition__key="bank_account").exists()


def test_a_persons_likings_come_from_himself(company: Company) -> None:
    pk, browser = company.known.li, as_(company.cast.agent)
    person = Contact.objects.filter(customer=pk).order_by("pk")[0]
    url = f"/customers/{code_of(pk)}/fields/?contact={person.pk}"
    answer = browser.post(url, form(likes="越剧", was__likes=""))
    assert answer.status_code == 422 and "本人" in answer.content.decode()
    assert browser.post(url, form(likes="越剧", was__likes="", source="self")).status_code == 302


def test_of_another_customers_person_there_is_no_form(company: Company) -> None:
    stranger = Contact.objects.filter(customer=company.known.zhou).order_by("pk")[0]
    url = f"/customers/{code_of(company.known.li)}/fields/?contact={stranger.pk}"
    assert as_(company.cast.agent).get(url).status_code == 404
    assert as_(company.cast.agent).get(f"/customers/{code_of(company.known.li)}/fields/?group=x").status_code == 422
