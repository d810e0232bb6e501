"""What leaves the room: frozen rows of callbacks and dissatisfactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.care.models import Callback, Dissatisfaction
from liuke.areas.care.queries.sampling import why_words
from liuke.areas.care.rules import calling, desk
from liuke.areas.care.rules.outcome import LADDER, WORDS
from liuke.areas.customers.queries.rows import ContactRow
from liuke.foundation.words import Words


@dataclass(frozen=True)
class CallbackRow:
    """A callback in one line. `callable_now`: it is the hour for it, or the one the customer named."""

    number: str
    kind: str
    kind_words: Words
    about: str
    customer_id: int
    customer_code: str
    customer_name: str
    grade: str
    contact_id: int | None
    contact_name: str
    phone_id: int | None
    phone_mask: str
    site: str
    state: str
    state_words: Words
    tries: int
    opened_at: datetime
    call_from: datetime
    agreed_at: datetime | None
    ended_at: datetime | None
    callable_now: bool
    outcome: str = ""
    outcome_words: Words | None = None
    flags: tuple[str, ...] = ()
    ladder_words: Words | None = None
    words: str = ""
    why: tuple[Words, ...] = ()  # why a person calls whatever he evaluated
    via: str = ""


@dataclass(frozen=True)
class GrievanceRow:
    """An open dissatisfaction: to be known before one speaks."""

    number: str
    customer_id: int
    about: str
    words: str
    wants: str
    state: str
    state_words: Words
    channel: str
    voiced_at: datetime
    handler_id: int | None
    handler_name: str
    remedy: str = ""


def callback_row(c: Callback, *, at: datetime, tries: int, contact: ContactRow | None) -> CallbackRow:
    phone = contact.phones[0] if contact and contact.phones else None
    return CallbackRow(
        number=c.number,
        kind=c.kind,
        kind_words=desk.KIND_WORDS[c.kind],
        about=c.about,
        customer_id=c.customer_id,
        customer_code=c.customer.code,
        customer_name=c.customer.name,
        grade=c.customer.grade,
        contact_id=c.contact_id,
        contact_name=contact.name if contact else "",
        phone_id=phone.id if phone else None,
        phone_mask=phone.mask if phone else "",
        site=c.site,
        state=c.state,
        state_words=desk.STATE_WORDS[c.state],
        tries=tries,
        opened_at=c.opened_at,
        call_from=c.call_from,
        agreed_at=c.agreed_at,
        ended_at=c.ended_at,
        callable_now=c.is_open and c.call_from <= at and calling.may_call(at, agreed_at=c.agreed_at).allowed,
        outcome=c.outcome,
        outcome_words=WORDS.get(c.outcome),
        flags=tuple(c.flags),
        ladder_words=LADDER.get(c.ladder) if c.ladder else None,
        words=c.words,
        why=why_words(c.why),
        via=c.via,
    )


def grievance_row(d: Dissatisfaction) -> GrievanceRow:
    return GrievanceRow(
        number=d.complaint or d.number,
        customer_id=d.customer_id,
        about=d.about,
        words=d.words,
        wants=d.wants,
        state=d.state,
        state_words=desk.DISSATISFACTION_WORDS[d.state],
        channel=d.channel,
        voiced_at=d.voiced_at,
        handler_id=d.handler_id,
        handler_name=d.handler.name if d.handler else "",
        remedy=d.remedy,
    )
