"""Technicians as rules see them: abilities, weeks and departures, read set by set.

By plain statements: every call that becomes an order asks twice for all technicians near the customer, and the objects
in between cost more than the reading.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection

from liuke.areas.network.models import Departure, Technician
from liuke.areas.network.rules.cover import FOR_ALL
from liuke.areas.network.rules.shifts import Absence, Week, Worker
from liuke.areas.network.rules.shifts import Departure as Away
from liuke.areas.network.rules.skills import Ability, Skill, ability
from liuke.foundation.calendar.rules import hours

_SKILLS = """(select coalesce(json_agg(json_build_array(s.key, s.level, s.certificate_until, i.until, i.kind)), '[]')
                from network_skill s left join lateral (
                     select n.valid_until as until, n.kind from network_insurance n
                      where n.site_id = t.site_id and (n.kind = any(%(for_all)s) or n.kind = s.key)
                      order by n.valid_until, n.kind limit 1) i on true
               where s.technician_id = t.actor_id)"""
_WEEKS = """(select coalesce(json_agg(json_build_array(w.from_date, w.weekly)), '[]')
               from network_shift w where w.technician_id = t.actor_id and w.from_date <= %(last)s)"""
_AWAY = """(select coalesce(json_agg(json_build_array(d.from_date, d.until_date, d.hours, d.reason)), '[]')
              from network_departure d
             where d.technician_id = t.actor_id and d.from_date <= %(last)s and d.until_date >= %(first)s)"""
_ACTIVE = """ from network_technician t join identity_actor a on a.id = t.actor_id
 where t.site_id = any(%(sites)s) and t.status = %(active)s and a.left_at is null
   and (%(ids)s::bigint[] is null or t.actor_id = any(%(ids)s))
 order by t.actor_id"""
ABILITIES = f"select t.site_id, {_SKILLS}{_ACTIVE}"
WORKERS = f"select t.actor_id, t.site_id, {_SKILLS}, {_WEEKS}, {_AWAY}, a.away_from, a.away_until{_ACTIVE}"


def read_abilities(site_ids: Iterable[int]) -> dict[int, list[Ability]]:
    """What the active technicians of these sites can do."""
    found: dict[int, list[Ability]] = {}
    for site_id, skills in _read(ABILITIES, site_ids):
        found.setdefault(site_id, []).append(_ability(skills))
    return found


def read_workers(site_ids: Iterable[int], *, first: date, last: date, ids: Sequence[int] | None = None) -> list[Worker]:
    """The active technicians of these sites with all that decides whether they work on these days."""
    return [_worker(row) for row in _read(WORKERS, site_ids, first=first, last=last, ids=ids)]


def _read(statement: str, site_ids: Iterable[int], **more: Any) -> list[tuple[Any, ...]]:
    given = {
        "sites": list(site_ids),
        "active": Technician.Status.ACTIVE.value,
        "ids": None,
        "for_all": list(FOR_ALL),
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _worker(row: tuple[Any, ...]) -> Worker:
    pk, site_id, skills, weeks, away, away_from, away_until = row
    return Worker(
        id=pk,
        site_id=site_id,
        ability=_ability(skills),
        weeks=tuple(Week(_day(since), tuple(hours(text) for text in weekly)) for since, weekly in _list(weeks)),
        departures=tuple(_away(*departure) for departure in _list(away)),
        absence=Absence(away_from, away_until) if away_from and away_until else None,
    )


def _ability(skills: Any) -> Ability:
    return ability(
        [
            Skill(key, level, _day(until) if until else None, _day(insured) if insured else None, kind or "")
            for key, level, until, insured, kind in _list(skills)
        ]
    )


def _away(first: str, last: str, text: str, reason: str) -> Away:
    extra = reason == Departure.Reason.EXTRA
    return Away(from_date=_day(first), until_date=_day(last), works=extra, hours=hours(text), reason=reason)


def _day(said: str) -> date:
    return date.fromisoformat(said)


def _list(value: Any) -> list[Any]:
    """Django leaves JSON to its own fields, so a plain statement answers with text."""
    found: list[Any] = json.loads(value) if isinstance(value, str) else value
    return found
