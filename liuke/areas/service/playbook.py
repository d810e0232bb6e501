"""What the kernel asks of this room: what can be owed here, who owes it, and the standing fact `open_order`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from liuke.areas.customers.actions import belongings
from liuke.areas.network.models import Technician
from liuke.areas.service.models import Call, Claim, ServiceRequest, WorkOrder
from liuke.areas.service.rules import states
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner
from liuke.kernel.promises.words import ORDINARY, SAFETY

_OPENED = "service.order.made"
_ENDED = frozenset(
    {
        "service.order.closed",
        "service.order.closed_unconfirmed",
        "service.order.cancelled",
        "service.order.ended_without_service",
    }
)


def open_after(previous: Any, event: Recorded) -> int:
    """How many orders are open after this event."""
    before = int(previous or 0)
    if event.kind == _OPENED:
        return before + 1
    return max(0, before - 1) if event.kind in _ENDED else before


def open_orders(timeline_ids: Sequence[int]) -> Mapping[int, int]:
    """How many open orders these customers have."""
    rows = WorkOrder.objects.filter(customer__in=timeline_ids, state__in=list(states.OPEN))
    counts: dict[int, int] = {}
    for customer in rows.values_list("customer_id", flat=True):
        counts[customer] = counts.get(customer, 0) + 1
    return {pk: counts.get(pk, 0) for pk in timeline_ids}


def on_hold(numbers: Sequence[str]) -> Mapping[str, bool]:
    """Which of these orders rest with a reason that stops the clock (practice §1.5: a site's word needs evidence)."""
    rows = WorkOrder.objects.filter(number__in=numbers, state="on_hold", hold_stops_clock=True)
    return dict.fromkeys(rows.values_list("number", flat=True), True)


def site_of_event(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The people of the order's site, on the site's own calendar."""
    sites = _sites(events)
    return {e.id: _pool(sites[e.id], "site_clerk") for e in events if sites.get(e.id)}


def technician_of_event(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The technician who goes; while nobody is assigned, the site."""
    sites = _sites(events)
    named = {e.id: int(e.value("technician") or 0) for e in events}
    unnamed = [e for e in events if not named[e.id]]
    current = _technicians({_order_of(e) for e in unnamed})
    found = {}
    for e in events:
        person = named[e.id] or current.get(_order_of(e))
        if person:
            found[e.id] = Owner(person, _team(sites.get(e.id, "")), "technician", _calendar(sites.get(e.id, "")))
        elif sites.get(e.id):
            found[e.id] = _pool(sites[e.id], "site_clerk")
    return found


def _sites(events: Sequence[Recorded]) -> dict[int, str]:
    """The site each event names, else the one that has the order (or the technician's own)."""
    named = {e.id: str(e.value("site") or "") for e in events}
    asking = {_order_of(e) for e in events if not named[e.id]}
    rows = WorkOrder.objects.filter(number__in=asking, site__isnull=False).values_list("number", "site__number")
    current = dict(rows) if asking else {}
    found = {e.id: named[e.id] or current.get(_order_of(e), "") for e in events}
    lost = {int(e.value("technician") or 0) for e in events if not found[e.id]} - {0}
    own = dict(Technician.objects.filter(pk__in=lost).values_list("pk", "site__number")) if lost else {}
    return {e.id: found[e.id] or own.get(int(e.value("technician") or 0), "") for e in events}


def _technicians(numbers: set[str]) -> dict[str, int]:
    rows = WorkOrder.objects.filter(number__in=numbers, technician__isnull=False) if numbers else None
    return {n: t for n, t in rows.values_list("number", "technician_id") if t} if rows is not None else {}


def _order_of(event: Recorded) -> str:
    for name in (event.subject, event.about):
        if name.startswith("WO-"):
            return name
    return event.about


def _pool(site: str, role: str) -> Owner:
    return Owner(None, _team(site), role, _calendar(site))


def _team(site: str) -> str:
    return f"site:{site}" if site else ""


def _calendar(site: str) -> str:
    return f"site:{site}" if site else "service"


register.standing_fact(
    "order_on_hold",
    kinds=["service.order.held", "service.order.resumed"],
    fold=lambda before, event: event.kind == "service.order.held" and bool(event.value("stops_clock")),
    read=on_hold,
    of_thing=True,
)
register.standing_fact("open_order", kinds={_OPENED, *_ENDED}, fold=open_after, read=open_orders, order=range(1000))
# network registers these two by what an event names; this room knows the order as well, so it says the last word
register.resolver("site", site_of_event, otherwise="dispatcher")
register.resolver("technician", technician_of_event, otherwise="dispatcher")

_ORDER = "/orders/{about}/"
_DANGERS = ("take-over-safety", "on-the-spot")
_KINDS = (
    # what, page, zh, en, zh and en of the button, seen_by
    ("return-call", "/calls/{about}/return/", "回拨未接来电", "Return an abandoned call", "回拨", "Call"),
    ("take-request", "/requests/{about}/", "受理服务请求", "Take a request on", "受理", "Take on"),
    ("take-over-safety", "/requests/{about}/", "接手安全事件", "Take a safety case over", "接手", "Take over"),
    ("on-the-spot", _ORDER, "安全事件到场", "Be on the spot", "处理", "Handle"),
    ("dispatch-order", "/dispatch/?order={about}", "派工", "Dispatch", "派工", "Dispatch"),
    ("reassign-order", "/dispatch/?order={about}", "改派", "Reassign", "改派", "Reassign"),
    ("accept-order", "/site-desk/?order={about}", "网点接单", "Accept the order", "接单", "Accept"),
    ("book-window", "/site-desk/?order={about}", "与用户预约", "Agree a window", "预约", "Book"),
    ("reach-again", _ORDER, "再次联系用户", "Try the customer again", "联系用户", "Call"),
    ("verify-unreachable", _ORDER, "核实联系不上", "Verify by calling", "核实", "Verify"),
    ("visit", _ORDER, "最迟上门", "Visit at the latest", "查看", "Open"),
    ("arrive", _ORDER, "按约上门", "Arrive in the window", "查看", "Open"),
    ("arrive-after-move", _ORDER, "改约后按时上门", "Arrive in the moved window", "查看", "Open"),
    ("tell-late", _ORDER, "迟到致电用户", "Call: we are late", "致电", "Call"),
    ("tell-moved", _ORDER, "改约告知用户", "Tell of the move", "告知", "Tell"),
    ("explain-second-move", _ORDER, "二次改约说明", "Explain the second move", "说明", "Explain"),
    ("answer-chase-up", _ORDER, "催单回复用户", "Answer a chase-up", "致电", "Call"),
    ("answer-second-chase-up", _ORDER, "二次催单回复", "Answer the second chase-up", "致电", "Call"),
    ("take-over-chase-up", _ORDER, "三次催单接手", "Take the third chase-up over", "接手", "Take over"),
    ("approve-part", _ORDER, "批准配件", "Approve a part", "批准", "Approve"),
    ("ship-part", _ORDER, "发出配件", "Ship a part", "发出", "Ship"),
    ("tell-on-hold", _ORDER, "挂起进展告知", "Say where it stands", "告知", "Tell"),
    ("end-hold", _ORDER, "结束挂起", "End the hold", "处理", "Handle"),
    ("book-second-visit", "/site-desk/?order={about}", "预约二次上门", "Book the second visit", "预约",
     "Book"),
    ("second-visit", _ORDER, "二次上门", "Second visit", "查看", "Open"),
    ("repeat-visit", _ORDER, "返修上门", "Repeat visit", "查看", "Open"),
    ("contact-dissatisfied", _ORDER, "联系不满意用户", "Contact the dissatisfied", "致电", "Call"),
    ("exchange-or-spare", _ORDER, "换机或备机", "Exchange or spare", "处理", "Handle"),
    ("report-completion", _ORDER, "提交完工", "Report completion", "提交", "Report"),
    ("review-completion", _ORDER, "完工审核", "Review the completion", "审核", "Review"),
    ("settle-cancellation", _ORDER, "平台取消待处理", "Settle a platform's cancellation", "处理", "Handle"),
    ("assess-claim", "/claims/{about}/", "退换鉴定", "Assess a claim", "鉴定", "Assess"),
    ("decide-claim", "/claims/{about}/", "退换审批", "Decide a claim", "审批", "Decide"),
    ("fulfil-claim", "/claims/{about}/", "退换执行", "Carry out a claim", "查看", "Open"),
    ("replan-absence", "/dispatch/plans/{about}/", "病假改派", "Replan who is off sick", "处理", "Handle"),
    ("mend-completion", _ORDER, "补正完工资料", "Mend the completion", "补正", "Mend"),
)  # fmt: skip
for _what, _page, _zh, _en, _act_zh, _act_en in _KINDS:
    register.promise_kind(
        _what, zh=_zh, en=_en, act_zh=_act_zh, act_en=_act_en, page=_page, seen_by="site",
        rank=SAFETY if _what in _DANGERS else ORDINARY,
    )  # fmt: skip

belongings.move(Call, ServiceRequest, WorkOrder, Claim)
