"""The nightly count of what customers are worth, and the grades that follow from it (H4); one statement a step.

Where the value comes from is the view `keeping_value` alone (migration 0004): money received and paid back, and each
machine that came. Whoever adds a source of value adds it there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers.actions.grading import set_grades
from liuke.areas.keeping import access
from liuke.areas.keeping.models import STANDING, Override
from liuke.areas.keeping.queries.terms import cuts_on
from liuke.areas.keeping.rules.grading import Cuts
from liuke.events.keeping import OverrideEnded, OverrideSet
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.patience import may_take
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Recorded

REASON: Final = "按消费额自动评级"
BATCH: Final = 5_000


def count_worth(*, by: Actor, at: datetime) -> int:
    """Count everybody's worth anew and grade those whose grade changed; returns how many were graded anew.

    Grades by hand stand. Customers who never brought anything keep the grade they have.
    """
    cuts = cuts_on(local(at).date())
    with transaction.atomic():
        may_take(minutes=10)
        _count(cuts, at)
    graded = last = 0
    while changed := _to_grade(last, BATCH):
        graded += set_grades(changed, reason=REASON, by=by, at=at)
        last = max(changed)
    return graded


def set_by_hand(events: list[Recorded], *, by: Actor, at: datetime) -> None:
    """A person graded: his judgement stands against the count for half a year, then somebody looks at it again."""
    until = at + timedelta(days=cuts_on(local(at).date()).by_hand_days)
    Override.objects.filter(STANDING, customer__in=[e.timeline_id for e in events]).update(ended_at=at)
    Override.objects.bulk_create(
        Override(
            customer_id=e.timeline_id, grade=e.value("grade"), reason=e.value("reason") or REASON_UNSAID, until=until,
            set_by=by, set_at=at,
        )
        for e in events
    )  # fmt: skip
    record_many(
        [Entry(OverrideSet(e.subject, e.value("grade"), until), e.timeline_id, caused_by=e) for e in events],
        by=by, at=at,
    )  # fmt: skip


REASON_UNSAID: Final = "未写明"


def review(ref: str, *, keep_until: datetime | None, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Look at a grade by hand again: let it stand until another day, or (None) let the count decide from tonight on."""
    access.require_manager(by)
    if keep_until is not None and not at < keep_until <= at + timedelta(days=366):
        raise Invalid.field("until", "请选择一年以内的日期。", "Choose a day within a year.")
    with transaction.atomic():
        customer = access.customer(ref, by=by, lock=True)
        found = Override.objects.filter(STANDING, customer=customer).first()
        if found is None:
            raise Missing("该客户没有人工评级。", "This customer has no grade by hand.")
        if keep_until is None:
            found.ended_at = at
        else:
            found.until = keep_until
        found.save(update_fields=["ended_at", "until"])
        record(OverrideEnded(customer.code, found.grade), on=customer.pk, by=by, at=at, keeps=keeps)
        if keep_until is not None:
            record(OverrideSet(customer.code, found.grade, keep_until), on=customer.pk, by=by, at=at)


def _count(cuts: Cuts, at: datetime) -> None:
    """Only what is another than last night is written: most customers are worth what they were."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")  # three sorts of all customers, in memory
        cursor.execute("DROP TABLE IF EXISTS keeping_tonight")
        cursor.execute(_COUNT, {"since": at - cuts.span, "at": at, "a": cuts.a, "b": cuts.b})
        for statement in ("ANALYZE keeping_tonight", _GONE, _CHANGED_WORTH, _NEW_WORTH):
            cursor.execute(statement)


def _to_grade(after: int, most: int) -> dict[int, str]:
    """The next of them by key: who was graded a moment ago is not gone through again."""
    with connection.cursor() as cursor:
        cursor.execute(_CHANGED, [after, most])
        return dict(cursor.fetchall())


_COUNT: Final = """
    CREATE TEMP TABLE keeping_tonight ON COMMIT DROP AS
    WITH counted AS (
        SELECT customer_id, coalesce(sum(cents) FILTER (WHERE happened_at >= %(since)s), 0) AS cents,
               count(*) FILTER (WHERE happened_at >= %(since)s) AS times, max(happened_at) AS last_at
          FROM keeping_value WHERE happened_at <= %(at)s GROUP BY customer_id
    ), ranked AS (
        SELECT counted.*, sum(greatest(cents, 0)) OVER () AS total,
               sum(greatest(cents, 0)) OVER (ORDER BY cents DESC, customer_id
                                             ROWS UNBOUNDED PRECEDING) - greatest(cents, 0) AS before,
               ntile(5) OVER (ORDER BY last_at, customer_id) AS recency,
               least(5, greatest(1, times)) AS frequency,
               ntile(5) OVER (ORDER BY cents, customer_id) AS money
          FROM counted
    )
    SELECT r.customer_id, r.cents, r.times, r.last_at, r.recency, r.frequency, r.money,
           CASE WHEN r.cents <= 0 THEN 'C' WHEN r.before * 100 < %(a)s * r.total THEN 'A'
                WHEN r.before * 100 < %(b)s * r.total THEN 'B' ELSE 'C' END AS grade, %(at)s::timestamptz AS counted_at
      FROM ranked r JOIN customers_customer c ON c.timeline_id = r.customer_id
     WHERE c.merged_into_id IS NULL AND c.erased_at IS NULL
"""
_GONE: Final = """
    DELETE FROM keeping_worth w WHERE NOT EXISTS (SELECT FROM keeping_tonight n WHERE n.customer_id = w.customer_id)
"""
_CHANGED_WORTH: Final = """
    UPDATE keeping_worth w
       SET cents = n.cents, times = n.times, last_at = n.last_at, recency = n.recency, frequency = n.frequency,
           money = n.money, grade = n.grade, counted_at = n.counted_at
      FROM keeping_tonight n WHERE n.customer_id = w.customer_id
       AND (w.cents, w.times, w.last_at, w.recency, w.frequency, w.money, w.grade)
           IS DISTINCT FROM (n.cents, n.times, n.last_at, n.recency, n.frequency, n.money, n.grade)
"""
_NEW_WORTH: Final = """
    INSERT INTO keeping_worth (customer_id, cents, times, last_at, recency, frequency, money, grade, counted_at)
    SELECT n.* FROM keeping_tonight n
     WHERE NOT EXISTS (SELECT FROM keeping_worth w WHERE w.customer_id = n.customer_id) ORDER BY n.customer_id
"""
_CHANGED: Final = """
    SELECT w.customer_id, w.grade FROM keeping_worth w JOIN customers_customer c ON c.timeline_id = w.customer_id
     WHERE w.customer_id > %s AND c.grade <> w.grade AND c.merged_into_id IS NULL
       AND NOT EXISTS (SELECT FROM keeping_override o WHERE o.customer_id = w.customer_id AND o.ended_at IS NULL)
     ORDER BY w.customer_id LIMIT %s
"""
