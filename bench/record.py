"""The journal's one door: `record_many` by the thousand, rules silent, beside COPY of the same rows in the same run."""

from __future__ import annotations

import time
from typing import Any

from bench import copying, data, home
from bench.figures import HIGHER, Figure, figure, median

BATCH, BATCHES, ROUNDS = 1_000, 20, 5


def measure() -> list[Figure]:
    facts = data.facts()
    home.enter(copying.work())
    from liuke.areas.customers.models import Customer

    owners = list(
        Customer.objects.filter(kind="household").order_by("code").values_list("pk", flat=True)[: BATCH * BATCHES]
    )
    _recorded(owners[:BATCH])
    ours, plain = [], []
    for _ in range(ROUNDS):
        ours.append(_recorded(owners))
        plain.append(_copied(owners))
    scale = f"batches of {BATCH:,} on a journal of {facts['events']:,}; {BATCH * BATCHES:,} events a round; one process"
    return [figure("record.per_s", median(ours), "1/s", limit=median(plain), better=HIGHER, scale=scale)]


def _recorded(owners: list[int]) -> float:
    from django.db import transaction

    from liuke.events.service.orders import OrderAccepted
    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor
    from liuke.kernel.journal.actions import record_many
    from liuke.kernel.journal.rows import Entry

    by = system_actor("import", "demo")
    began = time.perf_counter()
    for start in range(0, len(owners), BATCH):
        some = owners[start : start + BATCH]
        with transaction.atomic():
            record_many(
                [Entry(OrderAccepted(f"WO-{pk}", "S-0001"), on=pk) for pk in some],
                by=by,
                at=clock.now(),
                rules="silent",
            )
    return len(owners) / (time.perf_counter() - began)


_COPY = (
    "copy journal_event (id, timeline_id, kind, subject, about, happened_at, recorded_at, by_id, facts, personal,"
    " personal_hash, seen_by, caused_by, depth) from stdin"
)


def _copied(owners: list[int]) -> float:
    """The same rows, made beforehand, by COPY in transactions of the same size."""
    from django.db import connection, transaction

    rows = _rows(owners)
    began = time.perf_counter()
    for start in range(0, len(rows), BATCH):
        with transaction.atomic(), connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows[start : start + BATCH]:
                copy.write_row(row)
    return len(rows) / (time.perf_counter() - began)


def _rows(owners: list[int]) -> list[tuple[Any, ...]]:
    from django.db import connection

    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor

    by, at = system_actor("import", "demo"), clock.now()
    millis = int(at.timestamp() * 1000) << 20
    facts = '{"number": "WO-318", "site": "S-0001", "mode": "own", "booked": false}'
    with connection.cursor() as cursor:
        cursor.execute("select nextval('journal_event_seq') from generate_series(1, %s)", [len(owners)])
        taken = [row[0] for row in cursor.fetchall()]
    return [
        (millis | (seq % (1 << 20)), pk, "service.order.accepted", f"WO-{pk}", "", at, at, by.pk, facts, None, "", "site",
         None, 0)
        for seq, pk in zip(taken, owners, strict=True)
    ]  # fmt: skip
