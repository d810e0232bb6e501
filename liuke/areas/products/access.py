"""The only way to a machine: through its customer, whose own access decides."""

from __future__ import annotations

from liuke.areas.customers import access as customers
from liuke.areas.products.models import Machine, ProductLine, ProductModel
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES

KEEPERS_OF_THE_CATALOGUE = ("administrator", "general_manager", "service_director", "quality_manager")


def machine(number: str, *, by: Actor, lock: bool = False) -> Machine:
    """The machine by number; Missing for whoever may not see its customer. `lock`: the timeline first, then the row."""
    told = number.strip().upper()
    owner = Machine.objects.filter(number=told).values_list("customer_id", flat=True).first()
    if owner is None:
        raise _missing()
    try:
        customers.customer(owner, by=by, lock=lock)
    except Missing:
        raise _missing() from None
    rows = Machine.objects.select_related("model__line")
    return (rows.select_for_update(of=("self",)) if lock else rows).get(number=told)


def may_search(by: Actor) -> bool:
    """Staff and our own processes look for serials; customers and dealers do not."""
    return by.kind not in (Actor.Kind.PERSON, Actor.Kind.CUSTOMER) or by.has_role(*CENTRE_ROLES, *SITE_ROLES)


def model(code: str) -> ProductModel:
    """A model by code: the catalogue is no secret."""
    found = ProductModel.objects.select_related("line").filter(code=code.strip().upper()).first()
    if found is None:
        raise Missing(f"没有型号“{code}”。", f"There is no model “{code}”.")
    return found


def line(key: str) -> ProductLine:
    """A product line by key."""
    found = ProductLine.objects.filter(key=key).first()
    if found is None:
        raise Missing(f"没有品类“{key}”。", f"There is no product line “{key}”.")
    return found


def require_catalogue(by: Actor) -> None:
    """The catalogue is kept by few; imports and set-up may as well."""
    if by.kind in (Actor.Kind.PERSON, Actor.Kind.CUSTOMER) and not by.has_role(*KEEPERS_OF_THE_CATALOGUE):
        raise Forbidden("您无权维护产品目录。", "You may not keep the catalogue.")


def _missing() -> Missing:
    return Missing("没有这台产品，或您无权查看。", "No such machine, or not for you to see.")
