"""The complaint board: what they are about and why, time in each stage against its promise, what remedies cost, slots won.

Every figure has its rows: `complaint_rows` lists them by the same conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from liuke.areas.complaints import access
from liuke.areas.complaints.models import Complaint, Remedy
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.complaint_rows import visits_since
from liuke.insight.complaint_stages import StageTime, stage_times
from liuke.kernel.journal.models import Event


@dataclass(frozen=True)
class Topic:
    """A sub-kind with how many, and how many percent it and all before it make together (Pareto)."""

    kind: str
    sub: str
    words: Words
    count: int
    together: int


@dataclass(frozen=True)
class Reason:
    """A cause of the tree with how many, and how many percent it and all before it make together (Pareto)."""

    key: str
    words: Words
    count: int
    together: int


@dataclass(frozen=True)
class Cost:
    """A remedy with how often it was given, what it cost, and how often the customer himself proposed it (C24)."""

    key: str
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
    reasons: tuple[Reason, ...]
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
    visits = Event.objects.filter(visits_since(since))
    causes = rows.exclude(cause="").values_list("cause").annotate(n=Count("pk"))
    return Board(
        **counted, topics=_topics(list(rows.exclude(kind="").values_list("kind", "sub").annotate(n=Count("pk")))),
        reasons=_reasons(list(causes)), stages=stage_times(since, at), costs=_costs(since), visits=_cases(visits), won=_cases(visits.filter(facts__won=True)),
    )  # fmt: skip


def _cases(visits: QuerySet[Event]) -> int:
    """Complaints, as their list has them: two visits for one are one."""
    return visits.values("subject").distinct().count()


def _topics(rows: Sequence[tuple[str, str, int]]) -> tuple[Topic, ...]:
    data, whole, so_far, found = the_catalogue(), sum(n for _k, _s, n in rows) or 1, 0, []
    for kind, sub, n in sorted(rows, key=lambda r: (-r[2], r[0], r[1])):
        so_far += n
        words = data.sub_words(kind, sub) if sub else data.kinds.get(kind, Words(kind, kind))
        found.append(Topic(kind, sub, words, n, so_far * 100 // whole))
    return tuple(found[:20])


def _reasons(rows: Sequence[tuple[str, int]]) -> tuple[Reason, ...]:
    data, whole, so_far, found = the_catalogue(), sum(n for _c, n in rows) or 1, 0, []
    for key, n in sorted(rows, key=lambda r: (-r[1], r[0])):
        so_far += n
        found.append(Reason(key, data.causes.words_of(key), n, so_far * 100 // whole))
    return tuple(found[:20])


def _costs(since: datetime) -> tuple[Cost, ...]:
    rows = Remedy.objects.filter(state="done", done_at__gte=since).values_list("key")
    counted = rows.annotate(n=Count("pk"), cents=Sum("cost_cents"), theirs=Count("pk", filter=Q(by_customer=True)))
    known = the_catalogue().remedies
    found = [
        Cost(key, known[key].words if key in known else Words(key, key), n, cents, theirs)
        for key, n, cents, theirs in counted
    ]
    return tuple(sorted(found, key=lambda c: -c.cents))
