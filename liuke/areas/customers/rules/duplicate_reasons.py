"""What speaks for one customer and what against, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from liuke.foundation.words import Words

REASONS: Final[Mapping[str, Words]] = {
    "same_identity": Words("证件号或统一信用代码相同", "same identity number or credit code"),
    "same_name": Words("姓名相同", "same name"),
    "same_core": Words("名称相同（不计公司后缀）", "same name but for the legal form"),
    "same_sound": Words("姓名读音相同", "name sounds the same"),
    "near_name": Words("名称相近", "similar name"),
    "same_phone": Words("电话相同", "same phone"),
    "same_tail": Words("电话尾号相同", "phone ends the same"),
    "same_email": Words("电子邮箱相同", "same e-mail"),
    "same_door": Words("同一街道，门牌尾号相同", "same street office and door number"),
    "same_street": Words("同一街道", "same street office"),
    "same_district": Words("同一区县", "same district"),
    "same_other": Words("另有同名联系人", "another contact of the same name"),
    "phone_alone": Words("仅电话相同，不足以认定", "only the phone is the same, which decides nothing"),
    "reach_alone": Words("仅联系方式相同，不足以认定", "only how to reach them is the same, which decides nothing"),
    "other_name": Words("名称不同", "different names"),
    "other_identity": Words("证件号不同", "different identity numbers"),
    "other_place": Words("地址不在同一区县", "addresses in different districts"),
}
ALONE: Final = frozenset({"phone_alone", "reach_alone"})
AGAINST: Final = ALONE | {"other_name", "other_identity", "other_place"}
