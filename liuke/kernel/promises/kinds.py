"""What can happen to a promise itself. Kept and voided ones need no event of their own: `ended_by` names what did it."""

from datetime import datetime
from typing import ClassVar

from liuke.kernel.journal.kinds import kind


@kind("promise.given", subject="about")
class Given:
    about: str
    due_at: datetime
    words: str = ""
    says: ClassVar[dict[str, str]] = {"zh": "{by} 承诺:{words}", "en": "{by} promised: {words}"}
    personal: ClassVar[tuple[str, ...]] = ("words",)
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "due_at": "2026-03-02T15:00:00+08:00",
        "words": "回电告知配件到货",
    }


@kind("promise.done", subject="about")
class Done:
    about: str
    what: str
    note: str = ""
    says: ClassVar[dict[str, str]] = {"zh": "{by} 兑现承诺:{note}", "en": "{by} kept the promise: {note}"}
    personal: ClassVar[tuple[str, ...]] = ("note",)
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {"about": "WO-000318", "what": "by-hand", "note": "已告知"}


@kind("promise.reminded", subject="about")
class Reminded:
    about: str
    promise: int
    what: str
    rule: str
    level: int
    told: str
    says: ClassVar[dict[str, str]] = {
        "zh": "提醒 {told}:{about} 即将到期",
        "en": "Reminded {told}: {about} is nearly due",
    }
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "promise": 1,
        "what": "accept-order",
        "rule": "accept-order",
        "level": 1,
        "told": "site_manager",
    }


@kind("promise.missed", subject="about")
class Missed:
    about: str
    promise: int
    what: str
    rule: str
    due_at: datetime
    says: ClassVar[dict[str, str]] = {"zh": "{about} 未按时兑现承诺", "en": "A promise on {about} was missed"}
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "promise": 1,
        "what": "accept-order",
        "rule": "accept-order",
        "due_at": "2026-03-02T15:00:00+08:00",
    }


@kind("promise.escalated", subject="about")
class Escalated:
    about: str
    promise: int
    what: str
    rule: str
    level: int
    told: str
    handed_over: bool = False
    says: ClassVar[dict[str, str]] = {
        "zh": "{about} 的承诺超时,已升级至 {told}",
        "en": "A late promise on {about} went up to {told}",
    }
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "promise": 1,
        "what": "accept-order",
        "rule": "accept-order",
        "level": 2,
        "told": "dispatch_lead",
    }


@kind("promise.cleared", subject="about")
class Cleared:
    about: str
    promise: int
    what: str
    rule: str
    says: ClassVar[dict[str, str]] = {
        "zh": "{about} 的承诺其实按时兑现,超时记录已澄清",
        "en": "The promise on {about} had been kept in time; its alarm is cleared",
    }
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {"about": "WO-000318", "promise": 1, "what": "arrive", "rule": "arrive"}


@kind("promise.moved", subject="about")
class Moved:
    about: str
    promise: int
    what: str
    old_due_at: datetime
    due_at: datetime
    wish_of: str
    because: str = ""
    says: ClassVar[dict[str, str]] = {
        "zh": "{by} 将 {about} 的承诺改期:{because}",
        "en": "{by} moved the promise on {about}: {because}",
    }
    personal: ClassVar[tuple[str, ...]] = ("because",)
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "promise": 1,
        "what": "arrive",
        "old_due_at": "2026-03-02T15:00:00+08:00",
        "due_at": "2026-03-03T15:00:00+08:00",
        "wish_of": "customer",
        "because": "用户出差",
    }


@kind("promise.waived", subject="about")
class Waived:
    about: str
    promise: int
    what: str
    because: str = ""
    says: ClassVar[dict[str, str]] = {
        "zh": "{by} 免除 {about} 的承诺:{because}",
        "en": "{by} waived the promise on {about}: {because}",
    }
    personal: ClassVar[tuple[str, ...]] = ("because",)
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {"about": "WO-000318", "promise": 1, "what": "arrive", "because": "用户取消"}


@kind("promise.passed", subject="about")
class Passed:
    about: str
    promise: int
    what: str
    to: str
    because: str = ""
    says: ClassVar[dict[str, str]] = {
        "zh": "{by} 将 {about} 的承诺交给 {to}:{because}",
        "en": "{by} passed the promise on {about} to {to}: {because}",
    }
    personal: ClassVar[tuple[str, ...]] = ("because",)
    seen_by: ClassVar[str] = "staff"
    example: ClassVar[dict[str, object]] = {
        "about": "WO-000318",
        "promise": 1,
        "what": "arrive",
        "to": "李强",
        "because": "休假",
    }
