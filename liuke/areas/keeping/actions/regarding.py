"""The nightly count of how customers regard us, and who is a core customer by named criteria (H5, H30); set by set."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers.actions.grading import set_core
from liuke.areas.keeping.models import Regard
from liuke.areas.keeping.queries.bond_terms import terms_on
from liuke.areas.keeping.queries.judging import JUDGED, values_of
from liuke.areas.keeping.rules.bond import CRITERIA, CoreTerms
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.patience import may_take

BATCH: Final = 5_000
NO_LONGER: Final = "不再符合核心客户标准"


def count_regard(*, by: Actor, at: datetime) -> int:
    """Count everybody's regard anew, then make core, or ordinary again, whose criteria say so; returns how many.

    After the grades of the night. A grade by hand stands against this count too, and only whom the count made core
    does it make ordinary again.
    """
    with transaction.atomic():
        may_take(minutes=10)
        _count(terms_on(local(at).date()).core, at)
    return _judge(_TO_MAKE, is_core=True, by=by, at=at) + _judge(_TO_UNMAKE, is_core=False, by=by, at=at)


def _count(terms: CoreTerms, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values_of(terms, at))


def _judge(which: str, *, is_core: bool, by: Actor, at: datetime) -> int:
    changed = 0
    while rows := _rows(which):
        reasons = {pk: _because(met) if is_core else NO_LONGER for pk, met in rows}
        with transaction.atomic():
            changed += set_core(reasons, is_core=is_core, by=by, at=at)
            Regard.objects.filter(pk__in=reasons).update(by_count=is_core)
    return changed


def _rows(which: str) -> list[tuple[int, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(which, [BATCH])
        return list(cursor.fetchall())


def _because(met: list[str]) -> str:
    return "符合核心客户标准：" + "、".join(CRITERIA[one].zh for one in CRITERIA if one in met)


_COUNT: Final = f"""
    INSERT INTO keeping_regard (customer_id, step, said_at, met, core, by_count)
    WITH {JUDGED}
    SELECT customer_id, step, said_at, met, cardinality(met) >= %(need)s, false FROM judged
    ON CONFLICT (customer_id) DO UPDATE
       SET step = excluded.step, said_at = excluded.said_at, met = excluded.met, core = excluded.core
     WHERE (keeping_regard.step, keeping_regard.said_at, keeping_regard.met, keeping_regard.core)
           IS DISTINCT FROM (excluded.step, excluded.said_at, excluded.met, excluded.core)
"""
_OPEN: Final = """
    c.merged_into_id IS NULL
       AND NOT EXISTS (SELECT FROM keeping_override o WHERE o.customer_id = r.customer_id AND o.ended_at IS NULL)
     ORDER BY r.customer_id LIMIT %s
"""
_TO_MAKE: Final = f"""
    SELECT r.customer_id, r.met FROM keeping_regard r JOIN customers_customer c ON c.timeline_id = r.customer_id
     WHERE r.core AND NOT c.is_core AND {_OPEN}
"""
_TO_UNMAKE: Final = f"""
    SELECT r.customer_id, r.met FROM keeping_regard r JOIN customers_customer c ON c.timeline_id = r.customer_id
     WHERE r.by_count AND NOT r.core AND {_OPEN}
"""
