"""A bought list: companies only, proof for private numbers, apart until it was looked over, nobody doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.queue.running import run_waiting
from liuke.processes.intake import actions
from liuke.processes.intake.models import Upload
from tests.given import customers, people
from tests.given.files import xlsx
from tests.given.people import Cast
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
HEADS = ["公司名称", "电话", "地址"]
FIRMS = [[f"宁波第{n}食堂设备有限公司", f"0574-8765990{n}", "宁波市江北区长兴路1号"] for n in range(6)]
PERSON = ["李秀英", "0574-87000001", "宁波市海曙区中山西路1号"]
MOBILE = ["宁波七星厨具有限公司", "13600007777", "宁波市鄞州区金家一路1号"]


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


@pytest.fixture
def lead(cast: Cast) -> Client:
    return as_(cast.administrator)


def handed(client: Client, rows: list[list[str]], **said: str) -> str:
    told = {"form_number": issue(), "template": "customers", "is_bought": "1", "seller": "某数据公司"} | said
    file = SimpleUploadedFile("名录.xlsx", xlsx([HEADS, *rows]))
    answer = client.post("/imports/", {**told, "file": file})
    assert answer.status_code == 302, answer.content.decode()
    run_waiting(clock.now())
    return str(answer.headers["Location"])


def test_it_stays_apart_until_it_was_looked_over_and_brings_its_source(lead: Client) -> None:
    here = handed(lead, FIRMS)
    assert not Customer.objects.exists()
    assert lead.post(f"{here}intake/", {"form_number": issue()}).status_code == 422
    lead.post(f"{here}intake/", {"form_number": issue(), "looked_over": "1"})
    run_waiting(clock.now())
    assert set(Customer.objects.values_list("kind", "source")) == {("company", "list")}
    assert Customer.objects.count() == 6


def test_private_people_and_their_numbers_stay_out(lead: Client) -> None:
    page = lead.get(handed(lead, [*FIRMS, PERSON, MOBILE])).content.decode()
    assert "只接收企业" in page and "没有来源合同和本人同意证明" in page
    assert "136" not in page.split("没有来源合同")[1][:200]


def test_a_list_of_mobiles_is_refused_whole_unless_contract_and_consent_are_proven(lead: Client) -> None:
    rows = [[f"宁波第{n}厨具有限公司", f"1360000777{n}", "宁波市鄞州区金家一路1号"] for n in range(5)]
    assert "个人信息保护法" in lead.get(handed(lead, rows, contract="HT-1")).content.decode()
    assert "个人信息保护法" not in lead.get(handed(lead, rows, contract="HT-1", consent="附件 3")).content.decode()


def test_whoever_is_in_the_file_already_is_for_a_person_to_compare(cast: Cast, lead: Client) -> None:
    known = customers.haichuan(cast, clock.now())
    same_name = ["宁波海川食堂设备有限公司", "0574-11111111", "宁波市江北区长兴路1号"]
    same_number = ["宁波海川厨具有限公司", customers.HAICHUAN_PHONE, "宁波市江北区长兴路1号"]
    page = lead.get(handed(lead, [*FIRMS, same_name, same_number])).content.decode()
    assert page.count(f"档案中已有 {Customer.objects.get(pk=known).code}") == 2


def test_it_is_kept_a_month_and_needs_a_seller(cast: Cast, lead: Client) -> None:
    handed(lead, FIRMS)
    actions.forget_old(clock.now() + timedelta(days=20))
    assert Upload.objects.get().is_kept
    actions.forget_old(clock.now() + timedelta(days=31))
    assert not Upload.objects.get().is_kept
    file = SimpleUploadedFile("a.xlsx", xlsx([HEADS, *FIRMS]))
    said = {"form_number": issue(), "template": "customers", "is_bought": "1", "file": file}
    assert lead.post("/imports/", said).status_code == 422
