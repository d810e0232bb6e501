"""Writes files to the tables, a list at a time: rows, clear values, keyed hashes and the words of the search index.

Rows are plain tuples that go straight into COPY; a model object each would cost more than the database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from liuke.areas.customers import access
from liuke.areas.customers.actions.copying import Row, ids_of, insert
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.models import Address, ClearValue, Contact, Customer, Phone, SearchEntry
from liuke.areas.customers.rules import addresses, names, phones, searching
from liuke.foundation import divisions, keys, numbers
from liuke.kernel.journal.actions import open_timelines

_PHONE, _IDENTITY = ClearValue.Kind.PHONE.value, ClearValue.Kind.IDENTITY.value
_ADDRESS, _PLACE = ClearValue.Kind.ADDRESS.value, ClearValue.Kind.PLACE.value


class Owner(Protocol):
    """A customer or contact that rows are written for: an object of the table, or what was just written."""

    @property
    def pk(self) -> int: ...
    @property
    def name(self) -> str: ...


class ContactOwner(Protocol):
    @property
    def pk(self) -> int: ...
    @property
    def customer_id(self) -> int: ...


class WrittenCustomer(NamedTuple):
    pk: int
    code: str
    kind: str
    name: str
    grade: str
    is_core: bool
    source: str


class WrittenContact(NamedTuple):
    pk: int
    customer_id: int
    name: str
    relation: str


class WrittenPhone(NamedTuple):
    pk: int
    mask: str


class WrittenAddress(NamedTuple):
    pk: int
    division: str
    masked: str


class _Secret(NamedTuple):
    customer_id: int
    kind: str
    owner: int
    text: str


def write_customers(rows: Sequence[NewCustomer], *, at: datetime) -> list[WrittenCustomer]:
    """Checked rows become customers with everything that hangs on them, in a dozen statements."""
    timelines = open_timelines("customer", len(rows))
    codes = numbers.take_many("C", len(rows))
    made = [_customer(row, pk, code) for row, pk, code in zip(rows, timelines, codes, strict=True)]
    insert(Customer, _CUSTOMER, [_customer_row(c, row, at) for c, row in zip(made, rows, strict=True)])
    write_contacts([(c, contact) for c, row in zip(made, rows, strict=True) for contact in row.contacts], at=at)
    places = write_addresses([(c, address) for c, row in zip(made, rows, strict=True) for address in row.addresses])
    masked = iter(places)
    words = [
        (c.pk, searching.words_of([c.name, *(k.name for k in row.contacts)], [next(masked).masked for _ in row.addresses]))
        for c, row in zip(made, rows, strict=True)
    ]  # fmt: skip
    insert(SearchEntry, ("customer_id", "words"), words)
    return made


def write_contacts(pairs: Sequence[tuple[Owner, NewContact]], *, at: datetime) -> list[WrittenContact]:
    """Contacts with their numbers."""
    ids = ids_of(Contact, len(pairs))
    rows = [_contact_row(pk, customer, new) for pk, (customer, new) in zip(ids, pairs, strict=True)]
    insert(Contact, _CONTACT, rows)
    made = [WrittenContact(pk, owner, name, relation) for pk, owner, name, relation, *_ in rows]
    write_phones([(contact, t) for contact, (_, new) in zip(made, pairs, strict=True) for t in new.phones], at=at)
    keep(
        _Secret(contact.customer_id, _IDENTITY, contact.pk, new.identity)
        for contact, (_, new) in zip(made, pairs, strict=True)
        if new.identity
    )
    return made


def write_phones(pairs: Sequence[tuple[ContactOwner, str]], *, at: datetime) -> list[WrittenPhone]:
    """Numbers of contacts; one written twice for the same contact counts once."""
    key = keys.key("phone")
    once = {(contact.pk, (number := phones.parse(text)).e164): (contact, number) for contact, text in pairs}
    ids = ids_of(Phone, len(once))
    rows: list[Row] = [
        (pk, contact.pk, n.kind, n.mask, phones.hash_of(key, n), phones.tail_hash_of(key, n.tail), at, None)
        for pk, (contact, n) in zip(ids, once.values(), strict=True)
    ]
    insert(Phone, _PHONE_COLUMNS, rows)
    keep(_Secret(c.customer_id, _PHONE, pk, n.clear) for pk, (c, n) in zip(ids, once.values(), strict=True))
    return [WrittenPhone(pk, n.mask) for pk, (_, n) in zip(ids, once.values(), strict=True)]


def write_addresses(pairs: Sequence[tuple[Owner, NewAddress]]) -> list[WrittenAddress]:
    """Addresses, exact text and exact place in the vault."""
    ids = ids_of(Address, len(pairs))
    rows = [_address_row(pk, customer.pk, new) for pk, (customer, new) in zip(ids, pairs, strict=True)]
    insert(Address, _ADDRESS_COLUMNS, rows)
    secrets = []
    for pk, (customer, new) in zip(ids, pairs, strict=True):
        secrets.append(_Secret(customer.pk, _ADDRESS, pk, names.tidy(new.text)))
        if new.lng is not None and new.lat is not None:
            secrets.append(_Secret(customer.pk, _PLACE, pk, f"{new.lng},{new.lat}"))
    keep(secrets)
    return [WrittenAddress(pk, division, masked) for pk, _, division, masked, *_ in rows]


def keep(secrets: Iterable[_Secret]) -> None:
    """Seal clear values into their one table."""
    told = list(secrets)
    sealed = access.vault().seal_many([(s.text, f"{s.kind}:{s.owner}") for s in told])
    ids = ids_of(ClearValue, len(told))
    rows: list[Row] = [(pk, s.customer_id, s.kind, s.owner, b) for pk, s, b in zip(ids, told, sealed, strict=True)]
    insert(ClearValue, ("id", "customer_id", "kind", "owner", "sealed"), rows)


def respell(customer: Customer) -> None:
    """Set pinyin and initials from the name."""
    customer.pinyin, customer.initials = _spelling(customer.name, customer.kind)


def refresh_search(customer: Customer) -> None:
    """Build the customer's search words anew from what stands in the tables."""
    told = [customer.name, *customer.contacts.values_list("name", flat=True)]
    words = searching.words_of(told, customer.addresses.values_list("masked", flat=True))
    SearchEntry.objects.update_or_create(customer=customer, defaults={"words": words})


