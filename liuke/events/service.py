"""What happens on the way from a ringing phone to a reviewed completion: calls, requests, work orders, visits.

Numbers: CALL- call, R- request, WO- work order, V- visit. Events of an order have the order as their subject; events of
a visit have the visit as subject and the order as `about`, so they keep what was promised about the order.
`technician` is the identity actor's id (0: nobody yet), `site` the site's number ("" for none).
"""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind

# --- calls -----------------------------------------------------------------------------------------------------------


@kind("service.call.answered")
class CallAnswered:
    number: str
    phone: str = ""  # masked
    line: str = ""  # which of our numbers was called
    known: bool = True  # the caller was in the file

    says = {"zh": "来电 {number} 已接听 {phone}", "en": "Call {number} answered {phone}"}
    seen_by = "staff"
    example = {"number": "CALL-000001", "phone": "138****5678", "line": "400", "known": True}


@kind("service.call.abandoned")
class CallAbandoned:
    number: str
    phone: str = ""
    line: str = ""
    waited_seconds: int = 0

    says = {"zh": "来电 {number} 未接通 {phone}", "en": "Call {number} was abandoned {phone}"}
    seen_by = "staff"
    example = {"number": "CALL-000002", "phone": "138****5678", "line": "400", "waited_seconds": 45}


@kind("service.call.returned")
class CallReturned:
    """The abandoned call `number` was called back (`how` = called_back), or the customer rang again (called_again)."""

    number: str
    how: str = "called_back"
    reached: bool = True

    says = {"zh": "未接来电 {number} 已回拨", "en": "Abandoned call {number} was returned"}
    seen_by = "staff"
    example = {"number": "CALL-000002", "how": "called_back", "reached": True}


# --- requests --------------------------------------------------------------------------------------------------------


@kind("service.request.received")
class RequestReceived:
    """A wish came in. `taken` is false when nobody is on it yet (online, platform): then somebody owes taking it."""

    number: str
    source: str = "call"
    kind: str = "repair"
    product_line: str = ""
    taken: bool = True
    safety: bool = False
    external_no: str = ""
    call: str = ""
    fault: str = ""

    says = {"zh": "服务请求 {number} 已登记:{fault}", "en": "Request {number} received: {fault}"}
    personal = ("fault",)
    seen_by = "customer"
    example = {
        "number": "R-000001", "source": "call", "kind": "repair", "product_line": "hood", "taken": True,
        "safety": False, "external_no": "", "call": "CALL-000001", "fault": "不吸烟",
    }  # fmt: skip


@kind("service.request.taken")
class RequestTaken:
    """Somebody of the centre took on a wish that had come in by itself."""

    number: str
    order: str = ""

    says = {"zh": "服务请求 {number} 已受理", "en": "Request {number} was taken on"}
    seen_by = "customer"
    example = {"number": "R-000001", "order": "WO-000318"}


@kind("service.request.solved")
class RequestSolved:
    """Solved on the phone: a visit that was not needed, with the reason."""

    number: str
    reason: str = "operation"
    note: str = ""

    says = {"zh": "服务请求 {number} 电话已解决", "en": "Request {number} was solved on the phone"}
    personal = ("note",)
    seen_by = "customer"
    example = {"number": "R-000001", "reason": "operation", "note": "教用户清洗滤网"}


@kind("service.safety.advised")
class SafetyAdvised:
    """The safety script was read to the customer before anything was typed; rule 22 starts here."""

    number: str  # the request
    hazards: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    area: str = "town"

    says = {"zh": "已告知安全措施 {number}", "en": "Safety steps were read out, {number}"}
    seen_by = "site"
    example = {"number": "R-000001", "hazards": ["gas"], "steps": ["shut_off"], "area": "town"}


@kind("service.safety.taken_over")
class SafetyTakenOver:
    """The duty manager took the safety case over."""

    number: str  # the request
    note: str = ""

    says = {"zh": "值班经理已接手安全事件 {number}", "en": "The duty manager took over safety case {number}"}
    personal = ("note",)
    seen_by = "staff"
    example = {"number": "R-000001", "note": ""}


# --- work orders: made, dispatched, accepted -------------------------------------------------------------------------


