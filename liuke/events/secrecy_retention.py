"""Data that end with their term: who let them, by which term, and how many went (on the company's own history)."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("secrecy.retention.allowed", subject="kept")
class RetentionAllowed:
    """From then on data of this kind go with their term."""

    kept: str
    months: int = 36
    kept_zh: str = ""
    kept_en: str = ""

    says = {"zh": "{kept_zh}满 {months} 个月即清除，已开启", "en": "{kept_en} go after {months} months from now on"}
    seen_by = "restricted"
    example = {"kept": "customers", "months": 36, "kept_zh": "客户档案", "kept_en": "Customer files"}


@kind("secrecy.retention.stopped", subject="kept")
class RetentionStopped:
    kept: str
    kept_zh: str = ""
    kept_en: str = ""

    says = {"zh": "{kept_zh}到期清除已停止", "en": "{kept_en} stay until somebody allows their end again"}
    seen_by = "restricted"
    example = {"kept": "customers", "kept_zh": "客户档案", "kept_en": "Customer files"}


@kind("secrecy.retention.ran", subject="kept")
class RetentionRan:
    """One night ended so many; `held` stay past their term, for something holds them back."""

    kept: str
    gone: int = 0
    held: int = 0
    kept_zh: str = ""
    kept_en: str = ""

    says = {
        "zh": "{kept_zh}到期清除 {gone} 项，暂留 {held} 项",
        "en": "{kept_en}: {gone} went with their term, {held} are held back",
    }
    seen_by = "restricted"
    example = {"kept": "customers", "gone": 12, "held": 3, "kept_zh": "客户档案", "kept_en": "Customer files"}


@kind("secrecy.retention.term_stated", subject="kept")
class TermStated:
    kept: str
    months: int = 36
    kept_zh: str = ""
    kept_en: str = ""

    says = {"zh": "{kept_zh}的保存期限定为 {months} 个月", "en": "{kept_en} stay for {months} months from now on"}
    seen_by = "restricted"
    example = {"kept": "customers", "months": 36, "kept_zh": "客户档案", "kept_en": "Customer files"}
