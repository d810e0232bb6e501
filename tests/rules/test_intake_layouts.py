"""Sheets that nobody made for us: where the table stands, what its columns are, and in which characters it is written."""

from __future__ import annotations

import pytest

from liuke.foundation.faults import Invalid
from liuke.processes.intake.columns import CUSTOMERS
from liuke.processes.intake.customer_rows import Own, rows_of
from liuke.processes.intake.customers import grouped
from liuke.processes.intake.lines import Refusals
from liuke.processes.intake.reading import files
from liuke.processes.intake.reading.guessing import guess
from liuke.processes.intake.reading.layout import Layout, check, headings_of, signature_of
from tests.given.files import text, xlsx

LI = ["李秀英", "13812342203", "浙江省宁波市鄞州区金家一路88号12栋1203室"]
WANG = ["王小明", "0574-87654321", "宁波市海曙区中山西路100号"]
FIRM = ["宁波海川食堂设备有限公司", "13600001111", "宁波市江北区洪塘工业园长兴路689弄2号"]


def layout_of(rows: list[list[object]]) -> Layout:
    return guess(files.look_into(xlsx(rows), "a.xlsx").rows, CUSTOMERS)


def taken(rows: list[list[object]], **more: object) -> list[tuple[str, str, list[str]]]:
    data = xlsx(rows, **more)  # type: ignore[arg-type]
    layout = guess(files.look_into(data, "a.xlsx").rows, CUSTOMERS)
    refusals = Refusals()
    sheet = files.read_as(data, "a.xlsx", CUSTOMERS, layout)
    units = grouped(rows_of(sheet.lines, refusals, Own((), None)))  # type: ignore[arg-type]
    assert not refusals.found
    return [(u.first.name, u.first.kind, list(u.first.contacts[0].phones)) for u in units]


def test_text_above_and_below_the_table_is_no_customer() -> None:
    rows = [
        ["二〇二六年客户名册"],
        [],
        ["单位名称", "联系手机", "公司地址"],
        FIRM,
        LI,
        WANG,
        ["制表：小陈", "", ""],
        ["完"],
    ]
    found = layout_of(rows)
    assert (found.head, found.lines, found.last) == (3, 1, 6)
    assert [name for name, _kind, _phones in taken(rows)] == [FIRM[0], "李秀英", "王小明"]


def test_a_heading_of_two_lines_over_merged_cells() -> None:
    rows = [
        ["公司名称", "联系方式", "", "地址"],
        ["", "手机", "备用电话", ""],
        [FIRM[0], FIRM[1], "0574-87654321", FIRM[2]],
    ]
    found = layout_of(rows)
    assert (found.head, found.lines, found.columns) == (1, 2, ("name", "phone", "phone_2", "address"))
    assert taken(rows, merged="B1:C1") == [(FIRM[0], "company", [FIRM[1], "0574-87654321"])]


def test_hints_in_brackets_under_the_heading_are_no_customer() -> None:
    rows = [["name", "mobile", "address"], ["(in full)", "(11 digits)", "(down to the door)"], LI]
    assert layout_of(rows).lines == 2
    assert [name for name, _kind, _phones in taken(rows)] == ["李秀英"]


def test_columns_without_a_telling_heading_are_known_by_their_values() -> None:
    rows = [["甲", "乙", "丙", "丁"], *[[one[2], "x", one[1], one[0]] for one in (LI, WANG, LI, WANG)]]
    assert layout_of(rows).columns == ("address", "", "phone", "name")


def test_numbers_that_a_spreadsheet_made_of_phones_are_phones() -> None:
    rows = [["谁", "怎么找"], ["李秀英", 13812342203], ["王小明", 13905748811]]
    assert layout_of(rows).columns == ("name", "phone")


def test_two_numbers_in_one_cell_are_two_numbers() -> None:
    assert taken([["姓名", "电话"], ["李秀英", "13812342203/0574-87654321"]]) == [
        ("李秀英", "household", ["13812342203", "0574-87654321"])
    ]


def test_a_merged_cell_says_the_same_in_each_of_its_rows() -> None:
    rows = [["公司名称", "联系人", "电话"], ["", "单晓燕", "13600001111"], ["", "曾国强", "13600002222"]]
    sheet = files.read_as(xlsx(rows, merged="A2:A3"), "a.xlsx", CUSTOMERS, Layout(columns=("name", "contact", "phone")))
    assert [line.cells[CUSTOMERS.places["name"]] for line in sheet.lines] == ["客户资料", "客户资料"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig", "big5"])
def test_a_text_table_is_read_in_its_own_characters(encoding: str) -> None:
    names = {"big5": ["公司名稱", "電話", "地址"], "gbk": ["公司名称", "电话", "地址"]}.get(
        encoding, ["公司名稱", "電話", "地址"]
    )
    rows = [names, ["臺北市大同區陳記商行", "13812342203", "臺北市信義路五段七號"] if encoding != "gbk" else FIRM]
    assert [list(row) for row in files.look_into(text(rows, encoding), "a.csv").rows] == rows


def test_a_layout_without_names_or_numbers_holds_no_customers() -> None:
    with pytest.raises(Invalid) as fault:
        check(Layout(columns=("name", "")), CUSTOMERS)
    assert "电话" in fault.value.words.zh
    with pytest.raises(Invalid, match="twice"):
        check(Layout(columns=("name", "phone", "phone")), CUSTOMERS)
    with pytest.raises(Invalid):
        check(Layout(columns=("name", "phone", "nothing")), CUSTOMERS)


def test_the_same_headings_are_the_same_kind_of_file() -> None:
    rows = [["姓名*", " 手机 "], LI]
    again = [["姓名", "手机（必填）"], WANG]
    assert signature_of(headings_of(rows, 1, 1)) == signature_of(headings_of(again, 1, 1))
