"""The only way to a handover and to what somebody takes over: managers all, a keeper his own."""

from __future__ import annotations

from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.keeping.models import WAITING, Handover, Takeover
from liuke.foundation.faults import Forbidden, Missing, Refused
from liuke.foundation.identity.models import Actor

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
    if not (manages(by) or (found.keeper_id == by.pk and by.is_active)):
        raise Forbidden("只有该客户的负责人或经理可以操作。", "Only the customer’s keeper or a manager does this.")
    return found


def reads_worth(by: Actor) -> bool:
    """Worth and bond are for keepers and managers."""
    return by.kind == Actor.Kind.PERSON and by.is_active and by.has_role(*KEEPERS)


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
