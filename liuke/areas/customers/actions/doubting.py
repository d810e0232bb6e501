"""非本人／号码已换主: somebody at the other end says so, and somebody here checks (practice §1.19)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.models import Contact, Customer
from liuke.events.customers import PhoneConfirmed, PhoneDoubted
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.links import actions as links
from liuke.kernel.journal.actions import record

_CONTACT = "contact:"


def doubt_number(order: str, *, to: str = "", by: Actor, at: datetime) -> None:
    """Whoever holds a customer's link says that it is not his: the links that went there open nothing from now on.

    Nothing in the file changes by his word alone, for he may be anybody; the handbook owes that somebody checks it.
    """
    if by.kind != Actor.Kind.CUSTOMER:
        raise Forbidden("请在客户档案中核实号码。", "Check the number in the customer's file.")
    with transaction.atomic():
        owner = Customer.objects.filter(account=by).values_list("pk", flat=True).first()
        if owner is None:
            raise Missing("没有这位客户，或您无权查看。", "No such customer, or not for you to see.")
        customer = access.customer(owner, by=by, lock=True)
        links.revoke(about=order, by=by, at=at)
        contact = _contact(to, customer)
        if contact:
            links.revoke(to=to, by=by, at=at)
        record(PhoneDoubted(customer.code, order, contact), on=customer.pk, by=by, at=at)


def confirm_numbers(customer_id: int, *, by: Actor, at: datetime) -> None:
    """The numbers in the file were checked and are right."""
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("由客服中心核实号码。", "The centre checks numbers.")
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        record(PhoneConfirmed(customer.code), on=customer.pk, by=by, at=at)


def _contact(to: str, customer: Customer) -> int:
    """The contact behind `contact:12`, if it is this customer's; else 0."""
    told = to.removeprefix(_CONTACT)
    if not to.startswith(_CONTACT) or not told.isdecimal():
        return 0
    found = Contact.objects.filter(pk=int(told), customer=customer).values_list("pk", flat=True).first()
    return found or 0
