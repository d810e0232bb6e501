"""A month to be settled: who counts, signs and pays; orders played through care and service, or written as events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from liuke.areas.settlement.actions import agreeing, making
from liuke.areas.settlement.models import Statement
from liuke.events.charges import PaymentReceived
from liuke.events.products import InstallationCompleted
from liuke.events.quality import FaultDecided
from liuke.events.service.orders import OrderClosed, OrderMade
from liuke.events.service.visits import CompletionAccepted, VisitArrived, VisitEnded
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.rows import Recorded
from tests.given.care import World

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True)
class Desk:
    """Two clerks (whoever sends a statement hears no appeal against it), a regional manager, finance."""

    clerk: Actor
    second: Actor
    regional: Actor
    finance: Actor


def desk(at: datetime) -> Desk:
    boss = queries.system_actor(Actor.Kind.IMPORT, "given")

    def person(username: str, name: str, role: str) -> Actor:
        return identity.add_person(username=username, name=name, roles=[role], by=boss, at=at)

    making.load_seed(by=boss, at=at)
    return Desk(
        person("jiesuan", "秦结算", "settlement_clerk"),
        person("jiesuan.er", "许结算", "settlement_clerk"),
        person("quyu.jl", "马区域", "regional_manager"),
        person("caiwu", "吕财务", "finance"),
    )


@dataclass
class Journal:
    """Writes what the rooms would say of orders straight into the journal of 李秀英: for what a story needs much of."""

    world: World
    site: str
    by: Actor

    def tell(self, event: Any, at: datetime) -> Recorded:
        return record(event, on=self.world.li, by=self.by, at=at, rules="silent")

    def order(
        self, number: str, at: datetime, *, kind: str = "repair", area: str = "town", outcome: str = "satisfied",
        line: str = "hood", repeat_of: str = "", in_window: bool = True, machines: int = 1, safety: bool = False,
        serials: tuple[str, ...] = (), closed: bool = True,
    ) -> str:  # fmt: skip
        """An order made, visited, reviewed and closed at `at`."""
        self.tell(
            OrderMade(number=number, kind=kind, product_line=line, area=area, repeat_of=repeat_of, machines=machines, safety=safety),
            at - DAY,
        )  # fmt: skip
        visit = number.replace("WO", "V")
        self.tell(VisitArrived(number=visit, order=number, site=self.site, in_window=in_window), at - 5 * MINUTE)
        for n, serial in enumerate(serials):
            self.tell(InstallationCompleted(number=f"M-{number[3:]}{n}", order=number, serial=serial), at - 4 * MINUTE)
        done = ("installed" if serials else "repaired",) * machines
        self.tell(VisitEnded(number=visit, order=number, site=self.site, results=done), at - 3 * MINUTE)
        accepted = CompletionAccepted(
            number=number, site=self.site, kind=kind, product_line=line, repeat=bool(repeat_of), completed_at=at - 3 * MINUTE
        )  # fmt: skip
        self.tell(accepted, at - 2 * MINUTE)
        if closed:
            self.tell(OrderClosed(number=number, outcome=outcome, site=self.site), at)
        return number

    def fault(
        self, order: str, at: datetime, *, party: str = "site", outcome: str = "dissatisfied", case: str = ""
    ) -> None:
        """It was decided whose fault it was."""
        number = case or order.replace("WO", "FD")
        self.tell(FaultDecided(number=number, order=order, site=self.site, party=party, outcome=outcome), at)

    def cash(self, order: str, at: datetime, cents: int, *, via: str = "cash") -> None:
        number = order.replace("WO", "PY")
        self.tell(PaymentReceived(number=number, order=order, site=self.site, amount_cents=cents, via=via), at)


def statement_of(site: str, month: date) -> Statement:
    return Statement.objects.select_related("site").get(site__number=site, month=month)


def lines_of(site: str, month: date) -> list[tuple[str, str, int, str]]:
    """Of a statement what concerns orders: order, item, cents, why."""
    rows = statement_of(site, month).lines.exclude(order_number="").order_by("order_number", "item")
    return list(rows.values_list("order_number", "item", "cents", "because"))


def locked(number: str, desk: Desk, manager: Actor, at: datetime) -> None:
    """Confirmed by the site, signed by the region, locked by finance."""
    agreeing.confirm(number, by=manager, at=at)
    agreeing.sign(number, by=desk.regional, at=at + MINUTE)
    agreeing.lock(number, by=desk.finance, at=at + 2 * MINUTE)


def past(customer: int, site: str, number: str, *, by: Actor, at: datetime) -> None:
    """An order that a site completed in the month before `at`, for a world that needs a statement and no story."""
    when = at.replace(day=1) - 2 * DAY
    told = CompletionAccepted(number=number, site=site, kind="repair", product_line="hood", completed_at=when)
    for event in (told, OrderClosed(number=number, site=site)):
        record(event, on=customer, by=by, at=when, rules="silent")
