"""Statements that may take longer than a page waits: what a night counts over everybody at once."""

from django.db import connection


def may_take(*, minutes: int) -> None:
    """Until the current transaction ends, each of its statements may take so long; elsewhere the page's half minute holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{minutes}min"])
