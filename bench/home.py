"""Where the bench lives: a LIUKE_HOME of its own with its own PostgreSQL, never the developer's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from liuke.foundation.postgres import cluster, place

HOME = Path(os.environ.get("BENCH_HOME", "/tmp/liuke-bench")).absolute()
TEMPLATE = "liuke_bench_template"  # a million customers; read as it is, copied before much is written
COMPANY = "liuke_bench_company"  # the company without a customer
WORK = "liuke_bench"  # the copy that is written to
ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable


def url(database: str, role: str = place.APP) -> str:
    return place.address(HOME, role=role, database=database)


def superuser(database: str = "postgres") -> psycopg.Connection[Any]:
    """To the cluster itself (or one of its databases), which lets nobody but us in as its superuser."""
    return psycopg.connect(url(database, place.SUPERUSER), autocommit=True)


def environment(database: str, *, home: Path = HOME) -> dict[str, str]:
    """What a `liuke` process needs to work on this database."""
    return {
        **os.environ,
        "LIUKE_HOME": str(home),
        "DATABASE_URL": place.address(home, role=place.APP, database=database),
        "DATABASE_OWNER_URL": place.address(home, role=place.OWNER, database=database),
        "DJANGO_SETTINGS_MODULE": "liuke.settings.main",
    }


def enter(database: str, *, home: Path = HOME) -> None:
    """Make this process one that works on this database, by Django."""
    os.environ.update(environment(database, home=home))
    import django

    django.setup()


@contextmanager
def up() -> Iterator[None]:
    """Our PostgreSQL, stopped at the end if we started it."""
    ours = not cluster.running(HOME)
    cluster.start(HOME)
    try:
        yield
    finally:
        if ours:
            cluster.stop(HOME)


def exists(database: str) -> bool:
    with superuser() as connection:
        row = connection.execute("select 1 from pg_database where datname = %s", [database]).fetchone()
        return row is not None


def drop(database: str) -> None:
    with superuser() as connection:
        if exists(database):
            connection.execute(sql.SQL("alter database {} is_template false").format(sql.Identifier(database)))
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(database)))


def create(database: str) -> None:
    drop(database)
    with superuser() as connection:
        statement = sql.SQL("create database {} owner {}")
        connection.execute(statement.format(sql.Identifier(database), sql.Identifier(place.OWNER)))


def copy(source: str, target: str) -> None:
    """A new database like another one, file by file; whoever is connected to the source is let go."""
    drop(target)
    with superuser() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [source])
        statement = sql.SQL("create database {} template {} owner {} strategy file_copy")
        names = [sql.Identifier(name) for name in (target, source, place.OWNER)]
        connection.execute(statement.format(*names))


def rename(old: str, new: str) -> None:
    with superuser() as connection:
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", [old])
        connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(old), sql.Identifier(new)))
