"""What a customer agreed to, purpose by purpose, and what he took back."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("customers.consent.given", subject="code")
class ConsentGiven:
    """He agreed to one purpose by exactly one text (`version`)."""

    code: str
    purpose: str = "care"
    version: str = ""
    purpose_zh: str = ""
    purpose_en: str = ""
    way_zh: str = ""
    way_en: str = ""

    says = {
        "zh": "同意用于「{purpose_zh}」（{way_zh}，文本 {version}）",
        "en": "agreed to {purpose_en} ({way_en}, text {version})",
    }
    seen_by = "staff"
    example = {
        "code": "C-001042", "purpose": "care", "version": "care-1", "purpose_zh": "节日与生日问候",
        "purpose_en": "greetings", "way_zh": "电话", "way_en": "by phone",
    }  # fmt: skip


@kind("customers.consent.ended", subject="code")
class ConsentEnded:
    """He took his consent to one purpose back."""

    code: str
    purpose: str = "care"
    purpose_zh: str = ""
    purpose_en: str = ""
    way_zh: str = ""
    way_en: str = ""

    says = {
        "zh": "撤回「{purpose_zh}」的同意（{way_zh}）",
        "en": "took the consent to {purpose_en} back ({way_en})",
    }
    seen_by = "staff"
    example = {
        "code": "C-001042", "purpose": "care", "purpose_zh": "节日与生日问候", "purpose_en": "greetings",
        "way_zh": "短信", "way_en": "by text message",
    }  # fmt: skip


@kind("customers.consent_text.stated", subject="version")
class ConsentTextStated:
    """The company asks by a new text for one purpose (on the company's own history)."""

    version: str
    purpose: str = "care"
    purpose_zh: str = ""
    purpose_en: str = ""

    says = {
        "zh": "「{purpose_zh}」的同意文本更新为 {version}，此前的同意需重新征得",
        "en": "the text for {purpose_en} is {version} now; earlier consents are to be asked for again",
    }
    seen_by = "restricted"
    example = {"version": "care-2", "purpose": "care", "purpose_zh": "节日与生日问候", "purpose_en": "greetings"}
