"""A batch of customers with their machines into the tables, in the caller's transaction; safe to repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from liuke.areas.customers.actions import field_intake as fields
from liuke.areas.customers.actions.drafts import NewCustomer
from liuke.areas.customers.actions.filing import register_many
from liuke.areas.customers.queries.file import first_addresses
from liuke.areas.products.actions import intake as machines
from liuke.areas.products.actions.intake import NewMachine
from liuke.areas.products.queries.machines import list_of_customers
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.processes.intake.customer_rows import Unit
from liuke.processes.intake.customers import standing_of


def take(units: Sequence[Unit], *, by: Actor, at: datetime) -> None:
    """Whoever is known by name and number stays as he is and gets only the machines that he has not yet.

    Whom an account manager brings in, he keeps; whoever is there already stays with his keeper. Nothing of it owes
    anything: what people bought long ago is no news.
    """
    standing = standing_of(units)
    new = [unit for unit in units if id(unit) not in standing]
    ids = register_many(_kept(new, by), by=by, at=at, rules="silent", checked=True)
    owners = standing | {id(unit): pk for unit, pk in zip(new, ids, strict=True)}
    rows = [(owners[id(unit)], machine) for unit in units for _, machine in unit.machines]
    fields.fill({owners[id(unit)]: unit.fields for unit in units if unit.fields}, by=by, at=at)
    rows = _not_there_yet(rows, set(standing.values()), at)
    if rows:
        places = first_addresses([owner for owner, _ in rows])
        told = [replace(machine, customer_id=owner, address_id=places.get(owner)) for owner, machine in rows]
        machines.register_many(told, by=by, at=at, source="import", rules="silent")


def _kept(units: Sequence[Unit], by: Actor) -> list[NewCustomer]:
    drafts = [unit.draft() for unit in units]
    return [replace(draft, keeper_id=by.pk) for draft in drafts] if by.has_role("account_manager") else drafts


def _not_there_yet(rows: list[tuple[int, NewMachine]], known: set[int], at: datetime) -> list[tuple[int, NewMachine]]:
    """Machines without a serial cannot be told apart: of a known customer's model, only those beyond what he has."""
    asked = {owner for owner, machine in rows if owner in known and not machine.serial}
    if not asked:
        return rows
    found = list_of_customers(asked, on=local(at).date())
    left = Counter((owner, m.model) for owner, had in found.items() for m in had if not m.serial)
    fresh = []
    for owner, machine in rows:
        key = (owner, machine.model.strip().upper())
        if not machine.serial and left[key] > 0:
            left[key] -= 1
        else:
            fresh.append((owner, machine))
    return fresh
