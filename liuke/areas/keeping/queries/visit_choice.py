"""Whom to visit: a keeper's customers by grade, by when contact is due, by area, by how long nobody was there (H7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.customers.rules.visiting_hours import Hours
from liuke.areas.keeping import access
from liuke.areas.keeping.queries.visit_scene import contact_due, hours_of
from liuke.foundation import divisions
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor
from liuke.foundation.words import Words

PAGE: Final = 100
DUE: Final = {"late": 0, "7": 7, "30": 30}
UNSEEN: Final = (30, 60, 90, 180)


@dataclass(frozen=True)
class Wish:
    """How the list is narrowed: a grade, contact `due` within (one of DUE), below a division, not `unseen` for days,
    open to visitors on an ISO weekday (whoever told no best time always is)."""

    grade: str = ""
    due: str = ""
    area: str = ""
    unseen: int = 0
    weekday: int = 0


@dataclass(frozen=True)
class Choice:
    """One who could be visited. `ahead` is the day of a visit that is planned already."""

    customer: Brief
    area: str
    due: date | None
    visited: date | None
    hours: Words | None
    ahead: date | None


@dataclass(frozen=True)
class Choices:
    rows: tuple[Choice, ...]
    more: bool
    areas: tuple[tuple[str, str], ...]


def list_choices(keeper: int, wish: Wish, *, by: Actor, at: datetime) -> Choices:
    """At most PAGE of the keeper's customers, whose contact is due first on top; the areas in which he has any.

    Raises Forbidden for whoever may not plan his visits, Invalid for a wish that is none.
    """
    access.plans_for(get_actor(keeper), by=by)
    _check(wish)
    with connection.cursor() as cursor:
        cursor.execute(_CHOICE, _values(keeper, wish, at))
        found = cursor.fetchall()
        cursor.execute(_AREAS, [keeper])
        areas = [(code, divisions.told(code)) for (code,) in cursor.fetchall() if divisions.exists(code)]
    hours = hours_of([pk for pk, *_ in found])
    if wish.weekday:
        found = [one for one in found if one[0] not in hours or wish.weekday in hours[one[0]].days]
    shown = found[:PAGE]
    rows = Customer.objects.in_bulk([pk for pk, *_ in shown])
    due = contact_due([pk for pk, *_ in shown])
    choices = (
        Choice(brief_of(rows[pk]), _area(division), due.get(pk), visited and local(visited).date(), _words(hours.get(pk)), ahead)
        for pk, division, visited, ahead in shown
    )  # fmt: skip
    return Choices(tuple(choices), len(found) > PAGE, tuple(areas))


def _check(wish: Wish) -> None:
    if wish.grade not in ("", "A", "B", "C"):
        raise Invalid.field("grade", "等级只能是 A、B、C。", "The grade is A, B or C.")
    if wish.due and wish.due not in DUE:
        raise Invalid.field("due", "请从列表中选择。", "Choose one of the list.")
    if wish.area and not (wish.area.isascii() and wish.area.isdecimal() and divisions.exists(wish.area)):
        raise Invalid.field("area", "没有这个区域。", "There is no such area.")
    if wish.weekday not in range(8):
        raise Invalid.field("weekday", "请从列表中选择。", "Choose one of the list.")


def _values(keeper: int, wish: Wish, at: datetime) -> dict[str, Any]:
    today = local(at).date()
    by = datetime.combine(today + timedelta(days=DUE.get(wish.due, 0)), datetime.min.time(), LOCAL)
    return {
        "keeper": keeper, "grade": wish.grade, "area": f"{wish.area}%", "due": wish.due, "by": by + timedelta(days=1)
        if wish.due in ("7", "30") else at, "unseen": wish.unseen, "since": at - timedelta(days=wish.unseen),
        "most": 3 * PAGE if wish.weekday else PAGE + 1,
    }  # fmt: skip


def _area(division: str) -> str:
    return divisions.told(division[:6]) if division and divisions.exists(division[:6]) else ""


def _words(hours: Hours | None) -> Words | None:
    return Words(hours.zh, hours.en) if hours else None


_FIRST: Final = """
    LEFT JOIN LATERAL (SELECT division FROM customers_address x WHERE x.customer_id = c.timeline_id
                        ORDER BY x.id LIMIT 1) a ON true
"""
_CHOICE: Final = f"""
    SELECT c.timeline_id, coalesce(a.division, ''), v.at, s.day
      FROM customers_customer c {_FIRST}
      LEFT JOIN LATERAL (SELECT min(p.due_at) AS at FROM promises_promise p WHERE p.timeline_id = c.timeline_id
                          AND p.state = 'open' AND p.what IN ('contact-due', 'visit-customer')) d ON true
      LEFT JOIN LATERAL (SELECT max(m.ended_at) AS at FROM keeping_visitstop m WHERE m.customer_id = c.timeline_id
                          AND m.state = 'made') v ON true
      LEFT JOIN LATERAL (SELECT min(m.day) AS day FROM keeping_visitstop m
                           JOIN keeping_visitplan p ON p.id = m.plan_id AND p.state = 'standing'
                          WHERE m.customer_id = c.timeline_id AND m.state = 'planned') s ON true
     WHERE c.keeper_id = %(keeper)s AND c.merged_into_id IS NULL AND c.erased_at IS NULL
       AND (%(grade)s = '' OR c.grade = %(grade)s) AND coalesce(a.division, '') LIKE %(area)s
       AND (%(due)s = '' OR d.at < %(by)s) AND (%(unseen)s = 0 OR v.at IS NULL OR v.at < %(since)s)
     ORDER BY d.at NULLS LAST, c.timeline_id LIMIT %(most)s
"""
_AREAS: Final = f"""
    SELECT DISTINCT left(a.division, 6) FROM customers_customer c {_FIRST}
     WHERE c.keeper_id = %s AND c.merged_into_id IS NULL AND a.division <> '' ORDER BY 1 LIMIT 60
"""
