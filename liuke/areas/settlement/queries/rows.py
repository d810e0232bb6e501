"""Frozen rows of statements, lines and appeals, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.settlement.models import LineAppeal, Statement, StatementLine
from liuke.areas.settlement.rules.lines import APPEALABLE, ITEM_ORDER, ITEMS, KEPT, Line
from liuke.areas.settlement.rules.states import STATES
from liuke.areas.settlement.rules.why import why
from liuke.foundation.words import Words


@dataclass(frozen=True)
class SumRow:
    """The lines of one item taken together."""

    item: str
    words: Words
    count: int
    cents: int


@dataclass(frozen=True)
class StatementRow:
    """A statement with its sums. `sums` is by item, in the order in which items stand."""

    id: int
    number: str
    site: str
    site_id: int
    site_name: str
    month: date
    state: str
    state_words: Words
    version: int
    total_cents: int
    lines: int
    flagged: int
    sums: tuple[SumRow, ...]
    cut_at: datetime
    made_by_id: int
    sent_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str
    signed_at: datetime | None
    signed_by: str
    locked_at: datetime | None
    pay_by: date | None
    invoice_no: str
    paid_on: date | None
    interest_cents: int

    def cents(self, *items: str) -> int:
        return sum(one.cents for one in self.sums if one.item in items)

    @property
    def work_cents(self) -> int:
        """What the work brings, before bonus and deduction."""
        return self.cents("labour", "installation", "distance", "no_service", "height", "urgent", "freight")

    @property
    def deducted_cents(self) -> int:
        return self.cents("deduction", "cap")

    @property
    def adjusted_cents(self) -> int:
        return self.cents("adjustment")

    @property
    def kept_cents(self) -> int:
        return self.cents(*KEPT)

    @property
    def collected_cents(self) -> int:
        return self.cents("collected")


@dataclass(frozen=True)
class LineRow:
    """One line with the sentence that says why."""

    place: int
    order: str
    item: str
    words: Words
    counts_as: str
    counts_as_words: Words
    cents: int
    because: str
    why: Words
    price: str
    price_from: date | None
    events: tuple[int, ...]
    reference: str
    flagged: bool
    note: str

    @property
    def appealable(self) -> bool:
        return bool(self.order) and self.counts_as in APPEALABLE


@dataclass(frozen=True)
class AppealRow:
    """A site's appeal against a line. `against` is who sent the statement, who does not hear it."""

    number: str
    statement: str
    order: str
    item: str
    words: Words
    cents: int
    reason: str
    files: tuple[str, ...]
    lodged_at: datetime
    lodged_by: str
    against: int
    granted: bool | None
    granted_cents: int | None
    answer: str
    decided_at: datetime | None


def statement_row(one: Statement) -> StatementRow:
    """Reads site and those who signed: select them for lists."""
    return StatementRow(
        id=one.pk, number=one.number, site=one.site.number, site_id=one.site_id, site_name=one.site.name, month=one.month,
        state=one.state, state_words=STATES[one.state], version=one.version, total_cents=one.total_cents,
        lines=one.lines_count, flagged=one.flagged_count, sums=_sums(one.sums), cut_at=one.cut_at,
        made_by_id=one.made_by_id, sent_at=one.sent_at, confirmed_at=one.confirmed_at,
        confirmed_by=one.confirmed_by.name if one.confirmed_by else "", signed_at=one.signed_at,
        signed_by=one.signed_by.name if one.signed_by else "", locked_at=one.locked_at, pay_by=one.pay_by_date,
        invoice_no=one.invoice_no, paid_on=one.paid_on_date, interest_cents=one.interest_cents,
    )  # fmt: skip


def line_row(one: StatementLine) -> LineRow:
    line = Line(
        one.order_number, one.item, one.cents, one.because, one.quantity, one.unit_cents, one.percent, one.outcome,
        one.price, one.price_from, tuple(one.events), one.reference, one.of_item, one.note, one.flagged,
    )  # fmt: skip
    return LineRow(
        place=one.place, order=line.order, item=line.item, words=ITEMS[line.item], counts_as=line.counts_as,
        counts_as_words=ITEMS[line.counts_as], cents=line.cents, because=line.because, why=why(line), price=line.price,
        price_from=line.price_from, events=line.events, reference=line.reference, flagged=line.flagged, note=line.note,
    )  # fmt: skip


def appeal_row(one: LineAppeal) -> AppealRow:
    return AppealRow(
        one.number, one.statement.number, one.order_number, one.item, ITEMS[one.item], one.cents, one.reason,
        tuple(one.files), one.lodged_at, one.lodged_by.name, one.against_id, one.granted, one.granted_cents, one.answer,
        one.decided_at,
    )  # fmt: skip


def _sums(sums: Mapping[str, list[int]]) -> tuple[SumRow, ...]:
    ordered = sorted(sums.items(), key=lambda pair: ITEM_ORDER[pair[0]])
    return tuple(SumRow(item, ITEMS[item], count, cents) for item, (count, cents) in ordered)
