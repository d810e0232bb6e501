"""Another technician comes than the customer was told: he hears it by SMS, so that he knows who stands at his door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from liuke.areas.care.actions.links import PURPOSE, page_address
from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.events.care import ReplacementTold
from liuke.foundation.clock import local
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.links import actions as links
from liuke.foundation.links.actions import LinkDraft
from liuke.kernel.journal.actions import record
from liuke.kernel.journal.rows import Recorded

LASTS = timedelta(days=7)


def tell_replaced(planned: Sequence[Recorded], *, at: datetime) -> None:
    """Tell the customers of these planned visits who comes instead; whoever has no number in his file is called ahead.

    For this room's reaction, which holds their histories.
    """
    contacts = first_contacts([e.timeline_id for e in planned])
    reached = [e for e in planned if e.timeline_id in contacts]
    if not reached:
        return
    house = system_actor(Actor.Kind.JOB, "care")
    open_accounts([e.timeline_id for e in reached], by=house, at=at)
    drafts = [LinkDraft(PURPOSE, e.value("order"), f"contact:{contacts[e.timeline_id]}") for e in reached]
    tokens = links.make_many(drafts, lasts=LASTS, by=house, at=at)
    post([_message(e, token, contacts[e.timeline_id]) for e, token in zip(reached, tokens, strict=True)], at=at)
    for e in reached:
        told = ReplacementTold(
            order=e.value("order"), technician_name=e.value("technician_name") or "", contact_id=contacts[e.timeline_id]
        )
        record(told, on=e.timeline_id, by=house, at=at, caused_by=e)


def _message(e: Recorded, token: str, contact: int) -> MessageDraft:
    begins, ends = (local(datetime.fromisoformat(e.value(name))) for name in ("window_start", "window_end"))
    values = {
        "number": e.value("order"), "technician": e.value("technician_name") or "", "link": page_address(token),
        "window": f"{begins:%m-%d %H:%M}–{ends:%H:%M}",
    }  # fmt: skip
    return MessageDraft(
        key=f"replaced:{e.value('number')}", channel="sms", template="technician_changed", to=f"contact:{contact}",
        values=values,
    )  # fmt: skip
