"""Reading files of bulk intake: what is taken, and that whatever is wrong is said, never met as a crash."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Fault, Invalid, TooLarge
from liuke.processes.intake.columns import CUSTOMERS, ORDERS
from liuke.processes.intake.customer_rows import Unit
from liuke.processes.intake.kinds import Customers
from liuke.processes.intake.lines import Options, Refusals, Sheet
from liuke.processes.intake.reading import files, looking_over
from liuke.processes.intake.reading.cells import BadCell, code_of, date_of, moment_of, text_of
from liuke.processes.intake.reading.rows import Rows
from liuke.processes.intake.reading.wishes import span_of
from tests.given.files import text, xlsx

HEADS = ["客户名称", "电话", "地址"]
LI = ["李秀英", "13812342203", "浙江省宁波市鄞州区金家一路88号"]


def read(data: bytes, name: str = "a.xlsx") -> Sheet:
    return files.read(data, name, CUSTOMERS)


def units_of(sheet: Sheet, refusals: Refusals) -> list[Unit]:
    """The customers of a short file, by the first look at it."""
    file = Customers(CUSTOMERS, Options(), frozenset(refusals.rows), by=None, at=None)  # type: ignore[arg-type]
    return file.first_look(0, list(sheet.lines), refusals)


def cells(sheet: Sheet, *keys: str) -> list[list[object]]:
    return [[line.cells[CUSTOMERS.places[key]] for key in keys] for line in sheet.lines]


def told(data: bytes, name: str = "a.xlsx") -> str:
    with pytest.raises(Invalid) as caught:
        read(data, name)
    assert caught.value.words.zh
    assert caught.value.words.en
    return caught.value.words.zh


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (xlsx([HEADS, LI]), "a.xlsx"),
        (text([HEADS, LI]), "a.csv"),
        (text([HEADS, LI], "utf-8-sig"), "a.csv"),
        (text([HEADS, LI], "gbk"), "A.CSV"),
        (text([HEADS, LI], delimiter="\t"), "a.txt"),
    ],
    ids=["xlsx", "utf-8", "utf-8 with its mark", "gbk", "tabs"],
)
def test_the_same_rows_are_read_from_every_kind_of_file(data: bytes, name: str) -> None:
    assert cells(read(data, name), "name", "phone", "address") == [LI]


def test_headings_are_known_in_chinese_in_english_and_with_hints_and_stars() -> None:
    sheet = read(xlsx([["Customer *", "手机号(必填)", "ADDRESS"], LI]))

    assert cells(sheet, "name", "phone", "address") == [LI]


def test_rows_keep_the_number_that_a_spreadsheet_shows_and_empty_ones_are_passed_over() -> None:
    sheet = read(xlsx([HEADS, LI, [], ["", " ", None], LI]))

    assert [line.number for line in sheet.lines] == [2, 5]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.xlsx", "空"),
        (b"\x89PNG\r\n\x1a\n....", "a.png", ".xlsx"),
        (b"hello", "a.xlsx", "损坏"),
        (xlsx([HEADS, LI]), "a.csv", "不符"),
        (b"PK\x03\x04" + b"\x00" * 200, "a.xlsx", "损坏"),
        (xlsx([HEADS, LI])[:-200], "a.xlsx", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "a.xls", "旧"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密码"),
        (xlsx([]), "a.xlsx", "空"),
        (xlsx([HEADS]), "a.xlsx", "只有表头"),
        (text([HEADS]), "a.csv", "只有表头"),
        (xlsx([["甲", "乙"], LI]), "a.xlsx", "第一行没有"),
        (xlsx([["客户资料表"], HEADS, LI]), "a.xlsx", "标题在第 2 行"),
        (xlsx([HEADS, LI], merged="A1:C1"), "a.xlsx", "合并"),
        (xlsx([HEADS, LI, LI], merged="A2:A3"), "a.xlsx", "合并"),
        (xlsx([[*HEADS, "身高"], [*LI, 170]]), "a.xlsx", "不认识标题「身高」"),
        (xlsx([[*HEADS, ""], [*LI, "孤儿"]]), "a.xlsx", "没有标题"),
        (xlsx([[*HEADS, "姓名"], [*LI, "李"]]), "a.xlsx", "两次"),
        (xlsx([["客户名称", "地址"], ["李", "某路"]]), "a.xlsx", "缺少列：电话"),
        (xlsx([HEADS, LI], formulas={(0, 0): '="客户名称"'}), "a.xlsx", ""),
        (text([HEADS, ["李\x00", "1", ""]]), "a.csv", "空字节"),
        (text([HEADS, LI], "utf-16"), "a.csv", "UTF-8"),
        ("客户名称,电话\n李,1".encode() + b"\xff\xff\xff", "a.csv", "编码"),
        ('客户名称,电话\n"李,13812342203\n'.encode(), "a.csv", "引号"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(data: bytes, name: str, says: str) -> None:
    assert says in told(data, name)


def test_a_sheet_that_claims_the_last_cell_of_all_is_refused_before_it_fills_the_memory() -> None:
    far = xlsx([HEADS, LI])
    book = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(far)) as old, zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            xml = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                xml = xml.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            new.writestr(part, xml)

    with pytest.raises(Fault):
        read(book.getvalue())


def test_a_file_that_unpacks_to_hundreds_of_megabytes_is_too_large() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("xl/workbook.xml", b" " * (301 * 1024 * 1024))

    with pytest.raises(TooLarge):
        read(book.getvalue())


def test_what_stands_at_the_seam_of_two_pieces_is_seen_once_and_not_mistaken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook is looked over piece by piece: wherever it is cut, it says the same."""
    coloured = stretched("A1048576", inside=" ")
    formula = xlsx([HEADS, LI, LI], formulas={(2, 1): "=A1"})
    for size in range(40, 90):
        monkeypatch.setattr(looking_over, "_PIECE", size)
        assert cells(read(coloured), "name") == [["李秀英"]]
        assert looking_over.look_over(formula, None, 100).formulas == [looking_over.Formula(3, 1)]


