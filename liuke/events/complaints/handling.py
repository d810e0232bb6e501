"""What is found out, offered, given, learnt and written. Numbers: CP- complaints, IM- improvements."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("complaints.parts.sorted", about="about")
class PartsSorted:
    """A person said which sentences are feelings, facts, wishes and opinions. `changed`: against the proposal."""

    number: str
    about: str = ""
    feelings: int = 0
    facts: int = 0
    wishes: int = 0
    opinions: int = 0
    changed: int = 0

    says = {
        "zh": "投诉 {number} 已分清：感受 {feelings}，事实 {facts}，诉求 {wishes}，看法 {opinions}",
        "en": "Complaint {number} sorted: {feelings} feelings, {facts} facts, {wishes} wishes, {opinions} opinions",
    }
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "feelings": 2, "facts": 3, "wishes": 1, "opinions": 0, "changed": 1}


@kind("complaints.fact.judged", about="about")
class FactJudged:
    """A fact is so, partly so, not so, or cannot be found out; with what it rests on."""

    number: str
    about: str = ""
    nth: int = 1
    verdict: str = "true"
    verdict_zh: str = ""
    verdict_en: str = ""
    evidence: tuple[str, ...] = ()

    says = {"zh": "投诉 {number} 事实 {nth} {verdict_zh}", "en": "Complaint {number}, fact {nth} {verdict_en}"}
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "nth": 2, "verdict": "true", "verdict_zh": "属实", "verdict_en": "is so",
        "evidence": ("event:7310000000000000000",),
    }  # fmt: skip


@kind("complaints.step.taken", about="about")
class StepTaken:
    """A step of the talk: soothed, restated, asked, explained, thanked."""

    number: str
    about: str = ""
    step: str = "soothed"
    step_zh: str = ""
    step_en: str = ""

    says = {"zh": "投诉 {number}：{step_zh}", "en": "Complaint {number}: {step_en}"}
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "step": "soothed", "step_zh": "先安抚情绪", "step_en": "Soothe first",
    }  # fmt: skip


@kind("complaints.stance.taken", about="about")
class StanceTaken:
    """Whose it was: ours, shared, a misunderstanding, outside policy. `fault_of_work`: what was learnt is owed."""

    number: str
    about: str = ""
    stance: str = "ours"
    stance_zh: str = ""
    stance_en: str = ""
    fault_of_work: bool = False
    finding: str = ""
    cause_key: str = ""

    says = {
        "zh": "投诉 {number} 认定：{stance_zh}「{finding}」",
        "en": 'Complaint {number} found: {stance_en} "{finding}"',
    }
    personal = ("finding",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "stance": "ours", "stance_zh": "我方责任", "stance_en": "ours",
        "fault_of_work": True, "finding": "门岗无人接待", "cause_key": "process.no_rule",
    }  # fmt: skip


@kind("complaints.remedy.proposed", about="about")
class RemedyProposed:
    """What we offer, or what the customer himself proposes. `needs_approval`: above the authority of who offers it."""

    number: str
    about: str = ""
    remedy: str = "apology"
    remedy_zh: str = ""
    remedy_en: str = ""
    cost_cents: int = 0
    by_customer: bool = False
    needs_approval: bool = False
    words: str = ""

    says = {
        "zh": "投诉 {number} 方案：{remedy_zh}「{words}」",
        "en": 'Complaint {number}, offered: {remedy_en} "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "remedy": "redo", "remedy_zh": "免费重做", "remedy_en": "done again free of charge",
        "cost_cents": 0, "by_customer": False, "needs_approval": False, "words": "今天 15:00 优先恢复数据",
    }  # fmt: skip


@kind("complaints.remedy.decided", about="about")
class RemedyDecided:
    """Somebody with the authority said yes or no; never who proposed it."""

    number: str
    about: str = ""
    approved: bool = True
    verdict_zh: str = ""
    verdict_en: str = ""
    cost_cents: int = 0
    because: str = ""

    says = {
        "zh": "投诉 {number} 方案{verdict_zh}「{because}」",
        "en": 'Complaint {number}: the remedy was {verdict_en} "{because}"',
    }
    personal = ("because",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "approved": True, "verdict_zh": "已批准", "verdict_en": "approved",
        "cost_cents": 120000, "because": "",
    }  # fmt: skip


@kind("complaints.remedy.agreed", about="about")
class RemedyAgreed:
    """The customer agrees to it, until when it is done; the promise is his."""

    number: str
    about: str = ""
    remedy: str = "apology"
    remedy_zh: str = ""
    remedy_en: str = ""
    fulfil_by: datetime | None = None

    says = {
        "zh": "用户同意投诉 {number} 的方案：{remedy_zh}",
        "en": "The customer agrees for complaint {number}: {remedy_en}",
    }
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "remedy": "redo", "remedy_zh": "免费重做",
        "remedy_en": "done again free of charge", "fulfil_by": "2026-11-24T12:00:00+00:00",
    }  # fmt: skip


@kind("complaints.remedy.declined", about="about")
class RemedyDeclined:
    """The customer does not take it; what he would take is asked for."""

    number: str
    about: str = ""
    remedy: str = "apology"
    remedy_zh: str = ""
    remedy_en: str = ""
    words: str = ""

    says = {
        "zh": "用户不接受投诉 {number} 的方案「{words}」",
        "en": 'The customer does not take what complaint {number} was offered "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "remedy": "gift", "remedy_zh": "小礼品", "remedy_en": "small gift",
        "words": "不是钱的事",
    }  # fmt: skip


@kind("complaints.complaint.fulfilled", about="about")
class ComplaintFulfilled:
    """What was agreed is done; the customer is asked for his word."""

    number: str
    about: str = ""
    cost_cents: int = 0

    says = {"zh": "投诉 {number} 的方案已办完", "en": "What was agreed for complaint {number} is done"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "cost_cents": 0}


@kind("complaints.visit.ordered", about="about")
class VisitOrdered:
    """A visit was ordered for a complaint. `won`: a window that an ordinary order would not have got."""

    number: str
    about: str = ""
    order: str = ""
    won: bool = False

    says = {"zh": "为投诉 {number} 派单 {order}", "en": "{order} was ordered for complaint {number}"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "order": "WO-000319", "won": False}


@kind("complaints.improvement.set", about="complaint")
class ImprovementSet:
    """The cause, who answers, and what is improved until when."""

    number: str
    complaint: str
    responsible_id: int = 0
    responsible: str = ""
    cause_key: str = ""
    due_on: datetime | None = None
    cause: str = ""
    action: str = ""

    says = {
        "zh": "投诉 {complaint} 改进 {number}：{action}",
        "en": "Improvement {number} of complaint {complaint}: {action}",
    }
    personal = ("responsible", "cause", "action")
    seen_by = "staff"
    example = {
        "number": "IM-000007", "complaint": "CP-000031", "responsible_id": 42, "responsible": "何站长", "cause_key": "process.no_rule",
        "due_on": "2026-12-01T12:00:00+00:00", "cause": "门岗不知道送修登记流程", "action": "门岗设接待牌并培训",
    }  # fmt: skip


@kind("complaints.improvement.done", about="complaint")
class ImprovementDone:
    """Carried out, with what shows it."""

    number: str
    complaint: str
    proof: str = ""

    says = {"zh": "改进 {number} 已落实「{proof}」", "en": 'Improvement {number} is carried out "{proof}"'}
    personal = ("proof",)
    seen_by = "staff"
    example = {"number": "IM-000007", "complaint": "CP-000031", "proof": "培训签到表、现场照片"}


@kind("complaints.recurrence.looked_for", about="complaint")
class RecurrenceLookedFor:
    """Thirty days after an improvement the system looked for like complaints since."""

    number: str
    complaint: str
    found: int = 0

    says = {
        "zh": "改进 {number} 落实 30 天后复查：同类投诉 {found} 件",
        "en": "30 days after improvement {number}: {found} like complaints",
    }
    seen_by = "staff"
    example = {"number": "IM-000007", "complaint": "CP-000031", "found": 0}


@kind("complaints.improvement.verified", about="complaint")
class ImprovementVerified:
    """Another person than who carried it out says whether it helped."""

    number: str
    complaint: str
    works: bool = True
    verdict_zh: str = ""
    verdict_en: str = ""

    says = {"zh": "改进 {number} 验证：{verdict_zh}", "en": "Improvement {number} verified: {verdict_en}"}
    seen_by = "staff"
    example = {
        "number": "IM-000007", "complaint": "CP-000031", "works": True, "verdict_zh": "有效", "verdict_en": "it helped",
    }  # fmt: skip


@kind("complaints.letter.sent", about="about")
class LetterSent:
    """A letter went out, with proof."""

    number: str
    about: str = ""
    letter: str = "acknowledgement"
    letter_zh: str = ""
    letter_en: str = ""
    via: str = "post"

    says = {"zh": "投诉 {number} 已寄发{letter_zh}", "en": "Complaint {number}: {letter_en} was sent"}
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "letter": "decision", "letter_zh": "处理决定", "letter_en": "decision",
        "via": "post",
    }  # fmt: skip


@kind("complaints.letter.posted", about="about")
class LetterPosted:
    """A letter is on its way by mail: it counts as sent once a mail server took it."""

    number: str
    about: str = ""
    letter: str = "acknowledgement"
    letter_zh: str = ""
    letter_en: str = ""

    says = {
        "zh": "投诉 {number} 的{letter_zh}正在以邮件发出",
        "en": "Complaint {number}: {letter_en} is going out by mail",
    }
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "letter": "decision", "letter_zh": "处理答复书", "letter_en": "decision",
    }  # fmt: skip


@kind("complaints.letter.failed", about="about")
class LetterFailed:
    """A letter by mail was not taken, or came back: it is owed again."""

    number: str
    about: str = ""
    letter: str = "acknowledgement"
    letter_zh: str = ""
    letter_en: str = ""
    why_zh: str = ""
    why_en: str = ""

    says = {
        "zh": "投诉 {number} 的{letter_zh}没有送达：{why_zh}",
        "en": "Complaint {number}: {letter_en} did not arrive: {why_en}",
    }
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "", "letter": "decision", "letter_zh": "处理答复书", "letter_en": "decision",
        "why_zh": "邮件被退回（5.1.1）", "why_en": "it came back (5.1.1)",
    }  # fmt: skip


@kind("complaints.answer.given", about="about")
class AnswerGiven:
    """The authority, the press, the association or counsel has our written answer."""

    number: str
    about: str = ""
    via: str = "post"
    source: str = ""

    says = {"zh": "投诉 {number} 已书面答复来件单位", "en": "Complaint {number} was answered in writing"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "via": "post", "source": "authority_12315"}
