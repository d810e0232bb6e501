"""A person leaves: signed out at once, what they owed goes to a colleague or back to the pools, the company's timeline tells."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.events.company import PersonLeft
from liuke.foundation.faults import Invalid
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.queries import COMPANY
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.rows import Owner


def leave(person: Actor, *, heir: Actor | None = None, by: Actor, at: datetime) -> int:
    """The leaver's open promises go to `heir`, else to the pools of their roles; returns how many.

    What was promised by hand, which has no pool, goes to the pool of the leaver's own role.
    """
    if heir is not None and (heir.pk == person.pk or not heir.is_active):
        raise Invalid.field("heir", "请选择在职的同事接手。", "Choose a colleague who works here.")
    with transaction.atomic():
        identity.leave(person, by=by, at=at)
        to = Owner(person_id=heir.pk) if heir else Owner()
        moved = promises.change_owner(person, to, pool_role=person.roles[0] if person.roles else "hotline_lead")
        event = PersonLeft(
            username=person.username or f"person:{person.pk}",
            person=person.pk,
            promises=moved,
            to=heir.name if heir else "岗位待认领",
            name=person.name,
        )
        record(event, on=COMPANY, by=by, at=at)
    return moved
