"""What severity looks at, read for one complaint, and the result put on it."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.areas.complaints.models import Complaint
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules.severity import Known, Severity, severity_of
from liuke.areas.service.queries.safety import safety_script

SPAN = timedelta(days=90)


def severity_now(found: Complaint, *, at: datetime) -> Severity:
    """How grave this complaint is, with reasons."""
    earlier = Complaint.objects.filter(customer_id=found.customer_id, received_at__gte=at - SPAN).exclude(pk=found.pk)
    known = Known(
        kind=found.kind, sub=found.sub, source=found.source, earlier=earlier.count(),
        hazards=bool(safety_script(found.words).hazards),
    )  # fmt: skip
    return severity_of(known, the_catalogue().severity)


def weigh(found: Complaint, *, at: datetime) -> Severity:
    """Put severity and hardness on the row; saving it is the caller's."""
    severity = severity_now(found, at=at)
    found.severity, found.hard = severity.level, severity.hard
    return severity
