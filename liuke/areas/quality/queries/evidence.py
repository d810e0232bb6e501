"""What a decision may rest on: what happened about the order, its photos, and what the site brought to its appeal."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.quality.models import Case
from liuke.areas.service.models import PartRequest, Visit
from liuke.foundation.files.access import FileView, files_of
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal import queries as journal
from liuke.kernel.journal.rows import Recorded

EVENT, FILE = "event:", "file:"
_OF_OTHERS = ("care", "charges", "parts", "service")
"""What was said about the order under other numbers stands on the same history: callbacks, complaints, repeats."""


def events_of(case: Case, *, by: Actor, limit: int = 100) -> Sequence[Recorded]:
    """What happened about the order, latest first: itself, its visits and parts, callbacks, complaints."""
    order = case.order
    beside = [
        *Visit.objects.filter(order=order).values_list("number", flat=True),
        *PartRequest.objects.filter(order=order).values_list("number", flat=True),
    ]
    found: dict[int, Recorded] = {}
    for subject in (order.number, *beside):
        found |= {e.id: e for e in journal.list_about(subject, by=by)}
    found |= {e.id: e for e in _said_about(case, by)}
    latest = sorted(found.values(), key=lambda e: (e.happened_at, e.id), reverse=True)
    return [e for e in latest if not e.kind.startswith(("promise.", "quality."))][:limit]


def photos_of(case: Case, *, by: Actor) -> Sequence[FileView]:
    """The photos of the order, and the files of the appeal."""
    return [*files_of(f"order:{case.order.number}", by=by), *files_of(f"fault:{case.number}", by=by)]


def known_evidence(case: Case, *, by: Actor) -> set[str]:
    """All that may be named as evidence: `event:<id>`, `file:<key>`."""
    events = {f"{EVENT}{e.id}" for e in events_of(case, by=by)}
    return events | {f"{FILE}{f.key}" for f in photos_of(case, by=by)}


def _said_about(case: Case, by: Actor) -> list[Recorded]:
    page = journal.list_timeline(case.order.customer_id, by=by, areas=_OF_OTHERS, limit=200)
    return [e for e in page.events if e.about == case.order.number]
