"""Reading improvements: one with what recurred since, and complaints of its kind before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.db.models.functions import TruncDate

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Recurrence
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.rows import ComplaintRow, ImprovementRow, complaint_row, improvement_row
from liuke.areas.complaints.rules import weeks
from liuke.areas.complaints.rules.weeks import Compared as Compared
from liuke.areas.complaints.rules.weeks import Week as Week
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class ImprovementView:
    """`again`: like complaints since it was carried out, with why they count."""

    row: ImprovementRow
    again: tuple[tuple[ComplaintRow, str], ...]


def get_improvement(number: str, *, by: Actor) -> ImprovementView:
    """One improvement, or Missing for whoever neither reads complaints nor answers for it."""
    found = access.improvement(number, by=by)
    rows = Recurrence.objects.filter(complaint_id=found.complaint_id).select_related(
        "again__handler", "again__taken_by"
    )
    return ImprovementView(
        improvement_row(found), tuple((complaint_row(r.again), r.why) for r in rows.order_by("-pk")[:50])
    )


@dataclass(frozen=True)
class BeforeAfter:
    """Complaints of one kind and sub-kind, or of one cause, by week around the day an improvement was carried out."""

    words: Words
    is_cause: bool
    compared: Compared


def list_before_after(number: str, *, by: Actor, at: datetime) -> tuple[BeforeAfter, ...]:
    """Complaints of the same kind and of the same cause by week (H33, C4); none until it is carried out.

    All such complaints count, whoever reads: it is a figure, and no complaint shows. Missing as for the improvement.
    """
    found = access.improvement(number, by=by)
    if found.done_at is None:
        return ()
    day, today, told = local(found.done_at).date(), local(at).date(), the_catalogue()
    kind, sub, cause = found.complaint.kind, found.complaint.sub, found.cause_key or found.complaint.cause
    shown = []
    if sub:
        shown.append(BeforeAfter(told.sub_words(kind, sub), False, _compared(Q(kind=kind, sub=sub), day, today)))
    if cause:
        shown.append(BeforeAfter(told.causes.words_of(cause), True, _compared(Q(cause=cause), day, today)))
    return tuple(shown)


def _compared(which: Q, day: date, today: date) -> Compared:
    first, end = weeks.span(day, today)
    rows = Complaint.objects.filter(which, received_at__gte=_begin(first), received_at__lt=_begin(end))
    counts = rows.annotate(day=TruncDate("received_at")).values("day").annotate(n=Count("pk"))
    return weeks.compare({row["day"]: row["n"] for row in counts.order_by("day")}, day=day, today=today)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)
