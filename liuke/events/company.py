"""What happens in the company itself, on its own timeline: people come and leave, calendars change."""

from __future__ import annotations

from liuke.kernel.journal.kinds import kind


@kind("company.person.left", subject="username")
class PersonLeft:
    username: str
    person: int
    promises: int = 0
    to: str = ""
    name: str = ""

    says = {
        "zh": "{name} 离职，未结承诺 {promises} 件转入{to}",
        "en": "{name} left; {promises} open promises went to {to}",
    }
    personal = ("name",)
    seen_by = "restricted"
    example = {"username": "wangfang", "person": 5, "promises": 3, "to": "岗位待认领", "name": "王芳"}


@kind("company.calendar.changed", subject="key")
class CalendarChanged:
    key: str
    promises: int = 0
    what: str = ""

    says = {
        "zh": "日历 {key} 变更，重新计算承诺 {promises} 件：{what}",
        "en": "Calendar {key} was changed, {promises} promises reckoned anew: {what}",
    }
    seen_by = "restricted"
    example = {"key": "office", "promises": 12, "what": "2027-01-01"}
