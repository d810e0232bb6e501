"""Reading what persons ask about their data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import PersonRequest, Restriction
from liuke.areas.secrecy.rules.rights import CHANNELS as CHANNELS
from liuke.areas.secrecy.rules.rights import KINDS as KINDS
from liuke.areas.secrecy.rules.rights import STATES
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE: Final = 50


@dataclass(frozen=True)
class PersonRequestRow:
    """One request as lists and its page show it; of an erased customer without words."""

    id: int
    number: str
    customer_id: int
    kind: str
    kind_words: Words
    channel_words: Words
    words: str
    state: str
    state_words: Words
    asked_at: datetime
    taken_by: str
    answered_at: datetime | None
    answered_by: str
    because: str
    version: int


def get_person_request(number: str, *, by: Actor) -> PersonRequestRow:
    """One request; Missing for whoever is not of the centre."""
    return _row(access.person_request(number, by=by))


def list_person_requests(*, by: Actor, state: str = "open", before: int | None = None) -> list[PersonRequestRow]:
    """The requests in one state, the latest first."""
    access.require_taker(by)
    rows = PersonRequest.objects.filter(state=state).select_related("taken_by", "answered_by")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(one) for one in rows.order_by("-pk")[:PAGE]]


def requests_of(customer_id: int, *, by: Actor) -> list[PersonRequestRow]:
    """What one person asked about his data, the latest first."""
    access.require_taker(by)
    rows = PersonRequest.objects.filter(customer=customer_id).select_related("taken_by", "answered_by")
    return [_row(one) for one in rows.order_by("-pk")[:PAGE]]


def resting_since(customer_id: int) -> datetime | None:
    """Since when this customer's data are kept and not used; None where they are used."""
    return Restriction.objects.filter(customer=customer_id).values_list("since", flat=True).first()


def may_answer(by: Actor) -> bool:
    return access.may_watch(by)


def _row(r: PersonRequest) -> PersonRequestRow:
    return PersonRequestRow(
        r.pk, r.number, r.customer_id, r.kind, KINDS[r.kind], CHANNELS[r.channel], r.words, r.state, STATES[r.state],
        r.asked_at, r.taken_by.name, r.answered_at, r.answered_by.name if r.answered_by else "", r.because, r.version,
    )  # fmt: skip
