"""Whose occasion it is: the customers to greet in the coming days, found in the database, five thousand at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from liuke.areas.keeping.rules.caring import CORE, FIELDS, ONE_DAY, Occasion, Terms, marks
from liuke.foundation.clock import LOCAL

BATCH: Final = 5_000


@dataclass(frozen=True)
class Due:
    """Somebody to greet who is not on the list yet, within what his grade gets in a year."""

    customer_id: int
    code: str
    contact_id: int
    whose: int
    day: date
    way: str


def list_due(occasion: Occasion, terms: Terms, *, first: date) -> Iterator[list[Due]]:
    """In batches: who has this occasion from `first` to as many days ahead as the terms say."""
    days = [first + n * ONE_DAY for n in range(terms.ahead.days + 1)]
    asked = _asked(occasion, terms, days)
    if asked is None:
        return
    sql, values = asked
    after = (0, 0)
    while rows := _rows(sql, values | {"after": after[0], "whose": after[1]}):
        yield rows
        after = (rows[-1].customer_id, rows[-1].whose)


def _asked(occasion: Occasion, terms: Terms, days: list[date]) -> tuple[str, dict[str, Any]] | None:
    """The statement of this kind of occasion and its values; None where nobody has it in these days."""
    values: dict[str, Any] = {
        "occasion": occasion.key, "ways": json.dumps(dict(occasion.ways)), "budget": json.dumps(dict(terms.budget)),
        "zone": str(LOCAL),
    }  # fmt: skip
    if occasion.kind == "birthday":
        return _WHOLE.format(found=_BIRTHDAYS), values | _birthday_marks(days)
    if occasion.kind == "anniversary":
        kept = [(mark, day) for day in days for mark in marks(day)[0]]
        return _WHOLE.format(found=_ANNIVERSARIES), values | _columns(kept, "marks", "days")
    feast = next((day for day in days if occasion.falls_on(day)), None)
    return (_WHOLE.format(found=_FEAST), values | {"day": feast}) if feast else None


def _birthday_marks(days: list[date]) -> dict[str, Any]:
    kept = [(key, mark, day) for day in days for key, some in zip(FIELDS, marks(day), strict=True) for mark in some]
    return _columns(kept, "keys", "marks", "days") | {"solar": FIELDS[0], "lunar": FIELDS[1]}


def _columns(rows: list[Any], *names: str) -> dict[str, list[Any]]:
    return {name: [row[n] for row in rows] for n, name in enumerate(names)}


def _rows(sql: str, values: dict[str, Any]) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values | {"core": CORE, "most": BATCH})
        return [Due(*row) for row in cursor.fetchall()]


_FEAST: Final = """
    SELECT timeline_id AS customer_id, 0::bigint AS whose, %(day)s::date AS day FROM customers_customer
     WHERE timeline_id > %(after)s AND (grade <> '' OR is_core)
"""
_ANNIVERSARIES: Final = """
    SELECT c.timeline_id AS customer_id, 0::bigint AS whose, m.day
      FROM customers_customer c
      JOIN unnest(%(marks)s::text[], %(days)s::date[]) m(mark, day)
        ON to_char(c.registered_at AT TIME ZONE %(zone)s, 'MM-DD') = m.mark
     WHERE c.timeline_id > %(after)s AND (c.grade <> '' OR c.is_core)
       AND extract(year FROM c.registered_at AT TIME ZONE %(zone)s) < extract(year FROM m.day)
"""
# Who has told his lunar birthday keeps that one.
_BIRTHDAYS: Final = """
    SELECT v.customer_id, v.contact_id AS whose, m.day
      FROM unnest(%(keys)s::text[], %(marks)s::text[], %(days)s::date[]) m(key, mark, day)
      JOIN customers_fielddefinition d ON d.key = m.key AND d.retired_at IS NULL
      JOIN customers_fieldvalue v ON v.definition_id = d.id AND v.contact_id IS NOT NULL
       AND substring(v.value #>> '{}' FROM position('-' IN v.value #>> '{}') + 1) = m.mark
     WHERE (v.customer_id, v.contact_id) > (%(after)s, %(whose)s)
       AND (d.key <> %(solar)s OR NOT EXISTS (
            SELECT FROM customers_fieldvalue o JOIN customers_fielddefinition od ON od.id = o.definition_id
             WHERE od.key = %(lunar)s AND o.contact_id = v.contact_id))
"""
# The class is core or the grade; a greeting counts in the year of its day unless it was left out or lapsed.
_WHOLE: Final = """
    WITH found AS ({found}), classed AS (
        SELECT f.customer_id, f.whose, f.day, c.code,
               CASE WHEN c.is_core AND %(ways)s::jsonb ? %(core)s THEN %(core)s ELSE c.grade END AS class,
               CASE WHEN c.is_core THEN %(core)s ELSE c.grade END AS budgeted
          FROM found f JOIN customers_customer c ON c.timeline_id = f.customer_id
         WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL
           AND NOT EXISTS (SELECT FROM keeping_gesture g WHERE g.customer_id = f.customer_id
                            AND g.occasion = %(occasion)s AND g.whose = f.whose AND g.day = f.day)
    ), placed AS (
        SELECT *, row_number() OVER (PARTITION BY customer_id, extract(year FROM day) ORDER BY day, whose) AS place
          FROM classed
    )
    SELECT d.customer_id, d.code, p.contact_id, d.whose, d.day, %(ways)s::jsonb ->> d.class
      FROM placed d
      JOIN LATERAL (
           SELECT p.contact_id FROM customers_contact k JOIN customers_phone p ON p.contact_id = k.id
            WHERE k.customer_id = d.customer_id AND p.detached_at IS NULL AND (d.whose = 0 OR k.id = d.whose)
              AND (p.kind = 'mobile' OR %(ways)s::jsonb ->> d.class = 'call')
            ORDER BY p.seen_at DESC, p.id DESC LIMIT 1) p ON true
     WHERE %(ways)s::jsonb ? d.class
       AND d.place + (SELECT count(*) FROM keeping_gesture g
                       WHERE g.customer_id = d.customer_id AND g.state NOT IN ('left_out', 'lapsed')
                         AND extract(year FROM g.day) = extract(year FROM d.day))
           <= coalesce((%(budget)s::jsonb ->> d.budgeted)::int, 0)
     ORDER BY d.customer_id, d.whose LIMIT %(most)s
"""
