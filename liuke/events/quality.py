"""Whose fault it was, what a site says to that, and the grade that follows. Numbers: FD- cases, AP- appeals.

None of these is for a technician's eyes (practice §4 #4): a site's desk reads them on its own pages.
"""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.journal.kinds import kind


@kind("quality.fault.opened", about="order")
class FaultOpened:
    """An order got a bad outcome class: before anything is deducted somebody finds out whose fault it was."""

    number: str
    order: str
    site: str = ""
    outcome: str = "dissatisfied"
    outcome_zh: str = ""
    outcome_en: str = ""

    says = {
        "zh": "{order} {outcome_zh}，转责任判定 {number}",
        "en": "{order}: {outcome_en}; whose fault it was is to be decided ({number})",
    }
    seen_by = "staff"
    example = {
        "number": "FD-000041", "order": "WO-000318", "site": "S-0001", "outcome": "not_fixed_first",
        "outcome_zh": "一次维修不到位", "outcome_en": "not fixed first time",
    }  # fmt: skip


@kind("quality.fault.worsened", about="order")
class FaultWorsened:
    """While the case was open the order got a worse class; the worst one is decided about."""

    number: str
    order: str
    site: str = ""
    outcome: str = "called_to_complain"
    outcome_zh: str = ""
    outcome_en: str = ""

    says = {"zh": "责任判定 {number} 结果改为{outcome_zh}", "en": "Case {number} is about a worse class: {outcome_en}"}
    seen_by = "staff"
    example = {
        "number": "FD-000041", "order": "WO-000318", "site": "S-0001", "outcome": "called_to_complain",
        "outcome_zh": "来电投诉", "outcome_en": "called to complain",
    }  # fmt: skip


@kind("quality.fault.decided", about="order")
class FaultDecided:
    """Whose fault it was. A later decision on the same order stands in the place of an earlier one.

    `party` site | product | part | logistics | sales_promise | user | company; `outcome` the class it is about;
    `appeal` the appeal that led to it ("" for the first decision).
    """

    number: str
    order: str
    site: str = ""
    party: str = "site"
    outcome: str = "dissatisfied"
    reason: str = ""
    appeal: str = ""
    decided_by_role: str = ""
    party_zh: str = ""
    party_en: str = ""
    evidence: tuple[str, ...] = ()
    appeal_until: datetime | None = None

    says = {
        "zh": "责任判定 {number}：{party_zh}责任「{reason}」",
        "en": 'Case {number}: the fault lies with {party_en} "{reason}"',
    }
    personal = ("reason",)
    seen_by = "staff"
    example = {
        "number": "FD-000041", "order": "WO-000318", "site": "S-0001", "party": "site", "outcome": "not_fixed_first",
        "reason": "未按规范紧固，二次上门后修复", "appeal": "", "decided_by_role": "quality_manager",
        "party_zh": "网点", "party_en": "the site", "evidence": ("event:7310000000000000000",),
        "appeal_until": "2026-11-30T10:00:00+00:00",
    }  # fmt: skip


@kind("quality.appeal.lodged", about="order")
class AppealLodged:
    """The site does not accept the decision: once, in time, with reason and evidence."""

    number: str
    order: str
    fault: str
    site: str = ""
    reason: str = ""
    files: int = 0

    says = {
        "zh": "网点就 {fault} 提出申诉 {number}「{reason}」",
        "en": 'The site appealed against {fault} ({number}) "{reason}"',
    }
    personal = ("reason",)
    seen_by = "staff"
    example = {
        "number": "AP-000012", "order": "WO-000318", "fault": "FD-000041", "site": "S-0001",
        "reason": "电机本身有异响，附视频", "files": 2,
    }  # fmt: skip


@kind("quality.appeal.decided", about="order")
class AppealDecided:
    """Another person than the first has looked again; the new decision is an event of the case, `quality.fault.decided`."""

    number: str
    order: str
    fault: str
    site: str = ""
    granted: bool = False
    party: str = "site"
    verdict_zh: str = ""
    verdict_en: str = ""
    reason: str = ""

    says = {"zh": "申诉 {number} {verdict_zh}「{reason}」", "en": 'Appeal {number} {verdict_en} "{reason}"'}
    personal = ("reason",)
    seen_by = "staff"
    example = {
        "number": "AP-000012", "order": "WO-000318", "fault": "FD-000041", "site": "S-0001", "granted": True,
        "party": "product", "verdict_zh": "成立", "verdict_en": "was granted", "reason": "同批电机异响，质量通报 2026-17",
    }  # fmt: skip


@kind("quality.site.told", about="fault")
class SiteTold:
    """On the site's own history: a case about one of its orders took a step. Says nothing of what the customer said."""

    number: str  # the site
    fault: str
    order: str = ""
    step: str = "opened"  # opened | decided | appealed | appeal_decided
    step_zh: str = ""
    step_en: str = ""

    says = {"zh": "{order} 责任判定 {fault}：{step_zh}", "en": "Case {fault} of {order}: {step_en}"}
    seen_by = "staff"
    example = {
        "number": "S-0001", "fault": "FD-000041", "order": "WO-000318", "step": "decided", "step_zh": "判定网点责任",
        "step_en": "the fault lies with the site",
    }  # fmt: skip


@kind("quality.grade.given")
class GradeGiven:
    """A site's grade, computed from its last orders or set by hand until a day. Points are of 100."""

    number: str  # the site
    grade: str = "B"
    former: str = ""
    points: str = ""
    counted: int = 0
    period_from: date | None = None
    period_until: date | None = None
    by_hand: bool = False
    until: date | None = None
    because: str = ""

    says = {"zh": "网点 {number} 评为 {grade} 级（{points}）", "en": "Site {number} is graded {grade} ({points})"}
    personal = ("because",)
    seen_by = "site"
    example = {
        "number": "S-0001", "grade": "A", "former": "B", "points": "93.4", "counted": 212,
        "period_from": "2026-08-25", "period_until": "2026-11-22", "by_hand": False, "until": None, "because": "",
    }  # fmt: skip
