"""What happens with a keeper's visits to his customers (H7, H41)."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.journal.kinds import kind


@kind("keeping.visit.planned", subject="code", about="plan")
class VisitPlanned:
    """A plan that was settled visits him on that day; it is owed by the day's end."""

    code: str
    plan: str
    day: date
    due_by: datetime
    keeper: int = 0

    says = {"zh": "计划于 {day} 拜访 {code}（{plan}）", "en": "A visit to {code} is planned for {day} ({plan})"}
    seen_by = "staff"
    example = {
        "code": "C-001042", "plan": "VP-000007", "day": "2026-12-01", "due_by": "2026-12-01T17:30:00+08:00", "keeper": 5,
    }  # fmt: skip


@kind("keeping.visit.dropped", subject="code", about="plan")
class VisitDropped:
    """He is on no day of the plan any more."""

    code: str
    plan: str

    says = {"zh": "取消对 {code} 的拜访计划（{plan}）", "en": "The planned visit to {code} was taken back ({plan})"}
    seen_by = "staff"
    example = {"code": "C-001042", "plan": "VP-000007"}


@kind("keeping.visit.made", subject="code", about="plan")
class VisitMade:
    """The keeper was there and spoke with somebody; the next visit by `next_by`, where one was agreed."""

    code: str
    outcome: str
    outcome_zh: str = ""
    outcome_en: str = ""
    next_by: datetime | None = None
    plan: str = ""
    words: str = ""

    says = {"zh": "{by}拜访 {code}：{outcome_zh}「{words}」", "en": "{by} visited {code}: {outcome_en} “{words}”"}
    personal = ("words",)
    seen_by = "staff"
    example = {
        "code": "C-001042", "outcome": "interest", "outcome_zh": "有意向", "outcome_en": "interested",
        "next_by": "2026-12-15T17:30:00+08:00", "plan": "VP-000007", "words": "新食堂三月开张，要两台",
    }  # fmt: skip


@kind("keeping.visit.failed", subject="code", about="plan")
class VisitFailed:
    """He went in vain; he goes again by `next_by`."""

    code: str
    reason: str
    reason_zh: str = ""
    reason_en: str = ""
    next_by: datetime | None = None
    plan: str = ""
    words: str = ""

    says = {
        "zh": "{by}拜访 {code} 未果：{reason_zh}「{words}」",
        "en": "{by} went to {code} in vain: {reason_en} “{words}”",
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "code": "C-001042", "reason": "absent", "reason_zh": "人不在", "reason_en": "nobody there",
        "next_by": "2026-12-03T17:30:00+08:00", "plan": "VP-000007", "words": "采购出差到周三",
    }  # fmt: skip


@kind("keeping.visit_plan.settled")
class VisitPlanSettled:
    """A keeper's plan stands: from now on its visits are owed."""

    number: str
    keeper: int
    visits: int = 0
    keeper_name: str = ""

    says = {
        "zh": "{keeper_name} 的拜访计划 {number} 已定，共 {visits} 家",
        "en": "The visit plan {number} of {keeper_name} is settled: {visits} visits",
    }
    personal = ("keeper_name",)
    seen_by = "staff"
    example = {"number": "VP-000007", "keeper": 5, "visits": 9, "keeper_name": "赵敏"}


@kind("keeping.visit_plan.dropped")
class VisitPlanDropped:
    """A plan was put aside; what of it was still ahead is owed no more."""

    number: str
    keeper: int
    visits: int = 0

    says = {
        "zh": "拜访计划 {number} 已取消，{visits} 家不再拜访",
        "en": "The visit plan {number} was put aside; {visits} visits fall away",
    }
    seen_by = "staff"
    example = {"number": "VP-000007", "keeper": 5, "visits": 4}