@kind("service.order.made", about="request")
class OrderMade:
    """A work order waits for dispatch. `area` town | country, `guarantee` in | out | unknown (preliminary)."""

    number: str
    request: str = ""
    kind: str = "repair"
    product_line: str = ""
    source: str = "call"
    area: str = "town"
    guarantee: str = "unknown"
    safety: bool = False
    repeat_of: str = ""
    machines: int = 1
    wished: bool = False
    wished_at: datetime | None = None
    site: str = ""  # when it goes to a site in the same act

    says = {"zh": "工单 {number} 已建立", "en": "Work order {number} was made"}
    seen_by = "customer"
    example = {
        "number": "WO-000318", "request": "R-000001", "kind": "repair", "product_line": "hood", "source": "call",
        "area": "town", "guarantee": "in", "safety": False, "repeat_of": "", "machines": 1, "wished": False,
        "wished_at": None, "site": "S-0001",
    }  # fmt: skip


@kind("service.order.dispatched")
class OrderDispatched:
    """Offered to a site. `mode` own | commissioned | agent; `overruled`: the first suggestion was not taken."""

    number: str
    site: str
    site_name: str = ""
    mode: str = "own"
    grade: str = ""
    again: bool = False  # not the first site
    overruled: bool = False
    reason: str = ""  # why it was overruled, or why it moved

    says = {"zh": "工单 {number} 派至 {site_name}", "en": "Work order {number} dispatched to {site_name}"}
    seen_by = "site"
    example = {
        "number": "WO-000318", "site": "S-0001", "site_name": "城东网点", "mode": "own", "grade": "A", "again": False,
        "overruled": False, "reason": "",
    }  # fmt: skip


@kind("service.order.accepted")
class OrderAccepted:
    """`booked` true: the window was already agreed at the hotline (own site), nothing is left to book."""

    number: str
    site: str
    mode: str = "own"
    booked: bool = False

    says = {"zh": "网点已接单 {number}", "en": "The site accepted {number}"}
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "mode": "own", "booked": False}


@kind("service.order.declined")
class OrderDeclined:
    number: str
    site: str
    reason: str  # out_of_area | no_qualification | full | no_parts
    note: str = ""

    says = {"zh": "网点拒单 {number}", "en": "The site declined {number}"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "reason": "full", "note": ""}


@kind("service.order.recalled")
class OrderRecalled:
    """Taken back from a site for no answer in time, or by the centre; `count_in_week` counts that site's recalls."""

    number: str
    site: str
    because: str = "no_answer"
    count_in_week: int = 1
    flagged: bool = False  # the third within a week

    says = {"zh": "工单 {number} 已从网点收回", "en": "Work order {number} was recalled from the site"}
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "because": "no_answer", "count_in_week": 1, "flagged": False}


# --- windows ---------------------------------------------------------------------------------------------------------


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

    says = {"zh": "工单 {number} 已预约上门时段", "en": "An appointment window was agreed for {number}"}
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

    says = {"zh": "工单 {number} 已改约", "en": "Work order {number} was rescheduled"}
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

    says = {"zh": "工单 {number} 第 {count} 次联系不上用户", "en": "{number}: customer not reached, try {count}"}
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

    says = {"zh": "用户第 {count} 次催单 {number}", "en": "{number}: chase-up number {count}"}
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

    says = {"zh": "已向用户说明工单 {number} 进展", "en": "The customer was told where {number} stands"}
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
    declared_by: str = "centre"  # centre | site
    stops_clock: bool = True
    until: datetime | None = None

    says = {"zh": "工单 {number} 挂起", "en": "Work order {number} is on hold"}
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

    says = {"zh": "工单 {number} 恢复处理", "en": "Work order {number} goes on"}
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


# --- parts, in the simple mode that an order waits for ---------------------------------------------------------------


@kind("service.part.requested", about="order")
class PartRequested:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "工单 {order} 申请配件 {part}", "en": "{order}: part requested {part}"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.approved", about="order")
class PartApproved:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件申请 {number} 已批准 {part}", "en": "Part request {number} approved {part}"}
    seen_by = "site"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.shipped", about="order")
class PartShipped:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件 {part} 已发出({number})", "en": "Part {part} was shipped ({number})"}
    seen_by = "customer"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


