"""Two roles: the owner migrates, the app serves and can neither alter a table nor empty one."""

from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from liuke.foundation.postgres import place

_ROLES = {place.OWNER: "LOGIN CREATEDB", place.APP: "LOGIN"}


def make(connection: psycopg.Connection[Any], home: Path) -> None:
    """Create what is missing in our own cluster, as its superuser."""
    known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for name, rights in _ROLES.items():
        if name not in known:
            connection.execute(sql.SQL("CREATE ROLE {} " + rights).format(sql.Identifier(name)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [place.DATABASE]).fetchone():
        statement = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(statement.format(sql.Identifier(place.DATABASE), sql.Identifier(place.OWNER)))
    with psycopg.connect(place.address(home, role=place.OWNER), autocommit=True) as owner:
        grant(owner, app=place.APP)


def grant(owner: psycopg.Connection[Any], *, app: str) -> None:
    """As the owner: whatever it creates from now on, the app role may read and write, but not TRUNCATE or alter."""
    for what in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT, UPDATE ON SEQUENCES"):
        statement = "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT " + what + " TO {}"
        owner.execute(sql.SQL(statement).format(sql.Identifier(app)))
