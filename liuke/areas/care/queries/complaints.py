"""Reading dissatisfactions: what to know before one speaks, and the list of those that need somebody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from liuke.areas.care import access
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.queries.rows import GrievanceRow, grievance_row
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor


def grievances(customer_ids: Iterable[int], *, by: Actor) -> dict[int, tuple[GrievanceRow, ...]]:
    """The open dissatisfactions of these customers, oldest first, in one query; none for sites and customers."""
    if not access.hears_complaints(by):
        return {}
    found: dict[int, list[GrievanceRow]] = {}
    rows = Dissatisfaction.objects.filter(customer_id__in=list(customer_ids)).exclude(state="settled")
    for d in rows.select_related("handler").order_by("pk"):
        found.setdefault(d.customer_id, []).append(grievance_row(d))
    return {customer: tuple(some) for customer, some in found.items()}


def is_grieved(customer_id: int) -> bool:
    """Whether something is unsettled, without a word of it: for whoever is about to stand at the door."""
    return Dissatisfaction.objects.filter(customer_id=customer_id).exclude(state="settled").exists()


def complaint_of(number: str, *, by: Actor) -> str:
    """The number of the complaint that this dissatisfaction became; Missing for whoever may not know."""
    found = Dissatisfaction.objects.filter(number=number.strip().upper()).values_list("complaint", flat=True).first()
    if not found or not access.hears_complaints(by):
        raise Missing("没有这条不满记录，或您无权查看。", "No such dissatisfaction, or not for you to see.")
    return found


def complained_about(about: str, *, before: datetime) -> bool:
    """Was a dissatisfaction about this order voiced before that moment? Then it was "called to complain" (H11)."""
    return Dissatisfaction.objects.filter(about=about, voiced_at__lt=before).exclude(channel="callback").exists()
