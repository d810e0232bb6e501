"""What other cut-offs, or other criteria of core, would make of the customers: counted as the night counts.

What the last night counted is taken where it is asked in the same way; only other days are counted anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import connection

from liuke.areas.keeping.queries.bond_terms import BondTerms
from liuke.areas.keeping.queries.judging import JUDGED, values_of
from liuke.areas.keeping.rules.grading import Cuts
from liuke.areas.keeping.rules.term_fields import Sheet
from liuke.areas.keeping.rules.term_sheets import CLASSES
from liuke.foundation.words import Words

Lines = list[tuple[Words, int, int]]
Held = Mapping[str, Any]


def graded(held: Held, new: Held, _sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """By grade; whom a person graded stays where he is."""
    cuts = Cuts(int(new["a_share"]), int(new["b_share"]), int(new["days"]))
    counted = _LAST_NIGHT if cuts.days == int(held["days"]) else _ANEW
    with connection.cursor() as cursor:
        cursor.execute(_GRADED.format(counted=counted), {"since": at - cuts.span, "at": at, "a": cuts.a, "b": cuts.b})
        found = cursor.fetchall()
    moves = sum(n for before, after, n in found if before != after)
    lines = [(CLASSES[g], _sum(found, 0, g), _sum(found, 1, g)) for g in "ABC"]
    return moves, lines


def core(held: Held, new: Held, _sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """How many are core; whom a person judged stays what he is, and nobody whom the count did not make is unmade."""
    terms, now = BondTerms(dict(new)).core, BondTerms(dict(held)).core
    judged = _JUDGED_LAST_NIGHT if replace(terms, need=now.need) == now else JUDGED
    with connection.cursor() as cursor:
        cursor.execute(_CORE.format(judged=judged), values_of(terms, at))
        are, made, unmade = cursor.fetchone()
    return made + unmade, [(CLASSES["core"], are, are + made - unmade)]


def _sum(found: list[tuple[str, str, int]], place: int, grade: str) -> int:
    return sum(row[2] for row in found if row[place] == grade)


_LAST_NIGHT: Final = "SELECT customer_id, cents FROM keeping_worth"
_ANEW: Final = """
    SELECT customer_id, coalesce(sum(cents) FILTER (WHERE happened_at >= %(since)s), 0) AS cents
      FROM keeping_value WHERE happened_at <= %(at)s GROUP BY customer_id
"""
_GRADED: Final = """
    WITH counted AS ({counted}), ranked AS (
        SELECT customer_id, cents, sum(greatest(cents, 0)) OVER () AS total,
               sum(greatest(cents, 0)) OVER (ORDER BY cents DESC, customer_id
                                             ROWS UNBOUNDED PRECEDING) - greatest(cents, 0) AS before
          FROM counted
    )
    SELECT c.grade, CASE WHEN o.customer_id IS NOT NULL THEN c.grade WHEN r.cents <= 0 THEN 'C'
                         WHEN r.before * 100 < %(a)s * r.total THEN 'A'
                         WHEN r.before * 100 < %(b)s * r.total THEN 'B' ELSE 'C' END, count(*)
      FROM ranked r JOIN customers_customer c ON c.timeline_id = r.customer_id
      LEFT JOIN keeping_override o ON o.customer_id = r.customer_id AND o.ended_at IS NULL
     WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL GROUP BY 1, 2
"""
_JUDGED_LAST_NIGHT: Final = "judged AS (SELECT customer_id, met FROM keeping_regard)"
_CORE: Final = """
    WITH {judged}, free AS (
        SELECT c.is_core, coalesce(g.by_count, false) AS by_count, cardinality(j.met) >= %(need)s AS core
          FROM judged j JOIN customers_customer c ON c.timeline_id = j.customer_id
          LEFT JOIN keeping_regard g ON g.customer_id = j.customer_id
         WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL
           AND NOT EXISTS (SELECT FROM keeping_override o WHERE o.customer_id = j.customer_id AND o.ended_at IS NULL)
    )
    SELECT (SELECT count(*) FROM customers_customer WHERE is_core AND merged_into_id IS NULL AND erased_at IS NULL),
           count(*) FILTER (WHERE core AND NOT is_core), count(*) FILTER (WHERE is_core AND by_count AND NOT core)
      FROM free
"""
