"""Reading the installed base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models.functions import Reverse

from liuke.areas.customers import access as customers
from liuke.areas.products import access
from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import judge, with_terms
from liuke.areas.products.queries.rows import MachineRow, machine_row
from liuke.areas.products.rules.catalogue import clean_tail
from liuke.foundation.identity.models import Actor

FOUND_AT_MOST = 20


def get_machine(number: str, *, by: Actor, on: date | None = None) -> MachineRow:
    """A machine by number; with the preliminary verdict of that day where one is asked for."""
    machine = access.machine(number, by=by)
    if on is None:
        return machine_row(machine)
    row = with_terms(Machine.objects.filter(pk=machine.pk)).get()
    return machine_row(row, judge(row, on=on))


def list_of_customer(customer_id: int, *, by: Actor, on: date) -> tuple[MachineRow, ...]:
    """A customer's machines with their preliminary verdicts, the newest first."""
    customer = customers.customer(customer_id, by=by)
    return list_of_customers([customer.pk], on=on).get(customer.pk, ())


def list_of_customers(customer_ids: Iterable[int], *, on: date) -> dict[int, tuple[MachineRow, ...]]:
    """The machines of some customers with their verdicts, in one query, for the screen pop.

    It asks nobody's leave: whoever calls it has got the customers through their own access.
    """
    found: dict[int, list[MachineRow]] = {}
    machines = Machine.objects.filter(customer_id__in=list(customer_ids)).order_by("-id")
    for machine in with_terms(machines):
        found.setdefault(machine.customer_id, []).append(machine_row(machine, judge(machine, on=on)))
    return {customer: tuple(rows) for customer, rows in found.items()}


def list_by_number(numbers: Iterable[str]) -> dict[str, MachineRow]:
    """Machines by their numbers in one query, for rooms above that hold the numbers already."""
    rows = Machine.objects.filter(number__in=list(numbers)).select_related("model__line")
    return {machine.number: machine_row(machine) for machine in rows}


def find_by_serial(text: str, *, by: Actor) -> tuple[MachineRow, ...]:
    """Machines whose serial is this or ends so; nothing for fewer than four characters and no one's who is not to be seen."""
    tail = clean_tail(text)
    if tail is None or not access.may_search(by):
        return ()
    rows = Machine.objects.select_related("model__line").alias(backwards=Reverse("serial"))
    found = list(rows.filter(backwards__startswith=tail[::-1])[:FOUND_AT_MOST])
    allowed = customers.visible({machine.customer_id for machine in found}, by)
    return tuple(machine_row(machine) for machine in found if machine.customer_id in allowed)
