"""People, numbers and addresses of a customer: added, and numbers let go that are another's now."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access
from liuke.areas.customers.actions import writing
from liuke.areas.customers.actions.drafts import Complaints, NewAddress, NewContact, check_address, check_contact
from liuke.areas.customers.models import Address, ClearValue, Phone
from liuke.areas.customers.rules import phones
from liuke.areas.customers.rules.names import tidy
from liuke.events.customers import AddressAdded, ContactAdded, PhoneAdded, PhoneDetached
from liuke.foundation import keys
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry


def add_contact(customer_id: int, contact: NewContact, *, by: Actor, at: datetime) -> int:
    """Another person speaks for the customer; returns the contact's id."""
    found = Complaints()
    check_contact(contact, found)
    if not tidy(contact.name) and not tidy(contact.relation):
        found.add("name", "请填写姓名或关系。", "Give a name or a relation.")
    _stop(found)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        made = writing.write_contacts([(customer, contact)], at=at)[0]
        writing.refresh_search(customer)
        record(ContactAdded(customer.code, made.pk, made.relation, made.name), on=customer.pk, by=by, at=at)
    return made.pk


def add_phone(contact_id: int, phone: str, *, by: Actor, at: datetime) -> int:
    """Another number of a contact; one he has already is only seen again. Returns the number's id."""
    number = phones.parse(phone)
    with transaction.atomic():
        contact = access.contact(contact_id, by=by, lock=True)
        hashed = phones.hash_of(keys.key("phone"), number)
        known = Phone.objects.filter(contact=contact, number_hash=hashed, detached_at__isnull=True).first()
        if known is not None:
            Phone.objects.filter(pk=known.pk, seen_at__lt=at).update(seen_at=at)
            return known.pk
        made = writing.write_phones([(contact, phone)], at=at)[0]
        event = PhoneAdded(contact.customer.code, contact.pk, made.pk, made.mask)
        record(event, on=contact.customer_id, by=by, at=at)
    return made.pk


def add_address(customer_id: int, address: NewAddress, *, by: Actor, at: datetime) -> int:
    """Another place where the customer is served; returns the address's id."""
    found = Complaints()
    check_address(address, found)
    _stop(found)
    with transaction.atomic():
        customer = access.customer(customer_id, by=by, lock=True)
        made = writing.write_addresses([(customer, address)])[0]
        writing.refresh_search(customer)
        event = AddressAdded(customer.code, made.pk, made.division, made.masked)
        record(event, on=customer.pk, by=by, at=at)
    return made.pk


def note_best_time(address_id: int, note: str, *, by: Actor, at: datetime) -> None:
    """What to know of a place: the best time, the gate, the dog."""
    with transaction.atomic():
        address = access.address(address_id, by=by, lock=True)
        Address.objects.filter(pk=address.pk).update(note=tidy(note)[:200])


def heard_from(phone_id: int, *, at: datetime) -> None:
    """A call came from (or reached) this contact under this number; orders the matches of the next call."""
    Phone.objects.filter(pk=phone_id, seen_at__lt=at).update(seen_at=at)


def number_changed_owner(phone_id: int, *, by: Actor, at: datetime) -> None:
    """非本人/号码已换主: the number is another person's now. It finds this customer no more, its clear value goes."""
    with transaction.atomic():
        phone = access.phone(phone_id, by=by, lock=True)
        if phone.detached_at is None:
            _detach(phone, by, at)


def number_is_nobodys(number: str, *, by: Actor, at: datetime) -> int:
    """The number was reissued: let go of it wherever it stands and this actor may see it; returns how often."""
    hashed = phones.hash_of(keys.key("phone"), phones.parse(number))
    ids = list(Phone.objects.filter(number_hash=hashed, detached_at__isnull=True).values_list("pk", flat=True))
    with transaction.atomic():
        owners = Phone.objects.filter(pk__in=ids).values_list("contact__customer_id", flat=True)
        allowed = access.visible(owners, by)
        rows = list(Phone.objects.select_related("contact__customer").filter(pk__in=ids).order_by("pk"))
        gone = [p for p in rows if p.contact.customer_id in allowed]
        record_many([Entry(_detached(p), on=p.contact.customer_id) for p in gone], by=by, at=at)
        _let_go(gone, at)
    return len(gone)


def _detach(phone: Phone, by: Actor, at: datetime) -> None:
    _let_go([phone], at)
    record(_detached(phone), on=phone.contact.customer_id, by=by, at=at)


def _let_go(gone: list[Phone], at: datetime) -> None:
    Phone.objects.filter(pk__in=[p.pk for p in gone]).update(detached_at=at)
    ClearValue.objects.filter(kind=ClearValue.Kind.PHONE, owner__in=[p.pk for p in gone]).delete()


def _detached(phone: Phone) -> PhoneDetached:
    return PhoneDetached(phone.contact.customer.code, phone.contact_id, phone.pk, phone.mask)


def _stop(found: Complaints) -> None:
    if found.fields:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=found.fields)
