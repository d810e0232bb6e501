"""Bulk intake: a workbook of customers checked whole and taken in, beside COPY of the very same rows in the same run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

import psycopg

from bench import copying, data, home
from bench.figures import HIGHER, Figure, figure
from bench.intake_cpu import Pace, Watch
from liuke.foundation.postgres import place

ROWS, ORDERS, BATCH = 100_000, 4_000, 2_000
_THEIRS = "customer_id > {first} and customer_id <= {last}"
TABLES = {
    "journal_timeline": "id > {first} and id <= {last}",
    "customers_customer": "timeline_id > {first} and timeline_id <= {last}",
    "customers_contact": _THEIRS,
    "customers_phone": f"contact_id in (select id from customers_contact where {_THEIRS})",
    "customers_address": _THEIRS,
    "customers_clearvalue": _THEIRS,
    "customers_searchentry": _THEIRS,
    "journal_event": "timeline_id > {first} and timeline_id <= {last}",
}
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟"
)
GIVEN = "秀英建国丽华强敏静磊洋艳勇军杰娟涛明超平刚桂兰芳伟志文玉梅红霞辉鹏宇浩凯欣雨晨轩涵博思佳怡梓子睿晓燕庆春生海波云飞雪"
ROADS = ("中山东路", "人民路", "解放北路", "建设大道", "长兴路", "学苑路", "江南大道", "百丈东路", "环城西路", "兴宁路")
GARDENS = ("阳光花园", "寰宇天下", "锦绣江南", "东方家园", "世纪新城", "翠柏里小区")
MODEL = "BENCH-1"
HEADS = ["客户名称", "电话", "地址"]


def measure() -> list[Figure]:
    """Customers, customers with a machine each, and a platform's orders."""
    facts = data.facts()
    home.enter(copying.work())
    return measure_here(home.url(home.WORK, place.OWNER), into=f"{facts['customers']:,} customers")


