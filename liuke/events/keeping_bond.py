"""What shows how firm a bond is, how often we are in touch, and how each grade is received (H4–H6)."""

from __future__ import annotations

from datetime import date, datetime

from liuke.kernel.journal.kinds import kind


@kind("keeping.sign.noted", subject="code")
class SignNoted:
    """Somebody has seen a sign that the bond is firm, or agreed to one that the journal proves."""

    code: str
    sign: str
    sign_zh: str = ""
    sign_en: str = ""
    words: str = ""

    says = {
        "zh": "{by}记下关系迹象：{sign_zh}「{words}」",
        "en": "{by} noted a sign of the bond: {sign_en} “{words}”",
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "code": "C-001042", "sign": "points_out", "sign_zh": "指出我们的不足", "sign_en": "Points out our faults",
        "words": "说上次送货晚了半天，让我们改",
    }  # fmt: skip


@kind("keeping.sign.proposed", subject="code")
class SignProposed:
    """What happened proves a sign; whoever knows the customer says whether it is one."""

    code: str
    sign: str
    sign_zh: str = ""
    sign_en: str = ""

    says = {
        "zh": "{code} 出现关系迹象待确认：{sign_zh}",
        "en": "{code} shows a sign of the bond, to be confirmed: {sign_en}",
    }
    seen_by = "staff"
    example = {
        "code": "C-001042",
        "sign": "answers",
        "sign_zh": "我们的电话接得快",
        "sign_en": "Answers our calls promptly",
    }


@kind("keeping.sign.renewed", subject="code")
class SignRenewed:
    """What happened proves a sign once more that somebody has noted before."""

    code: str
    sign: str
    sign_zh: str = ""
    sign_en: str = ""

    says = {"zh": "{code} 的关系迹象再次得到证实：{sign_zh}", "en": "{code} shows a sign of the bond again: {sign_en}"}
    seen_by = "staff"
    example = {
        "code": "C-001042",
        "sign": "answers",
        "sign_zh": "我们的电话接得快",
        "sign_en": "Answers our calls promptly",
    }


@kind("keeping.sign.dropped", subject="code")
class SignDropped:
    """It is no sign, or not any more."""

    code: str
    sign: str
    sign_zh: str = ""
    sign_en: str = ""

    says = {"zh": "{by}划去关系迹象：{sign_zh}", "en": "{by} struck a sign of the bond out: {sign_en}"}
    seen_by = "staff"
    example = {"code": "C-001042", "sign": "best", "sign_zh": "认为我们做得最好", "sign_en": "Thinks we are the best"}


@kind("keeping.contact.planned", subject="code")
class ContactPlanned:
    """He is kept, and his grade says how often we are in touch: the next time by `next_by`."""

    code: str
    next_by: datetime

    says = {
        "zh": "按等级约定与 {code} 的联系频率",
        "en": "How often we are in touch with {code} follows from the grade",
    }
    seen_by = "staff"
    example = {"code": "C-001042", "next_by": "2027-01-22T09:00:00+08:00"}


@kind("keeping.contact.noted", subject="code")
class ContactNoted:
    """We were in touch: `how` names what it was (call, callback, complaint, visit …); the next time by `next_by`."""

    code: str
    how: str
    how_zh: str = ""
    how_en: str = ""
    next_by: datetime | None = None
    words: str = ""

    says = {"zh": "与 {code} 联系：{how_zh}「{words}」", "en": "In touch with {code}: {how_en} “{words}”"}
    personal = ("words",)
    seen_by = "staff"
    example = {
        "code": "C-001042", "how": "visit", "how_zh": "拜访", "how_en": "a visit",
        "next_by": "2027-01-22T09:00:00+08:00", "words": "新食堂三月开张，要两台",
    }  # fmt: skip


@kind("keeping.contact.dropped", subject="code")
class ContactDropped:
    """Nobody keeps him any more, or his grade asks for no regular contact."""

    code: str

    says = {"zh": "{code} 不再按期联系", "en": "{code} is no longer to be contacted regularly"}
    seen_by = "staff"
    example = {"code": "C-001042"}


@kind("keeping.treatment.set", subject="key")
class TreatmentSet:
    """How a grade is received, from a day on."""

    key: str
    from_date: date
    queue: str = "standard"
    contact_days: int = 0
    key_zh: str = ""
    key_en: str = ""

    says = {
        "zh": "{key_zh}待遇自 {from_date} 起调整",
        "en": "How customers are received changes on {from_date}: {key_en}",
    }
    seen_by = "staff"
    example = {
        "key": "A", "from_date": "2027-01-01", "queue": "senior", "contact_days": 60, "key_zh": "A 级", "key_en": "grade A",
    }  # fmt: skip


@kind("keeping.terms.set", subject="sheet")
class TermsSet:
    """What the house grades, judges, greets and gives out by, from a day on: one sheet of its values."""

    sheet: str
    from_date: date
    sheet_zh: str = ""
    sheet_en: str = ""

    says = {"zh": "「{sheet_zh}」自 {from_date} 起调整", "en": "“{sheet_en}” changes on {from_date}"}
    seen_by = "staff"
    example = {"sheet": "core", "from_date": "2027-01-01", "sheet_zh": "核心客户标准", "sheet_en": "Core customers"}
