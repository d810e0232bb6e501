"""Reading transfers between sites, and who could give a part."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import F

from liuke.areas.network.models import Site
from liuke.areas.parts import access
from liuke.areas.parts.models import Stock, Transfer
from liuke.areas.parts.queries.modes import list_modes
from liuke.areas.parts.rules.names import STOCK
from liuke.areas.parts.rules.transfers import DECLINE_REASONS as DECLINE_REASONS
from liuke.areas.parts.rules.transfers import OPEN, TRANSFER_STATES, steps_open
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE: Final = 100
WHICH: Final = {"open": OPEN, "over": tuple(state for state in TRANSFER_STATES if state not in OPEN)}


@dataclass(frozen=True)
class TransferRow:
    """A transfer; `acts` are those that the reader may take now, `timeline` is where its promises lie."""

    id: int
    number: str
    code: str
    title: str
    quantity: int
    from_name: str
    to_name: str
    state: str
    state_words: Words
    reason: Words | None
    way: str
    requested_at: datetime
    requested_by: str
    version: int
    timeline: int
    acts: tuple[str, ...]


def list_transfers(*, by: Actor, which: str = "open", number: str = "", limit: int = PAGE) -> tuple[TransferRow, ...]:
    """Those this actor may see: what waits the longest first, what is over the latest first."""
    rows = Transfer.objects.filter(access.transfers_for(by)).select_related(
        "part", "from_site", "to_site", "requested_by"
    )
    rows = rows.filter(number=number.strip().upper()) if number else rows.filter(state__in=WHICH[which])
    return tuple(_row(one, by) for one in rows.order_by("pk" if which == "open" else "-pk")[:limit])


def givers(part: str, quantity: int, *, by: Actor, at: datetime, but: str = "") -> tuple[tuple[str, str], ...]:
    """(number, name) of the other sites where so many of a part lie free, by number; how many there are is not told."""
    found = access.part(part, by=by)
    rows = Stock.objects.filter(part=found, place__kind="site", quantity__gte=F("reserved") + quantity)
    sites = list(Site.objects.filter(parts_store__stock__in=rows).exclude(number=but).order_by("number"))
    modes = list_modes([one.number for one in sites], on=local(at).date())
    return tuple((one.number, one.name) for one in sites if modes[one.number] == STOCK)


def _row(one: Transfer, by: Actor) -> TransferRow:
    return TransferRow(
        one.pk, one.number, one.part.code, one.part.name, one.quantity, one.from_site.name, one.to_site.name, one.state,
        TRANSFER_STATES[one.state], DECLINE_REASONS.get(one.reason), one.way, one.requested_at, one.requested_by.name,
        one.version, one.from_site_id, steps_open(one.state, access.sides(one, by)),
    )  # fmt: skip
