"""A month of 100,000 orders, counted from the journal into the statements of all sites (practice §1.17).

The data is its own: a company without customers, and the month written into the journal event by event, with as much
again that no statement rests on. The limit is a plain read of the same events, by one SQL statement.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from itertools import count

import psycopg

from bench import home
from bench.figures import Figure, fail, figure

DATABASE = "liuke_bench_settlement"
ORDERS = 100_000
NOISE = 10
"""Other events for each order, as a journal has them."""
_MONTH = datetime(2026, 9, 30, 16, tzinfo=UTC)  # midnight in Shanghai
_MADE_AT = datetime(2026, 11, 3, 2, tzinfo=UTC)

# one row for each order: which site, when (spread over the month), what kind, what became of it
_ORDERS = """
create table bench_order as
select n, 'WO-' || lpad((500000 + n)::text, 6, '0') as number, s.number as site, s.timeline_id as timeline,
       %(month)s::timestamptz + make_interval(secs => n * (30 * 86400.0 / %(orders)s)) as at,
       case when n %% 10 < 2 then 'install' else 'repair' end as kind, n %% 5 = 0 as country, n %% 12 = 0 as bad,
       case when n %% 20 = 7 then 'WO-' || lpad((500000 + n - 7)::text, 6, '0') else '' end as repeat_of
  from generate_series(1, %(orders)s) n
  join (select number, timeline_id, row_number() over (order by number) - 1 as place, count(*) over () as sites
          from network_site) s on s.place = n %% s.sites
"""
_EVENT = """
insert into journal_event (id, timeline_id, kind, subject, about, happened_at, recorded_at, by_id, facts, personal,
                           personal_hash, seen_by, caused_by, depth)
select ((extract(epoch from {at}) * 1000)::bigint << 20) | ({seq} + n % 4096), timeline, '{kind}', {subject}, {about},
       {at}, {at}, (select min(id) from identity_actor), {facts}, null, '', 'site', null, 0
  from bench_order where {where}
"""


def _events() -> list[str]:
    """The statements that write the month."""
    visit, case = "replace(number, 'WO', 'V')", "replace(number, 'WO', 'FD')"
    found = [
        _event(
            "service.order.made", "number", "''", -1440,
            "jsonb_build_object('number', number, 'kind', kind, 'product_line', 'hood', 'machines', 1, 'repeat_of', repeat_of,"
            " 'area', case when country then 'country' else 'town' end, 'safety', n % 200 = 0)",
        ),
        _event("service.visit.arrived", visit, "number", -60, "jsonb_build_object('order', number, 'in_window', n % 9 <> 0)"),
        _event(
            "service.visit.ended", visit, "number", -30,
            "jsonb_build_object('order', number, 'result', 'done', 'results', jsonb_build_array('repaired'))",
        ),
        _event(
            "service.completion.accepted", "number", "''", 60,
            "jsonb_build_object('number', number, 'site', site, 'kind', kind, 'product_line', 'hood', 'completed_at', at)",
        ),
        _event(
            "service.order.closed", "number", "''", 120,
            "jsonb_build_object('number', number, 'outcome', case when bad then 'dissatisfied' else 'satisfied' end)",
        ),
        _event(
            "quality.fault.decided", case, "number", 180,
            "jsonb_build_object('number', replace(number, 'WO', 'FD'), 'order', number, 'party',"
            " case when n % 24 = 0 then 'site' else 'product' end, 'outcome', 'dissatisfied')", where="bad",
        ),
        _event(
            "charges.payment.received", "replace(number, 'WO', 'PY')", "number", 20,
            "jsonb_build_object('number', replace(number, 'WO', 'PY'), 'order', number, 'site', site, 'via',"
            " case when n % 30 = 0 then 'cash' else 'qr' end, 'amount_cents', 18000)", where="n % 10 = 0",
        ),
        _event(
            "products.installation.completed", "replace(number, 'WO', 'M')", "number", -29,
            "jsonb_build_object('number', replace(number, 'WO', 'M'), 'order', number, 'serial', 'LKB' || n)",
            where="kind = 'install'",
        ),
        _event(
            "parts.old_part.returned", "replace(number, 'WO', 'PU')", "number", 240,
            "jsonb_build_object('number', number, 'order', number, 'site', site, 'freight_cents', 1200)", where="n % 15 = 0",
        ),
    ]  # fmt: skip
    return [*found, *_noise()]


def _noise() -> list[str]:
    """What a month's journal holds besides, and a statement never reads."""
    return [
        _event("service.order.explained", "number", "''", -1000 + 7 * n, "jsonb_build_object('number', number)")
        for n in range(NOISE)
    ]


