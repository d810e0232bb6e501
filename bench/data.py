"""`make bench-data`: a million customers with five million events, built once and kept as a template database.

Customers come by the customers' own bulk action; machines, orders and promises by `insert ... select`, set by set.
Only a whole build gets the template's name, so a killed one is simply begun again.
"""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

from bench import home
from bench.filling import trade

PARTS = 2
_ROOMS = ("products", "service", "promises", "care")
_BUILDING = "liuke_bench_building"
_INDEXES = """
    select n.nspname || '.' || c.relname, pg_get_indexdef(c.oid)
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and not i.indisunique and not i.indisexclusion
       and t.relname ~ '^(customers|journal|products_machine|service|promises|care)_?'
       and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid)
"""
_SEQUENCES = """
    select pg_get_serial_sequence(quote_ident(t.relname), 'id'), t.relname from pg_class t
     where t.relname in ('products_machine', 'service_servicerequest', 'service_workorder', 'service_visit',
                         'care_callback', 'care_dissatisfaction')
"""
_NUMBERS = {
    "m": "products_machine", "r": "service_servicerequest", "wo": "service_workorder", "v": "service_workorder",
    "cb": "service_workorder", "ds": "service_workorder",
}  # fmt: skip
# What must come out as nothing: rows that another room would stumble over.
_CHECKS = {
    "events of no timeline": "select count(*) from journal_event e left join journal_timeline t on t.id = e.timeline_id"
    " where t.id is null",
    "orders of no request": "select count(*) from service_workorder o left join service_servicerequest r"
    " on r.id = o.request_id and r.customer_id = o.customer_id where r.id is null",
    "orders at another's address": "select count(*) from service_workorder o join customers_address a"
    " on a.id = o.address_id where a.customer_id <> o.customer_id",
    "promises opened by no event": "select count(*) from promises_promise p left join journal_event e"
    " on e.id = p.opened_by where e.id is null",
    "promises kept by no event": "select count(*) from promises_promise p left join journal_event e"
    " on e.id = p.ended_by where p.ended_by is not null and e.id is null",
    "customers not to be found": "select count(*) from customers_customer c left join customers_searchentry s"
    " on s.customer_id = c.timeline_id where s.customer_id is null",
}


@dataclass(frozen=True)
class Size:
    """How much; the figures' scale is told from it."""

    customers: int = 1_000_000
    past: int = 300_000
    opened: int = 300_000


def build(size: Size) -> None:
    """The template, and the company without customers beside it."""
    began = time.monotonic()
    with home.up(), _without_autovacuum():
        _found()
        home.copy(home.COMPANY, _BUILDING)
        with psycopg.connect(home.url(_BUILDING, "postgres"), autocommit=True) as connection:
            _prepare(connection)
            indexes = _drop_indexes(connection)
            home.enter(_BUILDING)
            defaults = _defaults()
            _run(connection, [f"alter table {column} set default {value}" for column, value in defaults])
            _told("customers", lambda: _customers(size))
            _asleep(connection, on=True)
            _told("places and machines", lambda: _run(connection, [*trade.PLACES, *trade.MACHINES]))
            _told("orders", lambda: _run(connection, trade.orders(size.past, size.opened)))
            _told("promises, callbacks, complaints", lambda: _run(connection, [*trade.PROMISES, *trade.CARE]))
            _told("events", lambda: _run(connection, trade.events(size.past)))
            _asleep(connection, on=False)
            _run(connection, [f"alter table {column} drop default" for column, _ in defaults])
            _told("indexes", lambda: _run(connection, indexes))
            _settle(connection)
            _told("vacuum", lambda: _run(connection, ["vacuum (freeze, analyze)", "checkpoint"]))
            counts = _counts(connection, size)
            _told("checks", lambda: _check(connection, counts["orders_without_story"]))
        home.drop(home.TEMPLATE)
        home.drop(home.WORK)
        home.rename(_BUILDING, home.TEMPLATE)
        with home.superuser() as connection:
            connection.execute(sql.SQL("alter database {} is_template true").format(sql.Identifier(home.TEMPLATE)))
    seconds = round(time.monotonic() - began)
    told = {**asdict(size), **counts, "seconds": seconds, "built_at": datetime.now(UTC).isoformat()}
    (home.HOME / "data.json").write_text(json.dumps(told))
    print(f"built in {seconds // 60} min {seconds % 60} s: {counts}")


@contextmanager
def _without_autovacuum() -> Iterator[None]:
    """One vacuum at the end does what many would redo."""
    try:
        _autovacuum("off")
        yield
    finally:
        _autovacuum("default")


def _autovacuum(state: str) -> None:
    with home.superuser() as connection:
        connection.execute(f"alter system set autovacuum = {state}")  # type: ignore[arg-type]
        connection.execute("select pg_reload_conf()")


def facts() -> dict[str, Any]:
    """What the template holds; empty where it was not built."""
    path = home.HOME / "data.json"
    found: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
    return found


