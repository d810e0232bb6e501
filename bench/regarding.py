"""The night's count of how customers regard us and who is core (H5, H30), and the matrix of all companies (H6)."""

from __future__ import annotations

import statistics
import time
from typing import Any

import psycopg

from bench import copying, data, home
from bench.figures import Figure, figure, times
from bench.filling.events import insert
from bench.grading import pay

ANSWERED = 555  # the milliseconds of callbacks
RUNS = 30
_ANSWERS = "select count(*) from journal_event where kind = 'care.callback.completed'"
_PLAIN = """
    select timeline_id, count(*), max(happened_at) from journal_event
     where kind in ('care.callback.completed', 'charges.payment.received', 'products.machine.registered') group by 1
"""
_PLAIN_MATRIX = """
    select c.grade, s.n, count(*) from customers_customer c
      left join (select customer_id, count(*) as n from keeping_sign where ended_at is null group by 1) s
        on s.customer_id = c.timeline_id
     where c.kind = 'company' group by 1, 2
"""
_SIGNS = """
    insert into keeping_sign (customer_id, sign, seen_at, evidence, proposed, by_id)
    select c.timeline_id, k.sign, now() - (c.timeline_id * 7 + k.n) %% 500 * interval '1 day', 0, false,
           (select min(id) from identity_actor where kind = 'person')
      from customers_customer c, unnest(%s::text[]) with ordinality k (sign, n)
     where c.kind = 'company' and (c.timeline_id * 13 + k.n * 5) %% 10 < 6
    on conflict do nothing
"""


def measure() -> list[Figure]:
    facts = data.facts()
    work = copying.work()
    home.enter(work)
    pay(work)
    answers, signs = _fill(work)
    _night()
    again = _night()
    with psycopg.connect(home.url(work, "postgres")) as connection:
        began = time.perf_counter()
        connection.execute(_PLAIN).fetchall()
        plain = time.perf_counter() - began
        matrix = statistics.median(times(lambda _n: connection.execute(_PLAIN_MATRIX).fetchall(), RUNS))
    scale = f"{facts['customers']:,} customers, {answers:,} callbacks answered"
    told = f"{facts['customers']:,} customers, {signs:,} signs"
    return [
        figure("regarding.night_s", again, "s", limit=plain, scale=f"{scale}; a night in which nothing changes"),
        figure("regarding.matrix_ms", _matrix(), "ms", limit=matrix, scale=told),
        figure("regarding.cell_ms", _cell(), "ms", scale=told),
    ]


def _fill(work: str) -> tuple[int, int]:
    """A callback answered for every order that was paid, and six signs or so for every company; once a copy."""
    from liuke.areas.keeping.rules.bond import SIGNS
    from liuke.events import care  # noqa: F401  (the kind is known)

    with psycopg.connect(home.url(work, "postgres"), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        if not connection.execute(_ANSWERS).fetchone()[0]:  # type: ignore[index]
            ladder = "(array['satisfied', 'comes_back', 'brings_friends'])[1 + t.i % 3]"
            facts = {"number": "'CB-' || t.i", "about": "t.number", "ladder": ladder, "tries": "1"}
            told = insert("care.callback.completed", "bench.paid", "r.made_at + interval '4 days'", step=7,
                          millis=ANSWERED, facts=facts)  # fmt: skip
            connection.execute(told)
        connection.execute(_SIGNS, [list(SIGNS)])
        connection.execute("analyze keeping_sign")
        answers = connection.execute(_ANSWERS).fetchone()
        signs = connection.execute("select count(*) from keeping_sign").fetchone()
    return int(answers[0]), int(signs[0])  # type: ignore[index]


def _night() -> float:
    from liuke.areas.keeping.jobs import regard_customers
    from liuke.foundation import clock

    began = time.perf_counter()
    regard_customers(clock.now())
    return time.perf_counter() - began


def _matrix() -> float:
    from liuke.areas.keeping.queries.bond_matrix import matrix
    from liuke.foundation import clock

    by = _manager()
    return statistics.median(times(lambda _n: matrix(by=by, at=clock.now()), RUNS))


def _cell() -> float:
    from liuke.areas.keeping.queries.bond_matrix import list_cell
    from liuke.foundation import clock

    by = _manager()
    return statistics.median(times(lambda _n: list_cell("fair", "high", by=by, at=clock.now()), RUNS))


def _manager() -> Any:
    from liuke.foundation.identity.models import Actor

    return Actor.objects.filter(kind="person", roles__overlap=["general_manager", "administrator"]).first()
