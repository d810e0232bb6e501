"""What people agree to when they register, word for word. A text is never changed: a new one gets the next number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words


@dataclass(frozen=True)
class Consent:
    """`key` stands in the journal for exactly this text."""

    key: str
    words: Words


TEXTS: Final = (
    Consent(
        "registration-1",
        Words(
            "我同意将以上姓名、电话和地址用于联系我并提供产品服务，保存至服务关系结束后三年。未经我另行同意，不用于推销，"
            "不提供给其他公司。我可随时拨打服务热线查阅、更正、撤回同意或要求删除。",
            "I agree that my name, number and address above are used to contact me and to serve my products, and kept until "
            "three years after the last service. Without my separate consent they are used for no sales and given to no "
            "other company. I may ask the hotline at any time to see, correct or erase them, or take this consent back.",
        ),
    ),
)
"""Oldest first; the last one is shown (PIPL art. 14, 17)."""
