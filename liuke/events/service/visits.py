"""What happens at the door, and how it is reported and reviewed. Numbers: V-.

Events of a visit have the visit as subject and the order as `about`, so they keep what was promised about the order.
"""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


@kind("service.visit.planned", about="order")
class VisitPlanned:
    """A technician stands for the window: his name with the order. `moved`: he took it over from somebody."""

    number: str
    order: str
    technician: int
    window_start: datetime
    window_end: datetime
    site: str = ""
    moved: bool = False
    technician_name: str = ""

    says = {
        "zh": "工单 {order} 已安排{technician_name}上门：{window}",
        "en": "A technician comes for {order}, {window}: {technician_name}",
    }
    personal = ("technician_name",)
    seen_by = "customer"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "window_start": "2026-11-23T06:00:00+00:00",
        "window_end": "2026-11-23T08:00:00+00:00", "site": "S-0001", "moved": False, "technician_name": "王师傅",
    }  # fmt: skip


@kind("service.visit.announced", about="order")
class VisitAnnounced:
    """The technician called ahead."""

    number: str
    order: str
    technician: int = 0
    reached: bool = True

    says = {"zh": "师傅已电话联系用户（{order}）", "en": "The technician called ahead ({order})"}
    seen_by = "site"
    example = {"number": "V-000001", "order": "WO-000318", "technician": 12, "reached": True}


@kind("service.visit.departed", about="order")
class VisitDeparted:
    number: str
    order: str
    technician: int = 0
    site: str = ""

    says = {"zh": "师傅已出发（{order}）", "en": "The technician is on the way ({order})"}
    seen_by = "customer"
    example = {"number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001"}


@kind("service.visit.arrived", about="order")
class VisitArrived:
    """`in_window` and `late_minutes` are computed from when it happened, not from when it was reported."""

    number: str
    order: str
    technician: int = 0
    site: str = ""
    in_window: bool = True
    late_minutes: int = 0

    says = {"zh": "师傅已到达（{order}）", "en": "The technician arrived ({order})"}
    seen_by = "customer"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001", "in_window": True,
        "late_minutes": 0,
    }  # fmt: skip


@kind("service.visit.arrived_far", about="order")
class VisitArrivedFar:
    """He checked in far from the order's address. Only the distance is known: where he was is not kept."""

    number: str
    order: str
    technician: int = 0
    site: str = ""
    metres: int = 0
    accuracy_metres: int = 0
    km: str = ""

    says = {
        "zh": "签到位置距工单地址约 {km} 公里（{order}）",
        "en": "Checked in about {km} km from the order's address ({order})",
    }
    seen_by = "site"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001", "metres": 5200,
        "accuracy_metres": 100, "km": "5.2",
    }  # fmt: skip


@kind("service.visit.started", about="order")
class VisitStarted:
    number: str
    order: str
    technician: int = 0
    site: str = ""

    says = {"zh": "师傅开始服务（{order}）", "en": "The technician started work ({order})"}
    seen_by = "customer"
    example = {"number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001"}


@kind("service.visit.ended", about="order")
class VisitEnded:
    """`result` done | second_visit | no_service. `reason` why a second visit, or why nothing was served."""

    number: str
    order: str
    technician: int = 0
    site: str = ""
    result: str = "done"
    reason: str = ""
    results: tuple[str, ...] = ()  # per machine, in their order
    note: str = ""

    says = {"zh": "本次上门结束（{order}）", "en": "The visit ended ({order})"}
    personal = ("note",)
    seen_by = "customer"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001", "result": "done", "reason": "",
        "results": ["repaired"], "note": "",
    }  # fmt: skip


@kind("service.completion.reported")
class CompletionReported:
    """The work is reported complete and waits for the centre's review. `mended`: after it had been sent back."""

    number: str  # the order
    site: str = ""
    technician: int = 0
    kind: str = "repair"
    result: str = "done"  # done | no_service
    mended: bool = False

    says = {"zh": "工单 {number} 已提交完工，待审核", "en": "Completion of {number} was reported for review"}
    seen_by = "site"
    example = {
        "number": "WO-000318", "site": "S-0001", "technician": 12, "kind": "repair", "result": "done", "mended": False,
    }  # fmt: skip


@kind("service.completion.accepted")
class CompletionAccepted:
    """The centre's review passed: now the customer is asked. `completed_at` is when the last visit ended."""

    number: str  # the order
    site: str = ""
    technician: int = 0
    kind: str = "repair"
    product_line: str = ""
    paid: bool = False  # the customer paid for it
    repeat: bool = False  # it was a repeat of an earlier order
    chased: bool = False
    safety: bool = False
    completed_at: datetime | None = None

    says = {"zh": "工单 {number} 完工审核通过", "en": "Completion of {number} passed the review"}
    seen_by = "site"
    example = {
        "number": "WO-000318", "site": "S-0001", "technician": 12, "kind": "repair", "product_line": "hood",
        "paid": False, "repeat": False, "chased": False, "safety": False, "completed_at": None,
    }  # fmt: skip


@kind("service.completion.sent_back")
class CompletionSentBack:
    number: str  # the order
    site: str = ""
    technician: int = 0
    reasons: tuple[str, ...] = ()  # serial | photos | place | charge | parts | result
    note: str = ""

    says = {"zh": "工单 {number} 完工审核被驳回", "en": "Completion of {number} was sent back"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "technician": 12, "reasons": ["photos"], "note": ""}
