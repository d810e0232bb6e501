"""What happened: a customer's history, or the story of one thing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import get_language
from ninja import Query
from pydantic import AfterValidator, Field

from liuke.api.customers import Limit
from liuke.api.doors import Noun, Request
from liuke.api.fields import Out, OutId, Ref, refused
from liuke.api.policies import policy
from liuke.areas.customers.queries import file
from liuke.insight.sentences import told
from liuke.kernel.journal import queries
from liuke.kernel.journal.rows import Recorded

events = Noun("events")
_READ = policy("read")
_LARGEST = 2**63


def _cursor(value: str) -> str:
    moment, _, event_id = value.rpartition("~")
    try:
        fine = datetime.fromisoformat(moment).tzinfo is not None and int(event_id) < _LARGEST
    except ValueError:
        fine = False
    if not fine:
        raise refused("请原样传回上一页的 next。", "Send `next` of the page before as it was.")
    return value


Cursor = Annotated[str, Field(max_length=60, pattern=r"^[0-9TZ:.+-]+~[0-9]{1,19}$"), AfterValidator(_cursor)]


class Event(Out):
    """`says` is its sentence in your language; `facts` its fields without what is personal."""

    id: OutId
    customer: OutId
    kind: str
    subject: str
    about: str
    happened_at: datetime
    recorded_at: datetime
    by: OutId
    says: str
    facts: dict[str, Any]


class Events(Out):
    rows: list[Event]
    next: str | None = None


@events.get("/customers/{ref}/events", _READ, Events)
def list_customer_events(
    request: Request,
    ref: Ref,
    area: Annotated[list[str], Query(max_length=10)] = [],  # noqa: B006
    after: Annotated[Cursor | None, Query()] = None,
    limit: Limit = 50,
) -> Events:
    """A customer's history, newest first; `area` (service, care, promise ...) may be given several times."""
    brief = file.get_brief(ref, by=request.by)
    page = queries.list_timeline(brief.id, by=request.by, before=after, areas=area, limit=limit)
    return Events(rows=_rows(page.events, request), next=page.older)


@events.get("/events", _READ, Events)
def list_events_about(
    request: Request,
    subject: Annotated[str, Query(min_length=1, max_length=40)],
    limit: Annotated[int, Query(ge=1, le=200)] = 200,
) -> Events:
    """The story of one thing by its number, oldest first."""
    return Events(rows=_rows(queries.list_about(subject, by=request.by, limit=limit), request))


def _rows(found: Sequence[Recorded], request: Request) -> list[Event]:
    language = get_language() or "zh-hans"
    said = told(found, by=request.by)
    return [
        Event(
            id=str(row.id),
            customer=str(row.timeline_id),
            kind=row.kind,
            subject=row.subject,
            about=row.about,
            happened_at=row.happened_at,
            recorded_at=row.recorded_at,
            by=words.by.told(language),
            says=words.sentence.told(language),
            facts=dict(row.facts),
        )
        for row, words in zip(found, said, strict=True)
    ]
