"""How the network grows and stays fit: candidates, agreements, insurance, training. Numbers: CA-, AG-, TR-.

A renewal keeps the promise of the one before: agreements keep their number through their editions, an insurance is named
by site and kind (`S-0001/liability`).
"""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.journal.kinds import kind


@kind("network.candidate.found")
class CandidateFound:
    """Somebody who might become a site was found, where and how is said by the source."""

    number: str
    candidate_name: str = ""
    division: str = ""
    mode: str = "commissioned"
    source: str = ""

    says = {"zh": "发掘候选网点 {number} {candidate_name}", "en": "Candidate {number} {candidate_name} was found"}
    personal = ("source",)
    seen_by = "restricted"
    example = {
        "number": "CA-000012", "candidate_name": "余杭顺达家电维修", "division": "330110", "mode": "commissioned",
        "source": "经销商推荐",
    }  # fmt: skip


@kind("network.candidate.assessed")
class CandidateAssessed:
    """Standards, costs and risks were looked at; `per_order` is what an order there will cost, labour included."""

    number: str
    standards: tuple[str, ...] = ()
    per_order: str = ""
    high_risks: int = 0

    says = {
        "zh": "候选网点 {number} 已评估，预计单均成本 {per_order} 元",
        "en": "Candidate {number} was assessed: {per_order} yuan an order",
    }
    seen_by = "restricted"
    example = {"number": "CA-000012", "standards": ["licence", "certified"], "per_order": "86.40", "high_risks": 1}


@kind("network.candidate.moved")
class CandidateMoved:
    """A candidate went on to a stage, or out of the pipeline with a reason."""

    number: str
    stage: str = "negotiating"
    former: str = ""
    site: str = ""  # the site it became
    because: str = ""
    stage_zh: str = ""
    stage_en: str = ""

    says = {"zh": "候选网点 {number}：{stage_zh}「{because}」", "en": 'Candidate {number}: {stage_en} "{because}"'}
    personal = ("because",)
    seen_by = "restricted"
    example = {
        "number": "CA-000012", "stage": "rejected", "former": "negotiating", "site": "", "because": "要求独家区域",
        "stage_zh": "未采用", "stage_en": "rejected",
    }  # fmt: skip


@kind("network.agreement.signed")
class AgreementSigned:
    """An edition of what is agreed; `in_force` once there is a site it holds for (until then: a candidate)."""

    number: str
    edition: int = 1
    site: str = ""
    candidate: str = ""
    mode: str = "commissioned"
    starts_on: date | None = None
    ends_on: date | None = None
    in_force: bool = False

    says = {
        "zh": "服务协议 {number} 第 {edition} 版，{starts_on} 至 {ends_on}",
        "en": "Agreement {number}, edition {edition}, from {starts_on} to {ends_on}",
    }
    seen_by = "site"
    example = {
        "number": "AG-000007", "edition": 2, "site": "S-0001", "candidate": "", "mode": "commissioned",
        "starts_on": "2027-01-01", "ends_on": "2027-12-31", "in_force": True,
    }  # fmt: skip


@kind("network.insurance.registered", about="site")
class InsuranceRegistered:
    """A site's insurance and its last day. The clear number of the policy is never recorded."""

    number: str  # S-0001/liability
    site: str = ""
    insurance: str = "liability"
    valid_until: date | None = None
    insurance_zh: str = ""
    insurance_en: str = ""

    says = {
        "zh": "网点 {site} {insurance_zh}有效至 {valid_until}",
        "en": "Site {site}: {insurance_en} in force until {valid_until}",
    }
    seen_by = "site"
    example = {
        "number": "S-0001/liability", "site": "S-0001", "insurance": "liability", "valid_until": "2027-06-30",
        "insurance_zh": "公众责任险", "insurance_en": "public liability insurance",
    }  # fmt: skip


@kind("network.training.assigned", about="technician_number")
class TrainingAssigned:
    """A technician is to take a course by a day."""

    number: str
    technician_number: str = ""
    technician: int = 0
    site: str = ""
    course: str = ""
    due_at: datetime | None = None
    course_zh: str = ""
    course_en: str = ""

    says = {"zh": "{technician_number} 须参加培训：{course_zh}", "en": "{technician_number} is to take {course_en}"}
    seen_by = "site"
    example = {
        "number": "TR-000031", "technician_number": "T-000007", "technician": 17, "site": "S-0001", "course": "gas-safety",
        "due_at": "2026-12-20T10:00:00+00:00", "course_zh": "燃气安全操作", "course_en": "working safely with gas",
    }  # fmt: skip


@kind("network.training.passed", about="technician_number")
class TrainingPassed:
    """Somebody of the company confirms that he passed."""

    number: str
    technician_number: str = ""
    technician: int = 0
    site: str = ""
    course: str = ""
    passed_on: date | None = None
    valid_until: date | None = None
    course_zh: str = ""
    course_en: str = ""

    says = {"zh": "{technician_number} 通过培训：{course_zh}", "en": "{technician_number} passed {course_en}"}
    seen_by = "site"
    example = {
        "number": "TR-000031", "technician_number": "T-000007", "technician": 17, "site": "S-0001",
        "course": "gas-safety", "passed_on": "2026-12-10", "valid_until": "2028-12-10", "course_zh": "燃气安全操作",
        "course_en": "working safely with gas",
    }  # fmt: skip


@kind("network.training.dropped", about="technician_number")
class TrainingDropped:
    """He left before he took it."""

    number: str
    technician_number: str = ""
    site: str = ""

    says = {"zh": "{technician_number} 的培训 {number} 已取消", "en": "Training {number} of {technician_number} is off"}
    seen_by = "site"
    example = {"number": "TR-000031", "technician_number": "T-000007", "site": "S-0001"}
