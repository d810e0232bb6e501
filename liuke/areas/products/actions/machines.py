"""The installed base: one machine at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Address
from liuke.areas.products import access
from liuke.areas.products.models import Machine, ProductModel
from liuke.areas.products.rules.catalogue import check_dates, clean_serial
from liuke.events.products import InstallationCompleted, MachineChanged, MachineRegistered
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused, Stale
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record


@transaction.atomic
def register_machine(
    customer: int | str,
    *,
    model: str,
    by: Actor,
    at: datetime,
    serial: str = "",
    bought_date: date | None = None,
    installed_date: date | None = None,
    made_date: date | None = None,
    address_id: int | None = None,
    proof_of_purchase: bool = False,
    status: str = Machine.Status.IN_USE,
    source: str = "",
) -> str:
    """Put a machine into a customer's installed base. Returns its number, M-000001.

    Raises Refused (`serial-taken`) where this serial of this model stands already.
    """
    owner = customers.customer(customer, by=by, lock=True)
    of_model = access.model(model)
    machine = Machine(
        customer_id=owner.pk,
        model=of_model,
        serial=clean_serial(serial),
        made_date=made_date,
        bought_date=bought_date,
        installed_date=installed_date,
        address_id=address_id,
        proof_of_purchase=proof_of_purchase,
        status=status,
        source=source,
        registered_at=at,
    )

    _check(machine, at)

    machine.number = numbers.take("M")
    _save(machine)

    record(registered(machine, of_model), on=owner.pk, by=by, at=at)
    return machine.number


@transaction.atomic
def change(number: str, *, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime) -> int:
    """Correct what is on file of a machine; returns the new version.

    `seen_version` is the version the editor had before him; a change made meanwhile raises Stale with the difference.
    """
    machine = access.machine(number, by=by, lock=True)

    unknown = sorted(set(changes) - set(Machine.EDITABLE))
    if unknown:
        raise Invalid.field(unknown[0], "该字段不能修改", "this field cannot be changed")
    wanted = {**changes, "serial": clean_serial(changes["serial"])} if "serial" in changes else dict(changes)
    before = {name: getattr(machine, name) for name in wanted if getattr(machine, name) != wanted[name]}
    if before and machine.version != seen_version:
        raise Stale(
            "这台产品的资料已被他人修改。",
            "Someone else changed this machine meanwhile.",
            difference={name: (value, wanted[name]) for name, value in before.items()},
        )
    if not before:
        return machine.version
    for name in before:
        setattr(machine, name, wanted[name])
    _check(machine, at)

    machine.version += 1
    _save(machine)

    record(_changed(machine, before), on=machine.customer_id, by=by, at=at)
    return machine.version


@transaction.atomic
def complete_installation(
    number: str,
    *,
    installed_date: date,
    by: Actor,
    at: datetime,
    order: str = "",
    serial: str = "",
    technician: int = 0,
    happened_at: datetime | None = None,
) -> bool:
    """Fill in the installation card: the guarantee starts here (practice §1.9).

    False, and nothing happens, where a card stands already: a machine is installed for the first time only once, so
    moving it starts no second guarantee and counts for no second settlement.
    """
    machine = access.machine(number, by=by, lock=True)
    if machine.has_installation_card:
        return False
    machine.installed_date, machine.has_installation_card = installed_date, True
    machine.serial = clean_serial(serial) or machine.serial
    machine.status = Machine.Status.IN_USE
    _check(machine, at)

    machine.version += 1
    _save(machine)

    record(_installed(machine, order, technician), on=machine.customer_id, by=by, at=at, happened_at=happened_at)
    return True


def registered(machine: Machine, model: ProductModel) -> MachineRegistered:
    """The event that says a machine stands in the file now."""
    return MachineRegistered(
        number=machine.number,
        product_line=model.line.key,
        model=model.code,
        model_name=model.name,
        serial=machine.serial,
        bought_date=machine.bought_date,
        installed_date=machine.installed_date,
        proof_of_purchase=machine.proof_of_purchase,
        source=machine.source,
    )


def _installed(machine: Machine, order: str, technician: int) -> InstallationCompleted:
    return InstallationCompleted(
        number=machine.number,
        order=order,
        product_line=machine.model.line.key,
        model=machine.model.code,
        model_name=machine.model.name,
        serial=machine.serial,
        installed_date=machine.installed_date,
        technician=technician,
    )


def _changed(machine: Machine, before: Mapping[str, Any]) -> MachineChanged:
    return MachineChanged(
        number=machine.number,
        fields=tuple(before),
        before=tuple(_told(value) for value in before.values()),
        after=tuple(_told(getattr(machine, name)) for name in before),
        status=machine.status,
    )


def _check(machine: Machine, at: datetime) -> None:
    check_dates(
        made=machine.made_date, bought=machine.bought_date, installed=machine.installed_date, on=local(at).date()
    )
    if machine.status not in Machine.Status.values:
        raise Invalid.field("status", "未知的状态", "no such status")
    if machine.address_id is not None and not _is_theirs(machine.address_id, machine.customer_id):
        raise Invalid.field("address_id", "该地址不属于这位客户", "this address is not this customer's")
    if machine.serial:
        twin = Machine.objects.filter(model_id=machine.model_id, serial=machine.serial).exclude(pk=machine.pk).first()
        if twin:
            raise _taken(machine.serial, twin.number)


def _is_theirs(address_id: int, customer_id: int) -> bool:
    return Address.objects.filter(pk=address_id, customer_id=customer_id).exists()


def _save(machine: Machine) -> None:
    try:
        with transaction.atomic():
            machine.save()
    except IntegrityError as error:  # the same serial came in from another door between the look and the write
        if "a_serial_exists_once_per_model" not in str(error):
            raise
        raise _taken(machine.serial, "") from error


def _taken(serial: str, number: str) -> Refused:
    told = Invalid.field(
        "serial", f"序列号 {serial} 已登记 {number}".strip(), f"serial {serial} is registered already {number}".strip()
    )
    return Refused(told.words.zh, told.words.en, fields=told.fields, code="serial-taken")


def _told(value: object) -> str:
    return "" if value is None else str(value)
