"""What the house hears when it calls back, and what a customer says who is not content."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("care.callback.completed", about="about")
class CallbackCompleted:
    """After a service, or the third day after an installation: the customer has answered."""

    number: str
    about: str
    purpose: str
    outcome: str
    outcome_zh: str = ""
    outcome_en: str = ""
    flags: tuple[str, ...] = ()
    solved: bool | None = None
    satisfied: bool | None = None
    ladder: str = ""
    charge_differs: bool = False
    tries: int = 1
    script: str = ""
    words: str = ""
    charged_cents: int | None = None  # what he says he paid; None: not asked or no answer
    says = {
        "zh": "回访 {number} 完成：{outcome_zh}「{words}」",
        "en": 'Callback {number} completed: {outcome_en} "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "number": "CB-000812",
        "about": "WO-000318",
        "purpose": "after_service",
        "outcome": "satisfied",
        "outcome_zh": "满意",
        "outcome_en": "satisfied",
        "flags": (),
        "solved": True,
        "satisfied": True,
        "ladder": "brings_friends",
        "tries": 1,
        "script": "2026-11",
        "words": "师傅很仔细",
        "charged_cents": 18000,
    }


@kind("care.look_in.completed", about="about")
class LookInCompleted:
    """The third week: does it work, can they use it, is anything missing?"""

    number: str
    about: str
    satisfied: bool | None = None
    ladder: str = ""
    tries: int = 1
    script: str = ""
    words: str = ""
    says = {"zh": "三周关怀 {number} 完成「{words}」", "en": 'Week-3 look-in {number} completed "{words}"'}
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "CB-000813", "about": "M-000120", "satisfied": True, "words": "滤网会自己拆洗了"}


@kind("care.follow_up.started", about="about")
class FollowUpStarted:
    """Somebody is about to make the sales call of the third month."""

    number: str
    about: str = ""
    says = {"zh": "{by}开始三月跟进 {number}", "en": "{by} starts the month-3 follow-up {number}"}
    seen_by = "staff"
    example = {"number": "CB-000814", "about": "M-000120"}


@kind("care.follow_up.completed", about="about")
class FollowUpCompleted:
    """The third month, only with the customer's consent: what else may be of use?"""

    number: str
    about: str
    satisfied: bool | None = None
    ladder: str = ""
    tries: int = 1
    script: str = ""
    words: str = ""
    says = {"zh": "三月跟进 {number} 完成「{words}」", "en": 'Month-3 follow-up {number} completed "{words}"'}
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "CB-000814", "about": "M-000120", "satisfied": True, "words": "厨房装修后再联系"}


@kind("care.callback.not_reached", about="about")
class CallbackNotReached:
    """A try that nobody answered; `tries` counts those at other hours, the third of which ends the calling."""

    number: str
    about: str
    purpose: str
    tries: int
    counted: bool = True
    next_try_at: datetime | None = None
    try_by: datetime | None = None
    says = {"zh": "回访 {number} 未联系上（第 {tries} 次）", "en": "Callback {number}: not reached (try {tries})"}
    seen_by = "staff"
    example = {
        "number": "CB-000812", "about": "WO-000318", "purpose": "after_service", "tries": 1,
        "counted": True, "next_try_at": "2026-11-23T10:00:00+00:00", "try_by": "2026-11-26T02:30:00+00:00",
    }  # fmt: skip


@kind("care.callback.postponed", about="about")
class CallbackPostponed:
    """The customer was reached and wishes to be called at another time."""

    number: str
    about: str
    purpose: str
    until: datetime
    says = {
        "zh": "回访 {number}：用户希望 {until} 再联系",
        "en": "Callback {number}: the customer asked for {until}",
    }
    seen_by = "staff"
    example = {
        "number": "CB-000812",
        "about": "WO-000318",
        "purpose": "after_service",
        "until": "2026-11-23T11:00:00+00:00",
    }


@kind("care.callback.ended", about="about")
class CallbackEnded:
    """Three tries at other hours found nobody: the callback ends unconfirmed, which is no outcome class."""

    number: str
    about: str
    purpose: str
    tries: int
    says = {
        "zh": "回访 {number} 三次未联系上，结果未确认",
        "en": "Callback {number} ended unconfirmed after {tries} tries",
    }
    seen_by = "staff"
    example = {"number": "CB-000812", "about": "WO-000318", "purpose": "after_service", "tries": 3}


@kind("care.look_in.ended", about="about")
class LookInEnded:
    """Three tries at other hours found nobody."""

    number: str
    about: str
    tries: int
    says = {"zh": "三周关怀 {number} 三次未联系上", "en": "Week-3 look-in {number}: not reached in {tries} tries"}
    seen_by = "staff"
    example = {"number": "CB-000813", "about": "M-000120", "tries": 3}


@kind("care.follow_up.ended", about="about")
class FollowUpEnded:
    """Three tries at other hours found nobody."""

    number: str
    about: str
    tries: int
    says = {"zh": "三月跟进 {number} 三次未联系上", "en": "Month-3 follow-up {number}: not reached in {tries} tries"}
    seen_by = "staff"
    example = {"number": "CB-000814", "about": "M-000120", "tries": 3}


