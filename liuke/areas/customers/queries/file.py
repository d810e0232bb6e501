"""Reading the file: one customer, many in one go, a page of all."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from liuke.areas.customers import access
from liuke.areas.customers.models import Address, Contact, Customer, Phone
from liuke.areas.customers.queries.rows import (
    AddressRow,
    Brief,
    ContactRow,
    File,
    PhoneRow,
    address_row,
    brief_of,
    contact_row,
    phone_row,
)
from liuke.areas.customers.rules.names import tidy
from liuke.foundation.faults import Forbidden, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES

FILTERS: Final = ("kind", "grade", "secrecy", "keeper", "core")
PAGE: Final = 50


@dataclass(frozen=True)
class Page:
    """`next_after` goes into the next call; None on the last page."""

    rows: tuple[Brief, ...]
    next_after: str | None


def get_brief(ref: int | str, *, by: Actor) -> Brief:
    """One customer in a line, by id or code; the winner where it was merged. Raises Missing."""
    return brief_of(access.customer(ref, by=by))


def list_briefs(ids: Collection[int], *, by: Actor) -> dict[int, Brief]:
    """The customers of a list by the ids that were asked for, in one read; those not to be seen are left out."""
    found = {c.pk: c for c in Customer.objects.filter(pk__in=set(ids))}
    losers = {c.merged_into_id for c in found.values() if c.merged_into_id} - set(found)
    winners = found | ({c.pk: c for c in Customer.objects.filter(pk__in=losers)} if losers else {})
    goes_on = {pk: winners[c.merged_into_id or pk] for pk, c in found.items()}
    allowed = access.visible({c.pk for c in goes_on.values()}, by)
    return {pk: brief_of(c) for pk, c in goes_on.items() if c.pk in allowed}


def get_file(ref: int | str, *, by: Actor) -> File:
    """The customer with contacts, masked numbers and addresses."""
    customer = access.customer(ref, by=by)
    numbers: dict[int, list[PhoneRow]] = {}
    rows = Phone.objects.filter(contact__customer=customer, detached_at__isnull=True).order_by("-seen_at", "-id")
    for phone in rows:
        numbers.setdefault(phone.contact_id, []).append(phone_row(phone))
    contacts = [contact_row(c, tuple(numbers.get(c.pk, ()))) for c in customer.contacts.order_by("id")]
    addresses = [address_row(a) for a in customer.addresses.order_by("id")]
    codes = Customer.objects.filter(merged_into=customer).order_by("pk").values_list("code", flat=True)
    keeper = customer.keeper.name if customer.keeper else ""
    return File(
        brief_of(customer),
        keeper,
        customer.source,
        customer.pinyin,
        tuple(contacts),
        tuple(addresses),
        tuple(codes),
    )


def get_address(address_id: int, *, by: Actor | None = None) -> AddressRow:
    """A place without the door. Rooms above, which have checked their own thing, ask without an actor."""
    if by is not None:
        return address_row(access.address(address_id, by=by))
    return address_row(Address.objects.get(pk=address_id))


def list_addresses(ids: Collection[int]) -> dict[int, AddressRow]:
    """Places of a list, for rooms that have checked their own things."""
    return {a.pk: address_row(a) for a in Address.objects.filter(pk__in=set(ids))}


def first_addresses(customer_ids: Collection[int]) -> dict[int, int]:
    """The first address of each of these customers, by customer; for intake, which has just written them."""
    rows = Address.objects.filter(customer__in=list(customer_ids)).order_by("customer_id", "pk")
    return dict(rows.distinct("customer_id").values_list("customer_id", "pk"))


def get_contact(contact_id: int, *, by: Actor) -> ContactRow:
    """A contact with masked numbers, the one last seen first."""
    contact = access.contact(contact_id, by=by)
    return contact_row(contact, phones_of(contact.pk))


def list_contacts(ids: Collection[int]) -> dict[int, ContactRow]:
    """Contacts of a list with their masked numbers, for rooms that have checked their own things."""
    numbers: dict[int, list[PhoneRow]] = {}
    for phone in Phone.objects.filter(contact_id__in=set(ids), detached_at__isnull=True).order_by("-seen_at", "-id"):
        numbers.setdefault(phone.contact_id, []).append(phone_row(phone))
    return {c.pk: contact_row(c, tuple(numbers.get(c.pk, ()))) for c in Contact.objects.filter(pk__in=set(ids))}


def phones_of(contact_id: int) -> tuple[PhoneRow, ...]:
    """A contact's numbers, masked, the one last seen first."""
    rows = Phone.objects.filter(contact_id=contact_id, detached_at__isnull=True).order_by("-seen_at", "-id")
    return tuple(phone_row(p) for p in rows)


def list_page(filters: Mapping[str, str], *, after: str | None = None, size: int = PAGE, by: Actor) -> Page:
    """The file in pages, newest first. Filters: kind, grade, secrecy, keeper (id), core ("yes"); for the centre."""
    if by.kind == Actor.Kind.CUSTOMER or (by.kind == Actor.Kind.PERSON and not by.has_role(*CENTRE_ROLES)):
        raise Forbidden("客户档案列表由呼叫中心使用。", "The list of the file is for the centre.")
    rows = Customer.objects.filter(merged_into__isnull=True, **_conditions(filters))
    if after is not None:
        rows = rows.filter(pk__lt=_number("after", after))
    found = list(rows.order_by("-pk")[: size + 1])
    page = tuple(brief_of(c) for c in found[:size])
    return Page(page, str(page[-1].id) if len(found) > size else None)


def _conditions(filters: Mapping[str, str]) -> dict[str, object]:
    conditions: dict[str, object] = {}
    for name, value in filters.items():
        if name not in FILTERS or not value:
            continue
        if name == "keeper":
            conditions["keeper_id"] = _number(name, value)
        elif name == "core":
            conditions["is_core"] = value == "yes"
        else:
            conditions[name] = tidy(value)[:20]
    return conditions


def _number(name: str, value: str) -> int:
    if not (value.isdecimal() and value.isascii() and len(value) < 19):
        raise Invalid.field(name, "不是有效的编号。", "That is no id.")
    return int(value)
