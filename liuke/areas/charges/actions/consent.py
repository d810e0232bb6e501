"""The customer's answer to a quote: on the technician's phone with his signature, or on his own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from liuke.areas.charges import access
from liuke.areas.charges.actions.quotes import Wanted, check_lines, must_be_sellable, stale, write_quote
from liuke.areas.charges.actions.telling import tell
from liuke.areas.charges.models import Quote
from liuke.areas.charges.queries.quotes import lines_of
from liuke.areas.charges.rules.names import CONSENT_WAYS, OLD_PARTS, REFUSAL_REASONS
from liuke.areas.charges.rules.pricing import Line, total, yuan
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import files_of_order, moment_of
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import WorkOrder
from liuke.events.charges import QuoteAccepted, QuoteRefused
from liuke.foundation.faults import Invalid, Refused, Stale
from liuke.foundation.identity.models import Actor


@dataclass(frozen=True)
class Consent:
    """How the customer said yes. `via` screen | page; `signature` is a file of the order, needed on a screen.

    `old_parts` keep | leave where parts are replaced: they are his (practice §4.11).
    """

    via: str = "screen"
    signature: str = ""
    old_parts: str = ""


def accept_quote(
    number: str, version: int, consent: Consent, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """The customer accepts this version. Raises Stale with the difference where another one stands by now."""
    asked = access.quote(number, by=by)

    def act(order: WorkOrder) -> Done:
        quote = _awaiting(asked.number)
        if quote.version != version:
            raise stale(quote, lines_of(quote, version))
        must_be_sellable(order, lines_of(quote))  # the machine may have turned out to be under guarantee meanwhile
        _accept(order, quote, consent, by=by, at=at, happened_at=happened_at)
        return done(order)

    return once("accept_quote", asked.order.number, client_uuid, act, by=by, at=at)


def agree_on_screen(
    order: str, wanted: Sequence[Wanted], shown_cents: int, consent: Consent, *, by: Actor, at: datetime,
    happened_at: datetime | None = None, client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """Quote and yes in one act, as at the door: the customer signed below these lines and this total.

    It may come from a phone without signal. Raises Stale where the lines add up to another total by our price list.
    """
    access.may_sell(by)

    def act(found: WorkOrder) -> Done:
        lines = check_lines(found, wanted, at=moment_of(happened_at, at=at))
        if total(lines) != shown_cents:
            raise _stale_total(lines, shown_cents)
        standing = found.quotes.filter(state=Quote.State.MADE).select_for_update(of=("self",)).first()
        quoted = write_quote(found, standing, lines, by=by, at=at)
        _accept(found, _awaiting(quoted.number), consent, by=by, at=at, happened_at=happened_at)
        return done(found)

    return once("agree_on_screen", order, client_uuid, act, by=by, at=at)


def refuse_quote(
    number: str, version: int, *, reason: str = "other", via: str = "screen", by: Actor, at: datetime,
    happened_at: datetime | None = None, client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """The customer does not want it. Where nothing else is to be done the trip ends as refused (service, no_service)."""
    if reason not in REFUSAL_REASONS:
        raise Invalid.field("reason", "请选择不接受的原因", "Choose why it was refused")
    asked = access.quote(number, by=by)

    def act(order: WorkOrder) -> Done:
        quote = _awaiting(asked.number)
        if quote.version != version:
            raise stale(quote, lines_of(quote, version))
        write_refused(order, quote, reason, via, by=by, at=at, happened_at=happened_at)
        return done(order)

    return once("refuse_quote", asked.order.number, client_uuid, act, by=by, at=at)


def write_refused(
    order: WorkOrder, quote: Quote, reason: str, via: str, *, by: Actor, at: datetime,
    happened_at: datetime | None = None,
) -> None:  # fmt: skip
    """The row and its event, for acts of this room that hold the order already."""
    when = _answered(quote, via, by=by, at=at, happened_at=happened_at)
    quote.state, quote.reason = Quote.State.REFUSED, reason
    quote.save()
    told = QuoteRefused(
        number=quote.number, order=order.number, version=quote.version, amount_cents=quote.amount_cents,
        yuan=yuan(quote.amount_cents), via=via, reason=reason, site=quote.site, technician=quote.technician_id,
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when)


def _stale_total(lines: Sequence[Line], shown_cents: int) -> Stale:
    """The customer signed below another total than these lines have now."""
    return Stale(
        f"价目已变，应为 ¥{yuan(total(lines))}，用户签的是 ¥{yuan(shown_cents)}：请重新报价。",
        f"The prices have changed: it is CNY {yuan(total(lines))}, he signed for {yuan(shown_cents)}; quote again.",
        difference={"total": (yuan(total(lines)), yuan(shown_cents))},
    )


def _awaiting(number: str) -> Quote:
    quote = Quote.objects.select_for_update(of=("self",)).select_related("order").get(number=number)
    if quote.state != Quote.State.MADE:
        raise Refused("这张报价已有结果。", "This quote was answered already.", code="quote-answered")
    return quote


def _accept(
    order: WorkOrder, quote: Quote, consent: Consent, *, by: Actor, at: datetime, happened_at: datetime | None
) -> None:
    parts = any(line.kind == "part" for line in lines_of(quote))
    _check(consent, parts)
    if consent.via == "screen":
        quote.signature = files_of_order(order, [consent.signature], by=by, field="signature")[0]
    quote.old_parts = consent.old_parts if parts else "none"
    when = _answered(quote, consent.via, by=by, at=at, happened_at=happened_at)
    quote.state = Quote.State.ACCEPTED
    quote.save()
    told = QuoteAccepted(
        number=quote.number, order=order.number, version=quote.version, amount_cents=quote.amount_cents,
        yuan=yuan(quote.amount_cents), via=consent.via, old_parts=quote.old_parts, site=quote.site,
        technician=quote.technician_id,
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when)


def _answered(quote: Quote, via: str, *, by: Actor, at: datetime, happened_at: datetime | None) -> datetime:
    when = moment_of(happened_at, at=at)
    quote.answered_at, quote.answered_by, quote.answered_via = when, by, via
    quote.answered_version = quote.version
    return when


def _check(consent: Consent, parts: bool) -> None:
    if consent.via not in CONSENT_WAYS:
        raise Invalid.field("via", "请选择确认方式", "Say how it was accepted")
    if consent.via == "screen" and not consent.signature.strip():
        raise Invalid.field("signature", "请用户在屏幕上签字", "The customer signs on the screen")
    if parts and consent.old_parts not in ("keep", "leave"):
        wanted = "、".join(OLD_PARTS[key].zh for key in ("keep", "leave"))
        raise Invalid.field(
            "old_parts", f"换下的旧件归用户，请选择：{wanted}", "Replaced parts are his: keep or leave?"
        )