_places = count()


def _event(kind: str, subject: str, about: str, minutes: int, facts: str, *, where: str = "true") -> str:
    at, seq = f"at + interval '{minutes} minutes'", 4096 * next(_places)  # no two events share an id
    return _EVENT.format(kind=kind, subject=subject, about=about, at=at, seq=seq, facts=facts, where=where)


def measure() -> list[Figure]:
    if not home.exists(home.COMPANY):
        raise RuntimeError("there is no company: make bench-data")
    home.copy(home.COMPANY, DATABASE)
    try:
        rows = _filled()
        home.enter(DATABASE)
        return _measured(rows)
    finally:
        _let_go()
        home.drop(DATABASE)


def _filled() -> int:
    """Write the month; answers how many events the journal has."""
    with psycopg.connect(home.url(DATABASE, "postgres"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute("set synchronous_commit = off")
        connection.execute(_ORDERS, {"month": _MONTH, "orders": ORDERS})
        for statement in _events():
            connection.execute(statement)  # type: ignore[arg-type]
        connection.execute("drop table bench_order")
        connection.execute("vacuum (analyze) journal_event")
        counted = connection.execute("select count(*) from journal_event").fetchone()
        return int(counted[0]) if counted else 0


def _measured(events: int) -> list[Figure]:
    from django.db import transaction

    from liuke.areas.settlement.actions import making
    from liuke.areas.settlement.queries import journal
    from liuke.areas.settlement.queries.tariffs import tariff
    from liuke.foundation.identity.queries import system_actor

    house = system_actor("job", "settlement")
    making.load_seed(by=house, at=_MADE_AT)
    began = time.perf_counter()
    made = making.make_month(_MONTH.date() + timedelta(days=1), by=house, at=_MADE_AT)
    took = time.perf_counter() - began
    span = journal.span_of(_MONTH.date() + timedelta(days=1), _MADE_AT)
    with transaction.atomic():
        orders = [order for order, _ in journal.candidates(span, tariff())]
    if len(orders) < ORDERS * 0.99:
        fail(f"only {len(orders):,} of {ORDERS:,} orders are the month's")
    began = time.perf_counter()
    read = _plain(orders, span.cut)
    limit = time.perf_counter() - began
    scale = (
        f"{len(orders):,} orders of {made.statements} sites, {made.lines:,} lines from {read:,} of {events:,} events"
    )
    print(f"  {scale}", flush=True)
    return [figure("settlement.month_s", took, "s", scale=scale, limit=limit)]


def _plain(orders: list[str], cut: int) -> int:
    """The same events by one statement, read to the end."""
    statement = """
        select e.subject, e.id, e.kind, e.facts::text from journal_event e
         where e.subject = any(%(orders)s) and e.kind in ('service.order.made', 'service.completion.accepted',
               'service.order.closed', 'service.order.closed_unconfirmed', 'service.order.ended_without_service')
           and e.id <= %(cut)s
        union all
        select e.about, e.id, e.kind, e.facts::text from journal_event e
         where e.about = any(%(orders)s) and e.id <= %(cut)s and e.kind in ('service.visit.arrived',
               'service.visit.ended', 'products.installation.completed', 'quality.fault.decided',
               'charges.payment.received', 'parts.old_part.returned')
    """
    with home.superuser(DATABASE) as connection:
        return sum(1 for _ in connection.execute(statement, {"orders": orders, "cut": cut}))


def _let_go() -> None:
    from django.conf import settings
    from django.db import connections

    if settings.configured:
        connections.close_all()