def test_rows_are_gone_through_as_often_as_one_wants_and_cut_from_the_beginning() -> None:
    rows = Rows(5, lambda: iter([[n] for n in range(5)]))
    middle = rows[1:4]

    assert [len(rows), len(middle), len(rows[4:9])] == [5, 3, 1]
    assert [list(middle), list(middle)] == [[[1], [2], [3]]] * 2
    assert middle[1:][0] == [2]
    with pytest.raises(IndexError):
        rows[5]


def test_too_many_rows_and_too_many_bytes_are_too_large(settings: object) -> None:
    settings.INTAKE_MOST_ROWS = 2  # type: ignore[attr-defined]
    with pytest.raises(TooLarge):
        read(text([HEADS, LI, LI, LI]), "a.csv")
    settings.INTAKE_MOST_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(TooLarge):
        read(text([HEADS, LI]), "a.csv")


def test_a_formula_is_refused_at_its_row_and_column() -> None:
    sheet = read(xlsx([HEADS, LI, ["周建国", None, "某路1号"]], formulas={(2, 1): "=A1"}))

    assert [(r.row, r.column) for r in sheet.refusals] == [(3, "phone")]


@pytest.mark.parametrize(
    ("value", "text_told"),
    [
        (13812342203.0, "13812342203"),
        (1.0, "1"),
        (1.5, "1.5"),
        (True, "1"),
        (None, ""),
        ("  李\t秀\n英 ", "李 秀 英"),
        ("'+8613812342203", "+8613812342203"),
        (datetime(2026, 3, 2), "2026-03-02 00:00"),  # noqa: DTZ001  # as calamine gives it
    ],
)
def test_a_cell_is_text_whatever_the_spreadsheet_made_of_it(value: object, text_told: str) -> None:
    assert text_of(value) == text_told


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e15, "a\x00b", "\x1b[2J", "#N/A", "#ref!", "x" * 3000])
def test_a_cell_that_cannot_be_meant_is_refused(value: object) -> None:
    with pytest.raises(BadCell):
        text_of(value)


@pytest.mark.parametrize(
    "value",
    [46083.0, 46083, datetime.fromisoformat("2026-03-02T08:00"), date(2026, 3, 2), "2026-03-02", "2026/3/2", "2026.3.2", "20260302",
     "2026年3月2日", "2026-03-02 10:30:00"],
)  # fmt: skip
def test_dates_are_read_from_cells_texts_and_serial_numbers(value: object) -> None:
    assert date_of(value) == date(2026, 3, 2)


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "昨天", 5.0, "2026-03-02 abc", "26-3-2"])
def test_what_is_no_date_is_refused(value: object) -> None:
    with pytest.raises(BadCell):
        date_of(value)


