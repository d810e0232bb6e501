"""Plain statements that are asked thousands of times an hour: prepared once a connection, so no longer planned anew.

Planning is most of what PostgreSQL does for a screen pop. Statement texts must be constant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import NotSupportedError, connection
from django.db.backends.utils import CursorWrapper


def rows(statement: str, values: Sequence[Any]) -> list[Any]:
    """What a constant statement answers."""
    try:
        return _prepared(statement, values)
    except NotSupportedError:  # a migration has changed a column since: "cached plan must not change result type"
        if connection.in_atomic_block:
            raise
    with _preparing(after=1) as cursor:  # psycopg forgets them as well, but only while it counts
        cursor.execute("DEALLOCATE ALL")
    return _prepared(statement, values)


def _prepared(statement: str, values: Sequence[Any]) -> list[Any]:
    with _preparing(after=0) as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


@contextmanager
def _preparing(*, after: int) -> Iterator[CursorWrapper]:
    """A cursor whose statements are prepared after so many times, whatever the connection does else."""
    with connection.cursor() as cursor:
        session = connection.connection
        before, session.prepare_threshold = session.prepare_threshold, after
        try:
            yield cursor
        finally:
            session.prepare_threshold = before
