"""The way of a complaint from the first word to the customer's last one. Numbers: CP-.

The subject is the complaint, `about` the order or machine it is about; what is owed to the customer is about CP-.
"""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("complaints.complaint.received", about="about")
class ComplaintReceived:
    """Somebody took a complaint in. `untaken`: a handler is owed. `written`: it still has to be acknowledged."""

    number: str
    about: str = ""
    source: str = "hotline"
    told: str = ""
    words: str = ""
    wants: str = ""
    taken_by: int = 0
    untaken: bool = True
    written: bool = False
    formal: bool = False
    answer_by: datetime | None = None

    says = {"zh": "受理投诉 {number}「{words}」", "en": 'Complaint {number} was taken in "{words}"'}
    personal = ("words", "wants")
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "WO-000318", "source": "site", "told": "", "words": "在大厅等了40分钟没人理",
        "wants": "要个说法", "taken_by": 12, "untaken": True, "written": False, "formal": False, "answer_by": None,
    }  # fmt: skip


@kind("complaints.handler.named", about="about")
class HandlerNamed:
    """Somebody has it by name. `accepted`: he took it himself; else he has to say yes. Clocks count from `received_at`."""

    number: str
    about: str = ""
    handler_id: int = 0
    handler: str = ""
    accepted: bool = True
    hard: bool = False
    contacted: bool = False
    proposed: bool = False
    received_at: datetime | None = None

    says = {"zh": "投诉 {number} 由{handler}专人负责", "en": "Complaint {number} has a handler: {handler}"}
    personal = ("handler",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "WO-000318", "handler_id": 42, "handler": "周敏", "accepted": True, "hard": False,
        "contacted": False, "proposed": False, "received_at": "2026-11-23T02:00:00+00:00",
    }  # fmt: skip


@kind("complaints.handler.accepted", about="about")
class HandlerAccepted:
    """The named handler says yes; from now on it is his."""

    number: str
    about: str = ""
    handler_id: int = 0

    says = {"zh": "处理人已接手投诉 {number}", "en": "The handler accepted complaint {number}"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "handler_id": 42}


@kind("complaints.complaint.acknowledged", about="about")
class ComplaintAcknowledged:
    """The customer knows that we have it, under which number, and when he hears from us."""

    number: str
    about: str = ""
    via: str = "call"

    says = {"zh": "已告知用户投诉 {number} 收到", "en": "The customer was told that we have complaint {number}"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "via": "letter"}


@kind("complaints.complaint.assessed", about="about")
class ComplaintAssessed:
    """Kind, sub-kind and severity were said, with reasons; what is really meant stands beside what is asked for."""

    number: str
    about: str = ""
    topic: str = ""
    topic_zh: str = ""
    topic_en: str = ""
    sub: str = ""
    severity: str = "ordinary"
    hard: bool = False
    means: str = ""

    says = {"zh": "投诉 {number} 归类为{topic_zh}「{means}」", "en": 'Complaint {number} is about {topic_en} "{means}"'}
    personal = ("means",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "WO-000318", "topic": "service", "topic_zh": "服务态度", "topic_en": "attitude",
        "sub": "attitude", "severity": "serious", "hard": False,
        "means": "希望被当回事",
    }  # fmt: skip


@kind("complaints.clock.changed", about="about")
class ClockChanged:
    """It proved hard to settle, or not: another time to close it in."""

    number: str
    about: str = ""
    hard: bool = True
    received_at: datetime | None = None

    says = {"zh": "投诉 {number} 的结案期限已按难易调整", "en": "Complaint {number} has another time to be closed in"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "hard": True, "received_at": "2026-11-23T02:00:00+00:00"}


@kind("complaints.complaint.contacted", about="about")
class ComplaintContacted:
    """We have spoken with the customer about it."""

    number: str
    about: str = ""
    first: bool = True

    says = {"zh": "已就投诉 {number} 与用户沟通", "en": "We spoke with the customer about complaint {number}"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "first": True}


@kind("complaints.complaint.not_reached", about="about")
class ComplaintNotReached:
    """A try that nobody answered; one in each part of the day counts."""

    number: str
    about: str = ""
    tries: int = 1

    says = {"zh": "投诉 {number} 未联系上用户（第 {tries} 次）", "en": "Complaint {number}: not reached (try {tries})"}
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "tries": 1}


@kind("complaints.complaint.closed", about="about")
class ComplaintClosed:
    """The customer has said his word. `told` names the dissatisfaction it came from; `others_open` his other complaints."""

    number: str
    about: str = ""
    told: str = ""
    word: str = "satisfied"
    word_zh: str = ""
    word_en: str = ""
    remedy: str = ""
    others_open: int = 0
    at_once: bool = False
    topic: str = ""
    sub: str = ""

    says = {
        "zh": "投诉 {number} 结案：用户{word_zh}「{remedy}」",
        "en": 'Complaint {number} is closed: the customer {word_en} "{remedy}"',
    }
    personal = ("remedy",)
    seen_by = "staff"
    example = {
        "number": "CP-000031", "about": "WO-000318", "told": "DS-000031", "word": "accepts", "word_zh": "接受",
        "word_en": "accepts it", "remedy": "免费重做，当面致歉", "others_open": 0, "at_once": False, "topic": "service",
        "sub": "attitude",
    }  # fmt: skip


@kind("complaints.complaint.reopened", about="about")
class ComplaintReopened:
    """It was not settled after all."""

    number: str
    about: str = ""
    times: int = 1
    words: str = ""

    says = {
        "zh": "投诉 {number} 重开（第 {times} 次）「{words}」",
        "en": 'Complaint {number} was reopened (time {times}) "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "times": 1, "words": "说好的师傅没来"}


@kind("complaints.aftercare.made", about="about")
class AftercareMade:
    """Some days after closing we asked whether all is well. `day` is 7 or 30."""

    number: str
    about: str = ""
    day: int = 7
    well: bool = True
    words: str = ""

    says = {
        "zh": "投诉 {number} 善后回访（第 {day} 天）「{words}」",
        "en": 'Aftercare of complaint {number}, day {day} "{words}"',
    }
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "WO-000318", "day": 7, "well": True, "words": "没再出现"}


@kind("complaints.note.added", about="about")
class NoteAdded:
    """Somebody wrote down what the next one who opens the case has to know."""

    number: str
    about: str = ""
    words: str = ""

    says = {"zh": "投诉 {number} 备注「{words}」", "en": 'A note on complaint {number} "{words}"'}
    personal = ("words",)
    seen_by = "staff"
    example = {"number": "CP-000031", "about": "", "words": "网点说硬盘已取回，等用户确认照片"}
