"""What happens to a work order between centre and site, and how it ends. Numbers: WO-.

Events of an order have the order as their subject. `site` is the site's number ("" for none), `technician` the identity
actor's id (0: nobody yet).
"""

from __future__ import annotations

from datetime import datetime

from liuke.kernel.journal.kinds import kind


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

    says = {"zh": "工单 {number} 派至{site_name}", "en": "Work order {number} dispatched to {site_name}"}
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

    says = {"zh": "网点已接单（{number}）", "en": "The site accepted {number}"}
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "mode": "own", "booked": False}


@kind("service.order.declined")
class OrderDeclined:
    number: str
    site: str
    reason: str  # out_of_area | no_qualification | full | no_parts
    note: str = ""

    says = {"zh": "网点拒单（{number}）", "en": "The site declined {number}"}
    personal = ("note",)
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "reason": "full", "note": ""}


@kind("service.order.recalled")
class OrderRecalled:
    """Taken back from a site for no answer in time, or by the centre; `count_in_week` counts that site's recalls."""

    number: str
    site: str
    reason: str = "no_answer"
    count_in_week: int = 1
    flagged: bool = False  # the third within a week

    says = {"zh": "工单 {number} 已从网点收回", "en": "Work order {number} was recalled from the site"}
    seen_by = "site"
    example = {"number": "WO-000318", "site": "S-0001", "reason": "no_answer", "count_in_week": 1, "flagged": False}


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

    says = {"zh": "工单 {number} 已关闭（未确认）", "en": "Work order {number} was closed unconfirmed"}
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

    says = {"zh": "工单 {number} 按空跑结单", "en": "Work order {number} ended as a no-service trip"}
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

    says = {"zh": "{order} 返修，开出返修单 {number}", "en": "Repeat {number} was opened for {order}"}
    seen_by = "site"
    example = {"number": "WO-000402", "order": "WO-000318", "reason": "not_fixed", "site": "S-0001"}
