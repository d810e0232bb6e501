"""Reading days: their sums, the comparison with the statement, and which are still to be reconciled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.charges import access
from liuke.areas.charges.models import Day, Payment
from liuke.areas.charges.rules.names import DAY_STATES
from liuke.areas.charges.rules.reconciling import RESULTS, Booked, Pair, Stated, compare
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

MOST = 62
NOT_COMPARED = Words("待核对", "not compared yet")
_SHOWN = {"matched": "kept", "owed": "soon"}


@dataclass(frozen=True)
class Figures:
    """A day's sums in cents, refunds taken off; `count` counts payments, not refunds."""

    qr_cents: int = 0
    cash_cents: int = 0
    count: int = 0
    qr_count: int = 0
    owed_cents: int = 0
    refunds: int = 0

    @property
    def cents(self) -> int:
        return self.qr_cents + self.cash_cents


@dataclass(frozen=True)
class DayRow:
    number: str
    day: date
    state: str
    state_words: Words
    figures: Figures
    differences: int
    closed_at: datetime | None
    closed_by: str
    note: str


@dataclass(frozen=True)
class PairRow:
    """A line of the comparison with what it is about. `order` is empty for what is not recorded here.

    `state` is how it is shown: kept, soon, late; due while there is no statement to compare with.
    """

    pair: Pair
    words: Words
    state: str
    order: str
    site: str
    via: str


@dataclass(frozen=True)
class DayFile:
    row: DayRow
    pairs: tuple[PairRow, ...]
    statement_at: datetime | None
    statement_by: str
    statement_from: str
    rows: int


def list_days(*, by: Actor) -> tuple[DayRow, ...]:
    """The latest days with money, newest first."""
    _accounts(by)
    days = list(Day.objects.select_related("closed_by").order_by("-day")[:MOST])
    sums = _figures([d.pk for d in days])
    return tuple(_row(d, sums.get(d.pk, Figures())) for d in days)


def count_open(*, by: Actor, before: date) -> int:
    """How many days before this one are still to be reconciled."""
    return Day.objects.filter(state=Day.State.OPEN, day__lt=before).count() if access.sees_accounts(by) else 0


def get_day(number: str, *, by: Actor) -> DayFile:
    """The day with its comparison; Missing for whoever does not look after the accounts."""
    day = access.day(number, by=by)
    pairs = pairs_of(day)
    payments = {
        p.number: p for p in Payment.objects.filter(number__in=[p.number for p in pairs]).select_related("order")
    }
    return DayFile(
        row=_row(day, figures_of(day)),
        pairs=tuple(_pair(pair, payments.get(pair.number), day.statement_at is not None) for pair in pairs),
        statement_at=day.statement_at,
        statement_by=day.statement_by.name if day.statement_by else "",
        statement_from=day.statement_from,
        rows=day.rows.count(),
    )


def figures_of(day: Day) -> Figures:
    return _figures([day.pk]).get(day.pk, Figures())


def pairs_of(day: Day) -> tuple[Pair, ...]:
    """QR payments and refunds beside the statement; cash is matched by being handed in."""
    received = list(day.payments.all())
    booked = [Booked(p.number, p.reference, p.amount_cents) for p in received if p.via == "qr"]
    booked += [Booked(p.number, p.refund_reference, -p.amount_cents) for p in day.refunds.all() if p.via == "qr"]
    stated = [Stated(r.reference, r.amount_cents, r.number) for r in day.rows.all()]
    cash = [_cash(p) for p in received if p.via == "cash"]
    return tuple(sorted((*compare(booked, stated), *cash), key=lambda pair: pair.result == "matched"))  # fmt: skip


def _cash(p: Payment) -> Pair:
    if p.state == Payment.State.REFUNDED:
        return Pair("matched", p.number, p.handed_in_reference, p.amount_cents, p.amount_cents)
    handed = p.amount_cents if p.handed_in_at else None
    return Pair("matched" if handed else "owed", p.number, p.handed_in_reference, p.amount_cents, handed)


def _figures(days: Iterable[int]) -> dict[int, Figures]:
    found: dict[int, dict[str, int]] = {}
    wanted = list(days)
    for p in Payment.objects.filter(day__in=wanted):
        sums = found.setdefault(p.day_id or 0, {})
        _add(sums, f"{p.via}_cents", p.amount_cents)
        _add(sums, "count", 1)
        _add(sums, "qr_count", p.via == "qr")
        if p.via == "cash" and p.state == Payment.State.RECEIVED and p.handed_in_at is None:
            _add(sums, "owed_cents", p.amount_cents)
    for p in Payment.objects.filter(refund_day__in=wanted):
        sums = found.setdefault(p.refund_day_id or 0, {})
        _add(sums, f"{p.via}_cents", -p.amount_cents)
        _add(sums, "refunds", 1)
        _add(sums, "qr_count", p.via == "qr")
    return {pk: Figures(**sums) for pk, sums in found.items()}


def _add(sums: dict[str, int], name: str, what: int) -> None:
    sums[name] = sums.get(name, 0) + what


def _row(d: Day, figures: Figures) -> DayRow:
    return DayRow(
        d.number, d.day, d.state, DAY_STATES[d.state], figures, d.differences, d.closed_at,
        d.closed_by.name if d.closed_by else "", d.note,
    )  # fmt: skip


def _pair(pair: Pair, payment: Payment | None, has_statement: bool) -> PairRow:
    waits = pair.result == "missing" and not has_statement
    return PairRow(
        pair=pair,
        words=NOT_COMPARED if waits else RESULTS[pair.result],
        state="due" if waits else _SHOWN.get(pair.result, "late"),
        order=payment.order.number if payment else "",
        site=payment.site if payment else "",
        via=payment.via if payment else "qr",
    )


def _accounts(by: Actor) -> None:
    if not access.sees_accounts(by):
        raise Forbidden("由结算专员和财务查看。", "The settlement clerk and finance look at this.")
