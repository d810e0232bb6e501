"""The shapes that several nouns share: windows, orders in a line, what a step answers."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import get_language
from pydantic import Field

from liuke.api.fields import Code, In, Line, Moment, Out
from liuke.areas.service.actions import answers
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries.names import Window
from liuke.areas.service.queries.rows import OrderRow

Version = Annotated[int, Field(ge=1, le=2_000_000_000)]
Keeps = Annotated[str, Field(pattern=r"^[0-9]{1,18}$", description="The promise that this act was done from.")]


class WindowIn(In):
    start: Moment
    end: Moment

    def plain(self) -> Window:
        return Window(self.start, self.end)


class Span(Out):
    start: datetime
    end: datetime


class MachineIn(In):
    """One machine of the order: its number in the installed base, or line and model as they are told."""

    machine: Annotated[Line, Field(max_length=20)] = ""
    product_line: Annotated[Code, Field(max_length=40)] = ""
    model: Annotated[Line, Field(max_length=80)] = ""
    fault: Annotated[str, Field(max_length=1000)] = ""

    def draft(self) -> MachineDraft:
        return MachineDraft(self.machine, self.product_line, self.model, self.fault)


MachinesIn = Annotated[list[MachineIn], Field(max_length=50)]


class Step(Out):
    """An order after an act."""

    number: str
    state: str
    version: int
    visit: str
    site: str
    window: Span | None


class Order(Out):
    """An order in one line."""

    number: str
    state: str
    state_name: str
    kind: str
    source: str
    external_no: str
    customer: str
    customer_code: str
    customer_name: str
    area: str
    address: str
    product_line: str
    machines: int
    site: str
    site_name: str
    technician: str
    wished: Span | None
    window: Span | None
    guarantee: str
    safety: bool
    chases: int
    hold_reason: str
    repeat_of: str
    request: str
    outcome: str
    version: int
    made_at: datetime
    changed_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    owes: str
    late: bool


def language() -> str:
    """The reader's."""
    return get_language() or "zh-hans"


def window(given: WindowIn | None) -> Window | None:
    return given.plain() if given else None


def span(start: datetime | None, end: datetime | None) -> Span | None:
    return Span(start=start, end=end) if start and end else None


def step(done: answers.Done) -> Step:
    return Step(
        number=done.number,
        state=done.state,
        version=done.version,
        visit=done.visit,
        site=done.site,
        window=span(done.window_start, done.window_end),
    )


def order(row: OrderRow, at: datetime) -> Order:
    return Order(**order_values(row, at))


def order_values(row: OrderRow, at: datetime) -> dict[str, Any]:
    """The values of `Order`."""
    same = {
        name: getattr(row, name)
        for name in Order.model_fields
        if name not in ("customer", "customer_name", "state_name", "wished", "window", "late")
    }
    return same | {
        "customer": str(row.customer_id),
        "customer_name": row.customer.told(language()),
        "state_name": row.state_words.told(language()),
        "wished": span(row.wished_start, row.wished_end),
        "window": span(row.window_start, row.window_end),
        "late": row.is_late(at),
    }
