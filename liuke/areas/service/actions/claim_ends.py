"""A claim is decided by another than who assessed it, carried out by an order, and done (practice §3 #25; H16)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.products.actions.machines import change as change_machine
from liuke.areas.products.actions.machines import register_machine
from liuke.areas.products.models import Machine
from liuke.areas.service import access
from liuke.areas.service.actions.changing import one_of
from liuke.areas.service.actions.claims import turn
from liuke.areas.service.actions.orders import MachineDraft, order_visit
from liuke.areas.service.actions.requests import open_request
from liuke.areas.service.models import Claim, OrderMachine, WorkOrder
from liuke.areas.service.rules.claims import DECIDES, ORDER_KIND, PAYS_BACK, WISHES, is_owed, may_grant, may_refuse
from liuke.events.service.claims import ClaimApproved, ClaimFulfilled, ClaimRefused
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.actions import record

CARRIED = {"exchange": "exchanged", "refund": "returned"}


def approve_claim(
    number: str, *, granted: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> str:  # fmt: skip
    """Grant an exchange or the money back; answers the order that carries it out.

    Refused to whoever assessed it; Invalid `note` where it goes beyond the customer's right without a reason.
    """
    one_of("granted", granted, WISHES)
    with transaction.atomic():
        claim = _to_decide(number, by, seen)
        if wrong := may_grant(granted, note, claim.entitled, claim.finding):
            raise Invalid.field("note", wrong.zh, wrong.en)
        order = _order_for(claim, granted, by=by, at=at)
        claim.granted, claim.carried_by = granted, order
        _decide(claim, "approved", note, by, at)
        told = ClaimApproved(
            number=claim.number, machine=claim.machine.number, order=order.number, granted=granted,
            granted_zh=WISHES[granted].zh, granted_en=WISHES[granted].en,
            goodwill=not is_owed(granted, claim.entitled, claim.finding),
        )  # fmt: skip
        record(told, on=claim.customer_id, by=by, at=at, keeps=keeps)
    return order.number


def refuse_claim(
    number: str, *, reason: str, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> None:
    """Not granted, with the reason the customer hears. What the law gives him cannot be refused."""
    if not reason.strip():
        raise Invalid.field("reason", "请写明理由，将告知用户", "Say why: the customer is told")
    with transaction.atomic():
        claim = _to_decide(number, by, seen)
        if wrong := may_refuse(claim.wish, claim.entitled, claim.finding):
            raise Refused(wrong.zh, wrong.en, code="owed-by-law")
        claim.ended_at = at
        _decide(claim, "refused", reason, by, at)
        told = ClaimRefused(number=claim.number, machine=claim.machine.number, reason=reason.strip())
        record(told, on=claim.customer_id, by=by, at=at, keeps=keeps)


def pay_back(
    number: str, *, amount_cents: int, reference: str, by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """The money went back to the customer: how much (cents), and the payment's own number as proof."""
    if not by.has_role(*PAYS_BACK):
        raise Forbidden("退款由财务办理。", "Money is paid back by finance.")
    if amount_cents <= 0:
        raise Invalid.field("amount", "请填写退款金额", "Say how much was paid back")
    if not reference.strip():
        raise Invalid.field("reference", "请填写退款流水号", "Give the payment's number")
    with transaction.atomic():
        claim = access.claim(number, by=by, lock=True, seen=seen)
        if claim.state != "approved" or claim.granted != "refund":
            raise Refused("此申请不是待退款状态。", "No money is due on this claim.", code="claim-state")
        _fulfil(claim, at)
        told = ClaimFulfilled(
            number=claim.number, machine=claim.machine.number, granted="refund", refund_cents=amount_cents,
            reference=reference.strip()[:64],
        )  # fmt: skip
        record(told, on=claim.customer_id, by=by, at=at, keeps=keeps)


def carry_out(order: WorkOrder, *, by: Actor, at: datetime, when: datetime) -> None:
    """The order that exchanges or takes back a machine ended: the file follows, an exchange is done with it."""
    house = system_actor(Actor.Kind.JOB, "service")  # the technician scans the serial, the house keeps the file
    for row in order.machines.select_related("machine").filter(result__in=CARRIED.values(), machine__isnull=False):
        old = row.machine
        if old is None or old.status in ("returned", "exchanged"):
            continue
        new = _replacement(row, old, house, at, when) if row.result == "exchanged" else ""
        change_machine(
            old.number, changes={"status": row.result}, seen_version=Machine.objects.get(pk=old.pk).version, by=house,
            at=at,
        )  # fmt: skip
        claim = Claim.objects.select_for_update().filter(carried_by=order, machine=old, state="approved").first()
        if claim is not None and claim.granted == "exchange":
            _fulfil(claim, at)
            told = ClaimFulfilled(number=claim.number, machine=old.number, granted="exchange", replacement=new)
            record(told, on=claim.customer_id, by=by, at=at, happened_at=when)


def _replacement(row: OrderMachine, old: Machine, house: Actor, at: datetime, when: datetime) -> str:
    """Its guarantee begins anew on the day of the exchange (三包规定: 换货之日起重新计算)."""
    if not row.serial or row.serial == old.serial:
        raise Invalid.field("serial", "请扫新机条码（与旧机不同）", "Scan the serial of the new machine")
    day = local(when).date()
    return register_machine(
        old.customer_id, model=old.model.code, serial=row.serial, bought_date=day, installed_date=day,
        address_id=old.address_id, proof_of_purchase=True, source="exchange", by=house, at=at,
    )  # fmt: skip


def _to_decide(number: str, by: Actor, seen: int | None) -> Claim:
    if not by.has_role(*DECIDES):
        raise Forbidden("退换由区域服务经理审批。", "Claims are decided by the regional service manager.")
    claim = access.claim(number, by=by, lock=True, seen=seen)
    if claim.state != "assessed":
        raise Refused("此申请不在待审批状态。", "This claim does not wait for a decision.", code="claim-state")
    if claim.assessed_by_id == by.pk:
        raise Forbidden("鉴定人不能审批自己的鉴定。", "Whoever assessed it does not decide it.", code="own-assessment")
    return claim


def _decide(claim: Claim, state: str, note: str, by: Actor, at: datetime) -> None:
    claim.decision_note, claim.decided_by, claim.decided_at = note.strip()[:1000], by, at
    turn(claim, state)


def _fulfil(claim: Claim, at: datetime) -> None:
    claim.ended_at = at
    turn(claim, "done")


def _order_for(claim: Claim, granted: str, *, by: Actor, at: datetime) -> WorkOrder:
    """To dispatch like any other; a repair of the machine that is still open is another matter."""
    line, place = claim.machine.model.line.key, claim.machine.address_id
    asked = open_request(
        claim.customer_id, kind=ORDER_KIND[granted], fault=claim.fault, product_line=line, address_id=place,
        source="callback", by=by, at=at,
    )  # fmt: skip
    made = order_visit(asked.number, machines=[MachineDraft(machine=claim.machine.number)], second=True, by=by, at=at)
    return WorkOrder.objects.get(number=made.number)
