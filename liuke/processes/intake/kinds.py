"""The two kinds of file, customers and orders: how a stretch of lines is read, looked up in the tables, and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Rules
from liuke.processes.intake import bought, customers, orders, taking_customers, taking_orders
from liuke.processes.intake.columns import CUSTOMERS, Template
from liuke.processes.intake.customer_rows import Own, Unit, rows_of
from liuke.processes.intake.fields import places_of
from liuke.processes.intake.lines import Line, Options, Refusal, Refusals
from liuke.processes.intake.plan import Plan


@dataclass(frozen=True)
class Findings:
    """What the tables say of a stretch: refusals, how many customers it has, how many of them with a mobile number."""

    refusals: Sequence[Refusal] = ()
    customers: int = 0
    mobile: int = 0


class Kind(Protocol):
    """A file of one kind, while it is gone through. What is read of a stretch is handed on as it is."""

    @property
    def strays(self) -> Mapping[int, Sequence[Line]]:
        """By stretch, lines that stand later in the file and belong to it."""

    @property
    def moved(self) -> Set[int]:
        """The rows of all these lines."""

    def first_look(self, stretch: int, lines: Sequence[Line], refusals: Refusals) -> Sequence[Any]:
        """Read a stretch for the first time, in the order of the file; whatever is wrong is refused."""

    def look_up(self, units: Sequence[Any]) -> Findings:
        """What only the tables can tell."""

    def judge(self, findings: Iterable[Findings]) -> None:
        """Raises Invalid where the file as a whole may not be taken in."""

    def again(self, lines: Iterable[Line], wrong: Set[int]) -> Sequence[Any]:
        """Read lines that were looked at, without what stands in refused ones."""

    def write(self, units: Sequence[Any], *, by: Actor, at: datetime, rules: Rules) -> None:
        """Into the tables, in the caller's transaction."""


@dataclass
class Customers:
    """A file of customers and their machines; `spoilt` are rows that already reading refused."""

    template: Template
    options: Options
    spoilt: frozenset[int]
    by: Actor
    at: datetime
    plan: Plan = field(default_factory=Plan)

    def __post_init__(self) -> None:
        layout = self.options.layout
        self._own = Own(places_of(self.template), local(self.at).date()) if layout else None

    @property
    def strays(self) -> Mapping[int, Sequence[Line]]:
        return self.plan.strays

    @property
    def moved(self) -> Set[int]:
        return self.plan.moved

    def first_look(self, stretch: int, lines: Sequence[Line], refusals: Refusals) -> list[Unit]:
        by_row = {line.number: line for line in lines}
        return customers.grouped(
            row
            for row in rows_of(lines, refusals, self._own)
            if row.row not in self.spoilt
            and self.plan.is_first_of_its_serial(row, refusals)
            and self.plan.stays(row, by_row[row.row], stretch)
        )

    def look_up(self, units: Sequence[Unit]) -> Findings:
        refusals, mobile = Refusals(), 0
        if self.options.bought:
            mobile = bought.refuse(units, self.options.bought, refusals)
        customers.check(units, refusals, by=self.by, at=self.at)
        return Findings(refusals.listed(), len(units), mobile)

    def judge(self, findings: Iterable[Findings]) -> None:
        if self.options.bought:
            told = list(findings)
            bought.judge(self.options.bought, sum(f.mobile for f in told), sum(f.customers for f in told))

    def again(self, lines: Iterable[Line], wrong: Set[int]) -> list[Unit]:
        units = customers.grouped(rows_of(lines, Refusals(), self._own, checked=True))
        kept = customers.without_refused(units, wrong)
        return bought.marked(kept, wrong) if self.options.bought else kept

    def write(self, units: Sequence[Unit], *, by: Actor, at: datetime, rules: Rules) -> None:
        taking_customers.take(units, by=by, at=at)


@dataclass
class Orders:
    """A file of a platform's orders: each row stands by itself."""

    options: Options
    spoilt: frozenset[int]
    at: datetime

    def __post_init__(self) -> None:
        self._reader = orders.Reader(self.options, self.at)

    @property
    def strays(self) -> Mapping[int, Sequence[Line]]:
        return {}

    @property
    def moved(self) -> Set[int]:
        return frozenset()

    def first_look(self, stretch: int, lines: Sequence[Line], refusals: Refusals) -> list[orders.Order]:
        return self._reader.read(lines, refusals, self.spoilt)

    def look_up(self, units: Sequence[orders.Order]) -> Findings:
        return Findings()

    def judge(self, findings: Iterable[Findings]) -> None:
        return

    def again(self, lines: Iterable[Line], wrong: Set[int]) -> list[orders.Order]:
        return self._reader.read(lines, Refusals())

    def write(self, units: Sequence[orders.Order], *, by: Actor, at: datetime, rules: Rules) -> None:
        taking_orders.take(units, by=by, at=at, rules=rules)


def kind_of(template: Template, options: Options, spoilt: frozenset[int], *, by: Actor, at: datetime) -> Kind:
    """The kind of file that this template is for."""
    if template.key == CUSTOMERS.key:
        return Customers(template, options, spoilt, by, at)
    return Orders(options, spoilt, at)