def measure_here(owner_url: str, *, into: str) -> list[Figure]:
    """In the database that Django works on; its owner makes the identical tables."""
    scale = f"a workbook of {ROWS:,} rows into {into}, batches of {BATCH:,}"
    _taken(200, machines=False)
    _taken(200, machines=True)
    one = _taken(ROWS // 2, machines=False)
    first = _last_customer()
    two = _taken(ROWS, machines=False, processes=2)
    plain = _copied(owner_url, first, _last_customer())
    with_machines = _taken(ROWS // 5, machines=True, processes=2)
    from_text = _taken(ROWS // 5, machines=True, text=True, processes=2)
    orders = _ordered(ORDERS)
    return [
        figure(
            "import.rows_per_s", two.rate, "1/s", limit=plain.rate, better=HIGHER,
            scale=f"{scale}; read, checked, written, with search words, by two processes",
        ),
        figure(
            "import.one_process_rows_per_s", one.rate, "1/s", limit=plain.rate, better=HIGHER,
            scale="half of it by one process",
        ),
        figure(
            "import.cpu_us_per_row", one.cpu, "us", limit=plain.cpu,
            scale="half of it by one process; what it and its backend compute, however busy the machine is",
        ),
        figure(
            "import.machine_rows_per_s", with_machines.rate, "1/s", better=HIGHER,
            scale="a fifth of it, a machine each; two processes",
        ),
        figure(
            "import.csv_machine_rows_per_s", from_text.rate, "1/s", better=HIGHER, scale="the same as CSV; two processes",
        ),
        figure("import.orders_per_s", orders.rate, "1/s", better=HIGHER, scale=f"{ORDERS:,} orders; one process"),
    ]  # fmt: skip


def _taken(count: int, *, machines: bool, text: bool = False, processes: int = 1) -> Pace:
    """Rows a second from the file's bytes to the last commit: reading, checking, writing, search words."""
    heads = [*HEADS, *(["产品型号", "序列号", "购买日期"] if machines else [])]
    if machines:
        _model()
    rows = ([*row, *([MODEL, f"B{row[1]}", "2026-03-02"] if machines else [])] for row in _people(count))
    if text:
        return _take_in("customers", _table(heads, rows), count, name="bench.csv", processes=processes)
    return _take_in("customers", _workbook(heads, rows), count, processes=processes)


def _ordered(count: int) -> Pace:
    heads = ["来源", "平台单号", "客户名称", "电话", "地址", "服务类型", "品类"]
    rows = (["jd", f"B{row[1]}", *row, "repair", "hood"] for row in _people(count))
    return _take_in("orders", _workbook(heads, rows), count)


def _take_in(template: str, file: bytes, count: int, *, name: str = "bench.xlsx", processes: int = 1) -> Pace:
    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor
    from liuke.processes.intake import checking, running
    from liuke.processes.intake.columns import template_called
    from liuke.processes.intake.lines import Options

    by, at, options = system_actor("import", "bench"), clock.now(), Options()
    watch = Watch(_backend())  # of one process: with two, the backends change and only the rate is looked at
    checked = checking.check(file, name, template_called(template), options, by=by, at=at)
    if checked.refusals:
        raise AssertionError(checked.refusals[0])
    for _ in running.run_by(processes, checked, options, by=by, at=at):
        pass
    return watch.pace(count)


def _backend() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _table(heads: Sequence[str], rows: Iterator[Sequence[object]]) -> bytes:
    told = io.StringIO(newline="")
    csv.writer(told).writerows([heads, *rows])
    return told.getvalue().encode("gb18030")


def _workbook(heads: Sequence[str], rows: Iterator[Sequence[object]]) -> bytes:
    from liuke.foundation.export import sheets
    from liuke.foundation.export.cells import Column

    return sheets.xlsx(rows, [Column(head) for head in heads])[0]


def _people(count: int) -> Iterator[list[str]]:
    """People nobody has heard of: their numbers go on from the last customer's key."""
    from liuke.foundation import divisions

    chance, base = Random(count), _last_customer() * 10
    streets = [c for c in divisions.names() if len(c) == 9 and c[:4] in ("3302", "3301", "5101", "3205")]
    for n in range(count):
        name = chance.choice(SURNAMES) + "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
        door = f"{chance.randint(1, 900)}号{chance.choice(GARDENS)}{chance.randint(1, 30)}栋{chance.randint(1, 30)}01室"
        place = chance.randrange(len(streets))  # each street office has two roads of its own
        road = ROADS[(place + chance.randint(0, 1)) % len(ROADS)]
        text = f"{divisions.told(streets[place])}{road}{door}"
        yield [name, f"19{(base + n) % 10**9:09}", text]


def _model() -> None:
    from liuke.areas.products.actions import catalogue
    from liuke.areas.products.queries.catalogue import list_lines, list_models
    from liuke.foundation import clock
    from liuke.foundation.identity.queries import system_actor

    if not list_models(text=MODEL):
        line, by = list_lines()[0].key, system_actor("import", "bench")
        catalogue.add_model(MODEL, name="量具", line=line, by=by, at=clock.now())


def _last_customer() -> int:
    from liuke.areas.customers.models import Customer

    return Customer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _copied(owner_url: str, first: int, last: int) -> Pace:
    """The same rows of all eight tables, as text made beforehand, into identical empty tables (no foreign keys)."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        told = {table: _told(owner, table, TABLES[table].format(first=first, last=last)) for table in TABLES}
        customers = len(told["customers_customer"])
        for table in told:
            owner.execute(f"drop table if exists bench_{table}")
            owner.execute(f"create table bench_{table} (like {table} including all)")
        watch = Watch(owner.info.backend_pid)
        for start in range(0, customers, BATCH):
            with owner.transaction():
                for table, lines in told.items():
                    each = len(lines) / customers
                    _copy(owner, table, lines[round(start * each) : round((start + BATCH) * each)])
        pace = watch.pace(customers)
        for table in told:
            owner.execute(f"drop table bench_{table}")
    return pace


def _told(owner: psycopg.Connection[Any], table: str, which: str) -> list[bytes]:
    """Rows in COPY's own text."""
    with owner.cursor() as cursor, cursor.copy(f"copy (select * from {table} where {which}) to stdout") as copy:
        return b"".join(bytes(part) for part in copy).splitlines(keepends=True)


def _copy(owner: psycopg.Connection[Any], table: str, lines: Sequence[bytes]) -> None:
    with owner.cursor() as cursor, cursor.copy(f"copy bench_{table} from stdin") as copy:
        copy.write(b"".join(lines))
