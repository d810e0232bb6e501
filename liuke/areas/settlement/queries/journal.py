"""What a month rests on, read from the journal in sets: which orders it settles, and all that is known about each.

An order belongs to the month in which it was closed, or in which its review was so many days old that nobody waits for
the customer's word any more. Both are moments of recording, so a month that is over gains no order afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import orjson
from django.db import connection

from liuke.areas.settlement.rules import kinds
from liuke.areas.settlement.rules.facts import Fact, Story
from liuke.areas.settlement.rules.machines import Case
from liuke.areas.settlement.rules.months import next_month
from liuke.areas.settlement.rules.tariff import Tariff
from liuke.foundation.clock import LOCAL
from liuke.kernel.journal.rows import SEQUENCE_BITS

CHUNK: Final = 5_000
_OVERLAP: Final = timedelta(days=1)  # a slow transaction may commit an event that is older than what was looked at
_FIRST: Final = date(2000, 1, 1)
_LAST: Final = date(2999, 12, 31)

_CANDIDATES: Final = """
with ended as (
    select subject,
           min(recorded_at) filter (where kind = any(%(closing)s)) as closed_at,
           min(recorded_at) filter (where kind = %(accepted)s) as accepted_at,
           (array_agg(facts ->> 'site' order by id) filter (where kind = %(accepted)s))[1] as site
      from journal_event
     where kind in ('service.completion.accepted', 'service.order.closed', 'service.order.closed_unconfirmed',
                    'service.order.ended_without_service')
       and id >= %(since)s and id < %(until)s
     group by subject
)
select e.subject, e.site
  from ended e
  join unnest(%(from_dates)s::date[], %(until_dates)s::date[], %(days)s::int[]) as w(from_date, until_date, days)
    on (e.accepted_at at time zone 'Asia/Shanghai')::date between w.from_date and w.until_date
 where e.site <> '' and (%(sites)s::text[] is null or e.site = any(%(sites)s))
   and least(e.closed_at, e.accepted_at + make_interval(days => w.days)) >= %(start)s
   and least(e.closed_at, e.accepted_at + make_interval(days => w.days)) < %(end)s
 order by e.site, e.subject
"""
_STORIES: Final = """
select e.subject, e.id, e.kind, e.recorded_at, e.facts::text
  from journal_event e
 where e.subject = any(%(orders)s) and e.kind = any(%(of_order)s) and e.id <= %(cut)s
union all
select e.about, e.id, e.kind, e.recorded_at, e.facts::text
  from journal_event e
 where e.about = any(%(orders)s) and e.id <= %(cut)s
   and e.kind in ('service.visit.arrived', 'service.visit.ended', 'service.repeat.opened',
       'products.installation.completed', 'quality.fault.decided', 'charges.payment.received',
       'charges.payment.refunded', 'charges.cash.handed_in', 'parts.old_part.returned', 'settlement.appeal.decided',
       'settlement.serial.decided', 'settlement.supplement.granted')
"""
_INSTALLED: Final = """
select distinct on (e.facts ->> 'serial') e.facts ->> 'serial', e.about, e.subject
  from journal_event e
 where e.kind = 'products.installation.completed' and e.facts ->> 'serial' = any(%(serials)s) and e.id <= %(cut)s
   and exists (select 1 from journal_event made where made.subject = e.about and made.kind = %(made)s
                  and made.facts ->> 'kind' = any(%(once)s))
 order by 1, e.id
"""
_LATE: Final = """
with fresh as (
    select distinct e.about, max(e.id) as last
      from journal_event e
     where e.id > %(since)s and e.id <= %(cut)s
       and e.kind in ('service.visit.arrived', 'service.visit.ended', 'service.repeat.opened',
           'products.installation.completed', 'quality.fault.decided', 'charges.payment.received',
           'charges.payment.refunded', 'charges.cash.handed_in', 'parts.old_part.returned', 'settlement.appeal.decided',
           'settlement.serial.decided', 'settlement.supplement.granted')
     group by e.about
)
select distinct l.order_number, s.id
  from fresh f
  join settlement_statementline l
    on l.order_number = f.about or (l.note = f.about and l.note like 'WO-%%')
  join settlement_statement s on s.id = l.statement_id
 where l.reference = '' and l.order_number <> '' and s.state = any(%(fixed)s) and s.month < %(month)s
   and s.month >= %(oldest)s and f.last > s.cut - %(overlap)s
   and (%(sites)s::bigint[] is null or s.site_id = any(%(sites)s))
 order by 2, 1
