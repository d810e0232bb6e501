"""A phone rings: answered, abandoned, returned; who speaks is a question, since a number is not a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.filing import register_unknown
from liuke.areas.customers.queries.calling import find_by_phone
from liuke.areas.customers.rules import phones
from liuke.areas.service import access
from liuke.areas.service.actions.answers import CallTaken
from liuke.areas.service.models import Call
from liuke.events.service.calls import CallAbandoned, CallAnswered, CallReturned
from liuke.foundation import keys, numbers
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record
from liuke.kernel.journal.models import COMPANY


def take_call(
    phone: str, *, by: Actor, at: datetime, customer_id: int | None = None, line: str = "", keeps: int | None = None
) -> CallTaken:
    """Answer a call. An unknown caller becomes a provisional customer at once; a number of several waits for a word.

    `phone` may be empty (withheld). An abandoned call of the same number counts as returned: he rang again.
    """
    access.centre(by)
    with transaction.atomic():
        candidates = _candidates(phone, by=by, at=at)
        known = customer_id is not None or bool(candidates)
        owner = customer_id or (candidates[0] if len(candidates) == 1 else None)
        if owner is None and not candidates:
            owner = register_unknown(phone, by=by, at=at)
        call = _write(phone, owner, Call.State.ANSWERED, line=line, by=by, at=at)
        _return_earlier(call, owner, by=by, at=at)
        told = CallAnswered(number=call.number, phone=call.phone_mask, line=line, known=known)
        record(told, on=owner or COMPANY, by=by, at=at, keeps=keeps)
    return CallTaken(call.number, owner, tuple(candidates), known)


def abandon_call(
    phone: str, *, by: Actor, at: datetime, line: str = "", waited_seconds: int = 0, happened_at: datetime | None = None
) -> CallTaken:
    """Nobody answered in time: somebody owes a call back. Of several behind the number the one heard last is meant."""
    access.centre(by)
    with transaction.atomic():
        candidates = _candidates(phone, by=by, at=at)
        owner = candidates[0] if candidates else register_unknown(phone, by=by, at=at)
        call = _write(phone, owner, Call.State.ABANDONED, line=line, by=by, at=happened_at or at)
        told = CallAbandoned(
            number=call.number, phone=call.phone_mask, line=line, waited_seconds=max(0, waited_seconds)
        )
        record(told, on=owner, by=by, at=at, happened_at=happened_at)
    return CallTaken(call.number, owner, tuple(candidates), bool(candidates))


def return_call(number: str, *, by: Actor, at: datetime, reached: bool = True, keeps: int | None = None) -> None:
    """An abandoned call was called back (reached or not: it was tried, which is what was owed)."""
    access.centre(by)
    with transaction.atomic():
        seen = access.call(number, by=by)
        lock_timelines([seen.customer_id or COMPANY])
        call = access.call(number, by=by, lock=True)
        if call.state != Call.State.ABANDONED or call.returned_at:
            raise Refused("这个来电已处理。", "This call has been dealt with.")
        call.returned_at = at
        call.save(update_fields=["returned_at"])
        told = CallReturned(number=call.number, how="called_back", reached=reached)
        record(told, on=call.customer_id or COMPANY, by=by, at=at, keeps=keeps)


def identify_caller(number: str, *, customer_id: int | None = None, by: Actor, at: datetime, phone: str = "") -> int:
    """Who speaks: one of those behind the number, or (None) somebody new, who gets a provisional file. Returns his id.

    The button 非本人/号码已换主 detaches the number in the customers room; the call itself moves here.
    """
    access.centre(by)
    with transaction.atomic():
        owner = customer_id or register_unknown(phone, by=by, at=at)
        found = customers.customer(owner, by=by, lock=True)
        call = access.call(number, by=by, lock=True)
        call.customer_id = found.pk
        call.save(update_fields=["customer"])
        told = CallAnswered(number=call.number, phone=call.phone_mask, line=call.line, known=customer_id is not None)
        record(told, on=found.pk, by=by, at=at, happened_at=call.started_at)
    return int(found.pk)


def _candidates(phone: str, *, by: Actor, at: datetime) -> list[int]:
    if not phone.strip():
        return []
    matches = find_by_phone(phone, by=by, at=at).matches
    return list(dict.fromkeys(match.customer.id for match in matches))


def _write(phone: str, owner: int | None, state: str, *, line: str, by: Actor, at: datetime) -> Call:
    told = phones.parse(phone) if phone.strip() else None
    return Call.objects.create(
        number=numbers.take("CALL"),
        phone_mask=told.mask if told else "",
        phone_hash=phones.hash_of(keys.key("phone"), told) if told else None,
        line=line[:20],
        customer_id=owner,
        state=state,
        started_at=at,
        by=by,
    )


def _return_earlier(call: Call, owner: int | None, *, by: Actor, at: datetime) -> None:
    if call.phone_hash is None:
        return
    owing = Call.objects.filter(phone_hash=call.phone_hash, state=Call.State.ABANDONED, returned_at=None)
    earlier = list(owing.filter(started_at__lte=at).order_by("pk"))
    if not earlier:
        return
    lock_timelines([owner or COMPANY, *(abandoned.customer_id or COMPANY for abandoned in earlier)])
    for abandoned in earlier:
        if Call.objects.filter(pk=abandoned.pk, returned_at=None).update(returned_at=at):
            told = CallReturned(number=abandoned.number, how="called_again")
            record(told, on=abandoned.customer_id or COMPANY, by=by, at=at)
