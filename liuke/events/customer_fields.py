"""What is known of a customer or one of his people: written, confirmed; and which fields there are."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("customers.fields.set", subject="code")
class FieldsSet:
    """One save of one form. Values of secret and sealed fields are left out of the words."""

    code: str
    fields: tuple[str, ...]
    source: str
    told_on: str = ""
    contact: int = 0
    source_zh: str = ""
    source_en: str = ""
    what_zh: str = ""
    what_en: str = ""

    says = {
        "zh": "档案更新（{source_zh}）：{what_zh}",
        "en": "The file was brought up to date ({source_en}): {what_en}",
    }
    personal = ("what_zh", "what_en")
    seen_by = "staff"
    example = {
        "code": "C-001042",
        "fields": ["trade"],
        "source": "visit",
        "told_on": "2026-11-20",
        "source_zh": "拜访",
        "source_en": "a visit",
        "what_zh": "行业：食堂设备",
        "what_en": "Trade: 食堂设备",
    }


@kind("customers.fields.confirmed", subject="code")
class FieldsConfirmed:
    """What the file says was asked about again and still holds."""

    code: str
    fields: tuple[str, ...]
    contact: int = 0
    what_zh: str = ""
    what_en: str = ""

    says = {"zh": "档案核实无变化：{what_zh}", "en": "Asked again and still true: {what_en}"}
    seen_by = "staff"
    example = {"code": "C-001042", "fields": ["trade"], "what_zh": "行业", "what_en": "Trade"}
