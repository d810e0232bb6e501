"""Taking in many machines at once: checked whole, written set by set, repeatable without doubling."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Address, Customer
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

BATCH: Final = 5_000


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
    models = _models(rows)
    asked = {row.customer_id for row in rows}
    seen = customers.visible(asked, by) & set(Customer.objects.filter(pk__in=asked).values_list("pk", flat=True))
    if newcomers:
        seen.add(0)
    faults = [fault for i, row in enumerate(rows) for fault in _faults_of(i, row, models, seen, at)]
    faults.extend(_strange_addresses(rows))
    if not faults:
        faults.extend(_doubles(rows, models))
    return faults


@transaction.atomic
def register_many(
    rows: Sequence[NewMachine], *, by: Actor, at: datetime, source: str = "import", rules: Rules = "apply"
) -> list[str]:
    """Register machines set by set; returns their numbers in the order of the rows.

    A row whose serial stands at the same customer already gives that machine's number and writes nothing, so that a
    file may be taken in twice. Raises Invalid naming every wrong row (`row.3.serial`), and then nothing is written.
    """
    winners = lock_timelines(row.customer_id for row in rows)
    rows = [replace(row, customer_id=winners.get(row.customer_id, row.customer_id)) for row in rows]
    faults = check_many(rows, by=by, at=at)
    if faults:
        raise Invalid(
            f"有 {len(faults)} 处错误，未写入任何数据。",
            f"{len(faults)} things are wrong; nothing was written.",
            fields={f"row.{f.index}.{f.field}": f.words for f in faults},
        )
    models = _models(rows)
    standing = {key: number for key, (number, _) in _standing(rows, models).items()}
    known = [standing.get(key) if (key := _key(row, models))[1] else None for row in rows]
    fresh = [row for row, number in zip(rows, known, strict=True) if number is None]
    new = [
        _machine(row, number, models, source=source, at=at)
        for row, number in zip(fresh, numbers.take_many("M", len(fresh)), strict=True)
    ]
    Machine.objects.bulk_create(new, batch_size=BATCH)
    record_many([Entry(registered(m, m.model), on=m.customer_id) for m in new], by=by, at=at, rules=rules)
    taken = iter(new)
    return [number or next(taken).number for number in known]


def _models(rows: Sequence[NewMachine]) -> dict[str, ProductModel]:
    codes = {row.model.strip().upper() for row in rows}
    return {m.code: m for m in ProductModel.objects.select_related("line").filter(code__in=codes)}


def _faults_of(
    i: int, row: NewMachine, models: dict[str, ProductModel], seen: set[int], at: datetime
) -> Iterator[RowFault]:
    if row.customer_id not in seen:
        yield RowFault(i, "customer", Words("没有这位客户", "no such customer"))
    if row.model.strip().upper() not in models:
        yield RowFault(i, "model", Words(f"没有型号“{row.model}”", f"there is no model “{row.model}”"))
    if row.status not in Machine.Status.values:
        yield RowFault(i, "status", Words("未知的状态", "no such status"))
    yield from _told(i, lambda: clean_serial(row.serial))
    dates = partial(check_dates, made=row.made_date, bought=row.bought_date, installed=row.installed_date)
    yield from _told(i, partial(dates, on=local(at).date()))


def _told(i: int, check: Callable[[], object]) -> Iterator[RowFault]:
    try:
        check()
    except Invalid as fault:
        for name, words in fault.fields.items():
            yield RowFault(i, name, words)


def _strange_addresses(rows: Sequence[NewMachine]) -> Iterator[RowFault]:
    """An address that is another customer's."""
    named = Address.objects.filter(pk__in={row.address_id for row in rows if row.address_id is not None})
    owners = dict(named.values_list("pk", "customer_id"))
    for i, row in enumerate(rows):
        if row.address_id is not None and owners.get(row.address_id) != row.customer_id:
            yield RowFault(i, "address_id", Words("该地址不属于这位客户", "this address is not this customer's"))


def _doubles(rows: Sequence[NewMachine], models: dict[str, ProductModel]) -> Iterator[RowFault]:
    """A serial named twice in the file, or standing at somebody else."""
    standing = _standing(rows, models)
    first: dict[tuple[int, str], int] = {}
    for i, row in enumerate(rows):
        key = _key(row, models)
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


def _standing(rows: Sequence[NewMachine], models: dict[str, ProductModel]) -> dict[tuple[int, str], tuple[str, int]]:
    """Of the rows' serials those that stand already: (model, serial) → (number, customer)."""
    serials = {serial for _, serial in (_key(row, models) for row in rows) if serial}
    found = Machine.objects.filter(model__in=models.values(), serial__in=serials)
    return {
        (model, serial): (number, owner)
        for model, serial, number, owner in found.values_list("model_id", "serial", "number", "customer_id")
    }


def _key(row: NewMachine, models: dict[str, ProductModel]) -> tuple[int, str]:
    return models[row.model.strip().upper()].pk, clean_serial(row.serial)


def _machine(row: NewMachine, number: str, models: dict[str, ProductModel], *, source: str, at: datetime) -> Machine:
    return Machine(
        number=number,
        customer_id=row.customer_id,
        model=models[row.model.strip().upper()],
        serial=clean_serial(row.serial),
        made_date=row.made_date,
        bought_date=row.bought_date,
        installed_date=row.installed_date,
        proof_of_purchase=row.proof_of_purchase,
        address_id=row.address_id,
        status=row.status,
        source=source,
        registered_at=at,
    )
