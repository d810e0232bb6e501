"""A file of any shape in the browser: what its columns are is proposed, corrected, remembered; nothing ends in a crash."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuke.areas.customers.models import ClearValue, Customer, FieldValue
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.foundation.queue.running import run_waiting
from liuke.processes.intake.models import ColumnTemplate, Upload
from tests.given import people
from tests.given.files import text, xlsx
from tests.given.people import Cast
from tests.web.entering import as_

pytestmark = pytest.mark.django_db
SHARED = Path(os.environ.get("LIUKE_SHARED_DATA", "/nowhere"))
FIRM = [
    "宁波海川食堂设备有限公司",
    "13600001111",
    "宁波市江北区洪塘工业园长兴路689弄2号",
    "食堂设备",
    "6222021100112233445",
]
LI = ["李秀英", "13812342203", "浙江省宁波市鄞州区金家一路88号12栋1203室", "", ""]
HEADS = ["公司名称", "联系手机", "公司地址", "行业", "帐号"]


@pytest.fixture
def cast() -> Cast:
    return people.cast(clock.now())


@pytest.fixture
def lead(cast: Cast) -> Client:
    return as_(cast.administrator)


def handed(client: Client, data: bytes, name: str = "名册.xlsx") -> str:
    said = {"form_number": issue(), "template": "customers", "file": SimpleUploadedFile(name, data)}
    answer = client.post("/imports/", said)
    assert answer.status_code == 302, answer.content.decode()
    run_waiting(clock.now())
    return str(answer.headers["Location"])


def columns(*targets: str, **more: str) -> dict[str, str]:
    told = {f"column.{place}": target for place, target in enumerate(targets)}
    return {"form_number": issue(), "sheet": "0", "head": "2", "lines": "1", "width": str(len(targets))} | told | more


def test_a_messy_sheet_is_read_corrected_and_taken_in_with_its_fields(lead: Client) -> None:
    here = handed(lead, xlsx([["客户名册"], HEADS, FIRM, LI]))
    shown = lead.get(here).content.decode()
    assert "各列含义" in shown
    page = lead.get(f"{here}columns/").content.decode()
    assert "136***11" in page and "13600001111" not in page and "帐号" in page

    answer = lead.post(
        f"{here}columns/", columns("name", "phone", "address", "field:trade", "field:bank_account", remember="1")
    )
    assert answer.status_code == 302, answer.content.decode()
    run_waiting(clock.now())
    lead.post(f"{here}intake/", {"form_number": issue()})
    run_waiting(clock.now())

    firm = Customer.objects.get(name=FIRM[0])
    assert firm.kind == "company"
    values = {v.definition.key: (v.value, v.source) for v in FieldValue.objects.select_related("definition")}
    assert values == {"trade": ("食堂设备", "import"), "bank_account": ("****3445", "import")}
    assert ClearValue.objects.filter(kind="field", customer=firm).count() == 1
    assert firm.code in lead.get("/search/?q=食堂设备").content.decode()

    again = handed(
        lead,
        xlsx(
            [
                ["另一本名册"],
                HEADS,
                ["杭州西子电梯有限公司", "0571-88888888", "杭州市上城区庆春路1号", "电梯", "62220211001122"],
            ]
        ),
    )
    assert ColumnTemplate.objects.count() == 1
    assert "已按上次相同表头的设置识别" in lead.get(f"{again}columns/").content.decode()


def test_a_refused_field_names_its_row_and_comes_back_in_the_workbook(lead: Client) -> None:
    here = handed(lead, xlsx([["客户名册"], [*HEADS[:3], "成立日期"], [*FIRM[:3], "很早"], [*LI[:3], "2020-01-01"]]))
    page = lead.get(here).content.decode()
    assert "成立日期" in page and "日期请写成" in page and "不用于这类客户" in page
    assert lead.get(f"{here}refused/").status_code == 200


def test_columns_that_cannot_be_are_refused_and_the_old_reading_stays(lead: Client) -> None:
    here = handed(lead, xlsx([["客户名册"], HEADS, FIRM]))
    before = Upload.objects.get().options
    for wrong in (
        columns("name", "", "", "", ""), columns("name", "phone", "phone", "", ""), columns("name", "phone", "x", "", ""),
        columns("name", "phone") | {"width": "9999"}, columns("name", "phone") | {"head": "-1"},
        columns("name", "phone") | {"sheet": "7"},
    ):  # fmt: skip
        assert lead.post(f"{here}columns/", wrong).status_code == 422
    assert lead.get(f"{here}columns/?sheet=9").status_code == 422
    assert lead.get(f"{here}columns/?head=999999").status_code == 200
    assert Upload.objects.get().options["layout"]["columns"][:2] == before["layout"]["columns"][:2]


def test_of_several_sheets_the_likeliest_is_read_and_another_may_be_chosen(lead: Client) -> None:
    here = handed(lead, text([["台北客戶"], ["公司名稱", "電話"], ["臺北市陳記商行", "13812342203"]], "big5"), "a.csv")
    assert "1" in lead.get(here).content.decode()
    assert "a.csv" in lead.get(f"{here}columns/").content.decode()


@pytest.mark.skipif(not SHARED.exists(), reason="the public workbooks are not here")
def test_every_workbook_from_the_wild_is_read_or_says_why_not(lead: Client) -> None:
    wild = [p for p in SHARED.rglob("*") if p.suffix in (".xls", ".xlsx") or p.name == "sales_quarters_gbk.csv"]
    assert len(wild) > 15
    for path in wild:
        said = {
            "form_number": issue(),
            "template": "customers",
            "file": SimpleUploadedFile(path.name, path.read_bytes()),
        }
        answer = lead.post("/imports/", said)
        assert answer.status_code in (302, 422), path
        if answer.status_code == 302:
            run_waiting(clock.now())
            here = answer.headers["Location"]
            assert lead.get(here).status_code == 200 and lead.get(f"{here}columns/").status_code in (200, 409), path
    assert not Customer.objects.exists()
