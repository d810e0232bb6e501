"""What a callback has to know of the order or the machine it is about: for the guide, and for the outcome."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from liuke.areas.care.rules.calling import HERE
from liuke.areas.products.queries.machines import list_by_number
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules.names import ORDER_KINDS
from liuke.foundation.words import Words

SAME_FAULT = timedelta(days=30)
_LONGEST_LINE = 8
_NOT_COUNTED = ("cancelled", "no_service_trip")


@dataclass(frozen=True)
class Story:
    """The thing a callback is about. Machine callbacks know no work and no repeats."""

    machine: Words
    order: str = ""
    state: str = ""
    work: Words = Words("", "")
    technician: str = ""
    site_name: str = ""
    worked_at: datetime | None = None
    paid: bool = False
    earlier_attempts: int = 0
    later_repeats: int = 0


def of_order(number: str) -> Story | None:
    """The order with its line of repeats; whoever asks has got the callback through access."""
    order = WorkOrder.objects.select_related("site", "technician", "repeat_of").filter(number=number).first()
    if order is None:
        return None
    repeats = list(order.repeats.exclude(state__in=_NOT_COUNTED).order_by("pk"))
    return Story(
        machine=_machine_of(order),
        order=order.number,
        state=order.state,
        work=ORDER_KINDS.get(order.kind, Words(order.kind, order.kind)),
        technician=order.technician.name if order.technician else "",
        site_name=order.site.name if order.site else "",
        worked_at=order.work_ended_at,
        paid=order.paid,
        earlier_attempts=_attempts_before(order),
        later_repeats=sum(1 for r in repeats if r.made_at - (order.work_ended_at or order.made_at) <= SAME_FAULT),
    )


def to_call_back(numbers: Collection[str]) -> set[str]:
    """Those of these orders that wait for a callback."""
    rows = WorkOrder.objects.filter(number__in=numbers, state="to_call_back")
    return set(rows.values_list("number", flat=True))


def of_machine(number: str) -> Story | None:
    """The machine whose installation calls for the callbacks of 333."""
    machine = list_by_number([number]).get(number)
    if machine is None:
        return None
    name = machine.model_name
    return Story(machine=Words(name, f"{machine.line.words.en} {machine.model}"))


def installed_at(number: str) -> datetime | None:
    """Noon of the day a machine was installed, None where that is not known."""
    machine = list_by_number([number]).get(number)
    if machine is None or machine.installed_date is None:
        return None
    return datetime.combine(machine.installed_date, time(12), tzinfo=HERE)


@dataclass(frozen=True)
class AtSite:
    """An order in a site's hands."""

    number: str
    site: str
    technician: int | None


def at_sites(customer_ids: Collection[int]) -> dict[int, AtSite]:
    """The newest order of each customer that a site has accepted and that is not over."""
    rows = WorkOrder.objects.filter(customer_id__in=set(customer_ids), accepted_at__isnull=False, ended_at=None)
    told = rows.exclude(site=None).order_by("pk").values_list("customer_id", "number", "site__number", "technician_id")
    return {customer: AtSite(number, site, technician) for customer, number, site, technician in told}


def customer_of(number: str) -> int | None:
    """Whose order or machine this is; None if there is none of this number."""
    owner = WorkOrder.objects.filter(number=number).values_list("customer_id", flat=True).first()
    if owner is not None:
        return int(owner)
    machine = list_by_number([number]).get(number)
    return machine.customer_id if machine else None


def _machine_of(order: WorkOrder) -> Words:
    """The first machine by name, and how many more there are."""
    rows = list(order.machines.select_related("machine__model__line").order_by("line"))
    first = next((r.machine for r in rows if r.machine), None)
    if first is None:
        named = next((r.model for r in rows if r.model), "")
        return Words(named or "产品", named or "appliance")
    more = len(rows) - 1
    zh, en = first.model.name, f"{first.model.line.name_en} {first.model.code}"
    return Words(f"{zh}等 {more + 1} 台", f"{en} and {more} more") if more else Words(zh, en)


def _attempts_before(order: WorkOrder) -> int:
    """Orders for the same fault that this one repeats, each within 30 days of the next."""
    attempts, step = 0, order
    while step.repeat_of is not None and attempts < _LONGEST_LINE:
        before = step.repeat_of
        if step.made_at - (before.work_ended_at or before.made_at) > SAME_FAULT:
            break
        attempts, step = attempts + 1, before
    return attempts
