import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation import divisions
from liuke.foundation.faults import Missing


def test_every_level_has_its_name_and_its_path() -> None:
    assert [divisions.name_of(code) for code in ("32", "3205", "320583", "320583100")] == [
        "江苏省",
        "苏州市",
        "昆山市",
        "玉山镇",
    ]
    assert [d.code for d in divisions.path("320583100")] == ["32", "3205", "320583", "320583100"]


def test_every_code_stands_below_a_code() -> None:
    assert len(divisions.names()) > 44_000
    orphans = [c for c in divisions.names() if (up := divisions.parent(c)) and not divisions.exists(up)]
    assert orphans == []


def test_the_whole_name_leaves_out_rows_that_no_address_names() -> None:
    assert divisions.told("310115005") == "上海市浦东新区陆家嘴街道"
    assert divisions.told("320583") == "江苏省苏州市昆山市"
    assert divisions.told("441900003") == "广东省东莞市东城街道"


def test_children_go_down_one_level_and_begin_with_the_provinces() -> None:
    assert len(divisions.children()) == 34
    assert ("320583", "昆山市") in divisions.children("3205")
    assert divisions.children("320583100") == ()


def test_an_unknown_code_is_missing() -> None:
    for ask in (divisions.name_of, divisions.path, divisions.children):
        with pytest.raises(Missing):
            ask("999999")
    assert not divisions.exists("999999")


@pytest.mark.parametrize(
    ("coverage", "code", "covered"),
    [
        ("32", "320583100", True),
        ("320583", "320583", True),
        ("320583100", "320583", False),
        ("3205", "3206", False),
        ("", "3206", False),
    ],
)
def test_an_area_covers_itself_and_what_lies_in_it(coverage: str, code: str, covered: bool) -> None:
    assert divisions.covers(coverage, code) is covered


def test_a_centre_is_near_and_a_street_takes_its_districts() -> None:
    lng, lat = divisions.centre("320583") or (0, 0)
    assert (round(lng), round(lat)) == (121, 31)
    assert divisions.centre("320583100") == divisions.centre("320583")
    assert divisions.centre("31") is not None
    assert divisions.centre("99") is None


def test_nearly_every_district_has_a_centre() -> None:
    without = [code for code in divisions.names() if len(code) == 6 and divisions.centre(code) is None]
    assert {code[:4] for code in without} <= {"6590", "5406"}  # young towns of Xinjiang, Nagqu


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("江苏省苏州市昆山市玉山镇前进中路12号", "320583100"),
        ("昆山市玉山镇前进中路12号", "320583100"),
        ("江苏昆山玉山镇", "320583100"),
        ("江苏省昆山市", "320583"),
        ("上海市浦东新区陆家嘴街道世纪大道100号", "310115005"),
        ("上海市上海市浦东新区陆家嘴街道", "310115005"),
        ("上海 浦东新区 世纪大道100号", "310115"),
        ("浦东新区世纪大道100号", "310115"),
        ("北京市朝阳区南磨房地区", "110105021"),
        ("长春市朝阳区人民大街", "220104"),
        ("北京朝阳区", "110105"),
        ("广东省东莞市东城街道", "441900003"),
        ("深圳市龙岗区坂田街道办事处", "440307013"),
        ("恩施州恩施市", "422801"),
        ("湖北省恩施土家族苗族自治州恩施市", "422801"),
        ("内蒙古呼和浩特市", "1501"),
        ("吉林省吉林市", "2202"),
        ("湖北省仙桃市", "429004"),
        ("地址：杭州市西湖区文三路", "330106"),
        ("苏州市人民路1号", "3205"),
        ("北京海淀区苏州街3号", "110108"),
        ("香港特别行政区中环", "81"),
    ],
)
def test_the_deepest_division_of_an_address_is_found(text: str, code: str) -> None:
    assert divisions.find(text) == code


@pytest.mark.parametrize("text", ["", "南京路步行街", "鼓楼区中山路", "hello", "幸福小区3栋", "   "])
def test_what_names_no_one_division_finds_none(text: str) -> None:
    assert divisions.find(text) is None


def test_every_street_is_found_by_its_whole_name() -> None:
    codes = [code for code in divisions.names() if len(code) == 9][::97]
    wrong = {code for code in codes if divisions.find(divisions.told(code)) != code}
    same_name_twice = {c for c in wrong if any(divisions.told(o) == divisions.told(c) for o in _siblings(c) if o != c)}
    assert wrong - same_name_twice == set()


def _siblings(code: str) -> list[str]:
    return [d.code for d in divisions.children(divisions.parent(code) or "")]


@given(st.text(max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    found = divisions.find(text)
    assert found is None or divisions.exists(found)
