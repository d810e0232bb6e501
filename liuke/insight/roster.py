"""The roster: who keeps whom, how many of which grade, what they bring, with whom contact is late (H7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from liuke.areas.keeping import access
from liuke.areas.keeping.queries.pool import must_keep
from liuke.foundation.identity.models import Actor

CONTACTS: Final = ("contact-due", "contact-or-give-back", "first-contact")
"""Promises that a keeper is in touch."""


@dataclass(frozen=True)
class RosterRow:
    """One keeper; `cents` is what his customers brought as counted last night, `late` contacts that are late now."""

    keeper_id: int
    name: str
    has_left: bool
    customers: int
    core: int
    of_a: int
    of_b: int
    of_c: int
    cents: int
    late: int


def list_roster(*, by: Actor, at: datetime) -> tuple[RosterRow, ...]:
    """Everybody who keeps somebody, the most customers first; a keeper sees himself, managers all."""
    must_keep(by)
    values = {"keeper": None if access.manages(by) else by.pk, "at": at, "contacts": list(CONTACTS)}
    with connection.cursor() as cursor:
        cursor.execute(_ROSTER, values)
        return tuple(RosterRow(*row) for row in cursor.fetchall())


_ROSTER: Final = """
    WITH kept AS (
        SELECT c.keeper_id, count(*) AS customers, count(*) FILTER (WHERE c.is_core) AS core,
               count(*) FILTER (WHERE c.grade = 'A') AS of_a, count(*) FILTER (WHERE c.grade = 'B') AS of_b,
               count(*) FILTER (WHERE c.grade = 'C') AS of_c, coalesce(sum(w.cents), 0)::bigint AS cents
          FROM customers_customer c LEFT JOIN keeping_worth w ON w.customer_id = c.timeline_id
         WHERE c.keeper_id IS NOT NULL AND c.merged_into_id IS NULL
           AND (%(keeper)s::bigint IS NULL OR c.keeper_id = %(keeper)s)
         GROUP BY c.keeper_id
    ), late AS (
        SELECT p.owner_id, count(*) AS late FROM promises_promise p
         WHERE p.state = 'open' AND p.held_since IS NULL AND p.due_at < %(at)s AND p.what = ANY(%(contacts)s)
           AND p.owner_id IN (SELECT keeper_id FROM kept)
         GROUP BY p.owner_id
    )
    SELECT k.keeper_id, a.name, a.left_at IS NOT NULL, k.customers, k.core, k.of_a, k.of_b, k.of_c, k.cents,
           coalesce(l.late, 0)
      FROM kept k JOIN identity_actor a ON a.id = k.keeper_id LEFT JOIN late l ON l.owner_id = k.keeper_id
     ORDER BY k.customers DESC, a.name
"""
