"""Numbers people say to each other, `WO-000318`: one PostgreSQL sequence per prefix, gaps allowed."""

from __future__ import annotations

import re
from typing import Any, Final

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

DIGITS: Final = 6
PREFIX: Final = re.compile(r"[A-Z]{1,8}")


def take(prefix: str) -> str:
    """The next number of this prefix."""
    return take_many(prefix, 1)[0]


def take_many(prefix: str, n: int) -> list[str]:
    """The next `n` numbers of this prefix, in order, in one round trip."""
    if n < 1:
        return []
    sequence = sequence_of(prefix)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [sequence, n])
        return [numbered(prefix, row[0]) for row in cursor.fetchall()]


def numbered(prefix: str, value: int) -> str:
    """`WO` and 318 as `WO-000318`; more than six digits are written out."""
    return f"{prefix}-{value:0{DIGITS}}"


def sequence_of(prefix: str) -> str:
    """The name of the sequence behind a prefix."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"a prefix is one to eight capital letters, not {prefix!r}")
    return f"number_{prefix.lower()}"


class Sequence(Operation):
    """Migration operation: create the sequence behind a prefix; reversing drops it. `numbers.Sequence("WO")`."""

    reversible = True
    reduces_to_sql = True
    atomic = True

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.name = sequence_of(prefix)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return ("Sequence", [self.prefix], {})

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Sequences are no models: nothing to remember."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        schema_editor.execute(f"CREATE SEQUENCE {self.name}")

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        schema_editor.execute(f"DROP SEQUENCE {self.name}")

    def describe(self) -> str:
        return f"Create the sequence of the numbers {self.prefix}-…"
