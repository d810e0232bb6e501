"""Reading improvements: one with what recurred since, and complaints of its kind before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count
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
    """Complaints of one kind and sub-kind by week around the day an improvement was carried out."""

    words: Words
    compared: Compared


def get_before_after(number: str, *, by: Actor, at: datetime) -> BeforeAfter | None:
    """Complaints of the same kind and sub-kind by week (H33, C4); None until it is carried out, or without a sub-kind.

    All complaints of the kind count, whoever reads: it is a figure, and no complaint shows. Missing as for the improvement.
    """
    found = access.improvement(number, by=by)
    kind, sub = found.complaint.kind, found.complaint.sub
    if found.done_at is None or not sub:
        return None
    day, today = local(found.done_at).date(), local(at).date()
    first, end = weeks.span(day, today)
    rows = Complaint.objects.filter(received_at__gte=_begin(first), received_at__lt=_begin(end))
    counts = (
        rows.filter(kind=kind, sub=sub).annotate(day=TruncDate("received_at")).values("day").annotate(n=Count("pk"))
    )
    told = {row["day"]: row["n"] for row in counts.order_by("day")}
    return BeforeAfter(the_catalogue().sub_words(kind, sub), weeks.compare(told, day=day, today=today))


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=LOCAL)
