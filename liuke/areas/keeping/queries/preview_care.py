"""Who would be greeted how, whose year of greetings would be used up, and how many the pool would hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count

from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.consents import texts_now
from liuke.areas.keeping.queries.care_consents import PURPOSE
from liuke.areas.keeping.queries.pool import in_the_pool
from liuke.areas.keeping.rules.caring import CORE, FIELDS
from liuke.areas.keeping.rules.pooling import terms_of
from liuke.areas.keeping.rules.term_fields import WAY_CHOICES, Sheet
from liuke.areas.keeping.rules.term_sheets import CLASSES
from liuke.foundation.clock import local
from liuke.foundation.words import Words

Lines = list[tuple[Words, int, int]]
Held = Mapping[str, Any]
FULL: Final = Words("已达人数上限的负责人", "Keepers who keep as many as they may")
HOUSEHOLDS: Final = Words("公海中的家庭客户", "Households in the pool")


def greeted(held: Held, new: Held, sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """Customers who agreed to be greeted, by the way they are on this occasion."""
    key = sheet.keys[0]
    found = [
        (_way(held[key], is_core, grade), _way(new[key], is_core, grade), n)
        for is_core, grade, n in _agreeing(held[key]["kind"])
    ]
    lines = [
        (words, sum(n for b, _a, n in found if b == way), sum(n for _b, a, n in found if a == way))
        for way, words in WAY_CHOICES.items()
    ]
    return sum(n for before, after, n in found if before != after), lines


def used_up(held: Held, new: Held, _sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """Customers whose greetings of this year are used up, by class."""
    with connection.cursor() as cursor:
        cursor.execute(_GREETED, {"year": local(at).year, "core": CORE})
        found = cursor.fetchall()
    now, then = held["budget"], new["budget"]
    moves = sum(n for group, times, n in found if (times >= now.get(group, 0)) != (times >= then.get(group, 0)))
    lines = [
        (
            Words(f"今年次数已用完：{words.zh}", f"This year’s are used up: {words.en}"),
            sum(n for g, times, n in found if g == group and times >= now.get(group, 0)),
            sum(n for g, times, n in found if g == group and times >= then.get(group, 0)),
        )
        for group, words in CLASSES.items()
    ]
    return moves, lines


def pooled(held: Held, new: Held, _sheet: Sheet, at: datetime) -> tuple[int, Lines]:
    """Households that lie in the pool, and keepers who may take nobody more."""
    now, then = terms_of(held), terms_of(new)
    before, after = (in_the_pool("household", terms).count() for terms in (now, then))
    rows = Customer.objects.filter(keeper__isnull=False, merged_into=None)
    kept = list(rows.values("keeper").annotate(n=Count("pk")).values_list("n", flat=True))
    full, then_full = (sum(n >= terms.cap for n in kept) for terms in (now, then))
    return abs(after - before), [(HOUSEHOLDS, before, after), (FULL, full, then_full)]


def _way(value: Held, is_core: bool, grade: str) -> str:
    return str(value.get(CORE if is_core and value.get(CORE) else grade) or "")


def _agreeing(kind: str) -> list[tuple[bool, str, int]]:
    """(core, grade, how many) of those who agreed; for birthdays those whose birthday is known."""
    born = _BORN if kind == "birthday" else ""
    values: dict[str, Any] = {"text": texts_now()[PURPOSE].key, "fields": list(FIELDS)}
    with connection.cursor() as cursor:
        cursor.execute(_AGREEING.format(born=born), values)
        return list(cursor.fetchall())


_AGREEING: Final = """
    SELECT c.is_core, c.grade, count(*) FROM customers_customer c
     WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL AND (c.grade <> '' OR c.is_core)
       AND EXISTS (SELECT FROM customers_consent a
                    WHERE a.customer_id = c.timeline_id AND a.text = %(text)s AND a.ended_at IS NULL)
       {born} GROUP BY 1, 2
"""
_BORN: Final = """
       AND EXISTS (SELECT FROM customers_fieldvalue v JOIN customers_fielddefinition d ON d.id = v.definition_id
                    WHERE v.customer_id = c.timeline_id AND d.key = ANY(%(fields)s) AND d.retired_at IS NULL)
"""
_GREETED: Final = """
    WITH greeted AS (
        SELECT customer_id, count(*) AS times FROM keeping_gesture
         WHERE state NOT IN ('left_out', 'lapsed') AND extract(year FROM day) = %(year)s GROUP BY customer_id
    )
    SELECT CASE WHEN c.is_core THEN %(core)s ELSE c.grade END, g.times, count(*)
      FROM greeted g JOIN customers_customer c ON c.timeline_id = g.customer_id
     WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL GROUP BY 1, 2
"""
