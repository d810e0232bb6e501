"""Quoting paid work: made from the open price list, changed as the next version, withdrawn (practice §1.11, H15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.charges import access
from liuke.areas.charges.actions.telling import place, tell
from liuke.areas.charges.models import Quote, QuoteLine
from liuke.areas.charges.queries.prices import prices_for, repair_guarantee_days
from liuke.areas.charges.queries.quotes import lines_of
from liuke.areas.charges.queries.selling import OVER, covered_of
from liuke.areas.charges.queries.selling import lines_of as lines_of_order
from liuke.areas.charges.rules.names import WITHDRAW_REASONS
from liuke.areas.charges.rules.pricing import Line, difference, faults_of, priced, total, yuan
from liuke.areas.charges.rules.pricing import Wanted as Wanted  # handed in at this door
from liuke.areas.charges.rules.selling import may_sell
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules import states
from liuke.events.charges import QuoteMade, QuoteWithdrawn
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused, Stale
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Quoted:
    """A quote as it stands after an act; the amount in cents."""

    number: str
    version: int
    amount_cents: int


def make_quote(
    order: str, wanted: Sequence[Wanted], *, by: Actor, at: datetime, seen: int | None = None
) -> Quoted:  # fmt: skip
    """Quote these lines for an order; where one awaits its answer already, this is its next version.

    `seen` is the version somebody changes (0: none yet). Raises Invalid naming `lines.N.field`, Refused under guarantee
    or for an order that is over, Stale where another version stands.
    """
    access.may_sell(by)
    with transaction.atomic():
        found = access.order(order, by=by, lock=True)
        standing = found.quotes.filter(state=Quote.State.MADE).select_for_update(of=("self",)).first()
        lines = check_lines(found, wanted, at=at)
        if seen is not None and seen != (standing.version if standing else 0):
            raise stale(standing, lines)
        return write_quote(found, standing, lines, by=by, at=at)


def withdraw_quote(number: str, *, reason: str = "mistaken", by: Actor, at: datetime) -> None:
    """Take a quote back, also an accepted one while nothing was paid on it (refund first)."""
    access.may_sell(by)
    if reason not in WITHDRAW_REASONS:
        raise Invalid.field("reason", "请选择撤回原因", "Choose why it is withdrawn")
    with transaction.atomic():
        quote = access.quote(number, by=by, lock=True)
        if quote.state not in (Quote.State.MADE, Quote.State.ACCEPTED):
            raise Refused("这张报价已经结束。", "This quote is over.", code="quote-over")
        if quote.payments.filter(state="received").exists():
            raise Refused("已收款的报价须先退款。", "Money was paid on it: pay it back first.", code="quote-paid")
        write_withdrawn(quote, reason, by=by, at=at)


def check_lines(order: WorkOrder, wanted: Sequence[Wanted], *, at: datetime) -> tuple[Line, ...]:
    """The priced lines, or Invalid, or Refused where this may not be sold."""
    if order.state in states.ENDED:
        raise Refused(OVER.zh, OVER.en, code="order-over")
    prices = prices_for(lines_of_order(order), on=local(at).date())
    if faults := faults_of(wanted, prices):
        raise Invalid("报价有误，请按提示修改。", "The quote cannot be made as it is.", fields=faults)
    lines = priced(wanted, prices)
    must_be_sellable(order, lines)
    return lines


def must_be_sellable(order: WorkOrder, lines: Sequence[Line]) -> None:
    """Raise Refused where something of this may not be sold: nothing is under guarantee (H16)."""
    if refusal := may_sell(order.kind, covered_of(order), [(one.kind, bool(one.code)) for one in lines]):
        raise Refused(refusal.zh, refusal.en, code="under-guarantee")


def write_quote(
    order: WorkOrder, standing: Quote | None, lines: Sequence[Line], *, by: Actor, at: datetime
) -> Quoted:  # fmt: skip
    """The row with its lines and the event, for acts of this room that hold the order already."""
    quote = standing or Quote(number=numbers.take("QT"), order=order)
    quote.version = standing.version + 1 if standing else 1
    quote.amount_cents, quote.made_at, quote.made_by = total(lines), at, by
    quote.guarantee_days = repair_guarantee_days(on=local(at).date())
    place(quote, order)
    quote.save()
    QuoteLine.objects.bulk_create(_row(quote, n, line) for n, line in enumerate(lines, start=1))
    told = QuoteMade(
        number=quote.number, order=order.number, version=quote.version, amount_cents=quote.amount_cents,
        yuan=yuan(quote.amount_cents), lines=len(lines), free_lines=sum(not line.code for line in lines),
        site=quote.site, technician=quote.technician_id,
    )  # fmt: skip
    tell(order, told, by=by, at=at)
    return Quoted(quote.number, quote.version, quote.amount_cents)


def write_withdrawn(quote: Quote, reason: str, *, by: Actor, at: datetime) -> None:
    """The row and its event, for acts of this room that hold the order already."""
    quote.state, quote.reason = Quote.State.WITHDRAWN, reason
    quote.save(update_fields=["state", "reason"])
    told = QuoteWithdrawn(
        number=quote.number, order=quote.order.number, version=quote.version, reason=reason, site=quote.site,
        technician=quote.technician_id,
    )  # fmt: skip
    tell(quote.order, told, by=by, at=at)


def stale(standing: Quote | None, yours: Sequence[Line]) -> Stale:
    """Another version stands than the one somebody had before him: what differs, line by line."""
    theirs = lines_of(standing) if standing else ()
    return Stale(
        "报价已改动，请核对后再确认。", "The quote was changed meanwhile: look at it again.",
        difference=difference(theirs, yours),
    )  # fmt: skip


def _row(quote: Quote, n: int, line: Line) -> QuoteLine:
    return QuoteLine(
        quote=quote, version=quote.version, position=n, code=line.code, kind=line.kind, zh=line.words.zh[:80],
        en=line.words.en[:80], quantity=line.quantity, unit_cents=line.unit_cents, reason=line.reason[:200],
        source=line.source,
    )  # fmt: skip
