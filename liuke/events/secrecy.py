"""What leaves in bulk, and who let it; who looks at more than his work needs. Numbers: RL- requests to let data out."""

from __future__ import annotations

from datetime import date, datetime

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


@kind("secrecy.reveal_budget.spent", subject="username")
class RevealBudgetSpent:
    """Somebody asked for more clear values within an hour than his role may (on the company's own history)."""

    username: str
    person: int = 0
    budget: int = 0
    name: str = ""

    says = {
        "zh": "{name}一小时内查看明文超过 {budget} 次，已停止显示",
        "en": "{name} asked for more than {budget} clear values within an hour; no more were shown",
    }
    personal = ("name",)
    seen_by = "restricted"
    example = {"username": "wangfang", "person": 5, "budget": 60, "name": "王芳"}


@kind("secrecy.reveals.judged", subject="username")
class RevealsJudged:
    """His lead looked at what he had looked at. `verdict`: work (it was his work) | leak (handled as a leak)."""

    username: str
    person: int = 0
    verdict: str = "work"
    because: str = ""
    verdict_zh: str = ""
    verdict_en: str = ""

    says = {
        "zh": "{username} 查看明文过多：{verdict_zh}「{because}」",
        "en": 'Clear values asked for by {username}: {verdict_en} "{because}"',
    }
    personal = ("because",)
    seen_by = "restricted"
    example = {
        "username": "wangfang", "person": 5, "verdict": "work", "because": "整理回访名单", "verdict_zh": "属正常工作",
        "verdict_en": "it was their work",
    }  # fmt: skip


@kind("secrecy.level.set", subject="code")
class LevelSet:
    """A customer's level was set, raised or lowered, for a reason; above general it stands until a day."""

    code: str
    level: str = "important"
    until: date | None = None
    review_on: date | None = None
    reason: str = ""
    level_zh: str = ""
    level_en: str = ""

    says = {
        "zh": "{code} 商密等级定为「{level_zh}」，期限至 {until}：{reason}",
        "en": "The secrecy level of {code} is “{level_en}” until {until}: {reason}",
    }
    personal = ("reason",)
    seen_by = "restricted"
    example = {
        "code": "C-001042", "level": "important", "until": "2027-11-23", "review_on": "2027-10-24",
        "reason": "年度框架协议谈判", "level_zh": "重要", "level_en": "important",
    }  # fmt: skip


@kind("secrecy.level.reviewed", subject="code")
class LevelReviewed:
    """Somebody looked at a level that had a term, and set it anew or otherwise."""

    code: str

    says = {"zh": "{code} 商密等级已复核", "en": "The secrecy level of {code} was looked over"}
    seen_by = "restricted"
    example = {"code": "C-001042"}


@kind("secrecy.level.lapsed", subject="code")
class LevelLapsed:
    """The term of a level ended and nobody had set it anew: the customer is general again."""

    code: str
    former: str = "important"
    former_zh: str = ""
    former_en: str = ""

    says = {"zh": "{code} 商密「{former_zh}」期满解除", "en": "The level “{former_en}” of {code} has lapsed"}
    seen_by = "restricted"
    example = {"code": "C-001042", "former": "important", "former_zh": "重要", "former_en": "important"}


@kind("secrecy.person_request.received")
class PersonRequestReceived:
    """A person wants something done about his own data (PIPL 44 to 50)."""

    number: str
    code: str = ""
    request_kind: str = "copy"
    kind_zh: str = ""
    kind_en: str = ""
    words: str = ""

    says = {"zh": "本人要求{kind_zh} {number}：{words}", "en": "{number}: {kind_en}: {words}"}
    personal = ("words",)
    seen_by = "staff"
    example = {
        "number": "RT-000003", "code": "C-001042", "request_kind": "erasure", "kind_zh": "删除资料",
        "kind_en": "Erase their data", "words": "已搬家，不再需要服务",
    }  # fmt: skip


@kind("secrecy.person_request.answered")
class PersonRequestAnswered:
    """It was carried out, or not, and why. `outcome`: done | refused."""

    number: str
    code: str = ""
    request_kind: str = "copy"
    outcome: str = "done"
    outcome_zh: str = ""
    outcome_en: str = ""
    because: str = ""

    says = {"zh": "{number} {outcome_zh}「{because}」", "en": '{number} was {outcome_en} "{because}"'}
    personal = ("because",)
    seen_by = "staff"
    example = {
        "number": "RT-000003", "code": "C-001042", "request_kind": "erasure", "outcome": "done",
        "outcome_zh": "已办理", "outcome_en": "carried out", "because": "",
    }  # fmt: skip
