import threading

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import OperationWriter

from liuke.foundation import numbers
from tests.support.databases import Database


@pytest.fixture
def sequence(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP SEQUENCE number_test")


def test_numbers_count_up_with_six_digits_and_more_when_needed(sequence: None) -> None:
    assert numbers.take("TEST") == "TEST-000001"
    assert numbers.take_many("TEST", 3) == ["TEST-000002", "TEST-000003", "TEST-000004"]
    assert numbers.take_many("TEST", 0) == []
    assert numbers.numbered("WO", 1234567) == "WO-1234567"


@pytest.mark.parametrize("prefix", ["", "wo", "W-O", "W;DROP", "W1"])
def test_a_prefix_is_capital_letters(prefix: str) -> None:
    with pytest.raises(ValueError):
        numbers.take(prefix)


def test_the_migration_operation_makes_the_sequence_and_takes_it_back(fresh_database: Database) -> None:
    import psycopg

    operation = numbers.Sequence("ZZ")
    sql: list[str] = []

    class Editor:
        def execute(self, statement: str) -> None:
            sql.append(statement)

    state = ProjectState.from_apps(apps)
    operation.database_forwards("identity", Editor(), state, state)  # type: ignore[arg-type]
    operation.database_backwards("identity", Editor(), state, state)  # type: ignore[arg-type]
    with psycopg.connect(fresh_database.owner_url) as owner:
        owner.execute(sql[0])
        assert owner.execute("SELECT nextval('number_zz')").fetchone() == (1,)
        owner.execute(sql[1])
    written = OperationWriter(operation, indentation=0).serialize()[0]
    assert "Sequence" in written and "'ZZ'" in written


def test_threads_at_once_never_take_the_same_number(fresh_database: Database) -> None:
    import psycopg

    with psycopg.connect(fresh_database.owner_url, autocommit=True) as owner:
        owner.execute("CREATE SEQUENCE number_zz")
        owner.execute("GRANT USAGE ON SEQUENCE number_zz TO PUBLIC")
    taken: list[str] = []

    def take() -> None:
        taken.extend(numbers.take("ZZ") for _ in range(25))
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 200
