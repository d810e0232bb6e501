"""The complaint board: what they are about, time in each stage against its promise, what remedies cost, slots won."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Count, Q, Sum

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Remedy
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.models import Event
from liuke.kernel.promises import queries as promises

STAGES: Final = (
    ("named_at", "name-handler", Words("指派", "Naming")),
    ("contacted_at", "contact-complainant", Words("首次联系", "First contact")),
    ("proposed_at", "propose-remedy", Words("提出方案", "Proposal")),
    ("agreed_at", "agree-remedy", Words("商定方案", "Agreement")),
    ("fulfilled_at", "fulfil-remedy", Words("兑现", "Carrying out")),
    ("closed_at", "close-complaint", Words("结案", "Closing")),
)
_HOURS: Final = """
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM {column} - counted_from)),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM {column} - counted_from))
      FROM complaints_complaint WHERE received_at >= %s AND {column} >= counted_from
"""


@dataclass(frozen=True)
class Topic:
    """A sub-kind with how many, and how many percent it and all before it make together (Pareto)."""

    kind: str
    sub: str
    words: Words
    count: int
    together: int


@dataclass(frozen=True)
class StageTime:
    """From the first word to this stage: the middle and the slowest tenth; and how the promise about it was kept."""

    what: str
    words: Words
    count: int
    middle: timedelta | None
    slow: timedelta | None
    kept: int | None


@dataclass(frozen=True)
class Cost:
    """A remedy with how often it was given, what it cost, and how often the customer himself proposed it (C24)."""

    words: Words
    count: int
    cents: int
    by_customer: int


@dataclass(frozen=True)
class Board:
    received: int
    open: int
    reopened: int
    at_once: int
    topics: tuple[Topic, ...]
    stages: tuple[StageTime, ...]
    costs: tuple[Cost, ...]
    visits: int
    won: int


def board(*, by: Actor, since: datetime, at: datetime) -> Board:
    """Of complaints received since that moment. In a bounded number of reads; Forbidden outside the centre."""
    if not access.reads(by):
        raise Forbidden("投诉看板由客服中心查看。", "The complaint board is for the centre.")
    rows = Complaint.objects.filter(received_at__gte=since)
    counted = rows.aggregate(
        received=Count("pk"), open=Count("pk", filter=~Q(state="closed")), reopened=Count("pk", filter=Q(reopened__gt=0)),
        at_once=Count("pk", filter=Q(at_once=True)),
    )  # fmt: skip
    visits = Event.objects.filter(kind="complaints.visit.ordered", happened_at__gte=since)
    return Board(
        **counted, topics=_topics(list(rows.exclude(kind="").values_list("kind", "sub").annotate(n=Count("pk")))),
        stages=_stages(since, at), costs=_costs(since), visits=visits.count(), won=visits.filter(facts__won=True).count(),
    )  # fmt: skip


def _topics(rows: Sequence[tuple[str, str, int]]) -> tuple[Topic, ...]:
    data, whole, so_far, found = the_catalogue(), sum(n for _k, _s, n in rows) or 1, 0, []
    for kind, sub, n in sorted(rows, key=lambda r: (-r[2], r[0], r[1])):
        so_far += n
        words = data.sub_words(kind, sub) if sub else data.kinds.get(kind, Words(kind, kind))
        found.append(Topic(kind, sub, words, n, so_far * 100 // whole))
    return tuple(found[:20])


def _stages(since: datetime, at: datetime) -> tuple[StageTime, ...]:
    rates = {r.key: r.rate for r in promises.kept_rates(since=since, until=at, at=at, group="what")}
    found = []
    with connection.cursor() as cursor:
        for column, what, words in STAGES:
            cursor.execute(_HOURS.format(column=column), [since])
            count, middle, slow = cursor.fetchone()
            rate = rates.get(what)
            found.append(
                StageTime(what, words, count, _span(middle), _span(slow), None if rate is None else int(rate * 100))
            )
    return tuple(found)


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))


def _costs(since: datetime) -> tuple[Cost, ...]:
    rows = Remedy.objects.filter(state="done", done_at__gte=since).values_list("key")
    counted = rows.annotate(n=Count("pk"), cents=Sum("cost_cents"), theirs=Count("pk", filter=Q(by_customer=True)))
    known = the_catalogue().remedies
    found = [
        Cost(known[key].words if key in known else Words(key, key), n, cents, theirs)
        for key, n, cents, theirs in counted
    ]
    return tuple(sorted(found, key=lambda c: -c.cents))
