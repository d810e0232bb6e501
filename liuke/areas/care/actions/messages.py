"""A message about an order, with the way to the customer's own page in it; to the number in his file, or to nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.customers.actions.accounts import open_accounts
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.links import actions as links
from liuke.foundation.links.actions import LinkDraft
from liuke.kernel.journal.rows import Recorded

PURPOSE: Final = "order"
LASTS: Final = timedelta(days=7)


@dataclass(frozen=True)
class Letter:
    """What one event says to its customer. `page` is behind his own page's address; `link` is filled in here."""

    event: Recorded
    order: str
    key: str
    template: str
    values: Mapping[str, str] = field(default_factory=dict)
    page: str = ""
    run_at: datetime | None = None


def house() -> Actor:
    """Who writes where nobody's act does."""
    return system_actor(Actor.Kind.JOB, "care")


def page_address(token: str, page: str = "") -> str:
    """Where a token leads."""
    return f"{settings.BASE_URL.rstrip('/')}/my/{token}/{page}"


def send_letters(letters: Sequence[Letter], *, at: datetime) -> list[tuple[Letter, int]]:
    """Send them, each with a link of its own; answers those that reach somebody, with the contact's id.

    For this room's reactions, which hold the histories. Whoever has no number in his file is left out.
    """
    contacts = first_contacts([one.event.timeline_id for one in letters])
    reached = [(one, contacts[one.event.timeline_id]) for one in letters if one.event.timeline_id in contacts]
    if not reached:
        return []
    by = house()
    open_accounts([one.event.timeline_id for one, _ in reached], by=by, at=at)
    drafts = [LinkDraft(PURPOSE, one.order, f"contact:{contact}") for one, contact in reached]
    tokens = links.make_many(drafts, lasts=LASTS, by=by, at=at)
    post([_message(one, contact, token) for (one, contact), token in zip(reached, tokens, strict=True)], at=at)
    return reached


def _message(one: Letter, contact: int, token: str) -> MessageDraft:
    values = {"number": one.order, **one.values, "link": page_address(token, one.page)}
    return MessageDraft(
        key=one.key, channel="sms", template=one.template, to=f"contact:{contact}", values=values, run_at=one.run_at
    )
