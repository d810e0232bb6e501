import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.areas.customers.rules import phones
from liuke.foundation.faults import Invalid

KEY = bytes(range(32))


@pytest.mark.parametrize(
    ("text", "e164", "kind", "mask"),
    [
        ("13812342203", "+8613812342203", "mobile", "138****2203"),
        (" 138 1234 2203 ", "+8613812342203", "mobile", "138****2203"),
        ("138-1234-2203", "+8613812342203", "mobile", "138****2203"),
        ("+86 138 1234 2203", "+8613812342203", "mobile", "138****2203"),
        ("008613812342203", "+8613812342203", "mobile", "138****2203"),
        ("013812342203", "+8613812342203", "mobile", "138****2203"),
        ("138\u30001234\u30002203", "+8613812342203", "mobile", "138****2203"),
        ("手机:13812342203", "+8613812342203", "mobile", "138****2203"),
        ("19212345678", "+8619212345678", "mobile", "192****5678"),
        ("0574-87654321", "+8657487654321", "landline", "0574****4321"),
        ("(0574)87654321", "+8657487654321", "landline", "0574****4321"),
        ("(010)12345678", "+861012345678", "landline", "010****5678"),
        ("+86 574 8765 4321", "+8657487654321", "landline", "0574****4321"),
        ("400-800-1234", "+864008001234", "service", "400****1234"),
        ("8008101234", "+868008101234", "service", "800****1234"),
        ("+852 6123 4567", "+85261234567", "mobile", "+852****4567"),
    ],
)
def test_a_number_is_understood_however_it_is_written(text: str, e164: str, kind: str, mask: str) -> None:
    number = phones.parse(text)
    assert (number.e164, number.kind, number.mask) == (e164, kind, mask)


def test_an_extension_is_kept_with_the_number_but_finds_it_without() -> None:
    number = phones.parse("0574-87654321转802")
    assert number.clear == "+8657487654321;ext=802"
    assert phones.hash_of(KEY, number) == phones.hash_of(KEY, phones.parse("057487654321"))


@pytest.mark.parametrize("text", ["", "87654321", "abc", "12345", "1381234220", "138123422033", "李秀英", "+", "转802"])
def test_an_unknown_format_is_named_beside_the_field(text: str) -> None:
    with pytest.raises(Invalid) as told:
        phones.parse(text, field="contacts.0.phones.0")
    assert "contacts.0.phones.0" in told.value.fields


def test_full_width_digits_are_digits() -> None:
    wide = "13812342203".translate(str.maketrans(string.digits, "0123456789"))
    assert phones.parse(wide).e164 == "+8613812342203"


def test_hashes_depend_on_the_key_and_tell_number_and_tail_apart() -> None:
    number = phones.parse("13812342203")
    assert phones.hash_of(KEY, number) != phones.hash_of(bytes(32), number)
    assert phones.tail_hash_of(KEY, "2203") == phones.tail_hash_of(KEY, number.tail)
    assert phones.tail_hash_of(KEY, "2203") != phones.hash_of(KEY, number)


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mask_never_holds_the_middle_of_a_mobile(text: str) -> None:
    number = phones.parse(text)
    assert number.mask == f"{text[:3]}****{text[-4:]}"
    assert text not in number.mask


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_reader(text: str) -> None:
    found = phones.find(text)
    assert found is None or found.e164.startswith("+")


@given(st.from_regex(r"(\+86)?1[3-9][0-9]{9}", fullmatch=True) | st.text("+0123456789-. ", max_size=16))
def test_the_short_way_to_a_plain_mobile_understands_what_the_long_way_does(text: str) -> None:
    assert phones.find(text) == phones._find.__wrapped__(text)