def _found() -> None:
    """The company, in a database of its own."""
    home.create(home.COMPANY)
    environment = home.environment(home.COMPANY)
    setup = [home.PYTHON, "-m", "liuke.cli.main", "setup"]
    _told(
        "tables", lambda: subprocess.run(setup, env=environment, check=True, stdout=subprocess.DEVNULL, cwd=home.ROOT)
    )
    found = [home.PYTHON, "-c", f"from bench import home; home.enter({home.COMPANY!r});"
             "from bench.filling import company; company.found()"]  # fmt: skip
    _told("company", lambda: subprocess.run(found, env=environment, check=True, cwd=home.ROOT))


def _prepare(connection: psycopg.Connection[Any]) -> None:
    for setting in ("session_replication_role = replica", "synchronous_commit = off", "work_mem = '256MB'"):
        connection.execute(f"alter database {_BUILDING} set {setting}")  # type: ignore[arg-type]
    connection.execute("create schema bench")
    connection.execute("create unlogged table bench.customer (n int, id bigint)")
    connection.execute("grant usage on schema bench to public")
    connection.execute("grant all on bench.customer to public")
    connection.execute("set maintenance_work_mem = '1GB'")
    connection.execute("set work_mem = '256MB'")
    connection.execute("set synchronous_commit = off")
    connection.execute("set max_parallel_maintenance_workers = 2")


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    found = connection.execute(_INDEXES).fetchall()
    for name, _ in found:
        connection.execute(f"drop index {name}")  # type: ignore[arg-type]
    return [definition for _, definition in found]


def _customers(size: Size) -> None:
    step = -(-size.customers // PARTS)
    now = datetime.now(UTC).isoformat()
    ranges = [(first, min(first + step, size.customers)) for first in range(0, size.customers, step)]
    command = [home.PYTHON, "-m", "bench.filling.customers", _BUILDING]
    workers = [
        subprocess.Popen([*command, str(first), str(last), now], env=home.environment(_BUILDING), cwd=home.ROOT)
        for first, last in ranges
    ]
    codes = [worker.wait() for worker in workers]
    if any(codes):
        raise RuntimeError("the customers could not be filed")


def _defaults() -> list[tuple[str, str]]:
    """What the models would write where nothing is said, for the time of the filling: Django leaves no defaults in the
    database, and a column that is added tomorrow shall not break today's statements."""
    from django.apps import apps
    from django.db.models import NOT_PROVIDED

    found = []
    for model in (m for label in _ROOMS for m in apps.get_app_config(label).get_models()):
        for field in model._meta.concrete_fields:
            default = field.default() if callable(field.default) else field.default
            if field.default is NOT_PROVIDED or field.null or field.primary_key:
                continue
            value = {list: "{}", dict: "{}"}.get(type(default), str(default))
            found.append((f"{model._meta.db_table} alter column {field.column}", "'" + value.replace("'", "''") + "'"))
    return found


def _asleep(connection: psycopg.Connection[Any], *, on: bool) -> None:
    connection.execute(f"set session_replication_role = {'replica' if on else 'origin'}")


def _settle(connection: psycopg.Connection[Any]) -> None:
    """Sequences behind the rows, the database's own settings as they were, the scaffolding away."""
    for sequence, table in connection.execute(_SEQUENCES).fetchall():
        _setval(connection, sequence, table)
    for number, table in _NUMBERS.items():
        _setval(connection, f"number_{number}", table)
    connection.execute("truncate journal_unsealed")
    connection.execute("drop schema bench cascade")
    connection.execute(f"alter database {_BUILDING} reset all")


def _setval(connection: psycopg.Connection[Any], sequence: str, table: str) -> None:
    statement = sql.SQL("select setval(%s, (select max(id) from {}) + 1)").format(sql.Identifier(table))
    connection.execute(statement, [sequence])


def _check(connection: psycopg.Connection[Any], without_story: int) -> None:
    """Raises RuntimeError; an order whose events were left out has two promises that name them (`trade.PROMISES`)."""
    meant = dict.fromkeys(("promises opened by no event", "promises kept by no event"), 2 * without_story)
    found = {name: connection.execute(query).fetchone()[0] for name, query in _CHECKS.items()}  # type: ignore[arg-type,index]
    wrong = {name: n for name, n in found.items() if n != meant.get(name, 0)}
    if wrong:
        raise RuntimeError(f"the data is not sound: {wrong}")


def _counts(connection: psycopg.Connection[Any], size: Size) -> dict[str, int]:
    queries = {
        "machines": "select count(*) from products_machine",
        "events": "select count(*) from journal_event",
        "open_promises": "select count(*) from promises_promise where state = 'open'",
        "open_orders": "select count(*) from service_workorder where ended_at is null",
        "orders": "select count(*) from service_workorder",
        "orders_without_story": f"select greatest(0, {size.past} - {trade.TOLD})",
        "megabytes": "select pg_database_size(current_database()) / 1048576",
    }
    return {name: connection.execute(query).fetchone()[0] for name, query in queries.items()}  # type: ignore[arg-type,index]


def _run(connection: psycopg.Connection[Any], statements: list[str]) -> None:
    for statement in statements:
        connection.execute(statement)  # type: ignore[arg-type]


def _told(what: str, act: Any) -> None:
    began = time.monotonic()
    print(f"  {what} ...", end=" ", flush=True)
    act()
    print(f"{time.monotonic() - began:.0f} s", flush=True)
