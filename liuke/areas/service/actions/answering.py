"""A person picks up a call that telephony has recorded."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor


def pick_up(number: str, *, by: Actor, at: datetime) -> None:
    """From now on it is this person's call and rings nowhere else; of two who press at once the second is told.

    The history has said already that it was answered; who spoke stands on what he does with it.
    """
    access.centre(by)
    with transaction.atomic():
        call = access.call(number, by=by, lock=True)
        if call.by_id == by.pk:
            return
        if call.by is not None and call.by.kind == Actor.Kind.PERSON:
            raise Refused(f"{call.by.name}已接起这个来电。", f"{call.by.name} has picked this call up.", code="taken")
        call.by = by
        call.save(update_fields=["by"])
