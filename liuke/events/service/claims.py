"""A machine that its owner wants exchanged or taken back (practice §3 #25; H16). Numbers: EX-.

Subject is the claim, `about` the machine. `site` is the one that assesses it ("" while none is known).
"""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("service.claim.asked", about="machine")
class ClaimAsked:
    """Asked for. `entitled` is what law or contract gave on that day: refund, exchange, repair."""

    number: str
    machine: str
    order: str = ""
    wish: str = "exchange"  # exchange | refund
    wish_zh: str = ""
    wish_en: str = ""
    entitled: tuple[str, ...] = ()
    site: str = ""

    says = {"zh": "用户申请{wish_zh}（{number}）", "en": "The customer asks for {wish_en} ({number})"}
    seen_by = "customer"
    example = {
        "number": "EX-000004", "machine": "M-000120", "order": "WO-000318", "wish": "exchange", "wish_zh": "换机",
        "wish_en": "an exchange", "entitled": ["exchange", "repair"], "site": "S-0001",
    }  # fmt: skip


@kind("service.claim.assessed", about="machine")
class ClaimAssessed:
    """Looked at by the site. `finding` confirmed | no_fault | not_guarantee."""

    number: str
    machine: str
    finding: str = "confirmed"
    finding_zh: str = ""
    finding_en: str = ""
    site: str = ""

    says = {"zh": "退换申请 {number} 鉴定：{finding_zh}", "en": "Claim {number} was assessed: {finding_en}"}
    seen_by = "site"
    example = {
        "number": "EX-000004", "machine": "M-000120", "finding": "confirmed", "finding_zh": "确认性能故障",
        "finding_en": "a fault of performance", "site": "S-0001",
    }  # fmt: skip


@kind("service.claim.approved", about="machine")
class ClaimApproved:
    """Granted, by another than who assessed it; `order` carries it out. `goodwill`: more than he was entitled to."""

    number: str
    machine: str
    order: str = ""
    granted: str = "exchange"
    granted_zh: str = ""
    granted_en: str = ""
    goodwill: bool = False

    says = {"zh": "退换申请 {number} 已批准：{granted_zh}", "en": "Claim {number} was granted: {granted_en}"}
    seen_by = "customer"
    example = {
        "number": "EX-000004", "machine": "M-000120", "order": "WO-000400", "granted": "exchange",
        "granted_zh": "换机", "granted_en": "an exchange", "goodwill": False,
    }  # fmt: skip


@kind("service.claim.refused", about="machine")
class ClaimRefused:
    """Not granted, with the reason the customer is told."""

    number: str
    machine: str
    reason: str = ""

    says = {"zh": "退换申请 {number} 未获批准：{reason}", "en": "Claim {number} was refused: {reason}"}
    personal = ("reason",)
    seen_by = "customer"
    example = {"number": "EX-000004", "machine": "M-000120", "reason": "检测无性能故障，可继续免费维修"}


@kind("service.claim.fulfilled", about="machine")
class ClaimFulfilled:
    """The customer has the other machine (`replacement`), or his money back (`refund_cents`)."""

    number: str
    machine: str
    granted: str = "exchange"
    replacement: str = ""
    refund_cents: int = 0
    reference: str = ""

    says = {"zh": "退换申请 {number} 已办结", "en": "Claim {number} is done"}
    seen_by = "customer"
    example = {
        "number": "EX-000004", "machine": "M-000120", "granted": "exchange", "replacement": "M-000260",
        "refund_cents": 0, "reference": "",
    }  # fmt: skip


@kind("service.claim.withdrawn", about="machine")
class ClaimWithdrawn:
    """The customer no longer wants it, of his own accord."""

    number: str
    machine: str
    reason: str = ""

    says = {"zh": "用户撤回退换申请 {number}", "en": "The customer withdrew claim {number}"}
    personal = ("reason",)
    seen_by = "customer"
    example = {"number": "EX-000004", "machine": "M-000120", "reason": "修好后愿意继续使用"}
