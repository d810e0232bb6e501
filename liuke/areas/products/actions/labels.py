"""The label on a machine: a code that opens a report with the product known, and tells nothing of whose it is."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.products import access
from liuke.areas.products.queries.labels import PURPOSE
from liuke.events.products import MachineLabelled
from liuke.foundation.identity.models import Actor
from liuke.foundation.links import actions as links
from liuke.foundation.links.queries import find_lasting
from liuke.kernel.journal.actions import record


def label_machine(number: str, *, renew: bool = False, by: Actor, at: datetime) -> str:
    """The token of the machine's label, made where it has none; `renew` takes the one before back (lost, misused)."""
    with transaction.atomic():
        machine = access.machine(number, by=by, lock=True)
        there = find_lasting(PURPOSE, machine.number)
        if there and not renew:
            return there
        if there:
            links.revoke(about=machine.number, by=by, at=at)
        token = links.make(PURPOSE, machine.number, lasts=None, by=by, at=at)
        record(MachineLabelled(machine.number, renewed=bool(there)), on=machine.customer_id, by=by, at=at)
    return token
