"""What leaves in bulk, and who let it. Numbers: RL- requests to let data out."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("secrecy.release.asked")
class ReleaseAsked:
    """Somebody asks to take a list out: what for, how many rows, up to which level; core customers are left out."""

    number: str
    listing: str
    purpose: str = ""
    level: str = "general"
    rows: int = 0
    left_out: int = 0
    carrier: int = 0
    asked_by: int = 0
    listing_zh: str = ""
    listing_en: str = ""
    purpose_zh: str = ""
    purpose_en: str = ""

    says = {
        "zh": "申请外发{listing_zh} {rows} 行，用于{purpose_zh}",
        "en": "{listing_en} is to leave ({rows} rows): {purpose_en}",
    }
    seen_by = "restricted"
    example = {
        "number": "RL-000012", "listing": "orders", "purpose": "reconcile", "level": "general", "rows": 340,
        "left_out": 2, "carrier": 12, "asked_by": 12, "listing_zh": "工单列表", "listing_en": "Work orders",
        "purpose_zh": "与平台或网点对账", "purpose_en": "Reconciling with a platform or site",
    }  # fmt: skip


@kind("secrecy.release.approved")
class ReleaseApproved:
    """Another person, a manager of the level, let it leave."""

    number: str
    level: str = "general"
    rows: int = 0
    decided_by: int = 0
    because: str = ""

    says = {"zh": "外发申请 {number} 已批准「{because}」", "en": 'Request {number} was approved "{because}"'}
    personal = ("because",)
    seen_by = "restricted"
    example = {"number": "RL-000012", "level": "general", "rows": 340, "decided_by": 3, "because": "季度对账"}


@kind("secrecy.release.refused")
class ReleaseRefused:
    number: str
    decided_by: int = 0
    because: str = ""

    says = {"zh": "外发申请 {number} 未批准「{because}」", "en": 'Request {number} was refused "{because}"'}
    personal = ("because",)
    seen_by = "restricted"
    example = {"number": "RL-000012", "decided_by": 3, "because": "范围过大，请只选本月"}


@kind("secrecy.release.withdrawn")
class ReleaseWithdrawn:
    number: str

    says = {"zh": "外发申请 {number} 已撤回", "en": "Request {number} was withdrawn"}
    seen_by = "restricted"
    example = {"number": "RL-000012"}


@kind("secrecy.release.made")
class ReleaseMade:
    """The file is there, sealed, for its carrier alone, until its end."""

    number: str
    rows: int = 0
    left_out: int = 0
    digest: str = ""
    expires_at: datetime | None = None

    says = {"zh": "外发文件 {number} 已制成，共 {rows} 行", "en": "The file of {number} is there: {rows} rows"}
    seen_by = "restricted"
    example = {
        "number": "RL-000012", "rows": 341, "left_out": 2, "digest": "9f2c", "expires_at": "2026-11-24T02:00:00+00:00",
    }  # fmt: skip


@kind("secrecy.release.failed")
class ReleaseFailed:
    """What would leave is no longer what was approved: more rows, or a higher level."""

    number: str
    because_zh: str = ""
    because_en: str = ""

    says = {"zh": "外发文件 {number} 未制成：{because_zh}", "en": "The file of {number} was not made: {because_en}"}
    seen_by = "restricted"
    example = {
        "number": "RL-000012", "because_zh": "行数已超出批准范围", "because_en": "more rows than were approved",
    }  # fmt: skip


@kind("secrecy.release.taken")
class ReleaseTaken:
    """The carrier took the file, once."""

    number: str
    carrier: int = 0
    rows: int = 0

    says = {"zh": "外发文件 {number} 已由携带人领取", "en": "The carrier took the file of {number}"}
    seen_by = "restricted"
    example = {"number": "RL-000012", "carrier": 12, "rows": 341}


@kind("secrecy.release.lapsed")
class ReleaseLapsed:
    """Nobody decided, or nobody took the file, in time; a file that waited is gone."""

    number: str
    former: str = "made"

    says = {"zh": "外发申请 {number} 已过期", "en": "Request {number} has lapsed"}
    seen_by = "restricted"
    example = {"number": "RL-000012", "former": "made"}
