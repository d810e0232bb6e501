"""What hundreds of tests begin with is built once by the actions, then laid down again row for row.

Sequences do not go back with a test's transaction, so the rows keep their ids and nothing made later meets them.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import TypeVar

from django.db import connection

T = TypeVar("T")
NEAR = timedelta(minutes=20)  # `clock.now()` of the next test is a little later: what stands may be that much older
_TABLES = """
    select c.relname, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and a.attgenerated = ''
       and c.relname <> 'journal_unsealed'  -- a trigger writes it
     group by c.relname order by c.relname
"""


@dataclass(frozen=True)
class Laid:
    """What was built at a moment: its rows as COPY wrote them, and what the builder gave."""

    database: str
    at: datetime
    rows: dict[str, bytes]
    given: object


def standing(build: Callable[[datetime], T]) -> Callable[[datetime], T]:
    """`build(at)`, from the second time on from memory, where nothing has been written in the test yet."""
    known: list[Laid] = []

    @wraps(build)
    def stand(at: datetime) -> T:
        if not _untouched():
            return build(at)
        database = str(connection.settings_dict["NAME"])
        laid = next((k for k in known if k.database == database and timedelta() <= at - k.at <= NEAR), None)
        if laid is None:
            given = build(at)
            known.append(Laid(database, at, _written(), copy.deepcopy(given)))
            return given
        _lay(laid.rows)
        return copy.deepcopy(laid.given)  # type: ignore[return-value]

    return stand


def _untouched() -> bool:
    """In a test's transaction, and nothing written in it. A database of the test's own commits as it goes."""
    if not connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id_if_assigned() is null")
        return bool(cursor.fetchone()[0])


def _written() -> dict[str, bytes]:
    """By table and columns, the rows of this transaction and of the savepoints in it: none of them older than it."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for table, columns in cursor.fetchall():
            with cursor.copy(f'copy (select {columns} from "{table}" where age(xmin) <= 0) to stdout') as told:
                rows = b"".join(bytes(block) for block in told)
            if rows:
                found[f'"{table}" ({columns})'] = rows
    return found


def _lay(rows: dict[str, bytes]) -> None:
    with connection.cursor() as cursor:
        for table, told in rows.items():
            with cursor.copy(f"copy {table} from stdin") as taken:
                taken.write(told)
