"""The complaint inbox: open complaints with what is owed next about each, the least time left first, in keyset pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from liuke.areas.complaints import access
from liuke.areas.complaints.models import OPEN, Complaint
from liuke.areas.complaints.queries.rows import ComplaintRow, complaint_row
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import lost
from liuke.insight.complaint_rows import Asked, condition
from liuke.kernel.promises.models import Promise

PAGE = 50
OPEN_ONES = Asked(which="open")


@dataclass(frozen=True)
class Waiting:
    """An open complaint; `what` is owed next until `due_at` (None: nothing is owed about it now)."""

    row: ComplaintRow
    what: str
    due_at: datetime | None


@dataclass(frozen=True)
class Inbox:
    rows: tuple[Waiting, ...]
    next_after: str


def inbox(*, by: Actor, whose: str = "", asked: Asked = OPEN_ONES, after: str = "", limit: int = PAGE) -> Inbox:
    """Open complaints by time left; `whose` is mine, none (nobody has it yet) or empty; `after` is a page's `next_after`."""
    rows = Complaint.objects.filter(access.complaints_for(by), OPEN, condition(asked))
    if whose == "mine":
        rows = rows.filter(Q(handler_id=by.pk) | Q(taken_by_id=by.pk, accepted_at__isnull=True))
    elif whose == "none":
        rows = rows.filter(handler__isnull=True)
    found = list(_after(_with_next(rows), after)[: limit + 1])
    shown = found[:limit]
    more = f"{_moment(shown[-1])}~{shown[-1].pk}" if len(found) > limit else ""
    return Inbox(
        tuple(
            Waiting(complaint_row(c), getattr(c, "next_what", "") or "", getattr(c, "next_due", None)) for c in shown
        ),
        more,
    )


def count_open(*, by: Actor) -> dict[str, int]:
    """How many are open, how many nobody has yet, how many lie in this actor's hands."""
    rows = Complaint.objects.filter(access.complaints_for(by)).filter(OPEN)
    return {
        "open": rows.count(),
        "none": rows.filter(handler__isnull=True).count(),
        "mine": rows.filter(handler_id=by.pk).count(),
    }


def _with_next(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    owed = Promise.objects.filter(
        timeline_id=OuterRef("customer_id"), about=OuterRef("number"), state=Promise.State.OPEN
    ).order_by("due_at", "pk")
    return rows.select_related("handler", "taken_by").annotate(
        next_due=Subquery(owed.values("due_at")[:1]), next_what=Subquery(owed.values("what")[:1])
    )


def _after(rows: QuerySet[Complaint], after: str) -> QuerySet[Complaint]:
    ordered = rows.order_by(F("next_due").asc(nulls_last=True), "pk")
    if not after:
        return ordered
    moment, _tilde, pk = after.replace(" ", "+").rpartition("~")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        raise lost()
    if moment == "none":
        return ordered.filter(next_due__isnull=True, pk__gt=int(pk))  # type: ignore[misc]
    try:
        told = datetime.fromisoformat(moment)
    except ValueError:
        raise lost() from None
    if told.tzinfo is None:
        raise lost()
    later: Q = Q(next_due__gt=told) | Q(next_due=told, pk__gt=int(pk)) | Q(next_due__isnull=True)
    return ordered.filter(later)


def _moment(c: Complaint) -> str:
    due: datetime | None = c.next_due  # type: ignore[attr-defined]
    return due.isoformat() if due else "none"