@kind("care.consent.given", subject="about")
class ConsentGiven:
    """The customer agreed to a sales follow-up about this machine; `follow_up_at` is the last moment for it."""

    about: str
    follow_up_at: datetime | None = None
    via: str = "callback"
    says = {"zh": "用户同意三个月后再联系", "en": "The customer agreed to a follow-up after three months"}
    seen_by = "staff"
    example = {"about": "M-000120", "follow_up_at": "2027-02-23T12:00:00+00:00", "via": "callback"}


@kind("care.consent.withdrawn", subject="about")
class ConsentWithdrawn:
    """The customer wants no follow-up of this kind any more, about no machine."""

    about: str
    via: str = "callback"
    says = {"zh": "用户不再接受销售回访", "en": "The customer wants no more follow-ups"}
    seen_by = "staff"
    example = {"about": "M-000120", "via": "callback"}


@kind("care.dissatisfaction.voiced", about="about")
class DissatisfactionVoiced:
    """A customer complains, on whatever way: somebody must take it by name within the hour."""

    number: str
    about: str
    channel: str = "callback"
    words: str = ""
    wants: str = ""
    says = {
        "zh": "用户表示不满 {number}「{words}」",
        "en": 'The customer voiced dissatisfaction {number} "{words}"',
    }
    personal = ("words", "wants")
    seen_by = "staff"
    example = {
        "number": "DS-000031",
        "about": "WO-000318",
        "channel": "callback",
        "words": "师傅多收了80元，没给收据",
        "wants": "退回多收的钱",
    }


@kind("care.dissatisfaction.handled", about="about")
class DissatisfactionHandled:
    """A named person has taken it."""

    number: str
    about: str
    handler_id: int
    handler: str = ""
    says = {"zh": "不满 {number} 由{handler}专人负责", "en": "Dissatisfaction {number} has a handler: {handler}"}
    personal = ("handler",)
    seen_by = "staff"
    example = {"number": "DS-000031", "about": "WO-000318", "handler_id": 42, "handler": "周敏"}


@kind("care.dissatisfaction.settled", about="about")
class DissatisfactionSettled:
    """The customer accepts what was done. `others_open` counts his other open ones."""

    number: str
    about: str
    others_open: int = 0
    remedy: str = ""
    says = {"zh": "不满 {number} 已妥善解决：{remedy}", "en": "Dissatisfaction {number} was settled: {remedy}"}
    personal = ("remedy",)
    seen_by = "staff"
    example = {"number": "DS-000031", "about": "WO-000318", "others_open": 0, "remedy": "退回80元并致歉"}


@kind("care.evaluation.given", about="order")
class EvaluationGiven:
    """One tap on the customer's own page. Only the centre sees it: no technician learns who rated badly (§4.4)."""

    number: str
    order: str
    satisfied: bool
    stars: int | None = None
    site: str = ""
    technician: int = 0
    device: str = ""  # a keyed hash of the mark that the browser keeps
    to_call: bool = False  # its callback has not been made yet
    words: str = ""
    says = {
        "zh": "用户自助评价 {number}（{order}）「{words}」",
        "en": 'The customer evaluated {order} himself, {number} "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {
        "number": "EV-000021",
        "order": "WO-000318",
        "satisfied": True,
        "stars": 5,
        "site": "S-0001",
        "technician": 12,
        "device": "5f1c",
        "words": "师傅很仔细",
    }


@kind("care.callback.spared", about="about")
class CallbackSpared:
    """His own word is enough: satisfied, and no reason to call him all the same."""

    number: str
    about: str
    evaluation: str = ""
    says = {
        "zh": "用户已自助评价满意，回访 {number} 不再致电",
        "en": "The customer has told us that he is satisfied; callback {number} needs no call",
    }
    seen_by = "staff"
    example = {"number": "CB-000812", "about": "WO-000318", "evaluation": "EV-000021"}


@kind("care.link.sent", subject="order")
class LinkSent:
    """The link to his own page went to the customer. `via` sms | copied (by the person who acts) | renewed (he asked)."""

    order: str
    via: str
    contact_id: int = 0
    says = {
        "zh": "已向用户提供工单 {order} 的自助页面链接",
        "en": "The customer was given the link to his page of {order}",
    }
    seen_by = "staff"
    example = {"order": "WO-000318", "via": "sms", "contact_id": 12}


@kind("care.replacement.told", subject="order")
class ReplacementTold:
    """Another technician comes than was told, in the same window: the customer heard it by SMS (practice §1.4)."""

    order: str
    technician_name: str
    contact_id: int = 0
    says = {
        "zh": "已短信告知用户：工单 {order} 改由{technician_name}上门",
        "en": "The customer was told by SMS that {technician_name} comes for {order} instead",
    }
    personal = ("technician_name",)
    seen_by = "site"
    example = {"order": "WO-000318", "technician_name": "王师傅", "contact_id": 12}
