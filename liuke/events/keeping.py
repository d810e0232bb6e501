"""What happens when a customer changes hands, and whenever we are in touch with him (H4–H8, H41, H51)."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("keeping.handover.opened")
class HandoverOpened:
    """A keeper left; each of his customers needs another."""

    number: str
    previous: int
    customers: int = 0
    previous_name: str = ""

    says = {
        "zh": "{previous_name} 离职，{customers} 位客户待交接（{number}）",
        "en": "{previous_name} left; {customers} customers are to be handed over ({number})",
    }
    personal = ("previous_name",)
    seen_by = "staff"
    example = {"number": "HO-000004", "previous": 3, "customers": 42, "previous_name": "孙浩"}


@kind("keeping.handover.decided")
class HandoverDecided:
    """The last of his customers has a new keeper."""

    number: str
    customers: int = 0

    says = {"zh": "{number} 的客户已全部分配", "en": "All customers of {number} have a new keeper"}
    seen_by = "staff"
    example = {"number": "HO-000004", "customers": 42}


@kind("keeping.takeover.opened", subject="code")
class TakeoverOpened:
    """A customer has a new keeper, who has not read the brief yet."""

    code: str
    keeper: int
    previous: int = 0
    keeper_name: str = ""

    says = {
        "zh": "{code} 由 {keeper_name} 接手，待阅交接简报",
        "en": "{keeper_name} takes over {code} and has to read the brief",
    }
    personal = ("keeper_name",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "previous": 3, "keeper_name": "赵敏"}


@kind("keeping.takeover.ended", subject="code")
class TakeoverEnded:
    """Before the first contact the customer was left without a keeper."""

    code: str
    keeper: int

    says = {"zh": "{code} 的交接中止，暂无负责人", "en": "The handover of {code} ended; nobody keeps it now"}
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5}


@kind("keeping.brief.acknowledged", subject="code")
class BriefAcknowledged:
    """The new keeper knows what stands in the brief, and says when he will first be in touch."""

    code: str
    keeper: int
    contact_by: datetime

    says = {"zh": "{by}已阅 {code} 的交接简报，并承诺首次联系", "en": "{by} has read the brief on {code}"}
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "contact_by": "2026-12-01T18:00:00+08:00"}


@kind("keeping.first_contact.made", subject="code")
class FirstContactMade:
    """The new keeper has spoken with the customer for the first time."""

    code: str
    keeper: int
    note: str = ""

    says = {"zh": "接手后首次联系 {code}：{note}", "en": "First contact with {code} after taking over: {note}"}
    personal = ("note",)
    seen_by = "staff"
    example = {"code": "C-001042", "keeper": 5, "note": "先为上次投诉道歉，约定下周上门"}


@kind("keeping.override.set", subject="code")
class OverrideSet:
    """A grade by a person's judgement stands against the count until its day."""

    code: str
    grade: str
    until: datetime

    says = {"zh": "{code} 人工定级 {grade}，到期复核", "en": "{code} has grade {grade} by hand, to be reviewed"}
    seen_by = "staff"
    example = {"code": "C-001042", "grade": "A", "until": "2027-05-24T09:00:00+08:00"}


@kind("keeping.override.ended", subject="code")
class OverrideEnded:
    """A grade by hand was looked at again."""

    code: str
    grade: str

    says = {"zh": "{code} 的人工定级 {grade} 已复核", "en": "The grade {grade} by hand of {code} was reviewed"}
    seen_by = "staff"
    example = {"code": "C-001042", "grade": "A"}
