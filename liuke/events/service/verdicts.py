"""In guarantee or not is decided twice (practice §1.10): on the phone with the order, and for good at the machine."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("service.guarantee.settled")
class GuaranteeSettled:
    """The final verdict on one machine of an order. `consented`: the customer signed that it is paid work now."""

    number: str  # the order
    line: int
    machine: str = ""
    verdict: str = "in"  # in | out
    preliminary: str = "unknown"
    exclusions: tuple[str, ...] = ()
    reason_zh: str = ""
    reason_en: str = ""
    consented: bool = False
    site: str = ""
    technician: int = 0

    says = {
        "zh": "工单 {number} 第 {line} 台现场核定：{reason_zh}",
        "en": "{number}, machine {line}, settled on site: {reason_en}",
    }
    seen_by = "customer"
    example = {
        "number": "WO-000318", "line": 1, "machine": "M-000120", "verdict": "out", "preliminary": "in",
        "exclusions": ["misuse"], "reason_zh": "保外·收费（使用不当）", "reason_en": "paid: misuse", "consented": True,
        "site": "S-0001", "technician": 12,
    }  # fmt: skip
