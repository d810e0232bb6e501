"""Writes files to the tables, a list at a time: rows, clear values, keyed hashes and the words of the search index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter

from django.db import connection
from django.db.models import Model

from liuke.areas.customers import access
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.models import Address, ClearValue, Contact, Customer, Phone, SearchEntry
from liuke.areas.customers.rules import addresses, names, phones, searching
from liuke.foundation import divisions, keys, numbers
from liuke.kernel.journal.actions import open_timelines

_FEW = 20


@dataclass(frozen=True)
class _Secret:
    customer_id: int
    kind: str
    owner: int
    text: str


def write_customers(rows: Sequence[NewCustomer], *, at: datetime) -> list[Customer]:
    """Checked rows become customers with everything that hangs on them, in a dozen statements."""
    timelines = open_timelines("customer", len(rows))
    codes = numbers.take_many("C", len(rows))
    made = [_customer(row, pk, code, at) for row, pk, code in zip(rows, timelines, codes, strict=True)]
    _store(Customer, made)
    write_contacts([(c, contact) for c, row in zip(made, rows, strict=True) for contact in row.contacts], at=at)
    write_addresses([(c, address) for c, row in zip(made, rows, strict=True) for address in row.addresses])
    entries = [SearchEntry(customer_id=c.pk, words=_words(row)) for c, row in zip(made, rows, strict=True)]
    _store(SearchEntry, entries)
    return made


def write_contacts(pairs: Sequence[tuple[Customer, NewContact]], *, at: datetime) -> list[Contact]:
    """Contacts with their numbers."""
    made = [_contact(customer, new) for customer, new in pairs]
    _store(Contact, made)
    write_phones([(contact, t) for contact, (_, new) in zip(made, pairs, strict=True) for t in new.phones], at=at)
    keep(
        _Secret(contact.customer_id, ClearValue.Kind.IDENTITY, contact.pk, new.identity)
        for contact, (_, new) in zip(made, pairs, strict=True)
        if new.identity
    )
    return made


def write_phones(pairs: Sequence[tuple[Contact, str]], *, at: datetime) -> list[Phone]:
    """Numbers of contacts; one written twice for the same contact counts once."""
    key = keys.key("phone")
    once = {(contact.pk, (number := phones.parse(text)).e164): (contact, number) for contact, text in pairs}
    made = [
        Phone(
            contact_id=contact.pk,
            kind=number.kind,
            mask=number.mask,
            number_hash=phones.hash_of(key, number),
            tail_hash=phones.tail_hash_of(key, number.tail),
            seen_at=at,
        )
        for contact, number in once.values()
    ]
    _store(Phone, made)
    keep(
        _Secret(contact.customer_id, ClearValue.Kind.PHONE, phone.pk, number.clear)
        for phone, (contact, number) in zip(made, once.values(), strict=True)
    )
    return made


def write_addresses(pairs: Sequence[tuple[Customer, NewAddress]]) -> list[Address]:
    """Addresses, exact text and exact place in the vault."""
    made = [_address(customer, new) for customer, new in pairs]
    _store(Address, made)
    secrets = []
    for row, (customer, new) in zip(made, pairs, strict=True):
        secrets.append(_Secret(customer.pk, ClearValue.Kind.ADDRESS, row.pk, names.tidy(new.text)))
        if new.lng is not None and new.lat is not None:
            secrets.append(_Secret(customer.pk, ClearValue.Kind.PLACE, row.pk, f"{new.lng},{new.lat}"))
    keep(secrets)
    return made


def keep(secrets: Iterable[_Secret]) -> None:
    """Seal clear values into their one table."""
    vault = access.vault()
    rows = [
        ClearValue(
            customer_id=s.customer_id,
            kind=s.kind,
            owner=s.owner,
            sealed=vault.seal(s.text, bound_to=f"{s.kind}:{s.owner}"),
        )
        for s in secrets
    ]
    _store(ClearValue, rows)


def respell(customer: Customer) -> None:
    """Set pinyin and initials from the name."""
    spelling = names.spell(customer.name, of_person=customer.kind != Customer.Kind.COMPANY)
    customer.pinyin, customer.initials = spelling.pinyin, spelling.initials


def refresh_search(customer: Customer) -> None:
    """Build the customer's search words anew from what stands in the tables."""
    told = [customer.name, *customer.contacts.values_list("name", flat=True)]
    words = searching.words_of(told, customer.addresses.values_list("masked", flat=True))
    SearchEntry.objects.update_or_create(customer=customer, defaults={"words": words})


def _store(model: type[Model], rows: Sequence[Model]) -> None:
    """Insert rows, keys set on them: a few by one INSERT, many by COPY (four times as fast)."""
    if len(rows) <= _FEW:
        model._default_manager.bulk_create(rows)
        return
    table, columns = model._meta.db_table, model._meta.concrete_fields
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in columns)
    with connection.cursor() as cursor:
        if rows[0].pk is None:
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, len(rows)])
            for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
                row.pk = key
        values = attrgetter(*(field.attname for field in columns))
        with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(values(row))


def _customer(row: NewCustomer, pk: int, code: str, at: datetime) -> Customer:
    made = Customer(
        timeline_id=pk,
        code=code,
        kind=row.kind,
        name=names.tidy(row.name),
        grade=row.grade,
        is_core=row.is_core,
        secrecy=row.secrecy,
        keeper_id=row.keeper_id,
        source=names.tidy(row.source)[:32],
        registered_at=at,
    )
    respell(made)
    return made


def _contact(customer: Customer, new: NewContact) -> Contact:
    name = names.tidy(new.name)
    spelling = names.Spelling("", "") if name == customer.name else names.spell(name, of_person=True)
    return Contact(
        customer_id=customer.pk,
        name=name,
        relation=names.tidy(new.relation),
        role=names.tidy(new.role),
        pinyin=spelling.pinyin,
        initials=spelling.initials,
        identity_mask=names.mask_identity(new.identity),
    )


def _address(customer: Customer, new: NewAddress) -> Address:
    division = new.division or _division_in(new.text)
    place = (new.lng, new.lat) if new.lng is not None and new.lat is not None else None
    place = place or (divisions.centre(division) if division else None)
    rounded = [Decimal(str(v)) for v in addresses.round_place(*place)] if place else [None, None]
    end = addresses.end_of(new.text)
    return Address(
        customer_id=customer.pk,
        division=division,
        masked=addresses.mask(new.text).masked,
        end_hash=phones.word_hash_of(keys.key("phone"), end) if end else None,
        lng=rounded[0],
        lat=rounded[1],
        note=names.tidy(new.note),
    )


def _division_in(text: str) -> str:
    found = divisions.find(text) or ""
    return found if len(found) >= 6 else ""


def _words(row: NewCustomer) -> str:
    masked = [addresses.mask(address.text).masked for address in row.addresses]
    return searching.words_of([row.name, *(contact.name for contact in row.contacts)], masked)
