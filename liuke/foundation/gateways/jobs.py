"""Sending what lies in the outbox."""

from datetime import datetime

from django.db import transaction

from liuke.foundation import clock
from liuke.foundation.gateways import recipients, rules, shelf
from liuke.foundation.gateways.drivers import choice
from liuke.foundation.gateways.drivers.envelope import Envelope
from liuke.foundation.gateways.models import OutboxMessage
from liuke.foundation.gateways.recipients import Recipient
from liuke.foundation.queue import actions as queue
from liuke.foundation.queue.register import job


@job("gateways.send")
def send(*, message: int, at: datetime) -> None:
    """Send one message, unless it is sent. Killed in between it is sent again under the same key."""
    with transaction.atomic():
        row = OutboxMessage.objects.select_for_update().get(pk=message)
        if row.state != OutboxMessage.State.WAITING or _waits_for_decent_hours(row, at):
            return
        recipient = recipients.resolve(row.to, channel=row.channel, at=at)
        if recipient is None:
            row.state, row.reason = OutboxMessage.State.FAILED, "no address for this channel"
        else:
            _hand_over(row, recipient, at)
        row.save()


def _waits_for_decent_hours(row: OutboxMessage, at: datetime) -> bool:
    if not shelf.get(row.template).marketing:
        return False
    allowed = rules.may_bother_from(at, clock.LOCAL)
    if allowed > at:
        queue.defer("gateways.send", key=f"gateways.send:{row.pk}", run_at=allowed, message=row.pk)
    return allowed > at


def _hand_over(row: OutboxMessage, recipient: Recipient, at: datetime) -> None:
    template, driver = shelf.get(row.template), choice.driver(row.channel)
    envelope = Envelope(
        key=row.key,
        channel=row.channel,
        address=recipient.address,
        mask=recipient.mask,
        subject=template.subject(row.values, recipient.language),
        text=template.text(row.values, recipient.language),
        registered=template.registered,
        values=row.values,
        at=at,
    )
    row.carrier_number = driver.send(envelope)
    row.carrier, row.state, row.sent_at = driver.name, OutboxMessage.State.SENT, at
    row.address_mask, row.language = recipient.mask, recipient.language
