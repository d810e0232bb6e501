"""Makes, copies and drops the databases of the suite. LIUKE_TEST_DB is a word that keeps parallel runs apart."""

import fcntl
import hashlib
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from liuke.foundation import keys
from liuke.foundation.postgres import cluster, place, roles

ROOT = Path(__file__).resolve().parent.parent.parent
WORD = os.environ.get("LIUKE_TEST_DB", "suite")
_count = itertools.count(1)
_TRIES = 5


@dataclass(frozen=True)
class Database:
    """A database of the suite: `url` for the app role, `owner_url` for the owner."""

    name: str
    url: str
    owner_url: str

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of a child process that works on this database."""
        urls = {"DATABASE_URL": self.url, "DATABASE_OWNER_URL": self.owner_url}
        settings = {
            "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "liuke.settings.test"),
            "LIUKE_HOME": str(keys.home()),
        }
        return {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
            **settings,
            **urls,
            **more,
        }


def database(name: str) -> Database:
    """The addresses of the database `name`, in the suite's own cluster or in the one DATABASE_URL names."""
    app, owner = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
    if app or owner:
        app, owner = app or owner or "", owner or app or ""
        return Database(name, _renamed(app, name), _renamed(owner, name))
    home = keys.home()
    return Database(name, place.address(home, database=name), place.address(home, role=place.OWNER, database=name))


def template() -> str:
    """The name of the migrated template; made when the migrations have changed since the last run."""
    if not (os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_OWNER_URL")):
        cluster.start(keys.home())
    name = f"liuke_template_{WORD}_{_state_of_migrations()}"
    with _alone(), _maintenance() as connection:
        _clear_away(connection, name)
        if not _exists(connection, name):
            draft = f"{name}_draft"
            _drop(connection, draft)
            _create(connection, draft)
            _migrate(database(draft))
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(_id(draft), _id(name)))
    return name


def copy(source: str, purpose: str) -> Database:
    """A new database equal to `source`; its name tells the process that owns it."""
    name = f"liuke_test_{WORD}_{os.getpid()}_{purpose}_{next(_count)}"
    with _alone(), _maintenance() as connection:
        _create(connection, name, source)
    return database(name)


def drop(one: Database) -> None:
    with _maintenance() as connection:
        _drop(connection, one.name)


def point_django_at(one: Database) -> Database:
    """Let Django's default connection, in every thread, be this database; answers the one before."""
    from django.db import connections

    from liuke.settings.main import _database

    now = connections.settings["default"]
    before = database(now["NAME"])
    connections.close_all()
    told = _database(one.url)
    for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT"):
        now[key] = told[key]
    now["OPTIONS"].pop("pool", None)  # one connection a thread, closed with the test
    return before


def _state_of_migrations() -> str:
    from django.apps import apps

    digest = hashlib.sha256(str(psycopg.__version__).encode())
    for app in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for path in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def _migrate(one: Database) -> None:
    app = urlsplit(one.url).username
    if app and app != urlsplit(one.owner_url).username:
        with psycopg.connect(one.owner_url, autocommit=True) as owner:
            roles.grant(owner, app=app)
    command = [sys.executable, "-m", "django", "migrate", "--skip-checks", "-v", "0"]
    done = subprocess.run(
        command, env=one.environment(LIUKE_AS_OWNER="1"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"The test database could not be migrated:\n{done.stderr[-3000:]}")


def _clear_away(connection: psycopg.Connection, keep: str) -> None:
    """Older templates of this word, and copies whose process is gone."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'liuke\\_te%%'").fetchall():
        old_template = name.startswith(f"liuke_template_{WORD}_") and name != keep
        owner = name.removeprefix(f"liuke_test_{WORD}_").split("_")[0] if name.startswith("liuke_test_") else ""
        if old_template or (owner.isdigit() and not Path(f"/proc/{owner}").exists()):
            _drop(connection, name)


def _maintenance() -> psycopg.Connection:
    """A connection that may create databases: the owner's, to the installation's own (or any) database."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    return psycopg.connect(given or database("postgres").owner_url, autocommit=True)


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(tempfile.gettempdir()) / f"liuke-tests-{os.getuid()}.{WORD}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _exists(connection: psycopg.Connection, name: str) -> bool:
    return connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def _create(connection: psycopg.Connection, name: str, source: str = "template0") -> None:
    statement = "CREATE DATABASE {} TEMPLATE {}"
    if source == "template0":
        statement += " ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    connection.execute(sql.SQL(statement).format(_id(name), _id(source)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    """FORCE may not end an autovacuum worker that is in there (it is the superuser's); it is soon gone by itself."""
    for _ in range(_TRIES):
        try:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))
            return
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(0.3)
    # without FORCE PostgreSQL itself sends the autovacuum away, and waits for others a few seconds
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(_id(name)))


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)


def _renamed(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