def test_moments_are_of_the_wall_clock_unless_they_name_a_zone() -> None:
    here = datetime(2026, 11, 23, 10, 30, tzinfo=LOCAL)

    assert moment_of("2026-11-23 10:30") == here
    assert moment_of("2026-11-23T02:30:00Z") == here
    assert moment_of(46349.4375) == here


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2026-11-25", 8, 20),
        ("2026-11-25 上午", 8, 12),
        ("2026/11/25 PM", 12, 18),
        ("2026-11-25 09:00-12:00", 9, 12),
        ("2026-11-25 9:00~12:00", 9, 12),
        ("2026-11-25 14:00", 14, 16),
        (datetime(2026, 11, 25, 14), 14, 16),  # noqa: DTZ001
        (date(2026, 11, 25), 8, 20),
    ],
)
def test_wished_times_are_read_as_platforms_write_them(said: object, start: int, end: int) -> None:
    span = span_of(said)

    assert span is not None
    assert [moment.hour for moment in span] == [start, end]
    assert span[0].tzinfo is LOCAL


@pytest.mark.parametrize("said", ["尽快", "2026-11-25 晚点", "2026-11-25 25:00-26:00"])
def test_a_wished_time_that_nobody_can_read_is_refused(said: str) -> None:
    with pytest.raises(BadCell):
        span_of(said)


def units(*rows: list[object], heads: list[str] | None = None) -> tuple[list, dict]:
    refusals = Refusals()
    return units_of(read(xlsx([heads or HEADS, *rows])), refusals), refusals.found


def test_rows_of_one_name_and_number_are_one_customer() -> None:
    heads = [*HEADS, "联系人", "产品型号", "序列号"]
    found, wrong = units(
        [*LI, "李秀英", "CXW-268-T5", "LK001"],
        ["李秀英 ", "138 1234 2203", "浙江省宁波市江北区新村2号", "李强", "JZT-B8", "LK002"],
        ["周建国", "13812342203", "某路1号", "", "", ""],
        heads=heads,
    )

    assert wrong == {}
    assert [len(unit.machines) for unit in found] == [2, 0]
    first = found[0].draft()
    assert [contact.name for contact in first.contacts] == ["李秀英", "李强"]
    assert len(first.addresses) == 2


def test_everything_wrong_is_told_at_once_by_row_and_column() -> None:
    heads = [*HEADS, "客户类型", "等级", "区划代码", "购买日期", "序列号", "核心客户"]
    _, wrong = units(
        ["", "123", "某路", "外星人", "Z", "999999", "昨天", "LK001", "也许"],
        [*LI, "", "", "", "", "", ""],
        heads=heads,
    )

    assert {(row, column) for row, column in wrong} == {
        (2, c) for c in ("name", "phone", "kind", "grade", "division", "bought_date", "model", "core")
    }
    assert all(words.zh and words.en for words in wrong.values())


def test_a_serial_stands_in_a_file_once() -> None:
    heads = [*HEADS, "产品型号", "序列号"]
    found, wrong = units([*LI, "T5", "lk 001"], ["周", "13900000000", "某路", "t5", "LK001"], heads=heads)

    assert list(wrong) == [(3, "serial")]
    assert len(found) == 1


@given(st.binary(max_size=400), st.sampled_from(["a.xlsx", "a.csv", "a.xls", "a", "a.exe"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_whatever_break_the_reader(data: bytes, name: str) -> None:
    for template in (CUSTOMERS, ORDERS):
        try:
            files.read(data, name, template)
        except Fault as fault:
            assert fault.words.zh


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=8))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_to_a_workbook_breaks_the_reader(at: int, junk: bytes) -> None:
    whole = bytearray(WHOLE)
    at %= len(whole)
    whole[at : at + len(junk)] = junk
    try:
        files.read(bytes(whole), "a.xlsx", CUSTOMERS)
    except Fault as fault:
        assert fault.words.zh


WHOLE = xlsx([HEADS, LI, LI])


@given(
    st.lists(st.one_of(st.text(max_size=30), st.floats(), st.booleans(), st.none(), st.dates()), min_size=3, max_size=3)
)
@settings(max_examples=200, deadline=None)
def test_no_cells_whatever_break_the_checking_of_a_row(values: list[object]) -> None:
    from liuke.processes.intake.lines import Line

    width = [None] * len(CUSTOMERS.columns)
    for place, value in zip((0, 2, 7), values, strict=True):
        width[place] = value  # type: ignore[call-overload]
    refusals = Refusals()

    found = units_of(Sheet([Line(2, tuple(width))]), refusals)

    assert bool(found) != bool(refusals.found)


def stretched(last: str, *, inside: str = "", quote: str = '"') -> bytes:
    """A workbook of one row with one more cell far away: coloured only, or with something in it."""
    cell = f"<c r={quote}{last}{quote} s={quote}0{quote}"
    cell = f"{cell}>{inside}</c>" if inside else f"{cell}/>"
    row = f"<row r={quote}{last.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}{quote}>{cell}</row></sheetData>".encode()
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx([HEADS, LI]))) as book, zipfile.ZipFile(changed, "w") as told:
        for name in book.namelist():
            told.writestr(name, book.read(name).replace(b"</sheetData>", row))
    return changed.getvalue()


