"""Reading improvements: one with what recurred since."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Recurrence
from liuke.areas.complaints.queries.rows import ComplaintRow, ImprovementRow, complaint_row, improvement_row
from liuke.foundation.identity.models import Actor


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
