"""What happens when a day is planned. Numbers: PL-. A plan is told on the history of each site it concerns.

An order that is locked to its technician, or loses him, is told on its customer's history.
"""

from __future__ import annotations

from datetime import date

from liuke.kernel.journal.kinds import kind


@kind("service.plan.asked")
class PlanAsked:
    """Somebody wants a day planned. `reason` day | ill; `technician` is who fell ill, `visits` what he had before him."""

    number: str
    site: str = ""
    day: date | None = None
    reason: str = "day"
    technician: int = 0
    visits: int = 0

    says = {"zh": "排程 {number}：规划 {day}", "en": "Plan {number}: {day} is being planned"}
    seen_by = "site"
    example = {
        "number": "PL-000001", "site": "S-0001", "day": "2026-11-24", "reason": "ill", "technician": 17, "visits": 4,
    }  # fmt: skip


@kind("service.plan.accepted")
class PlanAccepted:
    """A proposal was accepted: so many orders changed, so many skipped, so many left without a technician."""

    number: str
    site: str = ""
    day: date | None = None
    reason: str = "day"
    changed: int = 0
    skipped: int = 0
    freed: int = 0

    says = {
        "zh": "排程 {number} 已采纳：{changed} 单调整，{skipped} 单跳过",
        "en": "Plan {number} accepted: {changed} changed, {skipped} skipped",
    }
    seen_by = "site"
    example = {
        "number": "PL-000001", "site": "S-0001", "day": "2026-11-24", "reason": "day", "changed": 7, "skipped": 1,
        "freed": 0,
    }  # fmt: skip


@kind("service.plan.dropped")
class PlanDropped:
    """A proposal was put aside; nothing has changed by it."""

    number: str
    site: str = ""
    day: date | None = None
    reason: str = "day"

    says = {"zh": "排程 {number} 未采纳", "en": "Plan {number} was put aside"}
    seen_by = "site"
    example = {"number": "PL-000001", "site": "S-0001", "day": "2026-11-24", "reason": "day"}


@kind("service.order.locked")
class OrderLocked:
    """No plan takes the order from this technician."""

    number: str
    technician: int = 0
    site: str = ""

    says = {"zh": "工单 {number} 已锁定给当前师傅", "en": "Order {number} is locked to its technician"}
    seen_by = "site"
    example = {"number": "WO-000318", "technician": 17, "site": "S-0001"}


@kind("service.order.unlocked")
class OrderUnlocked:
    """Plans may give the order to another technician again."""

    number: str
    site: str = ""

    says = {"zh": "工单 {number} 已解除锁定", "en": "Order {number} is no longer locked"}
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001"}


@kind("service.visit.released", about="order")
class VisitReleased:
    """The technician cannot come and nobody else could be found yet; the window stands, and the site owes it."""

    number: str
    order: str
    technician: int = 0
    site: str = ""
    reason: str = "ill"

    says = {
        "zh": "原安排的师傅不能上门，正在改派（{order}）",
        "en": "The technician cannot come; another is sought ({order})",
    }
    seen_by = "customer"
    example = {"number": "V-000001", "order": "WO-000318", "technician": 17, "site": "S-0001", "reason": "ill"}
