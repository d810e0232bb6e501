"""A platform's code is used at the door, and its cancellation arrives whenever it likes (practice §1.1)."""

from __future__ import annotations

import hmac
from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, moment_of, site_of, technician_of, tell
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.actions.running import cancel
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.states import BY_ACT
from liuke.events.service.platforms import CancellationAsked, CodeUsed
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor


def use_code(
    number: str, code: str, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """The customer's verification code, as he shows it at the door. A wrong one is Invalid `code`; twice is once."""

    def act(order: WorkOrder) -> Done:
        access.may(order, "use_code", by=by)
        if order.code_used_at is None:
            _check(order, code)
            when = moment_of(happened_at, at=at)
            change(order, "use_code", by=by, at=at)
            order.code_used_at = when
            order.save()
            told = CodeUsed(
                number=order.number, source=order.source, site=site_of(order), technician=technician_of(order)
            )
            tell(order, told, by=by, at=at, happened_at=when)
        return done(order)

    return once("use_code", number, client_uuid, act, by=by, at=at)


def cancel_from_platform(source: str, external_no: str, *, by: Actor, at: datetime) -> Done:
    """The platform calls its order off: cancelled before the door, else the centre is asked to settle it.

    Told again it answers the same. Missing for a number that never came, Refused once the work is done.
    """
    with transaction.atomic():
        order = access.order(_number(source, external_no), by=by, lock=True)
        if order.state == "cancelled" or order.cancel_asked_at:
            return done(order)
        if order.state in BY_ACT["cancel"].of:
            return cancel(order.number, reason="platform", by=by, at=at)
        if order.state not in ("in_service", "in_review", "sent_back"):
            raise Refused("此单已完工，不能取消。", "The work is done: it cannot be called off.", code="order-done")
        order.cancel_asked_at = order.changed_at = at
        order.version += 1
        order.save()
        told = CancellationAsked(number=order.number, source=source, state=order.state, site=site_of(order))
        tell(order, told, by=by, at=at)
    return done(order)


def _number(source: str, external_no: str) -> str:
    """The order of a platform's number: the one that is open, else the latest."""
    rows = WorkOrder.objects.filter(source=source, external_no=external_no.strip()).exclude(external_no="")
    number = rows.order_by("-pk").values_list("number", flat=True).first()
    if number is None:
        raise Missing("没有这个平台单号。", "No order came with that number.")
    return number


def _check(order: WorkOrder, code: str) -> None:
    if not order.verification_code:
        raise Invalid.field("code", "此单没有核销码", "This order has no code")
    given = "".join(code.split()).upper()
    if not hmac.compare_digest(given.encode(), "".join(order.verification_code.split()).upper().encode()):
        raise Invalid.field("code", "核销码不符，请与用户核对", "That is not the code; check it with the customer")