@pytest.mark.parametrize("last", ["A65203", "A1048576", "XFD3", "XFD1048576"])
def test_cells_that_are_only_coloured_make_no_file_too_large(last: str) -> None:
    assert cells(read(stretched(last)), "name", "phone", "address") == [LI]
    assert cells(read(stretched(last, inside=" ")), "name") == [["李秀英"]]


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize(
    ("last", "says"), [("A1048576", "其上大多为空行"), ("XFD3", "列数过多"), ("XFD1048576", "列数")]
)
def test_cells_far_away_that_hold_something_are_refused_before_they_are_laid_out(
    last: str, says: str, quote: str
) -> None:
    for inside in ("<v>1</v>", "<!-- --><v>1</v>", "<is><t>x</t></is>"):
        with pytest.raises(Fault) as caught:
            read(stretched(last, inside=inside, quote=quote))
        assert says in caught.value.words.zh


def test_a_row_far_down_whose_cells_do_not_say_where_they_stand_is_refused() -> None:
    changed = io.BytesIO()
    row = b'<row r="1048576"><c t="n"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(io.BytesIO(xlsx([HEADS, LI]))) as book, zipfile.ZipFile(changed, "w") as whole:
        for name in book.namelist():
            whole.writestr(name, book.read(name).replace(b"</sheetData>", row))

    with pytest.raises(TooLarge):
        read(changed.getvalue())


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        (1.3800138e10, "13800138000"),
        (13800138000, "13800138000"),
        ("13800138000.0", "13800138000"),
        ('="13800138000"', "13800138000"),
        ("'13800138000", "13800138000"),
        ("\t13800138000", "13800138000"),
    ],
)
def test_a_phone_that_a_spreadsheet_made_a_number_is_the_same_phone(cell: object, phone: str) -> None:
    for data, name in ((xlsx([HEADS, ["李", cell, "某路"]]), "a.xlsx"), (text([HEADS, ["李", cell, "某路"]]), "a.csv")):
        if name == "a.csv" or not str(cell).startswith("="):
            refusals = Refusals()
            found = units_of(read(data, name), refusals)
            assert refusals.found == {}
            assert found[0].first.contacts[0].phones == (phone,)


@pytest.mark.parametrize("cell", ["1.38E+10", "1.3800138e10", "1E+10"])
def test_numbers_that_lost_their_digits_are_refused_wherever_two_might_look_the_same(cell: str) -> None:
    heads = [*HEADS, "产品型号", "序列号"]
    _, wrong = units(["李", cell, "某路", "T5", cell], heads=heads)
    assert set(wrong) == {(2, "phone"), (2, "serial")}
    assert all("科学计数法" in words.zh for words in wrong.values())
    assert code_of("1E10") == "1E10", "a serial may look so"


@pytest.mark.parametrize("cell", [46083, 46083.5, "46083", "46083.4375", datetime(2026, 3, 2, 10, 30), "2026年3月2日"])  # noqa: DTZ001  # a cell has no zone
def test_a_date_that_a_spreadsheet_made_a_number_is_the_same_day(cell: object) -> None:
    heads = [*HEADS, "产品型号", "购买日期"]
    for data, name in ((xlsx([heads, [*LI, "T5", cell]]), "a.xlsx"), (text([heads, [*LI, "T5", cell]]), "a.csv")):
        refusals = Refusals()
        found = units_of(read(data, name), refusals)
        assert refusals.found == {}
        assert found[0].machines[0][1].bought_date == date(2026, 3, 2)


def test_a_moment_as_a_number_in_a_text_is_read() -> None:
    assert moment_of("46083.4375") == datetime(2026, 3, 2, 10, 30, tzinfo=LOCAL)


def test_a_formula_in_a_text_table_is_refused() -> None:
    refusals = Refusals()
    assert units_of(read(text([HEADS, ["=A1&B1", *LI[1:]]]), "a.csv"), refusals) == []
    assert set(refusals.found) == {(2, "name")}


def test_a_comma_without_quotation_marks_that_pushes_cells_away_is_told_and_loses_nothing() -> None:
    sheet = read("客户名称,电话,地址\n李,13812342203,宁波市,江北区\n王,13812342204,某路,\n".encode(), "a.csv")

    assert [(refusal.row, refusal.column) for refusal in sheet.refusals] == [(2, "address")]
    assert "引号" in sheet.refusals[0].words.zh