_CUSTOMER = (
    "timeline_id", "code", "kind", "name", "pinyin", "initials", "grade", "is_core", "secrecy", "keeper_id",
    "source", "version", "registered_at",
)  # fmt: skip
_CONTACT = ("id", "customer_id", "name", "relation", "role", "pinyin", "initials", "identity_mask")
_PHONE_COLUMNS = ("id", "contact_id", "kind", "mask", "number_hash", "tail_hash", "seen_at", "detached_at")
_ADDRESS_COLUMNS = ("id", "customer_id", "division", "masked", "end_hash", "lng", "lat", "note")


def _customer(row: NewCustomer, pk: int, code: str) -> WrittenCustomer:
    source = names.tidy(row.source)[:32]
    return WrittenCustomer(pk, code, str(row.kind), names.tidy(row.name), row.grade, row.is_core, source)


def _customer_row(c: WrittenCustomer, row: NewCustomer, at: datetime) -> Row:
    pinyin, initials = _spelling(c.name, c.kind)
    return (
        c.pk, c.code, c.kind, c.name, pinyin, initials, c.grade, c.is_core, str(row.secrecy), row.keeper_id,
        c.source, 1, at,
    )  # fmt: skip


def _spelling(name: str, kind: str) -> tuple[str, str]:
    spelling = names.spell(name, of_person=kind != Customer.Kind.COMPANY)
    return spelling.pinyin, spelling.initials


def _contact_row(pk: int, customer: Owner, new: NewContact) -> tuple[int, int, str, str, str, str, str, str]:
    name = names.tidy(new.name)
    spelling = _UNSPELT if name == customer.name else names.spell(name, of_person=True)
    relation, role, mask = names.tidy(new.relation), names.tidy(new.role), names.mask_identity(new.identity)
    return (pk, customer.pk, name, relation, role, spelling.pinyin, spelling.initials, mask)


_UNSPELT = names.Spelling("", "")


def _address_row(
    pk: int, customer_id: int, new: NewAddress
) -> tuple[int, int, str, str, bytes | None, Decimal | None, Decimal | None, str]:
    division = new.division or _division_in(new.text)
    place = (new.lng, new.lat) if new.lng is not None and new.lat is not None else None
    place = place or (divisions.centre(division) if division else None)
    lng, lat = (Decimal(str(v)) for v in addresses.round_place(*place)) if place else (None, None)
    end = addresses.end_of(new.text)
    hashed = phones.word_hash_of(keys.key("phone"), end) if end else None
    return (pk, customer_id, division, addresses.mask(new.text).masked, hashed, lng, lat, names.tidy(new.note))


def _division_in(text: str) -> str:
    found = divisions.find(text) or ""
    return found if len(found) >= 6 else ""
