"""Reading technicians."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from liuke.areas.network import access
from liuke.areas.network.models import Technician
from liuke.areas.network.queries.rows import TechnicianRow, technician_row
from liuke.areas.network.queries.workers import read_workers
from liuke.areas.network.rules.shifts import hours_at_work
from liuke.foundation.calendar.rules import Hours
from liuke.foundation.identity.models import Actor


def get_technician(ref: int | str, *, by: Actor) -> TechnicianRow:
    """A technician by actor id or number, of a site this actor may see."""
    return technician_row(access.technician(ref, by=by))


def list_technicians(site: int | str, *, by: Actor) -> tuple[TechnicianRow, ...]:
    """The technicians of a site who have not left, by name."""
    found = access.site(site, by=by)
    rows = Technician.objects.filter(site=found).exclude(status=Technician.Status.LEFT)
    rows = rows.select_related("actor", "site").prefetch_related("skills")
    return tuple(technician_row(technician) for technician in rows.order_by("actor__name", "pk"))


def list_by_id(ids: Iterable[int]) -> dict[int, TechnicianRow]:
    """Technicians by actor id in two queries, for rooms above that hold the ids already; leavers as well."""
    rows = Technician.objects.select_related("actor", "site").prefetch_related("skills").filter(pk__in=list(ids))
    return {technician.pk: technician_row(technician) for technician in rows}


def list_hours(site: int | str, *, by: Actor, on: date) -> dict[int, Hours]:
    """When each of a site's technicians works on a day, week and departures taken together."""
    found = access.site(site, by=by)
    return {worker.id: hours_at_work(worker, on) for worker in read_workers([found.pk], first=on, last=on)}
