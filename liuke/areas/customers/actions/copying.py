"""Tuples into tables: a few by one INSERT, many by COPY (four times as fast), in its binary form (twice again)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, partial
from operator import attrgetter
from typing import Any, Final

from django.db import connection
from django.db.models import JSONField, Model
from psycopg.types.json import Jsonb

Row = tuple[Any, ...]
_FEW = 20
_TYPES: Final = {
    "bigint": "int8", "integer": "int4", "smallint": "int2", "boolean": "bool", "timestamp with time zone": "timestamptz",
    "date": "date", "varchar": "varchar", "text": "text", "bytea": "bytea", "numeric": "numeric", "jsonb": "jsonb",
}  # fmt: skip
"""PostgreSQL's name of a column's type and psycopg's; there is no binary form of the others (a tsvector)."""


def ids_of(model: type[Model], count: int) -> list[int]:
    """The next `count` keys of a table, in one round trip."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [_sequence(model), count])
        return [row[0] for row in cursor.fetchall()]


_NEXT: Final = "SELECT nextval(%s::regclass) FROM generate_series(1, %s)"


@cache
def _sequence(model: type[Model]) -> str:
    """Where a table's keys come from. Asked once: within the statement it would be asked for every key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return str(cursor.fetchone()[0])


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Row], *, count: int) -> None:
    """Write `count` rows of these columns; columns that are not named must be nullable.

    Of many, each row is made while the server takes in those before it: hand in a generator. Values are of the very
    type of their column: a Decimal for a numeric, no text.
    """
    if not count:
        return
    table, names = model._meta.db_table, ", ".join(columns)
    with connection.cursor() as cursor:
        if count <= _FEW:
            row = f"({', '.join(['%s'] * len(columns))})"
            cursor.execute(
                f"INSERT INTO {table} ({names}) VALUES {', '.join([row] * count)}",
                [value for values in rows for value in values],
            )
            return
        types = _types(model, tuple(columns))
        form = "(FORMAT BINARY)" if types else ""
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN {form}") as copy:
            if types:
                copy.set_types(types)
            for values in rows:
                copy.write_row(values)


def insert_objects(model: type[Model], rows: Sequence[Model]) -> None:
    """Write new objects, each with its key (`ids_of`) already, as `bulk_create` would, by COPY."""
    fields = model._meta.concrete_fields
    read: Any = attrgetter(*(field.attname for field in fields))
    values: Iterable[Row] = map(read, rows)
    for place, field in enumerate(fields):
        if isinstance(field, JSONField):
            values = map(partial(_as_json, place), values)
    insert(model, [str(field.column) for field in fields], values, count=len(rows))


def _as_json(place: int, row: Row) -> Row:
    return (*row[:place], Jsonb(row[place]), *row[place + 1 :])


@cache
def _types(model: type[Model], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns' types by psycopg's names; empty where one of them has no binary form."""
    told = {field.column: field.db_type(connection) or "" for field in model._meta.concrete_fields}
    found = [_type(told[column]) for column in columns]
    return tuple(found) if all(found) else ()


def _type(told: str) -> str:
    plain, listed = re.sub(r"\(.*?\)", "", told).removesuffix("[]"), told.endswith("[]")
    name = _TYPES.get(plain, "")
    return f"{name}[]" if name and listed else name
