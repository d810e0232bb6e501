"""What somebody of the centre has to look into before it is paid: a serial that came twice, height and urgent work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.settlement import access
from liuke.areas.settlement.actions.making import recount
from liuke.areas.settlement.models import Statement
from liuke.areas.settlement.rules.around import SUPPLEMENTS
from liuke.areas.settlement.rules.lines import ITEMS
from liuke.events.settlement import SerialDecided, SupplementGranted
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record


@transaction.atomic
def decide_serial(number: str, *, order: str, counts: bool, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Say whether a serial that was installed before counts on this order too. The statement is counted again."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "count", by=by)
    line = found.lines.filter(order_number=order.strip().upper(), item="held", because="serial_twice").first()
    if line is None:
        raise Refused("没有待核定的序列号。", "No serial waits to be decided here.", code="decided")
    told = SerialDecided(
        serial=line.note, order=line.order_number, site=found.site.number, counts=counts,
        verdict_zh="照付" if counts else "不付", verdict_en="is paid" if counts else "is not paid",
    )  # fmt: skip
    record(told, on=found.site_id, by=by, at=at)
    recount(found, by=by, at=at)


@transaction.atomic
def grant_supplement(number: str, *, order: str, item: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Grant height or urgent work on an order of this statement, at the list's price. The statement is counted again."""
    found = access.statement(number, by=by, lock=True, seen=seen)
    access.require(found, "count", by=by)
    if item not in SUPPLEMENTS:
        raise Invalid.field("item", "请选择高空作业或加急。", "Choose height or urgent work.")
    named = _order_of(found, order)
    if found.lines.filter(order_number=named, item=item).exists():
        raise Refused("这一单已有此项附加费。", "This order has that supplement already.", code="granted")
    told = SupplementGranted(
        order=named, site=found.site.number, item=item, item_zh=ITEMS[item].zh, item_en=ITEMS[item].en
    )
    record(told, on=found.site_id, by=by, at=at)
    recount(found, by=by, at=at)


def _order_of(found: Statement, order: str) -> str:
    named = order.strip().upper()
    if not named or not found.lines.filter(order_number=named).exists():
        raise Invalid.field("order", "结算单中没有这个工单。", "The statement has no such order.")
    return named
