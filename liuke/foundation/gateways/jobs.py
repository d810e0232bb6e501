"""Sending what lies in the outbox, and asking afterwards what became of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from liuke.foundation import clock
from liuke.foundation.faults import Missing
from liuke.foundation.files import access as files
from liuke.foundation.files import disk
from liuke.foundation.gateways import recipients, rules, shelf, troubles
from liuke.foundation.gateways.actions import confirm, tell_fate
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import CarrierFault, Driver, Enclosure, Envelope, Refused, Unclear
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.queue import actions as queue
from liuke.foundation.queue.register import job

NO_CONSENT, NO_ADDRESS, NO_FILE = "no consent", "no address for this channel", "what it enclosed is gone"
ASK_AFTER = (timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=6))


@job("gateways.send")
def send(*, message: int, at: datetime) -> None:
    """Send one message, unless it is sent.

    Killed or left without an answer it is sent again under the same key; `tried_at`, committed before each attempt,
    tells the carrier's driver that it has to look first. A CarrierFault goes on to the queue, which tries again.
    While the carrier is spoken to no row is locked: whoever withdraws or erases meanwhile does not wait for it.
    """
    envelope = _begin(message, at)
    if envelope is None:
        return
    driver = choice.driver(envelope.channel)
    try:
        number = driver.send(envelope)
    except CarrierFault as fault:
        if _fails(message, envelope, fault):
            raise
        return
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        _went_out(row, envelope, driver, number)
        row.save()


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


def _begin(message: int, at: datetime) -> Envelope | None:
    """What is to go to a carrier; that an attempt begins is committed, so that whoever comes after a killed process
    knows of it. What stays in the house is recorded here and now."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        if row.state != OutboxMessage.State.WAITING or _waits_for_decent_hours(row, at):
            return None
        agreed, envelope = recipients.has_agreed(row.to, shelf.get(row.template).asks), None
        recipient = recipients.resolve(row.to, channel=row.channel, at=at) if agreed else None
        enclosed = _enclosed(row)
        if recipient is None or enclosed is None:
            row.state = OutboxMessage.State.FAILED
            row.reason = NO_CONSENT if not agreed else NO_ADDRESS if recipient is None else NO_FILE
            tell_fate(row)
        elif not choice.leaves(row.channel):
            whole, driver = replace(_envelope(row, recipient, at), enclosed=enclosed), choice.driver(row.channel)
            _went_out(row, whole, driver, driver.send(whole))
        else:
            envelope = replace(_envelope(row, recipient, at), enclosed=enclosed, tried_at=row.tried_at)
            row.tried_at = row.tried_at or at
        row.save()
    return envelope


def _enclosed(row: OutboxMessage) -> tuple[Enclosure, ...] | None:
    """What goes with it; None where a file was erased since."""
    if not row.enclosed:
        return ()
    outbox = system_actor(Actor.Kind.JOB, "outbox")
    try:
        kept = [files.file(key, by=outbox) for key in row.enclosed]
    except Missing:
        return None
    return tuple(Enclosure(one.name, one.media, disk.path_of(one.key).read_bytes()) for one in kept)


def _waits_for_decent_hours(row: OutboxMessage, at: datetime) -> bool:
    if not shelf.get(row.template).marketing:
        return False
    allowed = rules.may_bother_from(at, clock.LOCAL)
    if allowed > at:
        queue.defer("gateways.send", key=f"gateways.send:{row.pk}", run_at=allowed, message=row.pk)
    return allowed > at


def _went_out(row: OutboxMessage, envelope: Envelope, driver: Driver, number: str) -> None:
    """It is sent, also where it was withdrawn or erased while it went: then its reason stays, and no mask is kept."""
    if row.state == OutboxMessage.State.WAITING:
        row.address_mask, row.reason = envelope.mask, ""
    if row.state != OutboxMessage.State.DELIVERED:
        row.state = OutboxMessage.State.SENT
    row.carrier, row.carrier_number, row.sent_at, row.tried_at = driver.name, number, envelope.at, None
    if hasattr(driver, "fate"):
        _ask_later(row, 0, envelope.at)
    tell_fate(row)


def _fails(message: int, envelope: Envelope, fault: CarrierFault) -> bool:
    """Note why it was not taken; answers whether the queue is to try again."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        if row.state != OutboxMessage.State.WAITING:
            return False
        row.reason, row.tried_at = str(fault)[:200], None
        if isinstance(fault, Unclear):
            row.tried_at = envelope.at if fault.tried else envelope.tried_at
        elif isinstance(fault, Refused):
            row.state = OutboxMessage.State.FAILED
            troubles.tell(row, at=envelope.at)
            tell_fate(row)
        row.save()
    return row.state == OutboxMessage.State.WAITING


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
