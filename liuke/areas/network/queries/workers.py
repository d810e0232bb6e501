"""Technicians as rules see them: abilities, weeks and departures, read set by set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Prefetch, QuerySet

from liuke.areas.network.models import Departure, Shift, Skill, Technician
from liuke.areas.network.rules.shifts import Absence, Week, Worker
from liuke.areas.network.rules.shifts import Departure as Away
from liuke.areas.network.rules.skills import Ability, ability
from liuke.areas.network.rules.skills import Skill as Held
from liuke.foundation.calendar.rules import hours


def read_abilities(site_ids: Iterable[int]) -> dict[int, list[Ability]]:
    """What the active technicians of these sites can do, in two queries."""
    found: dict[int, list[Ability]] = {}
    for technician in _active(site_ids).prefetch_related("skills"):
        found.setdefault(technician.site_id, []).append(_ability(technician))
    return found


def read_workers(site_ids: Iterable[int], *, first: date, last: date, ids: Sequence[int] | None = None) -> list[Worker]:
    """The active technicians of these sites with all that decides whether they work on these days, in four queries."""
    rows = _active(site_ids)
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    away = Departure.objects.filter(from_date__lte=last, until_date__gte=first)
    weeks = Shift.objects.filter(from_date__lte=last)
    rows = rows.prefetch_related("skills", Prefetch("departures", queryset=away), Prefetch("shifts", queryset=weeks))
    return [_worker(technician) for technician in rows]


def _active(site_ids: Iterable[int]) -> QuerySet[Technician]:
    rows = Technician.objects.select_related("actor").filter(site__in=list(site_ids), status=Technician.Status.ACTIVE)
    return rows.filter(actor__left_at__isnull=True).order_by("pk")


def _worker(technician: Technician) -> Worker:
    person = technician.actor
    absence = Absence(person.away_from, person.away_until) if person.away_from and person.away_until else None
    return Worker(
        id=technician.pk,
        site_id=technician.site_id,
        ability=_ability(technician),
        weeks=tuple(Week(s.from_date, tuple(hours(text) for text in s.weekly)) for s in technician.shifts.all()),
        departures=tuple(_away(d) for d in technician.departures.all()),
        absence=absence,
    )


def _ability(technician: Technician) -> Ability:
    return ability([_held(skill) for skill in technician.skills.all()])


def _held(skill: Skill) -> Held:
    return Held(skill.key, skill.level, skill.certificate_until)


def _away(departure: Departure) -> Away:
    return Away(
        from_date=departure.from_date,
        until_date=departure.until_date,
        works=departure.reason == Departure.Reason.EXTRA,
        hours=hours(departure.hours),
        reason=departure.reason,
    )
