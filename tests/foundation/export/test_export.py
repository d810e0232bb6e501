import csv
import io
import re
import unicodedata
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from liuke.foundation.audit import queries as audit
from liuke.foundation.export import actions, cells, paper, sheets
from liuke.foundation.export.cells import Column
from liuke.foundation.identity.models import Actor

AT = datetime(2026, 11, 23, 1, 5, tzinfo=UTC)
COLUMNS = [Column("姓名"), Column("电话"), Column("金额", "money"), Column("日期", "date"), Column("时间", "moment")]
ROW = ("欧阳䶮", "+86 138 0000 1234", Decimal("1234.50"), date(2026, 11, 23), AT)


@pytest.fixture
def li(db):
    return Actor.objects.create(name="Li")


def test_every_export_leaves_its_audit_row(li):
    actions.table_xlsx([ROW, ROW], COLUMNS, subject="customers.list", by=li, at=AT)
    actions.table_csv([ROW], COLUMNS, subject="customers.list", by=li, at=AT)
    actions.table_pdf([ROW], COLUMNS, title="客户", subject="customers.list", by=li, at=AT)
    lines = audit.list_for_subject("customers.list").lines
    assert [(one.detail["form"], one.detail["rows"]) for one in lines] == [("pdf", 1), ("csv", 1), ("xlsx", 2)]


def test_a_workbook_holds_typed_cells_and_the_moment_of_the_wall_clock():
    made, count = sheets.xlsx([ROW], COLUMNS)
    heading, row = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
    assert count == 1
    assert heading == ["姓名", "电话", "金额", "日期", "时间"]
    assert row[0] == "欧阳䶮"
    assert row[1].endswith("+86 138 0000 1234")
    assert row[2:] == [1234.5, date(2026, 11, 23), datetime(2026, 11, 23, 9, 5)]  # noqa: DTZ001


def test_an_empty_table_still_has_its_headings():
    made, count = sheets.xlsx([], COLUMNS)
    assert count == 0
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()) == 1


hostile = st.one_of(
    st.text(max_size=60),
    st.builds(
        lambda lead, sign, rest: lead + sign + rest,
        st.text(alphabet=" \t\r\n\u200b\ufeff\u3000\u00a0\x01", max_size=5),
        st.sampled_from("=+-@＝＋－＠"),
        st.text(max_size=20),
    ),
)


def first_that_counts(text):
    for character in unicodedata.normalize("NFKC", text):
        if unicodedata.category(character)[0] not in "ZC":
            return character
    return ""


@given(hostile)
@settings(max_examples=300)
def test_no_text_becomes_a_formula_in_csv(text):
    made, _ = sheets.csv_text([(text,)], [Column("x")])
    told = made.decode("utf-8-sig")
    cell = list(csv.reader(io.StringIO(told, newline="")))[1:]
    first = cell[0][0] if cell and cell[0] else ""
    assert first_that_counts(first) not in {"=", "+", "-", "@"}
    assert first[:1] not in {"\t", "\r", "\n"}


@given(st.lists(hostile, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_text_becomes_a_formula_or_a_link_in_a_workbook(texts):
    made, _ = sheets.xlsx([(one,) for one in texts], [Column("x")])
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_phone_number_stays_readable_behind_its_mark():
    assert cells.guarded("+8613800001234") == "'+8613800001234"
    assert cells.guarded("13800001234") == "13800001234"


def test_text_in_a_paper_is_text_and_never_markup_or_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("canary")
    wild = ["138****2203", '#read("/etc/passwd")', "$x$ *b* _i_ = h", "@preview", "\\ `c` <l> //c", str(secret)]
    data = {"title": "表 #eval", "number": "*1*", "printed": "", "landscape": False, "columns": ["a"], "note": "#x"}
    made = paper.compiled(paper.TEMPLATES / "table.typ", {**data, "rows": [[one] for one in wild]})
    assert made.startswith(b"%PDF-")
    assert b"canary" not in made


def test_rare_characters_and_bold_ones_are_in_our_fonts():
    from fontTools.ttLib import TTFont

    regular = TTFont(paper.FONTS / "NotoSansSC-Regular.ttf").getBestCmap()
    bold = TTFont(paper.FONTS / "NotoSansSC-Bold.ttf").getBestCmap()
    assert {ord(c) for c in "欧阳䶮喆堃玥昇淼"} <= set(regular)
    assert {ord(c) for c in "服务工单客户签字确认0123ABCabc：（）"} <= set(bold)


def test_a_slip_is_made_with_our_fonts_only(li):
    sections = [
        actions.Section("客户", [("姓名", "欧阳䶮"), ("电话", "138****2203")], "备注"),
        actions.Section(text="x"),
    ]
    made = actions.facts_pdf(
        sections, title="服务单", number="WO-000318", subject="order:1", by=li, at=AT, signatures=["客户签字"]
    )
    fonts = set(re.findall(rb"/BaseFont\s*/[A-Z]{6}\+([\w-]+)", made))
    assert not fonts or all(b"NotoSansSC" in one for one in fonts)
    assert len(made) < 400_000
