"""Sending what lies in the outbox, and asking afterwards what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from liuke.foundation import clock
from liuke.foundation.gateways import recipients, rules, shelf, troubles
from liuke.foundation.gateways.actions import confirm
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import CarrierFault, Envelope, Refused, Unclear
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.queue import actions as queue
from liuke.foundation.queue.register import job

ASK_AFTER = (timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6))


@job("gateways.send")
def send(*, message: int, at: datetime) -> None:
    """Send one message, unless it is sent.

    Killed or left without an answer it is sent again under the same key; `tried_at`, committed before each attempt,
    tells the carrier's driver that it has to look first. A CarrierFault goes on to the queue, which tries again.
    """
    attempt = _begin(message, at)
    if attempt is None:
        return
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        if row.state != OutboxMessage.State.WAITING:
            return
        fault = _attempt(row, attempt, at)
        row.save()
    if fault is not None:
        raise fault


@job("gateways.ask")
def ask(*, message: int, round: int, at: datetime) -> None:
    """Ask the carrier for its receipt: the proof of delivery, or why not. Asked three times, then left as sent."""
    row = OutboxMessage.objects.get(pk=message)
    driver, recipient = choice.driver(row.channel), recipients.resolve(row.to, channel=row.channel, at=at)
    fate = getattr(driver, "fate", None)
    if row.state != OutboxMessage.State.SENT or row.carrier != driver.name or recipient is None or fate is None:
        return
    try:
        found = fate(_envelope(row, recipient, at), sent_at=row.sent_at)
    except CarrierFault:
        found = None
    if found is not None:
        confirm(row.carrier_number, at=found.at, delivered=found.delivered, reason=found.reason)
    elif round + 1 < len(ASK_AFTER):
        _ask_later(row, round + 1, at)


@dataclass(frozen=True)
class _Attempt:
    """`earlier` is the moment of one before it whose end nobody knows."""

    earlier: datetime | None


def _begin(message: int, at: datetime) -> _Attempt | None:
    """Note that an attempt begins, so that whoever comes after a killed process knows of it; None if it is not to be."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        if row.state != OutboxMessage.State.WAITING or _waits_for_decent_hours(row, at):
            return None
        attempt = _Attempt(row.tried_at)
        if row.tried_at is None and choice.leaves(row.channel):
            row.tried_at = at
            row.save(update_fields=["tried_at"])
    return attempt


def _waits_for_decent_hours(row: OutboxMessage, at: datetime) -> bool:
    if not shelf.get(row.template).marketing:
        return False
    allowed = rules.may_bother_from(at, clock.LOCAL)
    if allowed > at:
        queue.defer("gateways.send", key=f"gateways.send:{row.pk}", run_at=allowed, message=row.pk)
    return allowed > at


def _attempt(row: OutboxMessage, attempt: _Attempt, at: datetime) -> CarrierFault | None:
    recipient = recipients.resolve(row.to, channel=row.channel, at=at)
    if recipient is None:
        row.state, row.reason, row.tried_at = OutboxMessage.State.FAILED, "no address for this channel", attempt.earlier
        return None
    return _hand_over(row, replace(_envelope(row, recipient, at), tried_at=attempt.earlier))


def _hand_over(row: OutboxMessage, envelope: Envelope) -> CarrierFault | None:
    """Have it carried and note how that ended; answers the fault after which the queue tries again."""
    driver = choice.driver(row.channel)
    try:
        row.carrier_number = driver.send(envelope)
    except CarrierFault as fault:
        return _not_taken(row, envelope, fault)
    row.carrier, row.state, row.sent_at = driver.name, OutboxMessage.State.SENT, envelope.at
    row.address_mask, row.tried_at, row.reason = envelope.mask, None, ""
    if hasattr(driver, "fate"):
        _ask_later(row, 0, envelope.at)
    return None


def _not_taken(row: OutboxMessage, envelope: Envelope, fault: CarrierFault) -> CarrierFault | None:
    row.reason = str(fault)[:200]
    if isinstance(fault, Unclear):
        row.tried_at = envelope.at if fault.tried else envelope.tried_at
        return fault
    row.tried_at = None
    if isinstance(fault, Refused):
        row.state = OutboxMessage.State.FAILED
        troubles.tell(row, at=envelope.at)
        return None
    return fault


def _ask_later(row: OutboxMessage, round: int, at: datetime) -> None:
    queue.defer("gateways.ask", run_at=at + ASK_AFTER[round], message=row.pk, round=round)


def _envelope(row: OutboxMessage, recipient: Recipient, at: datetime) -> Envelope:
    template = shelf.get(row.template)
    row.language = template.spoken(recipient.language) if row.channel == "sms" else recipient.language
    return Envelope(
        key=row.key,
        channel=row.channel,
        address=recipient.address,
        mask=recipient.mask,
        subject=template.subject(row.values, row.language),
        text=template.text(row.values, row.language),
        registered=template.number(row.language),
        values=template.parameters(row.values),
        at=at,
    )
