"""What can happen to a promise itself. Kept and voided ones need no event of their own: `ended_by` names what did it."""

from datetime import datetime
from typing import ClassVar

from liuke.kernel.journal.kinds import kind


@kind("promise.given", subject="about")
class Given:
    about: str
    due_at: datetime
    words: str = ""
    says: ClassVar[dict[str, str]] = {"zh": "{by}承诺 {until} 前：{words}", "en": "{by} promised by {until}: {words}"}
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
    says: ClassVar[dict[str, str]] = {
        "zh": "{by}兑现了 {about}{promise}：{note}",
        "en": "{by} kept {promise} for {about}: {note}",
    }
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
        "zh": "{about}{promise}即将到期，已提醒{told}",
        "en": "{about}: {promise} is nearly due; reminded: {told}",
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
    says: ClassVar[dict[str, str]] = {"zh": "{about}{promise}超时未兑现", "en": "{about}: {promise} was missed"}
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
        "zh": "{about}{promise}超时，已升级至{told}",
        "en": "{about}: {promise} is late; it went up to: {told}",
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
        "zh": "{about}{promise}实为按时兑现，超时记录已更正",
        "en": "{about}: {promise} had been kept in time; the late mark is cleared",
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
        "zh": "{by}将 {about}{promise}改至 {until}：{because}",
        "en": "{by} moved {promise} for {about} to {until}: {because}",
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
        "zh": "{by}免除了 {about}{promise}：{because}",
        "en": "{by} waived {promise} for {about}: {because}",
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
        "zh": "{about}{promise}转由{to}负责（{because}）",
        "en": "{about}: {promise} now lies with {to} ({because})",
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
