"""Who could go when. Bookings are subtracted by the room above, which knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from liuke.areas.network.models import Coverage, Site, Technician
from liuke.areas.network.queries.rows import TechnicianRow, technician_row
from liuke.areas.network.queries.workers import read_workers
from liuke.areas.network.rules.places import prefixes
from liuke.areas.network.rules.shifts import (
    Plan,
    Slot,
    Window,
    is_able,
    is_at_work,
    windows_of_days,
)
from liuke.areas.network.rules.shifts import (
    able_by_window as _able_by_window,
)
from liuke.areas.network.rules.skills import Lack
from liuke.foundation.calendar.queries import get_calendars
from liuke.foundation.calendar.rules import hours
from liuke.foundation.dated.queries import list_history
from liuke.foundation.words import Words

TABLE: Final = "visit_windows"


def list_windows(from_date: date, days: int) -> tuple[Window, ...]:
    """The windows of these days, by the season's plan."""
    return windows_of_days(_plans(), from_date, days)


def capacity(
    site_ids: Iterable[int],
    *,
    skills: Sequence[str],
    from_date: date,
    days: int,
    division: str = "",
    product_line: str = "",
) -> dict[Slot, int]:
    """How many technicians of each site could take such work in each window; windows without any are left out.

    From shifts, absences, the sites' calendars, and skills whose certificates are valid on the day itself. With
    `division` and `product_line` only sites that serve them count.
    """
    able = able_by_window(
        site_ids, skills=skills, from_date=from_date, days=days, division=division, product_line=product_line
    )
    return {slot: len(ids) for slot, ids in able.items()}


def able_by_window(
    site_ids: Iterable[int],
    *,
    skills: Sequence[str],
    from_date: date,
    days: int,
    division: str = "",
    product_line: str = "",
) -> Mapping[Slot, frozenset[int]]:
    """As `capacity`, but who they are (actor ids), so that the room above can take the booked ones out."""
    sites = _serving(site_ids, division, product_line)
    last = from_date + timedelta(days=max(days - 1, 0))
    workers = read_workers(sites, first=from_date, last=last)
    calendars = get_calendars(sites.values())
    by_site = {pk: calendars[key] for pk, key in sites.items()}
    return _able_by_window(workers, skills, list_windows(from_date, days), by_site)


def able_technicians(site: int, *, skills: Sequence[str], start: datetime, end: datetime) -> tuple[TechnicianRow, ...]:
    """The technicians of a site who are there for the whole span with all skills validly certified, by name."""
    span = Window(start, end)
    workers = read_workers([site], first=span.day, last=span.day)
    ids = [worker.id for worker in workers if is_able(worker, skills, span)]
    rows = Technician.objects.select_related("actor", "site").prefetch_related("skills").filter(pk__in=ids)
    return tuple(technician_row(technician) for technician in rows.order_by("actor__name", "pk"))


def lacks_of(technician_id: int, *, skills: Sequence[str], on: date) -> tuple[Words, ...]:
    """Which skills or valid certificates a technician lacks for this work on that day: whoever lacks any is not sent,
    and nobody may overrule it (practice §4.5). A stranger or a leaver lacks them all."""
    technician = Technician.objects.filter(pk=technician_id).values_list("site_id", flat=True).first()
    workers = read_workers([technician or 0], first=on, last=on, ids=[technician_id])
    missing = workers[0].ability.lacks(skills, on=on) if workers else tuple(Lack(skill) for skill in skills)
    return tuple(lack.words for lack in missing)


def is_there(technician_id: int, *, start: datetime, end: datetime) -> bool:
    """Is this technician at work for the whole span?"""
    span = Window(start, end)
    site = Technician.objects.filter(pk=technician_id).values_list("site_id", flat=True).first()
    workers = read_workers([site or 0], first=span.day, last=span.day, ids=[technician_id])
    return bool(workers) and is_at_work(workers[0], span)


def _serving(site_ids: Iterable[int], division: str, product_line: str) -> dict[int, str]:
    """Site id → calendar key, of the active ones that serve this."""
    rows = Site.objects.filter(pk__in=list(site_ids), status=Site.Status.ACTIVE)
    if division:
        covering = Coverage.objects.filter(division__in=prefixes(division))
        if product_line:
            covering = covering.filter(product_lines=[]) | covering.filter(product_lines__contains=[product_line])
        rows = rows.filter(pk__in=covering.values("site"))
    return {site.pk: site.team_key for site in rows}


def _plans() -> list[Plan]:
    return [Plan(v.from_date, hours(v.value), v.until_date) for v in list_history(TABLE, "default")]
