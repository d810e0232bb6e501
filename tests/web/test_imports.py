"""Bulk intake in the browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from liuke.areas.customers.models import Customer
from liuke.foundation import clock
from liuke.foundation.identity.models import Actor
from liuke.foundation.queue.running import run_waiting
from liuke.processes.intake.columns import CUSTOMERS
from liuke.processes.intake.models import Upload
from liuke.processes.intake.reading import workbook
from tests.given.files import text, xlsx

HEADS = ["客户名称", "电话", "地址"]
GOOD = ["李秀英", "13812342203", "浙江省宁波市鄞州区金家一路88号"]
BAD = ["周建国", "123", "某路1号"]


@pytest.fixture
def lead(hire: Callable[..., Actor], sign_in: Callable[..., Client]) -> Client:
    hire("zhouban", "hotline_lead", name="周班长")
    return sign_in("zhouban")


def token(client: Client, path: str = "/imports/") -> dict[str, str]:
    page = client.get(path).content.decode()
    form = page[page.index("form_number") - 400 :]
    number = re.search(r'name="form_number" value="([^"]+)"', form)
    forgery = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert number and forgery
    return {"form_number": number[1], "csrfmiddlewaretoken": forgery[1]}


def hand_in(client: Client, data: bytes, name: str = "a.xlsx", **more: str) -> HttpResponse:
    file = SimpleUploadedFile(name, data)
    return client.post("/imports/", {**token(client), "template": "customers", "file": file, **more})


def test_a_file_is_checked_shown_by_row_started_and_taken_in(lead: Client) -> None:
    answer = hand_in(lead, xlsx([HEADS, GOOD, BAD]))
    assert answer.status_code == 302
    here = answer.headers["Location"]
    assert "hx-get" in lead.get(here).content.decode(), "it asks for news while it is checked"

    run_waiting(clock.now())
    shown = lead.get(here).content.decode()
    assert "导入 1 行" in shown
    assert "看不懂这个号码" in shown
    assert "<td>电话</td>" in shown

    refused = lead.get(f"{here}refused/")
    assert refused["Content-Type"].endswith("sheet")
    rows = workbook.read(refused.content, most_rows=100).rows
    assert rows[1][0] == 3

    form = token(lead, here)
    assert lead.post(f"{here}intake/", form).status_code == 422
    done = lead.post(f"{here}intake/", {**token(lead, here), "leave_out": "1"})
    assert done.status_code == 302
    run_waiting(clock.now())
    assert "已导入" in lead.get(f"{here}state/").content.decode()
    assert list(Customer.objects.values_list("name", flat=True)) == ["李秀英"]


def test_a_second_click_hands_in_once(lead: Client) -> None:
    form = token(lead)
    for _ in range(2):
        file = SimpleUploadedFile("a.csv", text([HEADS, GOOD]))
        assert lead.post("/imports/", {**form, "template": "customers", "file": file}).status_code == 302

    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"\x89PNG\r\n\x1a\n", "a.png", ".xlsx"),
        (b"", "a.csv", "空"),
        (b"MZ\x00", "a.xlsx", "损坏"),
    ],
)
def test_a_wrong_file_is_refused_beside_its_field(lead: Client, data: bytes, name: str, says: str) -> None:
    answer = hand_in(lead, data, name)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Upload.objects.exists()


def test_no_file_a_strange_source_and_a_strange_date_are_refused(lead: Client) -> None:
    assert lead.post("/imports/", {**token(lead), "template": "customers"}).status_code == 422
    assert hand_in(lead, xlsx([HEADS, GOOD]), source="mars").status_code == 422
    assert hand_in(lead, xlsx([HEADS, GOOD]), apply_from="gestern").status_code == 422
    assert hand_in(lead, xlsx([HEADS, GOOD]), template="cats").status_code == 404


def test_a_huge_file_is_refused_before_it_is_read(lead: Client, settings: pytest.FixtureRequest) -> None:
    class Untouched(io.BytesIO):
        def read(self, *size: int) -> bytes:
            raise AssertionError("the body was read")

    settings.INTAKE_MOST_BYTES = 1024  # type: ignore[attr-defined]
    body = Untouched()
    answer = lead.generic(
        "POST", "/imports/", b"", content_type="multipart/form-data; boundary=x",
        **{"wsgi.input": body, "CONTENT_LENGTH": str(100 * 1024 * 1024)},
    )  # fmt: skip

    assert answer.status_code == 413
    assert "拆成几个文件" in answer.content.decode()


def test_a_file_of_which_nothing_can_be_read_says_so_on_its_page(lead: Client) -> None:
    here = hand_in(lead, xlsx([["甲"], ["乙"]])).headers["Location"]
    run_waiting(clock.now())

    shown = lead.get(here).content.decode()

    assert "请下载模板对照" in shown
    assert "hx-get" not in shown.split('id="import-state"')[1][:200]


def test_the_templates_have_the_headings_that_are_read(lead: Client) -> None:
    answer = lead.get("/imports/templates/customers/")

    assert answer.status_code == 200
    assert list(workbook.read(answer.content, most_rows=5).rows[0]) == [c.heading.zh for c in CUSTOMERS.columns]
    assert lead.get("/imports/templates/cats/").status_code == 404


def test_only_leads_and_administrators_come_in_and_see_only_their_own(
    lead: Client, hire: Callable[..., Actor], sign_in: Callable[..., Client]
) -> None:
    here = hand_in(lead, xlsx([HEADS, GOOD])).headers["Location"]
    hire("diaodu", "dispatch_lead", name="丁班长")
    hire("zuoxi", "agent", name="王芳")

    other = sign_in("diaodu")
    assert other.get("/imports/").status_code == 200
    assert other.get(here).status_code == 404
    agent = sign_in("zuoxi")
    assert agent.get("/imports/").status_code == 403


def test_the_pages_speak_english(hire: Callable[..., Actor], sign_in: Callable[..., Client]) -> None:
    hire("adam", "administrator", name="Adam", language="en")
    browser = sign_in("adam")

    page = browser.get("/imports/").content.decode()

    assert "Hand in a file" in page
    assert not re.search(r"[\u4e00-\u9fff]{2,}", re.sub(r"<td>.*?</td>|中文|<title>.*?</title>", "", page))