"""


@dataclass(frozen=True)
class Span:
    """A month as it is looked at: until its end, or until now where it still runs."""

    month: date
    cut: int
    at: datetime

    @property
    def start(self) -> datetime:
        return datetime.combine(self.month, time(), LOCAL)

    @property
    def end(self) -> datetime:
        over = datetime.combine(next_month(self.month), time(), LOCAL)
        return min(over, self.at)


def span_of(month: date, at: datetime) -> Span:
    """The month with all that was recorded up to now."""
    return Span(month, id_at(at + timedelta(milliseconds=1)) - 1, at)


def id_at(moment: datetime) -> int:
    """The first id that an event recorded at this moment could have."""
    return int(moment.timestamp() * 1000) << SEQUENCE_BITS


def candidates(span: Span, tariff: Tariff, *, sites: Iterable[str] | None = None) -> list[tuple[str, str]]:
    """The orders that this month settles, each with its site, by site."""
    waits = tariff.versions("silent_acceptance")
    longest = max((int(one.value["days"]) for one in waits), default=0)
    values = {
        "closing": list(kinds.CLOSING), "accepted": kinds.ACCEPTED, "start": span.start, "end": span.end,
        "since": id_at(span.start - timedelta(days=longest)), "until": min(id_at(span.end), span.cut + 1),
        "from_dates": [one.since for one in waits] or [_FIRST],
        "until_dates": [one.until or _LAST for one in waits] or [_LAST],
        "days": [int(one.value["days"]) for one in waits] or [36_500],
        "sites": list(sites) if sites is not None else None,
    }  # fmt: skip
    return [(order, site) for order, site in _rows(_CANDIDATES, values)]


def cases(orders: Sequence[str], cut: int, *, once: Iterable[str]) -> Iterator[Case]:
    """All that is known about these orders up to an event, in the order given, some thousands at a time."""
    for first in range(0, len(orders), CHUNK):
        yield from _cases(orders[first : first + CHUNK], cut, tuple(once))


def late_orders(
    span: Span, *, fixed: Iterable[str], oldest: date, since: int, sites: Iterable[int] | None = None
) -> list[tuple[str, int]]:
    """Orders of earlier statements about which something came after their count, each with the statement's id."""
    overlap = int(_OVERLAP.total_seconds() * 1000) << SEQUENCE_BITS
    values = {
        "since": since - overlap, "cut": span.cut, "fixed": list(fixed), "month": span.month, "oldest": oldest,
        "overlap": overlap, "sites": list(sites) if sites is not None else None,
    }  # fmt: skip
    return [(order, statement) for order, statement in _rows(_LATE, values)]


def _cases(orders: Sequence[str], cut: int, once: Sequence[str]) -> Iterator[Case]:
    stories = _stories(orders, cut)
    originals = {story.original for story in stories.values() if story.original}
    before = _stories(sorted(originals - set(stories)), cut) | stories
    first = _first_installed(stories.values(), cut, once)
    for order in orders:
        story = stories.get(order) or Story(order)
        yield Case(story, before.get(story.original) if story.original else None, first)


def _stories(orders: Sequence[str], cut: int) -> dict[str, Story]:
    if not orders:
        return {}
    values = {"orders": list(orders), "of_order": list(kinds.OF_ORDER), "cut": cut}
    found: dict[str, list[Fact]] = {}
    for order, pk, kind, at, facts in _rows(_STORIES, values):
        found.setdefault(order, []).append(Fact(pk, kind, order, at, orjson.loads(facts)))
    return {order: Story.of(order, facts) for order, facts in found.items()}


def _first_installed(stories: Iterable[Story], cut: int, once: Sequence[str]) -> Mapping[str, tuple[str, str]]:
    serials = {
        fact.text("serial") for story in stories if story.kind in once for fact in story.all(kinds.INSTALLED)
    } - {""}
    if not serials:
        return {}
    values = {"serials": sorted(serials), "cut": cut, "made": kinds.MADE, "once": list(once)}
    return {serial: (order, machine) for serial, order, machine in _rows(_INSTALLED, values)}


def _rows(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
