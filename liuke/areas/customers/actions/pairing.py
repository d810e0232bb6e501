"""Which files may be one customer's? All of them against all, by what they have in common, every night.

Files are compared only where they share a key: a number, an identity, a name in a district, the sound of it, a
company's core, a door. A key that many share (a switchboard, a common name in a large street office) says too little
and is left out. Of what remains each pair is weighed once, in batches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction

from liuke.areas.customers.models import DuplicateSearch
from liuke.areas.customers.queries.likeness import facts_of
from liuke.areas.customers.rules.duplicates import COMPANIES, PERSONS, STREETS, Rarity, compare, rarity_of
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
    "customers.customer.merged", "customers.customer.unmerged",
)  # fmt: skip

_TABLES: Final = """
    DROP TABLE IF EXISTS pairing_key, pairing_core, pairing_changed, pairing_pair;
    CREATE TEMP TABLE pairing_key (most smallint, key bigint, customer bigint) ON COMMIT DROP;
    CREATE TEMP TABLE pairing_core (customer bigint, core text) ON COMMIT DROP;
    CREATE TEMP TABLE pairing_changed (customer bigint) ON COMMIT DROP;
"""
_LIVE: Final = "c.merged_into_id IS NULL AND c.erased_at IS NULL"
_OF_PHONES: Final = f"""
    FROM customers_customer c JOIN customers_contact k ON k.customer_id = c.timeline_id
    JOIN customers_phone p ON p.contact_id = k.id AND p.detached_at IS NULL WHERE {_LIVE}"""
_OF_PLACES: Final = f"""
    FROM customers_customer c JOIN customers_address a ON a.customer_id = c.timeline_id
    WHERE {_LIVE} AND a.division <> ''"""
# Each key with the most files that may share it: a number has a family behind it, but a name that four share in one
# street says nothing more there (measured on a million files in two cities).
_KEYS: Final = (
    (25, f"encode(p.number_hash, 'hex'), 1), c.timeline_id {_OF_PHONES}"),
    (25, f"encode(p.tail_hash, 'hex') || c.pinyin, 2), c.timeline_id {_OF_PHONES} AND c.pinyin <> ''"),
    (
        25,
        f"""encode(k.identity_hash, 'hex'), 3), c.timeline_id
        FROM customers_customer c JOIN customers_contact k ON k.customer_id = c.timeline_id
        WHERE {_LIVE} AND k.identity_hash IS NOT NULL""",
    ),
    (4, f"c.pinyin || left(a.division, 9), 4), c.timeline_id {_OF_PLACES} AND c.pinyin <> ''"),
    (
        25,
        f"""encode(a.end_hash, 'hex') || a.division || c.initials, 5), c.timeline_id
        {_OF_PLACES} AND a.end_hash IS NOT NULL AND c.initials <> ''""",
    ),
    (10, "core, 6), customer FROM pairing_core WHERE length(core) > 1"),
    (4, f"c.name, 7), c.timeline_id FROM customers_customer c WHERE {_LIVE} AND c.name <> ''"),
)
_PAIRS: Final = """
    CREATE TEMP TABLE pairing_pair ON COMMIT DROP AS
    WITH once AS MATERIALIZED (SELECT DISTINCT key, most, customer FROM pairing_key),
    shared AS (SELECT key FROM once GROUP BY key, most HAVING count(*) BETWEEN 2 AND most)
    SELECT DISTINCT a.customer AS first, b.customer AS second
      FROM shared JOIN once a USING (key) JOIN once b USING (key)
     WHERE a.customer < b.customer {changed}
"""
_CHANGED_PAIR: Final = """
    AND (EXISTS (SELECT 1 FROM pairing_changed h WHERE h.customer = a.customer)
      OR EXISTS (SELECT 1 FROM pairing_changed h WHERE h.customer = b.customer))
"""
# Judged pairs, each file by where it went on since: whoever was found to be another stays another.
_WITHOUT_JUDGED: Final = """
    DELETE FROM pairing_pair p USING customers_duplicatepair d
      JOIN customers_customer f ON f.timeline_id = d.first_id JOIN customers_customer s ON s.timeline_id = d.second_id
     WHERE d.state = 'different'
       AND p.first = least(coalesce(f.merged_into_id, f.timeline_id), coalesce(s.merged_into_id, s.timeline_id))
       AND p.second = greatest(coalesce(f.merged_into_id, f.timeline_id), coalesce(s.merged_into_id, s.timeline_id))
