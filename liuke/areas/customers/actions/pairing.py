"""Which files may be one customer's? All of them against all, by what they have in common, every night, and whatever
an import brought in at its end.

Files are compared only where they share a key: a number, an identity or credit code, a name in a district, the sound
of it, a company's core, a door, a mailbox. A key that many share (a switchboard, a common name in a large street
office) says too little and is left out. Of what remains each pair is weighed once, in batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from liuke.areas.customers.actions import pairing_sql as sql
from liuke.areas.customers.models import DuplicateSearch
from liuke.areas.customers.queries.likeness import facts_of
from liuke.areas.customers.rules.duplicate_weights import COMPANIES, PERSONS, STREETS, Rarity, rarity_of
from liuke.areas.customers.rules.duplicates import compare
from liuke.areas.customers.rules.names import core_of
from liuke.kernel.journal.rows import SEQUENCE_BITS

WORTH_A_LOOK: Final = 20
"""Points from which a pair is shown to somebody."""
_BATCH: Final = 20_000
_OVERLAP: Final = timedelta(hours=2)
"""Events are numbered before their transaction ends: a run looks a little further back than the last one came."""
CHANGES: Final = (
    "customers.customer.registered", "customers.customer.completed", "customers.customer.changed",
    "customers.contact.added", "customers.phone.added", "customers.phone.detached", "customers.address.added",
    "customers.customer.merged", "customers.customer.unmerged", "customers.fields.set",
)  # fmt: skip


def find_pairs(*, at: datetime, whole: bool = False) -> DuplicateSearch:
    """Look for pairs among all files, or only for those of files that changed since the last run; answers the run.

    A pair that somebody judged stays as it is; an open one that no longer looks alike goes.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = None if whole else DuplicateSearch.objects.filter(ended_at__isnull=False).order_by("-pk").first()
        run = DuplicateSearch.objects.create(began_at=at, event=int(at.timestamp() * 1000) << SEQUENCE_BITS)
        _execute("SET LOCAL work_mem = '256MB'", "SET LOCAL statement_timeout = '15min'", sql.TABLES)
        run.customers = _changed(last)
        if last is None or run.customers:
            _collect_keys(whole=last is None)
            _execute(
                sql.PAIRS.format(changed=sql.CHANGED_PAIR if last else ""), sql.WITHOUT_JUDGED, "ANALYZE pairing_pair"
            )
            run.compared, run.found = _weigh(at)
            _write(sql.OUTDATED, [at, last is None])
        run.ended_at = at
        run.save()
    return run


def _one_at_a_time() -> None:
    _write("SELECT pg_advisory_xact_lock(hashtext('customers.pairing'))", [])


def _changed(last: DuplicateSearch | None) -> int:
    """The files that changed since the last run (all, where there was none); answers how many."""
    if last is None:
        return _first(f"SELECT count(*) FROM customers_customer c WHERE {sql.LIVE}", [])
    since = last.event - (int(_OVERLAP.total_seconds() * 1000) << SEQUENCE_BITS)
    _write(
        """INSERT INTO pairing_changed SELECT DISTINCT coalesce(t.alias_of_id, t.id) FROM journal_event e
           JOIN journal_timeline t ON t.id = e.timeline_id WHERE e.id >= %s AND e.kind = ANY(%s)""",
        [since, list(CHANGES)],
    )
    return _first("SELECT count(*) FROM pairing_changed", [])


def _collect_keys(*, whole: bool) -> None:
    """The keys of all files; after the first run only those that one of the changed files has."""
    _collect_cores()
    selects = [key.select(place) for place, key in enumerate(sql.KEYS, 1)]
    if not whole:
        _execute("ANALYZE pairing_changed", *(sql.WANTED.format(select=s) for s in selects), "ANALYZE pairing_wanted")
    only = "" if whole else sql.ONLY
    _execute(*(f"INSERT INTO pairing_key SELECT * FROM ({s}) found {only}" for s in selects), "ANALYZE pairing_key")


def _collect_cores() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.timeline_id, c.name FROM customers_customer c WHERE {sql.LIVE} AND c.kind = 'company'"
        )
        companies = cursor.fetchall()
        with cursor.copy("COPY pairing_core (customer, core) FROM STDIN") as copy:
            for pk, name in companies:
                copy.write_row((pk, core_of(name)))
    _execute("ANALYZE pairing_core")


def _weigh(at: datetime) -> tuple[int, int]:
    """Compare each pair once; answers how many, and how many are worth a look."""
    rarity, compared, found = _rarity(), 0, 0
    for pairs in _pairs():
        facts = facts_of({pk for pair in pairs for pk in pair})
        verdicts = [(a, b, compare(facts[a], facts[b], rarity)) for a, b in pairs if a in facts and b in facts]
        rows = [(a, b, v.points, ",".join(v.reasons)) for a, b, v in verdicts if v.points >= WORTH_A_LOOK]
        if rows:
            _write(sql.KEEP, [at, *map(list, zip(*rows, strict=True))])
        compared, found = compared + len(pairs), found + len(rows)
    return compared, found


def _pairs() -> Iterator[Sequence[tuple[int, int]]]:
    """All pairs, those of neighbouring files together, so that each batch reads few files."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT first, second FROM pairing_pair ORDER BY 1, 2")
        while rows := cursor.fetchmany(_BATCH):
            yield rows


def _rarity() -> Rarity:
    """How many bits a name or a division is worth here: of so many files, how few have it beside this one."""
    total = _first(f"SELECT count(*) FROM customers_customer c WHERE {sql.LIVE}", [])
    names = {
        core: rarity_of(count - 1, total, COMPANIES if is_company else PERSONS)
        for core, is_company, count in _rows(sql.NAMES)
    }
    divisions = {code: rarity_of(count, total, STREETS) for code, count in _rows(sql.DIVISIONS)}
    return Rarity(names, divisions)


def _rows(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _write(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _first(statement: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])
