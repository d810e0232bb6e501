"""Whom to greet in the coming weeks (H51), what was sold, and the pages that read it (H7), at a million customers."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg

from bench import copying, data, home
from bench.figures import Figure, figure, times

RUNS = 5
FESTIVAL = date(2026, 9, 25)
NIGHT = datetime(2026, 9, 10, 2, 20, tzinfo=UTC)
"""Mid-autumn lies within the three weeks that are planned ahead: the night in which most are put on the list."""
_AGREE = """
    insert into customers_consent (customer_id, purpose, text, way, given_at, given_by_id, ended_way, ending)
    select timeline_id, 'care', %s, 'form', now(), (select min(id) from identity_actor where kind = 'person'), '', ''
      from customers_customer where grade in ('A', 'B') and timeline_id %% 4 = 0 and merged_into_id is null
       and not exists (select from customers_consent c where c.customer_id = timeline_id and c.purpose = 'care')
"""
_PAID = """
    insert into charges_payment (number, order_id, state, via, amount_cents, site, technician_id, code, provider, reference,
                                 received_at, collected_by_id, day_id, receipt, handed_in_reference, refund_reference)
    select 'PY-B' || id, id, 'received', 'cash', 1000 + id * 7919 %% 200000, '', 0, '', '', '', made_at,
           (select min(id) from identity_actor where kind = 'person'), 0, 'RC-B' || id, '', ''
      from service_workorder where state = 'closed'
       and not exists (select from charges_payment p where p.number = 'PY-B' || service_workorder.id)
"""
_PLAIN_PLAN = """
    select c.timeline_id, p.contact_id from customers_customer c
      join customers_consent a on a.customer_id = c.timeline_id and a.purpose = 'care'
      join lateral (select p.contact_id from customers_contact k join customers_phone p on p.contact_id = k.id
                     where k.customer_id = c.timeline_id limit 1) p on true
     where c.grade in ('A', 'B')
"""
_PLAIN_SALES = "select customer_id, sum(cents), sum(orders) from charges_sale group by 1 order by 2 desc limit 50"


def measure() -> list[Figure]:
    facts = data.facts()
    work = copying.work()
    home.enter(work)
    agreed, paid = _fill(work)
    planned, first = _plan()
    _none, again = _plan()
    cells, counted = _count()
    _same, recounted = _count()
    with psycopg.connect(home.url(work, "postgres")) as connection:
        plain = statistics.median(times(lambda _n: connection.execute(_PLAIN_PLAN).fetchall(), 3, warm=1)) / 1000
        sum_ms = statistics.median(times(lambda _n: connection.execute(_PLAIN_SALES).fetchall(), RUNS, warm=1))
    scale = f"{facts['customers']:,} customers, {agreed:,} agreed to be greeted"
    sold = f"{paid:,} payments, {facts['machines']:,} machines, {cells:,} cells"
    return [
        figure("caring.first_night_s", first, "s", limit=plain, scale=f"{scale}; {planned:,} put on the list"),
        figure("caring.night_s", again, "s", limit=plain, scale=f"{scale}; a night in which nobody is added"),
        figure("sales.count_s", counted, "s", scale=f"{sold}; the first night, all written"),
        figure("sales.night_s", recounted, "s", scale=f"{sold}; a night in which nothing changed"),
        figure("sales.page_ms", _page(), "ms", limit=sum_ms, scale=f"{sold}; all cuts of twelve months"),
    ]


def _fill(work: str) -> tuple[int, int]:
    """A quarter of the graded customers agreed, and every order that is over was paid for; once a copy."""
    from liuke.areas.customers.queries.consents import texts_now

    with psycopg.connect(home.url(work, "postgres"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(_AGREE, [texts_now()["care"].key])
        connection.execute(_PAID.replace("%%", "%"))
        connection.execute("delete from keeping_gesture")
        connection.execute("truncate charges_sale")
        for table in ("customers_consent", "charges_payment", "keeping_gesture"):
            connection.execute(f"analyze {table}")
        agreed = connection.execute("select count(*) from customers_consent where purpose = 'care'").fetchone()
        paid = connection.execute("select count(*) from charges_payment").fetchone()
    return int(agreed[0]), int(paid[0])  # type: ignore[index]


def _plan() -> tuple[int, float]:
    from liuke.areas.keeping.jobs import plan_greetings

    began = time.perf_counter()
    planned = plan_greetings(NIGHT)
    return planned, time.perf_counter() - began


def _count() -> tuple[int, float]:
    from liuke.areas.charges.jobs import count_sales

    began = time.perf_counter()
    cells = count_sales(datetime.now(UTC))
    return cells, time.perf_counter() - began


def _page() -> float:
    """The statements of the sales page for a manager: the whole, the curve, three cuts, the first fifty customers."""
    from liuke.areas.charges.queries import sales
    from liuke.areas.charges.queries.sales import Asked
    from liuke.foundation.identity.models import Actor

    manager: Any = Actor.objects.filter(roles__overlap=["general_manager"], kind="person", left_at=None).first()
    until = datetime.now(UTC).date().replace(day=1)
    asked = Asked((until - timedelta(days=340)).replace(day=1), until)

    def read(_n: int) -> None:
        sales.whole(asked, by=manager)
        sales.concentration(asked, by=manager)
        sales.sold_by("month", asked, by=manager)
        sales.sold_by("line", asked, by=manager)
        sales.sold_by("county", asked, by=manager)
        sales.sold_to(asked, by=manager)

    return statistics.median(times(read, RUNS, warm=1))