"""
_WRITE: Final = """
    INSERT INTO customers_duplicatepair (first_id, second_id, points, reasons, state, found_at)
    SELECT f, s, p, string_to_array(r, ','), 'open', %s
      FROM unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::text[]) AS t (f, s, p, r)
    ON CONFLICT (first_id, second_id) DO UPDATE
       SET points = excluded.points, reasons = excluded.reasons, found_at = excluded.found_at
     WHERE customers_duplicatepair.state = 'open'
"""
_OUTDATED: Final = """
    DELETE FROM customers_duplicatepair d WHERE d.state = 'open' AND d.found_at < %s
       AND (%s OR d.first_id IN (SELECT customer FROM pairing_changed)
               OR d.second_id IN (SELECT customer FROM pairing_changed))
"""
_NAMES: Final = f"""
    SELECT coalesce(o.core, lower(c.name)), o.core IS NOT NULL, count(*) FROM customers_customer c
      LEFT JOIN pairing_core o ON o.customer = c.timeline_id WHERE {_LIVE} AND c.name <> ''
     GROUP BY 1, 2 HAVING count(*) > 1
"""
_DIVISIONS: Final = f"SELECT a.division, count(DISTINCT a.customer_id) {_OF_PLACES} GROUP BY 1"


def find_pairs(*, at: datetime, whole: bool = False) -> DuplicateSearch:
    """Look for pairs among all files, or only for those of files that changed since the last run; answers the run.

    A pair that somebody judged stays as it is; an open one that no longer looks alike goes.
    """
    with transaction.atomic():
        _one_at_a_time()
        last = None if whole else DuplicateSearch.objects.filter(ended_at__isnull=False).order_by("-pk").first()
        run = DuplicateSearch.objects.create(began_at=at, event=int(at.timestamp() * 1000) << SEQUENCE_BITS)
        _execute("SET LOCAL work_mem = '256MB'", _TABLES)
        run.customers = _changed(last)
        if last is None or run.customers:
            _collect_keys()
            _execute(_PAIRS.format(changed=_CHANGED_PAIR if last else ""), _WITHOUT_JUDGED, "ANALYZE pairing_pair")
            run.compared, run.found = _weigh(at)
            _write(_OUTDATED, [at, last is None])
        run.ended_at = at
        run.save()
    return run


def _one_at_a_time() -> None:
    _write("SELECT pg_advisory_xact_lock(hashtext('customers.pairing'))", [])


def _changed(last: DuplicateSearch | None) -> int:
    """The files that changed since the last run (all, where there was none); answers how many."""
    if last is None:
        return _first(f"SELECT count(*) FROM customers_customer c WHERE {_LIVE}", [])
    since = last.event - (int(_OVERLAP.total_seconds() * 1000) << SEQUENCE_BITS)
    _write(
        """INSERT INTO pairing_changed SELECT DISTINCT coalesce(t.alias_of_id, t.id) FROM journal_event e
           JOIN journal_timeline t ON t.id = e.timeline_id WHERE e.id >= %s AND e.kind = ANY(%s)""",
        [since, list(CHANGES)],
    )
    return _first("SELECT count(*) FROM pairing_changed", [])


def _collect_keys() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.timeline_id, c.name FROM customers_customer c WHERE {_LIVE} AND c.kind = 'company'")
        companies = cursor.fetchall()
        with cursor.copy("COPY pairing_core (customer, core) FROM STDIN") as copy:
            for pk, name in companies:
                copy.write_row((pk, core_of(name)))
    keys = [f"INSERT INTO pairing_key SELECT {most}, hashtextextended({of}" for most, of in _KEYS]
    _execute("ANALYZE pairing_core", *keys, "ANALYZE pairing_key")


def _weigh(at: datetime) -> tuple[int, int]:
    """Compare each pair once; answers how many, and how many are worth a look."""
    rarity, compared, found = _rarity(), 0, 0
    for pairs in _pairs():
        facts = facts_of({pk for pair in pairs for pk in pair})
        verdicts = [(a, b, compare(facts[a], facts[b], rarity)) for a, b in pairs if a in facts and b in facts]
        rows = [(a, b, v.points, ",".join(v.reasons)) for a, b, v in verdicts if v.points >= WORTH_A_LOOK]
        if rows:
            _write(_WRITE, [at, *map(list, zip(*rows, strict=True))])
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
    total = _first(f"SELECT count(*) FROM customers_customer c WHERE {_LIVE}", [])
    names = {
        core: rarity_of(count - 1, total, COMPANIES if is_company else PERSONS)
        for core, is_company, count in _rows(_NAMES)
    }
    divisions = {code: rarity_of(count, total, STREETS) for code, count in _rows(_DIVISIONS)}
    return Rarity(names, divisions)


def _rows(sql: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _write(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _first(sql: str, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])
