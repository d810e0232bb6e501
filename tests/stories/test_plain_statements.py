"""Prepared statements outlive what they were prepared for."""

import pytest
from django.db import NotSupportedError, connection, transaction

from liuke.foundation.postgres import plain
from tests.support.databases import Database

ASK = "SELECT word FROM spoken WHERE word = %s"


def _run(statement: str) -> None:
    # another session's migration, as this session sees it: psycopg does not notice what a DO block alters
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN {statement}; END $$")


def test_a_column_that_a_migration_changed_is_read_all_the_same(fresh_database: Database) -> None:
    _run("CREATE TEMP TABLE spoken (word varchar(5)); INSERT INTO spoken VALUES ('hello')")
    assert plain.rows(ASK, ["hello"]) == plain.rows(ASK, ["hello"]) == [("hello",)]

    _run("ALTER TABLE spoken ALTER word TYPE varchar(9)")

    assert plain.rows(ASK, ["hello"]) == [("hello",)]
    _run("ALTER TABLE spoken ALTER word TYPE varchar(12)")
    with pytest.raises(NotSupportedError), transaction.atomic():
        plain.rows(ASK, ["hello"])
    assert plain.rows(ASK, ["hello"]) == [("hello",)]


def test_a_plain_statement_is_prepared_once_and_others_not_at_all(fresh_database: Database) -> None:
    with connection.cursor() as cursor:
        for _ in range(2):
            plain.rows("SELECT %s::int", [7])
            cursor.execute("SELECT 8")
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert cursor.fetchall() == [("SELECT $1::int",)]
