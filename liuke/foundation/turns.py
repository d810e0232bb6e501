"""Taking turns: acts on the same named thing wait for each other, also where there is no row to lock yet."""

from django.db import connection


def take_turn(name: str) -> None:
    """Wait until no other transaction holds this name; held until the current transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
