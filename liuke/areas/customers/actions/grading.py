"""Grades and core customers as they were counted, for as many as changed, in as few writes as one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from liuke.events.customers import CustomerGraded
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.rows import Entry


def set_grades(grades: Mapping[int, str], *, reason: str, by: Actor, at: datetime) -> int:
    """Each customer (by id) gets his grade; told only of those whose grade is another; returns how many."""
    if not grades:
        return 0
    with transaction.atomic():
        lock_timelines(grades)
        with connection.cursor() as cursor:
            cursor.execute(_SET, [list(grades), list(grades.values())])
            changed = cursor.fetchall()
        entries = [
            Entry(CustomerGraded(code, grade, core, previous, reason), pk)
            for pk, code, core, previous, grade in changed
        ]
        record_many(entries, by=by, at=at)
    return len(changed)


def set_core(reasons: Mapping[int, str], *, is_core: bool, by: Actor, at: datetime) -> int:
    """Each customer (by id, with the reason) is core from now on, or no longer; returns of how many that was news."""
    if not reasons:
        return 0
    with transaction.atomic():
        lock_timelines(reasons)
        with connection.cursor() as cursor:
            cursor.execute(_SET_CORE, [is_core, list(reasons), is_core])
            changed = cursor.fetchall()
        entries = [Entry(CustomerGraded(code, grade, is_core, grade, reasons[pk]), pk) for pk, code, grade in changed]
        record_many(entries, by=by, at=at)
    return len(changed)


_SET_CORE = """
    UPDATE customers_customer SET is_core = %s
     WHERE timeline_id = ANY(%s) AND merged_into_id IS NULL AND is_core <> %s
    RETURNING timeline_id, code, grade
"""
_SET = """
    UPDATE customers_customer c SET grade = new.grade
      FROM unnest(%s::bigint[], %s::text[]) new (pk, grade), customers_customer old
     WHERE c.timeline_id = new.pk AND old.timeline_id = c.timeline_id AND c.merged_into_id IS NULL
       AND c.grade <> new.grade
    RETURNING c.timeline_id, c.code, c.is_core, old.grade, c.grade
"""
