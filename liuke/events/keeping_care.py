"""Greetings (H51): birthdays, festivals, anniversaries. Numbers: CG-. `code` is the customer's, `occasion` a key of the
table `care`; whatever tells a birthday is personal. A text message goes by itself, a call is owed by the keeper."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("keeping.greeting.planned", about="code")
class GreetingPlanned:
    """The keeper is to call; nothing speaks against it."""

    number: str
    code: str
    way: str = "call"
    occasion_zh: str = ""
    occasion_en: str = ""
    call_from: datetime | None = None
    call_until: datetime | None = None

    says = {"zh": "计划致电问候（{occasion_zh}）", "en": "A call to greet is planned ({occasion_en})"}
    personal = ("occasion_zh", "occasion_en", "call_from", "call_until")
    seen_by = "staff"
    example = {
        "number": "CG-000012", "code": "C-001042", "way": "call", "occasion_zh": "生日", "occasion_en": "Birthday",
        "call_from": "2026-12-01T09:00:00+08:00", "call_until": "2026-12-01T18:00:00+08:00",
    }  # fmt: skip


@kind("keeping.greeting.doubted", about="code")
class GreetingDoubted:
    """It had better not go by itself: somebody says yes or no. `why` complaint | broken_promise | brief | text."""

    number: str
    code: str
    why: str
    why_zh: str = ""
    why_en: str = ""
    occasion_zh: str = ""
    occasion_en: str = ""
    decide_by: datetime | None = None

    says = {
        "zh": "问候（{occasion_zh}）暂缓：{why_zh}，待负责人确认",
        "en": "A greeting ({occasion_en}) waits for a yes: {why_en}",
    }
    personal = ("occasion_zh", "occasion_en", "decide_by")
    seen_by = "staff"
    example = {
        "number": "CG-000012", "code": "C-001042", "why": "complaint", "why_zh": "有未结投诉",
        "why_en": "an open complaint", "occasion_zh": "中秋节", "occasion_en": "Mid-Autumn Festival",
        "decide_by": "2026-09-24T18:00:00+08:00",
    }  # fmt: skip


@kind("keeping.greeting.approved", about="code")
class GreetingApproved:
    """Somebody looked at it and lets it go out. `call_until` where the keeper is to call."""

    number: str
    code: str
    way: str = "sms"
    call_from: datetime | None = None
    call_until: datetime | None = None

    says = {"zh": "{by}确认照常问候（{number}）", "en": "{by} lets greeting {number} go out"}
    personal = ("call_from", "call_until")
    seen_by = "staff"
    example = {
        "number": "CG-000012", "code": "C-001042", "way": "call", "call_from": "2026-12-01T09:00:00+08:00",
        "call_until": "2026-12-01T18:00:00+08:00",
    }  # fmt: skip


@kind("keeping.greeting.left_out", about="code")
class GreetingLeftOut:
    """He is not greeted this time: somebody said so, or he no longer agrees to it (`ground` decided | no_consent)."""

    number: str
    code: str
    ground: str = "decided"

    says = {"zh": "本次不问候（{number}）", "en": "Greeting {number} is left out"}
    seen_by = "staff"
    example = {"number": "CG-000012", "code": "C-001042", "ground": "decided"}


@kind("keeping.greeting.sent", about="code")
class GreetingSent:
    """The text message was handed over for sending, within decent hours."""

    number: str
    code: str
    occasion_zh: str = ""
    occasion_en: str = ""

    says = {"zh": "已发问候短信（{occasion_zh}）", "en": "A greeting was sent ({occasion_en})"}
    personal = ("occasion_zh", "occasion_en")
    seen_by = "staff"
    example = {"number": "CG-000012", "code": "C-001042", "occasion_zh": "中秋节", "occasion_en": "Mid-Autumn Festival"}


@kind("keeping.greeting.called", about="code")
class GreetingCalled:
    """The keeper greeted him on the phone."""

    number: str
    code: str
    note: str = ""

    says = {"zh": "{by}已致电问候：{note}", "en": "{by} called to greet: {note}"}
    personal = ("note",)
    seen_by = "staff"
    example = {"number": "CG-000012", "code": "C-001042", "note": "客户很高兴，说空调好用"}


@kind("keeping.greeting.lapsed", about="code")
class GreetingLapsed:
    """The day is over, and nobody had said yes."""

    number: str
    code: str

    says = {"zh": "问候 {number} 未获确认，日期已过", "en": "Nobody said yes to greeting {number} in time"}
    seen_by = "staff"
    example = {"number": "CG-000012", "code": "C-001042"}
