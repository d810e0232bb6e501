"""Who meets which criteria of a core customer at a moment (H5, H30), as one piece of SQL: the nightly count and a
preview of other criteria read the same.

What they said comes from the view `keeping_said` alone (migration 0006), what they bought from `keeping_value`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from liuke.areas.keeping.rules.bond import CoreTerms

JUDGED: Final = """
    bought AS (
        SELECT customer_id, min(happened_at) AS first_at, max(happened_at) AS last_at
          FROM keeping_value WHERE happened_at <= %(at)s GROUP BY customer_id
    ), said AS (
        SELECT customer_id, count(*) FILTER (WHERE NOT settled AND happened_at >= %(loyal_before)s) AS answers,
               min(happened_at) FILTER (WHERE settled) AS settled_at,
               (array_agg(step ORDER BY happened_at DESC, event_id DESC) FILTER (WHERE step IS NOT NULL))[1] AS step,
               max(happened_at) FILTER (WHERE step IS NOT NULL) AS said_at
          FROM keeping_said WHERE happened_at <= %(at)s GROUP BY customer_id
    ), judged AS (
        SELECT coalesce(b.customer_id, s.customer_id) AS customer_id, coalesce(s.step, '') AS step, s.said_at,
               array_remove(ARRAY[
                   CASE WHEN c.grade = 'A' THEN 'value' END,
                   CASE WHEN b.first_at < %(loyal_before)s AND b.last_at >= %(lately)s THEN 'loyal' END,
                   CASE WHEN b.last_at > s.settled_at THEN 'forgiving' END,
                   CASE WHEN s.answers >= %(answers)s THEN 'answers' END,
                   CASE WHEN s.step = 'brings_friends' THEN 'brings' END], NULL)::varchar[] AS met
          FROM bought b FULL JOIN said s ON s.customer_id = b.customer_id
          JOIN customers_customer c ON c.timeline_id = coalesce(b.customer_id, s.customer_id)
         WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL
    )
"""
"""The table `judged` of a WITH: step, said_at and criteria met of everybody who bought or answered."""


def values_of(terms: CoreTerms, at: datetime) -> dict[str, Any]:
    """What `JUDGED` asks for."""
    return {
        "at": at, "need": terms.need, "answers": terms.answers, "loyal_before": at - timedelta(days=terms.loyal_days),
        "lately": at - timedelta(days=terms.lately_days),
    }  # fmt: skip
