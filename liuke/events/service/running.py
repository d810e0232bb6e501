"""What happens while an order runs: its window, tries, chase-ups, holds, parts. Subjects as in `orders`."""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("service.order.booked")
class OrderBooked:
    """A window is agreed with the customer. `agreed_by` hotline | site | technician | customer."""

    number: str
    window_start: datetime
    window_end: datetime
    site: str = ""
    technician: int = 0
    agreed_by: str = "hotline"
    second_visit: bool = False

    says = {"zh": "工单 {number} 已预约上门：{window}", "en": "A visit was agreed for {number}: {window}"}
    seen_by = "customer"
    example = {
        "number": "WO-000318", "window_start": "2026-11-23T06:00:00+00:00", "window_end": "2026-11-23T08:00:00+00:00",
        "site": "S-0001", "technician": 0, "agreed_by": "hotline", "second_visit": False,
    }  # fmt: skip


@kind("service.order.rescheduled")
class OrderRescheduled:
    """Moved to another window. `moved_by` user | site | company; `times_ours` counts moves by our side.

    `informed`: the customer already knows (he asked, or was told on the phone). An own-side move without it owes
    telling him an hour before `old_start`. A user's wish moves the promise to arrive; a move by us leaves the old one.
    """

    number: str
    old_start: datetime
    old_end: datetime
    window_start: datetime
    window_end: datetime
    moved_by: str = "user"
    reason: str = ""
    times: int = 1
    times_ours: int = 0
    site: str = ""
    technician: int = 0
    informed: bool = True

    says = {"zh": "工单 {number} 已改约：{window}", "en": "{number} was rescheduled: {window}"}
    seen_by = "customer"
    example = {
        "number": "WO-000318", "old_start": "2026-11-23T06:00:00+00:00", "old_end": "2026-11-23T08:00:00+00:00",
        "window_start": "2026-11-24T06:00:00+00:00", "window_end": "2026-11-24T08:00:00+00:00", "moved_by": "user",
        "reason": "user_absent", "times": 1, "times_ours": 0, "site": "S-0001", "technician": 0, "informed": True,
    }  # fmt: skip


@kind("service.order.unreached")
class OrderUnreached:
    """The customer could not be reached to book. `count` in all; `last`: the third, now the centre verifies."""

    number: str
    count: int
    last: bool = False
    site: str = ""
    technician: int = 0

    says = {
        "zh": "工单 {number}：第 {count} 次未联系上用户",
        "en": "{number}: the customer could not be reached, try {count}",
    }
    seen_by = "site"
    example = {"number": "WO-000318", "count": 1, "last": False, "site": "S-0001", "technician": 0}


@kind("service.order.chased")
class OrderChased:
    """A chase-up: attached to the open order, never a second one. `count` in all; `escalated` from the third on."""

    number: str
    count: int
    escalated: bool = False
    site: str = ""
    note: str = ""

    says = {"zh": "用户第 {count} 次催单（{number}）", "en": "The customer chased {number}, time {count}"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "count": 1, "escalated": False, "site": "S-0001", "note": ""}


@kind("service.order.explained")
class OrderExplained:
    """The customer was told where it stands. `topic` chase_up | reschedule | late | hold | part | other."""

    number: str
    topic: str = "other"
    site: str = ""
    note: str = ""

    says = {"zh": "已向用户说明工单 {number} 的进展", "en": "The customer was told where {number} stands"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "topic": "chase_up", "site": "S-0001", "note": ""}


@kind("service.order.held")
class OrderHeld:
    """On hold. `reason` waiting_part | waiting_user | waiting_solution | waiting_assessment | site_not_ready |
    weather | unreachable. `stops_clock` false: a site's pause without evidence beats no clock."""

    number: str
    reason: str
    site: str = ""
    declared_by: str = "centre"  # centre | site | customer
    stops_clock: bool = True
    until: datetime | None = None

    says = {"zh": "工单 {number} 已挂起", "en": "Work order {number} is on hold"}
    seen_by = "customer"
    example = {
        "number": "WO-000318", "reason": "waiting_part", "site": "S-0001", "declared_by": "site", "stops_clock": True,
        "until": None,
    }  # fmt: skip


@kind("service.order.resumed")
class OrderResumed:
    """`state` it goes on in: to_dispatch, to_book or booked."""

    number: str
    reason: str = ""  # why it had been held
    state: str = "to_book"
    site: str = ""

    says = {"zh": "工单 {number} 已恢复处理", "en": "Work order {number} goes on"}
    seen_by = "customer"
    example = {"number": "WO-000318", "reason": "waiting_part", "state": "to_book", "site": "S-0001"}


@kind("service.order.cancelled", about="request")
class OrderCancelled:
    number: str
    request: str = ""
    reason: str = "user_withdrew"
    site: str = ""
    note: str = ""

    says = {"zh": "工单 {number} 已取消", "en": "Work order {number} was cancelled"}
    personal = ("note",)
    seen_by = "customer"
    example = {"number": "WO-000318", "request": "R-000001", "reason": "user_withdrew", "site": "S-0001", "note": ""}


@kind("service.part.requested", about="order")
class PartRequested:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "工单 {order} 申请配件：{part}", "en": "{order}: a part was requested: {part}"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.approved", about="order")
class PartApproved:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件申请 {number} 已批准：{part}", "en": "Part request {number} was approved: {part}"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.shipped", about="order")
class PartShipped:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件 {part} 已发出（{number}）", "en": "Part {part} was shipped ({number})"}
    seen_by = "customer"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.arrived", about="order")
class PartArrived:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件 {part} 已到网点（{number}）", "en": "Part {part} arrived at the site ({number})"}
    seen_by = "customer"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}
