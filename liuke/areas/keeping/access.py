"""The only way to a handover and to what somebody takes over: managers all, a keeper his own."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.models import WAITING, Gesture, Handover, Takeover, VisitPlan
from liuke.foundation.faults import Forbidden, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines

MANAGERS: Final = ("regional_manager", "service_director", "general_manager", "administrator")
DIRECTORS: Final = ("service_director", "general_manager", "administrator")
"""Who states how a grade is received."""
KEEPERS: Final = ("account_manager", *MANAGERS)


def handover(number: str, *, by: Actor, lock: bool = False) -> Handover:
    """A handover by its number, for those who decide it; with `lock` after the customers' histories. Raises Missing."""
    require_manager(by)
    rows = Handover.objects.filter(number=number.strip().upper()[:16])
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("previous").first()
    if found is None:
        raise Missing("没有这份交接。", "There is no such handover.")
    return found


def takeover(ref: int | str, *, by: Actor, lock: bool = False) -> tuple[Customer, Takeover]:
    """The customer and his open takeover: for its new keeper and the managers; Refused for everybody else who sees him."""
    customer = customers.customer(ref, by=by, lock=lock)
    found = Takeover.objects.filter(WAITING, customer=customer).select_related("keeper", "previous").first()
    if found is None or not (found.keeper_id == by.pk or manages(by)):
        raise Refused("该客户没有待您接手的交接。", "This customer is not being handed over to you.")
    return customer, found


def customer(ref: int | str, *, by: Actor, lock: bool = False) -> Customer:
    """A customer of the file whom this actor may see, his history locked first."""
    return customers.customer(ref, by=by, lock=lock)


def kept(ref: int | str, *, by: Actor, lock: bool = False) -> Customer:
    """A customer whom this person keeps, or any for managers; Forbidden for others who may see him."""
    found = customers.customer(ref, by=by, lock=lock)
    if not keeps(found, by):
        raise Forbidden("只有该客户的负责人或经理可以操作。", "Only the customer’s keeper or a manager does this.")
    return found


def keeps(customer: Customer, by: Actor) -> bool:
    """Whether this person acts for the customer: his keeper, and any manager."""
    return manages(by) or (customer.keeper_id == by.pk and by.is_active)


def reads_worth(by: Actor) -> bool:
    """Worth and bond are for keepers and managers."""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*KEEPERS)


def customers_at_once(codes: Collection[str], *, by: Actor) -> list[Customer]:
    """Customers by their codes, all histories locked at once; the winner where one was merged. Raises Missing."""
    wanted = {code.strip().upper()[:16] for code in codes}
    asked = dict(Customer.objects.filter(code__in=wanted).values_list("pk", "code"))
    goes_on = lock_timelines(asked)
    found = list(Customer.objects.filter(pk__in=set(goes_on.values())).select_related("keeper").order_by("pk"))
    if len(asked) < len(wanted) or len(customers.visible({c.pk for c in found}, by)) < len(found):
        raise Missing(
            "其中有客户不存在，或您无权查看。", "One of these customers does not exist or is not for you to see."
        )
    return found


def gestures(numbers: Collection[str], *, by: Actor, lock: bool = False) -> list[Gesture]:
    """Greetings by their numbers: a manager any, a keeper those to his customers and to customers without a keeper.

    With `lock` the customers' histories are taken first. Raises Missing where one is not for this person.
    """
    wanted = {number.strip().upper()[:16] for number in numbers}
    rows = Gesture.objects.filter(number__in=wanted).select_related("customer").order_by("pk")
    if lock:
        lock_timelines(set(rows.values_list("customer_id", flat=True)))
        rows = rows.select_for_update(of=("self",))
    found = [one for one in rows if manages(by) or (reads_worth(by) and one.customer.keeper_id in (by.pk, None))]
    if len(found) < len(wanted):
        raise Missing("没有这次问候，或不归您负责。", "No such greeting, or not yours.")
    return found


def visit_plan(number: str, *, by: Actor, lock: bool = False) -> VisitPlan:
    """A visit plan: its keeper's own, any for managers. With `lock` after the histories of all its customers.

    Raises Missing.
    """
    rows = VisitPlan.objects.filter(number=number.strip().upper()[:16])
    if not manages(by):
        rows = rows.filter(keeper=by.pk if reads_worth(by) else None)
    if lock:
        lock_timelines(set(rows.values_list("stops__customer_id", flat=True)) - {None})
        rows = rows.select_for_update(of=("self",))
    found = rows.select_related("keeper").first()
    if found is None:
        raise Missing("没有这份拜访计划，或不归您负责。", "There is no such visit plan, or it is not yours.")
    return found


def plans_for(keeper: Actor, *, by: Actor) -> None:
    """Forbidden unless this person plans his own visits, or manages whoever makes them."""
    if not (manages(by) or (keeper.pk == by.pk and reads_worth(by))):
        raise Forbidden("只能安排自己的拜访；经理可安排他人的。", "One plans one’s own visits; managers plan others’.")


def only_of(by: Actor) -> int | None:
    """Of which keeper's customers lists of worth are for this reader; None: of all. Forbidden for who keeps nobody."""
    if not reads_worth(by):
        raise Forbidden("客户价值由客户经理和经理查看。", "Worth is for keepers and managers.")
    return None if manages(by) else by.pk


def manages(by: Actor) -> bool:
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*MANAGERS)


def require_manager(by: Actor) -> None:
    if not manages(by):
        raise Forbidden("客户分配由区域经理或总监决定。", "A regional manager or director decides who keeps whom.")


def require_director(by: Actor) -> None:
    if not (by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*DIRECTORS)):
        raise Forbidden("各等级客户的待遇由总监或总经理规定。", "A director states how each grade is received.")
