"""A part is put in, from the technician's phone or entered by his desk; and taken back where it was not used after all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from liuke.areas.network.models import Technician
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import Step, free_again, move, move_all, whole
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Place, Request, Use
from liuke.areas.parts.queries.modes import mode_of
from liuke.areas.parts.rules.asking import guarantee_end, old_state
from liuke.areas.parts.rules.names import SIMPLE, STOCK
from liuke.areas.service import access as service
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import moment_of
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import OrderMachine, WorkOrder
from liuke.events.parts.using import PartTakenBack, PartUsed
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor

USABLE: Final = frozenset({"in_service", "second_visit_due", "in_review", "sent_back"})
USERS: Final = ("technician", *access.DESK, *access.KEEPERS, "dispatcher", "dispatch_lead")
FROM: Final = ("van", "site")


@dataclass(frozen=True)
class Piece:
    """What was put in: the part's code, how many, on which machine of the order, from the van or the site's store.

    `customer_keeps`: he wants the old one, which is his after paid work.
    """

    part: str
    quantity: int = 1
    line: int = 1
    serial: str = ""
    source: str = "van"
    customer_keeps: bool = False


def use_part(
    order: str, piece: Piece, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """Book a part as put in on the order; the old one is owed back in guarantee, the customer's after paid work.

    May come late, and twice with the same `client_uuid`. Raises Invalid with `part`, `quantity`, `line`, `serial`,
    `source`, `customer_keeps`; Refused where none is left, or the order is not at the machine.
    """
    if not by.has_role(*USERS):
        raise Forbidden("由上门的师傅或网点登记用件。", "The technician or his site enters used parts.")
    before = service.order(order, by=by)

    def act(found: WorkOrder) -> Done:
        _use(found, piece, by=by, at=at, when=moment_of(happened_at, at=at))
        return done(found)

    return once("use_part", order, client_uuid, act, by=by, at=at, beside=[before.site_id] if before.site_id else [])


@transaction.atomic
def take_back(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """It was not used after all, while the old part has not gone back: it lies where it was taken from."""
    if not by.has_role(*USERS):
        raise Forbidden("由上门的师傅或网点登记用件。", "The technician or his site enters used parts.")
    use = access.use(number, by=by, lock=True, seen=seen)
    if use.taken_back_at is not None or use.old_state in ("returned", "settled") or use.order.state not in USABLE:
        raise Refused(
            "工单已完工或旧件已寄回，不能撤销。", "The order is over, or the old part went back.", code="part-step"
        )
    if use.place is not None:
        move(
            use.part, Step("not_used", use.quantity, to_place=use.place, order=use.order, reference=use.number),
            by=by, at=at,
        )  # fmt: skip
    use.taken_back_at, use.old_state = at, "none"
    use.version += 1
    use.save()
    if use.request_id is not None:
        Request.objects.filter(pk=use.request_id, state="used").update(state="given", moved_at=at)
    told = PartTakenBack(
        number=use.number, order=use.order.number, site=use.site.number, part=use.part.code, title=use.part.name,
        quantity=use.quantity,
    )  # fmt: skip
    tell(told, order=use.order, by=by, at=at)


def _use(order: WorkOrder, piece: Piece, *, by: Actor, at: datetime, when: datetime) -> None:
    if order.state not in USABLE or order.site is None:
        raise Refused("开始服务后才能登记用件。", "Parts are entered once the work has begun.", code="order-state")
    mode = mode_of(order.site.number, on=local(at).date())
    if mode == SIMPLE:
        raise Refused("本网点的配件按简单登记管理。", "This site keeps parts as a simple note.", code="simple-mode")
    part, machine = access.typed_part(piece.part), _machine(order, piece.line)
    whole(piece.quantity)
    serial = _serial(part, piece)
    in_guarantee = machine.standing != "out"
    if piece.customer_keeps and in_guarantee:
        raise Invalid.field(
            "customer_keeps", "保内更换的旧件归公司，须返还", "In guarantee the old part is the company's"
        )
    request = _request(order, part)
    place = _take(order, part, piece, request, by=by, at=at) if mode == STOCK else None
    if request is not None:
        request.state, request.reserved, request.moved_at = "used", False, at
        request.version += 1
        request.save()
    technician = _technician(order, by)
    use = Use(
        number=numbers.take("PU"), order=order, line=piece.line, site=order.site, part=part, request=request, place=place,
        technician=technician.actor if technician else None, quantity=piece.quantity, price_cents=part.price_cents,
        serial=serial, in_guarantee=in_guarantee, used_at=when,
        guarantee_until=guarantee_end(local(when).date(), part.guarantee_months),
        old_state=old_state(
            returnable=part.returnable, in_guarantee=in_guarantee, customer_keeps=piece.customer_keeps
        ),
    )  # fmt: skip
    _save(use)
    tell(_used(use, order), order=order, by=by, at=at, happened_at=when)


def _take(order: WorkOrder, part: Part, piece: Piece, request: Request | None, *, by: Actor, at: datetime) -> Place:
    """From the van; or from the store through the van, first what was set aside for this order."""
    technician = _technician(order, by)
    if technician is None or order.site is None:
        raise Refused("请先安排师傅。", "Assign a technician first.", code="no-technician")
    if piece.source not in FROM:
        raise Invalid.field("source", "请选择从车上还是网点取件", "From the van or from the site")
    store, van = access.store_of(order.site), access.van_of(technician)
    aside = request.quantity if request is not None and request.reserved else 0
    steps = [Step("used", piece.quantity, van, order=order)]
    if piece.source == "site":
        mine = min(aside, piece.quantity)
        given = ((mine, True), (piece.quantity - mine, False))
        steps = [Step("given", n, store, van, set_aside=own, order=order) for n, own in given if n] + steps
        aside -= mine
    access.locked_stock(part, [store, van])
    if aside and request is not None:
        free_again(part, store, aside, by=by, at=at)
    move_all(part, steps, by=by, at=at)
    return van


def _machine(order: WorkOrder, line: int) -> OrderMachine:
    found = order.machines.filter(line=line).first()
    if found is None:
        raise Invalid.field("line", f"没有第 {line} 台机器", f"There is no machine {line}")
    return found


def _serial(part: Part, piece: Piece) -> str:
    serial = "".join(piece.serial.split()).upper()
    if len(serial) > 40 or not serial.isprintable():
        raise Invalid.field("serial", "序列号最多 40 位", "At most 40 characters")
    if not part.serial_tracked:
        return serial
    if not serial:
        raise Invalid.field("serial", "此件须扫序列号", "This part needs its serial number")
    if piece.quantity != 1:
        raise Invalid.field("quantity", "有序列号的配件逐件登记", "Parts with serial numbers are entered one by one")
    return serial


def _save(use: Use) -> None:
    try:
        with transaction.atomic():
            use.save()
    except IntegrityError as error:
        if "a_serial_is_put_in_once" not in str(error):
            raise
        raise Invalid.field(
            "serial", "此序列号已登记使用过，请核对", "This serial was put in before; look again"
        ) from None


def _request(order: WorkOrder, part: Part) -> Request | None:
    """The request of this order that the part was meant for, what is in the van first."""
    rows = Request.objects.select_for_update().filter(order=order, part=part, state__in=["given", "received"])
    return rows.order_by("state", "pk").first()


def _technician(order: WorkOrder, by: Actor) -> Technician | None:
    """He who reports it, else he who has the order, else he who was there last."""
    visit = order.visits.exclude(state="released").order_by("-pk").first()
    wanted = [by.pk, order.technician_id or 0, visit.technician_id if visit else 0]
    rows = {t.pk: t for t in Technician.objects.select_related("actor", "site").filter(pk__in=wanted)}
    return next((rows[pk] for pk in wanted if pk in rows), None)


def _used(use: Use, order: WorkOrder) -> PartUsed:
    return PartUsed(
        number=use.number, order=order.number, site=use.site.number, technician=use.technician_id or 0,
        part=use.part.code, title=use.part.name, quantity=use.quantity, line=use.line, serial=use.serial,
        price_cents=use.price_cents, in_guarantee=use.in_guarantee, owes_old=use.old_state == "owed",
        customer_keeps_old=use.old_state == "kept", guarantee_until=use.guarantee_until,
    )  # fmt: skip
