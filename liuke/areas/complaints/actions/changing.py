"""What the acts on a complaint share: loading, saving with the next version, telling; and checking what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules import states
from liuke.foundation import lines
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record_many
from liuke.kernel.journal.rows import Entry

LONGEST = 5000


def loaded(number: str, act: str, *, by: Actor, seen: int | None = None) -> Complaint:
    """The complaint under lock, where this actor may work on it and the act is open now; else Forbidden or Refused."""
    found = access.complaint(number, by=by, lock=True, seen=seen)
    access.require_act(found, by=by)
    must_be_open_to(found, act)
    return found


def must_be_open_to(found: Complaint, act: str) -> None:
    """Raise Refused where the state does not let this act happen."""
    if not states.may(act, found.state):
        now = states.STATES[found.state]
        raise Refused(
            f"这件投诉现在是“{now.zh}”，不能这样办理。", f"This complaint is “{now.en}” now; this cannot be done.",
            code="complaint-state",
        )  # fmt: skip


def must_be_cause(name: str, key: str) -> None:
    """Raise Invalid by that field where this is no leaf of the tree of causes; nothing is none yet."""
    if key and key not in dict(the_catalogue().causes.list_all()):
        raise Invalid.field(name, "请从成因表中选择", "Choose from the causes")


def saved(found: Complaint, *fields: str) -> None:
    """Write these fields and the next version."""
    found.version += 1
    found.save(update_fields=[*fields, "version"])


def tell(
    found: Complaint, events: Iterable[object], *, by: Actor, at: datetime, keeps: int | None = None,
    happened_at: datetime | None = None,
) -> None:  # fmt: skip
    """Record these on the customer's history; the first keeps the promise that is named."""
    entries = [
        Entry(event, found.customer_id, happened_at, None if n else keeps, None) for n, event in enumerate(events)
    ]
    record_many(entries, by=by, at=at)


def text_of(name: str, said: str, *, missing: Words | None = None) -> str:
    """What was typed, tidied at its ends. Raises Invalid by that field where it is endless, or missing though needed."""
    return lines.words(name, said, most=LONGEST, missing=missing)
