"""Reading incidents: the list, one with its complaints, measures and the owners to be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Affected, Incident, IncidentCase, Measure
from liuke.areas.complaints.rules.incidents import SORTS as SORTS
from liuke.areas.complaints.rules.incidents import WAYS as WAYS
from liuke.areas.products.queries.batches import Batch, count_affected
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE = 50


@dataclass(frozen=True)
class IncidentRow:
    """An incident as the list shows it."""

    id: int
    number: str
    title: str
    sort_words: Words
    owner: str
    model: str
    opened_at: datetime
    closed_at: datetime | None
    to_tell: int
    told: int
    open_measures: int


@dataclass(frozen=True)
class MeasureRow:
    number: str
    words: str
    responsible: str
    due_at: datetime
    done_at: datetime | None
    proof: str


@dataclass(frozen=True)
class AffectedRow:
    """A machine whose owner is to be told."""

    id: int
    customer_id: int
    machine: str
    told_at: datetime | None
    way_words: Words | None


@dataclass(frozen=True)
class IncidentView:
    """One incident as its page shows it. `machines`, `customers`: of the batch now, whether listed yet or not."""

    row: IncidentRow
    words: str
    batch: Batch | None
    machines: int
    customers: int
    complaints: tuple[str, ...]
    measures: tuple[MeasureRow, ...]
    warned_from: datetime | None
    ending: str
    version: int


def batch_of(found: Incident) -> Batch:
    """The machines that it concerns."""
    return Batch(
        found.model, found.serial_from, found.serial_to, found.made_from, found.made_to, found.installed_from,
        found.installed_to,
    )  # fmt: skip


def list_incidents(*, by: Actor, ended: bool = False, before: int = 0) -> tuple[IncidentRow, ...]:
    """Those under way, or those that are over; the newest first, PAGE of them from below `before`."""
    rows = Incident.objects.filter(access.incidents_for(by), closed_at__isnull=not ended).select_related("owner")
    if before:
        rows = rows.filter(pk__lt=before)
    return tuple(_rows(list(rows.order_by("-pk")[:PAGE])))


def get_incident(number: str, *, by: Actor) -> IncidentView:
    """One incident. Raises Missing."""
    found = access.incident(number, by=by)
    batch = batch_of(found) if found.model else None
    machines, customers = count_affected(batch) if batch else (0, 0)
    cases = IncidentCase.objects.filter(incident=found).order_by("complaint_id")
    measures = Measure.objects.filter(incident=found).select_related("responsible").order_by("id")
    return IncidentView(
        row=_rows([found])[0], words=found.words, batch=batch, machines=machines, customers=customers,
        complaints=tuple(cases.values_list("complaint__number", flat=True)),
        measures=tuple(MeasureRow(m.number, m.words, m.responsible.name, m.due_at, m.done_at, m.proof) for m in measures),
        warned_from=found.warned_from, ending=found.ending, version=found.version,
    )  # fmt: skip


def incident_of_measure(number: str, *, by: Actor) -> str:
    """The incident that a measure belongs to. Raises Missing."""
    return access.measure(number, by=by).incident.number


def list_affected_rows(
    number: str, *, by: Actor, told: bool = False, after: int = 0, first: str = ""
) -> tuple[AffectedRow, ...]:
    """The machines whose owners are to be told (or were), PAGE of them from above `after`; `first` alone if named."""
    found = access.incident(number, by=by)
    rows = Affected.objects.filter(incident=found)
    rows = rows.filter(machine=first) if first else rows.filter(told_at__isnull=not told, pk__gt=after)
    shown = rows.order_by("pk")[:PAGE]
    return tuple(AffectedRow(r.pk, r.customer_id, r.machine, r.told_at, WAYS.get(r.way)) for r in shown)


def may_lead(by: Actor) -> bool:
    """May this actor open, lead and end incidents?"""
    return access.leads_incidents(by)


def may_warn(by: Actor) -> bool:
    """May this actor note that an owner was told?"""
    return access.warns(by)


def _rows(found: list[Incident]) -> list[IncidentRow]:
    ids = [incident.pk for incident in found]
    told = {
        pk: (of, hits)
        for pk, of, hits in Affected.objects.filter(incident_id__in=ids)
        .values("incident_id")
        .annotate(of=Count("pk"), hits=Count("pk", filter=Q(told_at__isnull=False)))
        .values_list("incident_id", "of", "hits")
    }
    waiting = Measure.objects.filter(incident_id__in=ids, done_at__isnull=True).values("incident_id")
    still = dict(waiting.annotate(n=Count("pk")).values_list("incident_id", "n"))
    return [
        IncidentRow(
            i.pk, i.number, i.title, SORTS[i.sort], i.owner.name, i.model, i.opened_at, i.closed_at,
            *told.get(i.pk, (0, 0)), still.get(i.pk, 0),
        )
        for i in found
    ]  # fmt: skip
