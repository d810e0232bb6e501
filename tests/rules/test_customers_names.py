import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.customers.rules import searching
from liuke.areas.customers.rules.names import core_of, pairs, spell, surname_of


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("单晓燕", "shanxiaoyan", "sxy"),
        ("曾国强", "zengguoqiang", "zgq"),
        ("仇英", "qiuying", "qy"),
        ("区小明", "ouxiaoming", "oxm"),
        ("解放军", "xiefangjun", "xfj"),
        ("欧阳娜娜", "ouyangnana", "oynn"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("李秀英", "lixiuying", "lxy"),
        ("Peter 李", "peterli", "peterl"),
    ],
)
def test_a_persons_surname_is_read_as_a_surname(name: str, pinyin: str, initials: str) -> None:
    spelling = spell(name, of_person=True)
    assert (spelling.pinyin, spelling.initials) == (pinyin, initials)


def test_a_company_is_read_as_words() -> None:
    assert spell("重庆单县食府", of_person=False).pinyin.startswith("chongqing")
    assert spell("海川食堂设备", of_person=False).initials == "hcstsb"


def test_every_two_neighbouring_characters_are_a_pair() -> None:
    assert pairs("海川食堂") == {"海川", "川食", "食堂"}
    assert pairs("ABC贸易 88") == {"abc", "贸易", "88"}
    assert pairs("李") == frozenset()


def test_the_core_of_a_company_is_its_name_without_the_legal_form() -> None:
    assert core_of("海川食堂设备有限公司") == core_of("海川食堂设备(集团)") == "海川食堂设备"
    assert core_of("有限公司") == "有限公司"


def test_surnames_of_two_characters_are_known() -> None:
    assert (surname_of("欧阳娜娜"), surname_of("李秀英"), surname_of("")) == ("欧阳", "李", "")


def test_digits_are_read_as_tails_numbers_and_codes() -> None:
    four = searching.read("2203")
    assert (four.code_tail, four.phone_tail) == ("2203", "2203")
    assert searching.read("001042").code == "C-001042"
    assert searching.read("c-1042").code == "C-001042"
    full = searching.read("138 1234 2203")
    assert full.phone is not None
    assert full.phone_tail == ""


def test_letters_are_read_as_pinyin_and_chinese_as_pairs_of_names_or_streets() -> None:
    assert searching.read("lixiu ying").letters == "lixiuying"
    assert searching.read("秀英").words == "('n秀英' | 'a秀英')"
    assert searching.read("李秀英 金家").words == "('n李秀' & 'n秀英' | 'a李秀' & 'a秀英') & ('n金家' | 'a金家')"
    assert searching.read("   ").is_empty


def test_the_words_of_a_customer_tell_names_and_streets_apart_and_hold_no_numbers() -> None:
    words = searching.words_of(["李秀英"], ["浙江省宁波市鄞州区金家一路88号…"])
    assert words == "'a一路' 'a家一' 'a金家' 'n李秀' 'n秀英'"


@given(st.text(max_size=80))
def test_no_text_leaves_a_quote_or_an_operator_in_a_query(text: str) -> None:
    rest = searching.read(text).words
    for word in searching.pairs(text):
        assert word.isalnum()
    assert "''" not in rest
    assert "\\" not in rest
