import pytest
from cryptography.exceptions import InvalidTag

from liuke.areas.customers.rules.addresses import end_of, mask, round_place, streets_of
from liuke.areas.customers.rules.sealing import Vault
from liuke.areas.customers.rules.secrecy import may_reveal, stricter


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("浙江省宁波市江东区金家一路寰宇天下12栋1203室", "浙江省宁波市江东区金家一路寰宇天下…"),
        ("张杨路500号12栋1203室", "张杨路500号…"),
        ("张杨路500弄12号302", "张杨路500弄…"),
        ("永康市方岩镇下宅村36号", "永康市方岩镇下宅村…"),
        ("阜通东大街6号院3号楼2单元1801", "阜通东大街6号院…"),
        ("解放北路91号银亿大厦A座12层", "解放北路91号银亿大厦…"),
        ("幸福小区3-2-501", "幸福小区…"),
        ("张三路12号#402", "张三路12号…"),
        ("新村二幢3号", "新村…"),
        ("2单元301", "…"),
        ("中山路18号", "中山路18号"),
        ("万达广场", "万达广场"),
    ],
)
def test_building_unit_and_room_never_show(text: str, masked: str) -> None:
    assert mask(text).masked == masked


def test_streets_are_what_is_below_the_district() -> None:
    assert streets_of("浙江省宁波市鄞州区金家一路88号…") == "金家一路"
    assert streets_of("幸福小区…") == "幸福小区"


def test_the_end_of_an_address_is_its_last_number() -> None:
    assert (end_of("寰宇天下12栋1203室"), end_of("12栋0302"), end_of("万达广场")) == ("1203", "302", "")


def test_a_place_is_rounded_to_about_a_kilometre() -> None:
    assert round_place(121.55342, 29.87121) == (121.55, 29.87)


def test_a_clear_value_opens_only_in_its_own_row() -> None:
    vault = Vault(bytes(32))
    sealed = vault.seal("+8613812342203", bound_to="phone:1")
    assert vault.open(sealed, bound_to="phone:1") == "+8613812342203"
    assert sealed != vault.seal("+8613812342203", bound_to="phone:1")
    with pytest.raises(InvalidTag):
        vault.open(sealed, bound_to="phone:2")


def test_core_secrecy_is_for_the_keeper_and_above_the_plain_desk() -> None:
    assert may_reveal("important", ["agent"], is_keeper=False)
    assert not may_reveal("core", ["agent"], is_keeper=False)
    assert may_reveal("core", ["agent"], is_keeper=True)
    assert may_reveal("core", ["agent", "hotline_lead"], is_keeper=False)
    assert stricter("general", "core") == "core"
