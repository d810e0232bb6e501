"""Rows of the customers template grouped to customers with their machines, and checked against the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from datetime import datetime

from liuke.areas.customers.actions.drafts import NewContact
from liuke.areas.customers.queries import known
from liuke.areas.customers.queries.known import Key
from liuke.areas.products.actions.intake import NewMachine, check_many
from liuke.foundation.identity.models import Actor
from liuke.processes.intake.customer_rows import Unit
from liuke.processes.intake.lines import Refusals


def grouped(rows: Iterable[Unit]) -> list[Unit]:
    """The customers of these rows in their order: rows of one name and number are one."""
    units: list[Unit] = []
    by_key: dict[Key, Unit] = {}
    for row in rows:
        unit = next((by_key[key] for key in row.keys if key in by_key), None)
        if unit is None:
            unit = row
            units.append(unit)
        else:
            _join(unit, row)
        for key in row.keys:
            by_key.setdefault(key, unit)
    return units


def check(units: Sequence[Unit], refusals: Refusals, *, by: Actor, at: datetime) -> None:
    """What only the tables can tell: models, and serials that stand at somebody else."""
    with_machines = [unit for unit in units if unit.machines]
    standing = standing_of(with_machines)
    rows = [(row, _at(machine, standing.get(id(unit), 0))) for unit in with_machines for row, machine in unit.machines]
    left = _without_faults(rows, refusals, by=by, at=at)
    if len(left) < len(rows):
        _without_faults(left, refusals, by=by, at=at)  # serials are looked at only where nothing else is wrong


def without_refused(units: Sequence[Unit], wrong: Set[int]) -> list[Unit]:
    """Machines of refused rows leave their unit; a unit that has no other row goes with them."""
    kept = []
    for unit in units:
        if unit.row in wrong and unit.rows == 1:
            continue
        unit.machines = [(row, machine) for row, machine in unit.machines if row not in wrong]
        kept.append(unit)
    return kept


def standing_of(units: Sequence[Unit]) -> dict[int, int]:
    """Those of the units whose customer is in the file already: id(unit) → customer."""
    found = known.find_known({key for unit in units for key in unit.keys})
    return {id(unit): next(found[key] for key in unit.keys if key in found) for unit in units if _any(unit.keys, found)}


def _any(wanted: Iterable[Key], found: dict[Key, int]) -> bool:
    return any(key in found for key in wanted)


def _without_faults(
    rows: Sequence[tuple[int, NewMachine]], refusals: Refusals, *, by: Actor, at: datetime
) -> list[tuple[int, NewMachine]]:
    """Rows of machines of customers who may still be to come; those with faults are refused and left out."""
    faulty = set()
    for fault in check_many([machine for _, machine in rows], by=by, at=at, newcomers=True) if rows else ():
        faulty.add(fault.index)
        refusals.add_words(rows[fault.index][0], fault.field, fault.words)
    return [row for i, row in enumerate(rows) if i not in faulty]


def _at(machine: NewMachine, customer: int) -> NewMachine:
    return NewMachine(
        customer, machine.model, machine.serial, machine.bought_date, machine.installed_date, machine.made_date,
        machine.proof_of_purchase,
    )  # fmt: skip


def _join(unit: Unit, row: Unit) -> None:
    """A further row of a customer: contacts by name, addresses by text, machines."""
    for one in (unit, row) if unit.rows == 1 else (row,):
        for contact in one.first.contacts:
            had = unit.contacts.get(contact.name)
            phones = dict.fromkeys([*(had.phones if had else ()), *contact.phones])
            source = had or contact
            unit.contacts[contact.name] = NewContact(source.name, source.relation, source.role, tuple(phones))
        for address in one.first.addresses:
            unit.addresses.setdefault(address.text, address)
    unit.machines += row.machines
    known_fields = {one.field for one in unit.fields}
    unit.fields += [one for one in row.fields if one.field not in known_fields]
    unit.rows += 1
    unit.keys += [key for key in row.keys if key not in unit.keys]
