"""Parts as a company keeps them: clerk and lead, a small catalogue, stock in the warehouse, an order that needs a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import liuke
from liuke.areas.network.models import Site, Technician
from liuke.areas.parts.actions import asking, catalogue, counting, handling, sending
from liuke.areas.parts.actions.catalogue import Item
from liuke.areas.parts.models import Part, Place, Stock, Use
from liuke.areas.service.actions import visits
from liuke.areas.service.models import OrderMachine, WorkOrder
from liuke.foundation import numbers
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.models import Actor
from liuke.kernel.playbook.loading import load
from tests.given import products, service
from tests.given.service import Company

MOTOR, NEW_MOTOR, BOARD, FILTER = "M-12", "M-12B", "PCB-07", "F-3"


@dataclass(frozen=True)
class Store:
    """A company that keeps its parts in stock. `van` is 张师傅's own number."""

    company: Company
    clerk: Actor
    lead: Actor
    van: str

    @property
    def site(self) -> str:
        return self.company.sites.east


def store(at: datetime, *, mode: str = "stock", motors: int = 5) -> Store:
    """The company, its parts desk, four parts, and so many motors in the warehouse."""
    c = service.company(at)
    load([Path(liuke.__file__).parent / "handbook"], by=c.cast.administrator, at=at - timedelta(days=1))
    boss = queries.system_actor(Actor.Kind.IMPORT, "given")
    clerk = identity.add_person(username="peijian", name="蔡配件", roles=["parts_clerk"], by=boss, at=at)
    lead = identity.add_person(username="peijian.lead", name="邓主管", roles=["parts_lead"], by=boss, at=at)
    items(clerk, at)
    if mode != "simple":
        catalogue.set_mode("company", mode, by=lead, at=at)
    if mode == "stock" and motors:
        handling.buy_in(MOTOR, quantity=motors, paper="PO-1", by=clerk, at=at)
    return Store(c, clerk, lead, Technician.objects.get(pk=c.cast.east_technician.pk).number)


def items(clerk: Actor, at: datetime) -> None:
    """Two motors of which one stands in for the other, a board with serial numbers, a filter that nobody wants back."""
    for item in (
        Item(NEW_MOTOR, "电机（新款）", 13800, ["hood"], [products.HOOD], returnable=True),
        Item(MOTOR, "电机", 12800, ["hood"], [products.HOOD], returnable=True, substitutes=[NEW_MOTOR],
             guarantee_months=36, guarantee_source="家用电器三包规定：主要部件 3 年"),
        Item(BOARD, "主控板", 26000, ["hood"], returnable=True, serial_tracked=True),
        Item(FILTER, "油网", 3500, ["hood"]),
    ):  # fmt: skip
        catalogue.list_item(item, by=clerk, at=at)


def waiting(s: Store, at: datetime, *, part: str = "电机 M-12") -> tuple[str, str]:
    """张师傅 found that the hood needs a part; answers order and request."""
    number = service.in_service(s.company, at)
    when = service.windows_of(number).start + timedelta(minutes=30)
    visits.second_visit(number, reason="part", part=part, by=s.company.cast.east_technician, at=when)
    return number, request_of(number)


def request_of(order: str) -> str:
    from liuke.areas.service.models import PartRequest

    return PartRequest.objects.filter(order__number=order).latest("pk").number


def at_site(s: Store, number: str, at: datetime) -> None:
    """Approved, shipped and received by 城东's clerk."""
    sending.approve(number, by=s.clerk, at=at)
    sending.ship(number, carrier="顺丰", waybill="SF1", by=s.clerk, at=at)
    sending.receive(number, by=s.company.cast.east_clerk, at=at)


def in_van(s: Store, part: str, quantity: int, at: datetime) -> None:
    """Pieces in 张师傅's van that belong to no order."""
    number = asking.replenish(part=part, quantity=quantity, by=s.company.cast.east_clerk, at=at)
    at_site(s, number, at)
    handling.hand_over(part, quantity=quantity, from_=s.site, to=s.van, by=s.company.cast.east_clerk, at=at)


def lies(place: str, part: str) -> tuple[int, int]:
    """How many lie there, and how many of them are set aside."""
    row = Stock.objects.filter(place__key=place, part__code=part).first()
    return (row.quantity, row.reserved) if row else (0, 0)


def ledger_agrees() -> bool:
    """Is each stock the sum of its moves?"""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """
            with sums as (
                select place, part_id, sum(n) n from (
                    select to_place_id place, part_id, quantity n from parts_move where to_place_id is not null
                    union all
                    select from_place_id, part_id, -quantity from parts_move where from_place_id is not null
                ) ends group by place, part_id
            )
            select count(*) from parts_stock s full join sums on sums.place = s.place_id and sums.part_id = s.part_id
            where coalesce(sums.n, 0) <> coalesce(s.quantity, 0)
            """
        )
        return cursor.fetchone()[0] == 0


def places() -> set[str]:
    return set(Place.objects.values_list("key", flat=True))


def past(order: str, clerk: Actor, at: datetime) -> tuple[str, str, str]:
    """At an order's site a request for it, a part put in whose old one is owed, and a count; their numbers."""
    wanted = asking.ask_for_order(order, part=MOTOR, by=clerk, at=at)
    row = WorkOrder.objects.select_related("site").get(number=order)
    used = Use.objects.create(
        number=numbers.take("PU"), order=row, site=row.site, part=Part.objects.get(code=MOTOR), price_cents=12800,
        in_guarantee=True, used_at=at, old_state="owed",
    )  # fmt: skip
    assert row.site is not None
    return wanted, used.number, counting.open_count(row.site.number, by=clerk, at=at)


def repairs(s: Store, at: datetime, parts: list[list[str]], *, fault: str, model: str = products.HOOD) -> None:
    """Past repairs of a model at 城东, one for each list of the parts that it took."""
    site = Site.objects.get(number=s.site)
    rows = WorkOrder.objects.bulk_create(
        WorkOrder(
            number=numbers.take("WO"), customer_id=s.company.known.zhou, kind="repair", source="call", state="closed",
            site=site, made_at=at, ended_at=at, changed_at=at,
        )
        for _ in parts
    )  # fmt: skip
    OrderMachine.objects.bulk_create(
        OrderMachine(order=row, line=1, product_line="hood", model=model, fault=fault, result="repaired")
        for row in rows
    )
    known = {part.code: part for part in Part.objects.all()}
    Use.objects.bulk_create(
        Use(number=numbers.take("PU"), order=row, site=site, part=known[code], price_cents=100, in_guarantee=True,
            used_at=at, old_state="none")
        for row, codes in zip(rows, parts, strict=True) for code in codes
    )  # fmt: skip