@kind("service.part.arrived", about="order")
class PartArrived:
    number: str
    order: str
    part: str = ""
    site: str = ""

    says = {"zh": "配件 {part} 已到网点({number})", "en": "Part {part} arrived at the site ({number})"}
    seen_by = "customer"
    example = {"number": "PR-000001", "order": "WO-000318", "part": "电机 M-12", "site": "S-0001"}


# --- visits ----------------------------------------------------------------------------------------------------------


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

    says = {"zh": "工单 {order} 安排师傅 {technician_name}", "en": "{order}: technician {technician_name} was assigned"}
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

    says = {"zh": "师傅已电话联系用户({order})", "en": "The technician called ahead ({order})"}
    seen_by = "site"
    example = {"number": "V-000001", "order": "WO-000318", "technician": 12, "reached": True}


@kind("service.visit.departed", about="order")
class VisitDeparted:
    number: str
    order: str
    technician: int = 0
    site: str = ""

    says = {"zh": "师傅已出发({order})", "en": "The technician is on the way ({order})"}
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

    says = {"zh": "师傅已到达({order})", "en": "The technician arrived ({order})"}
    seen_by = "customer"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001", "in_window": True,
        "late_minutes": 0,
    }  # fmt: skip


@kind("service.visit.started", about="order")
class VisitStarted:
    number: str
    order: str
    technician: int = 0
    site: str = ""

    says = {"zh": "师傅开始服务({order})", "en": "The technician started work ({order})"}
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

    says = {"zh": "上门结束({order})", "en": "The visit ended ({order})"}
    personal = ("note",)
    seen_by = "customer"
    example = {
        "number": "V-000001", "order": "WO-000318", "technician": 12, "site": "S-0001", "result": "done", "reason": "",
        "results": ["repaired"], "note": "",
    }  # fmt: skip


# --- completion, review, the end -------------------------------------------------------------------------------------


@kind("service.completion.reported")
class CompletionReported:
    """The work is reported complete and waits for the centre's review. `mended`: after it had been sent back."""

    number: str  # the order
    site: str = ""
    technician: int = 0
    kind: str = "repair"
    result: str = "done"  # done | no_service
    mended: bool = False

    says = {"zh": "工单 {number} 提交完工", "en": "Completion of {number} was reported"}
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

    says = {"zh": "工单 {number} 审核驳回", "en": "Completion of {number} was sent back"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "technician": 12, "reasons": ["photos"], "note": ""}


@kind("service.order.closed")
class OrderClosed:
    """Only a satisfied customer closes (H10). `outcome` is the class of H11; repeats close their line of orders too."""

    number: str
    outcome: str = "satisfied"
    site: str = ""
    repeat: str = ""  # the linked repeat, when another order goes on

    says = {"zh": "工单 {number} 已关闭", "en": "Work order {number} is closed"}
    seen_by = "customer"
    example = {"number": "WO-000318", "outcome": "satisfied", "site": "S-0001", "repeat": ""}


@kind("service.order.closed_unconfirmed")
class OrderClosedUnconfirmed:
    number: str
    reason: str = "not_reached"
    site: str = ""

    says = {"zh": "工单 {number} 未确认关闭", "en": "Work order {number} was closed unconfirmed"}
    seen_by = "staff"
    example = {"number": "WO-000318", "reason": "not_reached", "site": "S-0001"}


@kind("service.order.ended_without_service")
class OrderEndedWithoutService:
    """A no-service trip, reviewed by the centre: fee and evidence stand; the technician's own fault pays nothing."""

    number: str
    reason: str = "user_absent"
    site: str = ""
    technician: int = 0
    payable: bool = True

    says = {"zh": "工单 {number} 空跑结单", "en": "Work order {number} ended as a no-service trip"}
    seen_by = "site"
    example = {
        "number": "WO-000318", "reason": "user_absent", "site": "S-0001", "technician": 12, "payable": True,
    }  # fmt: skip


@kind("service.repeat.opened", about="order")
class RepeatOpened:
    """The same fault again within 30 days, or a customer who was not satisfied: a linked order, unpaid for the site."""

    number: str  # the new order
    order: str  # the one it repeats
    reason: str = "not_fixed"
    site: str = ""

    says = {"zh": "由 {order} 开出返修单 {number}", "en": "Repeat {number} was opened for {order}"}
    seen_by = "site"
    example = {"number": "WO-000402", "order": "WO-000318", "reason": "not_fixed", "site": "S-0001"}
