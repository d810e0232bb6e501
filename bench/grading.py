"""The night's count of what every customer brought, his scores and grade (H4), beside the plain sum of the same rows."""

from __future__ import annotations

import time

import psycopg

from bench import copying, data, home
from bench.figures import Figure, figure
from bench.filling.events import insert

PAID = 444  # the milliseconds of payments
_PLAIN = """
    select timeline_id, count(*), max(happened_at), sum((facts->>'amount_cents')::bigint) from journal_event
     where kind in ('charges.payment.received', 'charges.payment.refunded', 'products.machine.registered')
       and happened_at > now() - interval '365 days' group by 1
"""
_PAID = "select count(*) from journal_event where kind = 'charges.payment.received'"


def measure() -> list[Figure]:
    facts = data.facts()
    work = copying.work()
    home.enter(work)
    paid = pay(work)
    first, graded = _night()
    again, _ = _night()
    with psycopg.connect(home.url(work, "postgres")) as connection:
        began = time.perf_counter()
        connection.execute(_PLAIN).fetchall()
        plain = time.perf_counter() - began
    scale = f"{facts['customers']:,} customers, {paid:,} payments, {facts['machines']:,} machines"
    return [
        figure("grading.night_s", again, "s", limit=plain, scale=f"{scale}; a night in which no grade changes"),
        figure(
            "grading.first_night_s", first, "s", limit=plain, scale=f"{scale}; {graded:,} graded anew, each an event"
        ),
    ]


def pay(work: str) -> int:
    """One payment for every order that is over and was done, as charges would have recorded it; made once a copy."""
    from liuke.events import charges  # noqa: F401  (the kind is known)

    with psycopg.connect(home.url(work, "postgres"), autocommit=True) as connection:
        there = connection.execute(_PAID).fetchone()
        if there and there[0]:
            return int(there[0])
        connection.execute("set session_replication_role = replica")
        connection.execute("create schema if not exists bench")
        connection.execute("drop table if exists bench.paid")
        connection.execute(
            "create table bench.paid as select id as i, customer_id, number, made_at from service_workorder"
            " where state = 'closed'"
        )
        facts = {"amount_cents": "(1000 + t.i * 7919 % 200000)", "number": "'P-' || t.i", "order": "t.number"}
        told = insert("charges.payment.received", "bench.paid", "r.made_at", step=6, millis=PAID, facts=facts)
        return connection.execute(told).rowcount  # type: ignore[arg-type]


def _night() -> tuple[float, int]:
    from liuke.areas.keeping.jobs import grade_customers
    from liuke.foundation import clock

    began = time.perf_counter()
    graded = grade_customers(clock.now())
    return time.perf_counter() - began, graded
