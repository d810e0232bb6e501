"""Taking in many machines at once: checked whole, written set by set, repeatable without doubling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import connection, transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.copying import ids_of, insert_objects
from liuke.areas.customers.models import Address
from liuke.areas.products.actions.machines import registered
from liuke.areas.products.models import Machine, ProductModel
from liuke.areas.products.rules.catalogue import check_dates, clean_serial
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines, record_many
from liuke.kernel.journal.listeners import Rules
from liuke.kernel.journal.rows import Entry

Key = tuple[int, str]
"""A model and a serial as stored, by which a machine is known again; "" where it has lost its plate."""
_STATES: Final = frozenset(Machine.Status.values)
_THERE: Final = "SELECT timeline_id FROM customers_customer WHERE timeline_id = ANY(%s)"
_STANDING: Final = """
    SELECT model_id, serial, number, customer_id FROM products_machine
    WHERE serial <> '' AND model_id = ANY(%s) AND serial = ANY(%s)"""


@dataclass(frozen=True)
class NewMachine:
    """A machine as a file or a platform tells it; the customer stands already."""

    customer_id: int
    model: str
    serial: str = ""
    bought_date: date | None = None
    installed_date: date | None = None
    made_date: date | None = None
    proof_of_purchase: bool = False
    address_id: int | None = None
    status: str = Machine.Status.IN_USE


@dataclass(frozen=True)
class RowFault:
    """What is wrong with row `index` (from 0)."""

    index: int
    field: str
    words: Words


def check_many(rows: Sequence[NewMachine], *, by: Actor, at: datetime, newcomers: bool = False) -> list[RowFault]:
    """Everything that is wrong with these rows, before any is written.

    With `newcomers`, customer 0 is one who will be written before his machines.
    """
    return _look(rows, _models(rows), by=by, at=at, newcomers=newcomers).faults


@transaction.atomic
def register_many(
    rows: Sequence[NewMachine], *, by: Actor, at: datetime, source: str = "import", rules: Rules = "apply"
) -> list[str]:
    """Register machines set by set; returns their numbers in the order of the rows.

    A row whose serial stands at the same customer already gives that machine's number and writes nothing, so that a
    file may be taken in twice. Raises Invalid naming every wrong row (`row.3.serial`), and then nothing is written.
    """
    winners = lock_timelines(row.customer_id for row in rows)
    if any(winners.get(row.customer_id, row.customer_id) != row.customer_id for row in rows):
        rows = [replace(row, customer_id=winners.get(row.customer_id, row.customer_id)) for row in rows]
    models = _models(rows)
    seen = _look(rows, models, by=by, at=at)
    _stop(seen.faults)
    known = [seen.standing[key][0] if key[1] and key in seen.standing else None for key in seen.keys]
    fresh = [(row, key) for row, key, number in zip(rows, seen.keys, known, strict=True) if number is None]
    ids, called = ids_of(Machine, len(fresh)), numbers.take_many("M", len(fresh))
    new = [
        Machine(
            pk=pk, number=number, customer_id=row.customer_id, model=models[_code(row)], serial=serial,
            made_date=row.made_date, bought_date=row.bought_date, installed_date=row.installed_date,
            proof_of_purchase=row.proof_of_purchase, address_id=row.address_id, status=row.status, source=source,
            registered_at=at,
        )
        for pk, number, (row, (_, serial)) in zip(ids, called, fresh, strict=True)
    ]  # fmt: skip
    insert_objects(Machine, new)
    record_many([Entry(registered(m, m.model), on=m.customer_id) for m in new], by=by, at=at, rules=rules)
    taken = iter(called)
    return [number or next(taken) for number in known]


@dataclass(frozen=True)
class _Seen:
    """What looking at rows found: what is wrong; without any fault also their keys, and who has these serials."""

    faults: list[RowFault]
    keys: Sequence[Key] = ()
    standing: Mapping[Key, tuple[str, int]] = field(default_factory=dict)


def _look(
    rows: Sequence[NewMachine], models: Mapping[str, ProductModel], *, by: Actor, at: datetime, newcomers: bool = False
) -> _Seen:
    seen = _customers(rows, by) | ({0} if newcomers else set())
    today = local(at).date()
    faults = [fault for i, row in enumerate(rows) for fault in _faults_of(i, row, models, seen, today)]
    faults.extend(_strange_addresses(rows))
    if faults:
        return _Seen(faults)
    keys = [(models[_code(row)].pk, clean_serial(row.serial)) for row in rows]
    standing = _standing(keys)
    return _Seen(list(_doubles(rows, keys, standing)), keys, standing)


def _stop(faults: Sequence[RowFault]) -> None:
    if faults:
        raise Invalid(
            f"有 {len(faults)} 处错误，未写入任何数据。",
            f"{len(faults)} things are wrong; nothing was written.",
            fields={f"row.{f.index}.{f.field}": f.words for f in faults},
        )


def _models(rows: Sequence[NewMachine]) -> dict[str, ProductModel]:
    codes = {_code(row) for row in rows}
    return {m.code: m for m in ProductModel.objects.select_related("line").filter(code__in=codes)}


def _code(row: NewMachine) -> str:
    return row.model.strip().upper()


def _customers(rows: Sequence[NewMachine], by: Actor) -> set[int]:
    """Those who stand and may be seen. One array: an IN list of thousands costs more than the look."""
    asked = {row.customer_id for row in rows} - {0}
    with connection.cursor() as cursor:
        cursor.execute(_THERE, [list(asked)])
        return customers.visible({row[0] for row in cursor.fetchall()}, by)


def _faults_of(
    i: int, row: NewMachine, models: Mapping[str, ProductModel], seen: set[int], today: date
) -> Iterator[RowFault]:
    if row.customer_id not in seen:
        yield RowFault(i, "customer", Words("没有这位客户", "no such customer"))
    if _code(row) not in models:
        yield RowFault(i, "model", Words(f"没有型号“{row.model}”", f"there is no model “{row.model}”"))
    if row.status not in _STATES:
        yield RowFault(i, "status", Words("未知的状态", "no such status"))
    yield from _told(i, lambda: clean_serial(row.serial))
    dates = partial(check_dates, made=row.made_date, bought=row.bought_date, installed=row.installed_date)
    yield from _told(i, partial(dates, on=today))


def _told(i: int, check: Callable[[], object]) -> Iterator[RowFault]:
    try:
        check()
    except Invalid as fault:
        for name, words in fault.fields.items():
            yield RowFault(i, name, words)


def _strange_addresses(rows: Sequence[NewMachine]) -> Iterator[RowFault]:
    """An address that is another customer's."""
    named = {row.address_id for row in rows if row.address_id is not None}
    owners = dict(Address.objects.filter(pk__in=named).values_list("pk", "customer_id")) if named else {}
    for i, row in enumerate(rows):
        if row.address_id is not None and owners.get(row.address_id) != row.customer_id:
            yield RowFault(i, "address_id", Words("该地址不属于这位客户", "this address is not this customer's"))


def _doubles(
    rows: Sequence[NewMachine], keys: Sequence[Key], standing: Mapping[Key, tuple[str, int]]
) -> Iterator[RowFault]:
    """A serial named twice in the file, or standing at somebody else."""
    first: dict[Key, int] = {}
    for i, (row, key) in enumerate(zip(rows, keys, strict=True)):
        number, owner = standing.get(key, ("", row.customer_id))
        if not key[1]:
            continue
        if key in first:
            told = first[key] + 1
            yield RowFault(i, "serial", Words(f"序列号与第 {told} 条重复", f"the same serial as in row {told}"))
        elif owner != row.customer_id:
            yield RowFault(
                i, "serial", Words(f"序列号已登记在他人名下（{number}）", f"registered for somebody else ({number})")
            )
        first.setdefault(key, i)


def _standing(keys: Sequence[Key]) -> dict[Key, tuple[str, int]]:
    """Of the serials those that stand already: (model, serial) → (number, customer)."""
    models, serials = {model for model, _ in keys}, {serial for _, serial in keys if serial}
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [list(models), list(serials)])
        return {(model, serial): (number, owner) for model, serial, number, owner in cursor.fetchall()}
