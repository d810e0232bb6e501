"""The parts desk's yes or no: which part goes, and whether the site's credit bears it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import whole
from liuke.areas.parts.actions.sending.reserving import reserve_for
from liuke.areas.parts.actions.sending.steps import advance, must_be, order_number, site_of
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Part, Request
from liuke.areas.parts.queries.credit import credit_of
from liuke.areas.parts.rules.asking import why_not
from liuke.areas.parts.rules.names import REFUSE_REASONS
from liuke.areas.service.actions import running
from liuke.events.parts.requests import (
    CreditExceeded,
    ReplenishmentApproved,
    RequestRefused,
    RequestSubstituted,
)
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line


@transaction.atomic
def approve(
    number: str, *, by: Actor, at: datetime, part: str = "", quantity: int | None = None, because: str = "",
    seen: int | None = None, keeps: int | None = None,
) -> None:  # fmt: skip
    """Approve a request and set its pieces aside where the warehouse has them.

    `part` names what goes where another goes than was asked for, or where the request named none. Above the site's
    credit only the parts lead approves, with `because`. Raises Invalid with `part`, `quantity`, `because`.
    """
    access.require_keeper(by)
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "requested")
    site = site_of(request)
    chosen, substituted = _chosen(request, part)
    request.quantity = whole(quantity) if quantity is not None else request.quantity
    request.part, request.site, request.price_cents = chosen, site, chosen.price_cents
    exceeded = _credit(request, site, because, by)
    advance(request, "approved", at)
    request.approved_at = at
    request.save()
    _tell_approved(request, chosen, by=by, at=at, keeps=keeps)
    if substituted:
        _tell_substituted(request, chosen, by=by, at=at)
    if exceeded:
        tell(exceeded, order=request.order, site=site, by=by, at=at)
    reserve_for(request, by=by, at=at)


@transaction.atomic
def refuse(
    number: str, *, reason: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Say no, with a reason of REFUSE_REASONS; the order's own waiting ends with the same word."""
    access.require_keeper(by)
    if reason not in REFUSE_REASONS:
        raise Invalid.field("reason", "请选择原因", "Choose a reason")
    request = access.request(number, by=by, lock=True, seen=seen)
    must_be(request, "requested")
    request.reason, request.note = reason, line("note", note, most=200, required=False)
    advance(request, "refused", at)
    request.save()
    running.drop_part(request.number, at=at)
    words = REFUSE_REASONS[reason]
    told = RequestRefused(
        number=request.number, order=order_number(request), site=request.site.number if request.site else "",
        title=request.part.name if request.part else request.wanted, reason=reason, reason_zh=words.zh,
        reason_en=words.en, note=request.note,
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at, keeps=keeps)


def _chosen(request: Request, code: str) -> tuple[Part, bool]:
    if not code.strip():
        if request.part is None:
            raise Invalid.field("part", "请先选择目录中的配件", "Choose the part in the catalogue first")
        return request.part, False
    chosen = access.typed_part(code)
    substituted = request.part is not None and chosen != request.part
    if substituted:
        request.asked = request.part
    return chosen, substituted


def _credit(request: Request, site: Site, because: str, by: Actor) -> CreditExceeded | None:
    credit = credit_of(site, lock=True)
    refusal = why_not(credit, request.quantity * request.price_cents)
    if refusal is None:
        return None
    if not access.is_lead(by):
        raise Refused(refusal.zh, refusal.en, code="above-credit")
    if not because.strip():
        raise Invalid("超出信用额度，请注明理由。", "It is above the credit: say why.", fields={"because": refusal})
    request.above_credit = True
    return CreditExceeded(
        number=request.number, order=order_number(request), site=site.number, out_cents=credit.out,
        limit_cents=credit.limit or 0, because=line("because", because, most=200),
    )  # fmt: skip


def _tell_approved(request: Request, part: Part, *, by: Actor, at: datetime, keeps: int | None) -> None:
    if request.order is not None:
        running.move_part(request.order.number, request.number, step="approved", by=by, at=at, keeps=keeps)
        return
    told = ReplenishmentApproved(
        number=request.number, site=site_of(request).number, part=part.code, title=part.name, quantity=request.quantity
    )
    tell(told, site=request.site, by=by, at=at, keeps=keeps)


def _tell_substituted(request: Request, part: Part, *, by: Actor, at: datetime) -> None:
    told = RequestSubstituted(
        number=request.number, order=order_number(request), site=site_of(request).number, part=part.code, title=part.name,
        asked=str(request.asked),
    )  # fmt: skip
    tell(told, order=request.order, site=request.site, by=by, at=at)
