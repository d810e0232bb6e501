"""Writes files to the tables, a list at a time: rows, clear values, keyed hashes and the words of the search index.

Rows are plain tuples that go straight into COPY; a model object each would cost more than the database does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from liuke.areas.customers import access
from liuke.areas.customers.actions.copying import Row, ids_of, insert
from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer
from liuke.areas.customers.models import Address, ClearValue, Contact, Customer, FieldValue, Phone, SearchEntry
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


class Secret(NamedTuple):
    customer_id: int
    kind: str
    owner: int
    text: str


def write_customers(rows: Sequence[NewCustomer], *, at: datetime) -> list[WrittenCustomer]:
    """Checked rows become customers with everything that hangs on them, in a dozen statements."""
    timelines = open_timelines("customer", len(rows))
    codes = numbers.take_many("C", len(rows))
    made = [_customer(row, pk, code) for row, pk, code in zip(rows, timelines, codes, strict=True)]
    pairs = list(zip(made, rows, strict=True))
    insert(Customer, _CUSTOMER, (_customer_row(c, row, at) for c, row in pairs), count=len(made))
    write_contacts([(c, contact) for c, row in pairs for contact in row.contacts], at=at)
    masked = iter(write_addresses([(c, address) for c, row in pairs for address in row.addresses]))
    insert(
        SearchEntry,
        ("customer_id", "words"),
        ((c.pk, _words(c, row, [next(masked).masked for _ in row.addresses])) for c, row in pairs),
        count=len(made),
    )
    return made


def write_contacts(pairs: Sequence[tuple[Owner, NewContact]], *, at: datetime) -> list[WrittenContact]:
    """Contacts with their numbers."""
    tidy = names.tidy
    made = [
        WrittenContact(pk, customer.pk, tidy(new.name), tidy(new.relation))
        for pk, (customer, new) in zip(ids_of(Contact, len(pairs)), pairs, strict=True)
    ]
    both = list(zip(made, pairs, strict=True))
    insert(Contact, _CONTACT, (_contact_row(c, owner, new) for c, (owner, new) in both), count=len(made))
    write_phones([(contact, text) for contact, (_, new) in both for text in new.phones], at=at)
    keep([Secret(c.customer_id, _IDENTITY, c.pk, new.identity) for c, (_, new) in both if new.identity])
    return made


def write_phones(pairs: Sequence[tuple[ContactOwner, str]], *, at: datetime) -> list[WrittenPhone]:
    """Numbers of contacts; one written twice for the same contact counts once."""
    key, hash_of, tail_hash_of = keys.key("phone"), phones.hash_of, phones.tail_hash_of
    once = {(contact.pk, (number := phones.parse(text)).e164): (contact, number) for contact, text in pairs}
    made = list(zip(ids_of(Phone, len(once)), once.values(), strict=True))
    rows = (
        (pk, contact.pk, n.kind, n.mask, hash_of(key, n), tail_hash_of(key, n.tail), at, None)
        for pk, (contact, n) in made
    )
    insert(Phone, _PHONE_COLUMNS, rows, count=len(made))
    keep([Secret(contact.customer_id, _PHONE, pk, n.clear) for pk, (contact, n) in made])
    return [WrittenPhone(pk, n.mask) for pk, (_, n) in made]


def write_addresses(pairs: Sequence[tuple[Owner, NewAddress]]) -> list[WrittenAddress]:
    """Addresses, exact text and exact place in the vault."""
    numbered = list(zip(ids_of(Address, len(pairs)), pairs, strict=True))
    made: list[WrittenAddress] = []

    def rows() -> Iterator[Row]:
        for pk, (customer, new) in numbered:
            row = _address_row(pk, customer.pk, new)
            made.append(WrittenAddress(pk, row[2], row[3]))
            yield row

    insert(Address, _ADDRESS_COLUMNS, rows(), count=len(numbered))
    secrets = []
    for pk, (customer, new) in numbered:
        secrets.append(Secret(customer.pk, _ADDRESS, pk, names.tidy(new.text)))
        if new.lng is not None and new.lat is not None:
            secrets.append(Secret(customer.pk, _PLACE, pk, f"{new.lng},{new.lat}"))
    keep(secrets)
    return made


def keep(secrets: Sequence[Secret]) -> None:
    """Seal clear values into their one table."""
    seal = access.vault().sealer(len(secrets))
    rows = (
        (pk, s.customer_id, s.kind, s.owner, seal(s.text, f"{s.kind}:{s.owner}"))
        for pk, s in zip(ids_of(ClearValue, len(secrets)), secrets, strict=True)
    )
    insert(ClearValue, ("id", "customer_id", "kind", "owner", "sealed"), rows, count=len(secrets))


def respell(customer: Customer) -> None:
    """Set pinyin and initials from the name."""
    customer.pinyin, customer.initials = _spelling(customer.name, customer.kind)


def refresh_search(customer: Customer) -> None:
    """Build the customer's search words anew from what stands in the tables."""
    told = [customer.name, *customer.contacts.values_list("name", flat=True), *_searched(customer)]
    words = searching.words_of(told, customer.addresses.values_list("masked", flat=True))
    SearchEntry.objects.update_or_create(customer=customer, defaults={"words": words})


def _searched(customer: Customer) -> list[str]:
    """What stands in the fields that are searched, in the words of the trade."""
    rows = FieldValue.objects.filter(customer=customer, definition__searchable=True).select_related("definition")
    named = [(v, {key: zh for key, zh, _en in v.definition.choices}) for v in rows]
    return [choices.get(str(v.value), str(v.value)) for v, choices in named]


_CUSTOMER = (
    "timeline_id", "code", "kind", "name", "pinyin", "initials", "grade", "is_core", "secrecy", "keeper_id",
    "source", "version", "registered_at",
)  # fmt: skip
_CONTACT = ("id", "customer_id", "name", "relation", "role", "pinyin", "initials", "identity_mask", "identity_hash")
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


def _contact_row(made: WrittenContact, customer: Owner, new: NewContact) -> Row:
    spelling = _UNSPELT if made.name == customer.name else names.spell(made.name, of_person=True)
    role, mask = names.tidy(new.role), names.mask_identity(new.identity) if new.identity else ""
    hashed = names.identity_hash_of(keys.key("phone"), new.identity)
    return (made.pk, customer.pk, made.name, made.relation, role, spelling.pinyin, spelling.initials, mask, hashed)


_UNSPELT = names.Spelling("", "")


def _address_row(pk: int, customer_id: int, new: NewAddress) -> Row:
    division = new.division or _division_in(new.text)
    place = (new.lng, new.lat) if new.lng is not None and new.lat is not None else None
    lng, lat = _rounded(*place) if place else _rounded_centre(division) if division else (None, None)
    end = addresses.end_of(new.text)
    hashed = phones.word_hash_of(keys.key("phone"), end) if end else None
    return (pk, customer_id, division, addresses.mask(new.text).masked, hashed, lng, lat, names.tidy(new.note))


def _division_in(text: str) -> str:
    found = divisions.find(text) or ""
    return found if len(found) >= 6 else ""


@lru_cache(maxsize=65_536)
def _rounded_centre(division: str) -> tuple[Decimal | None, Decimal | None]:
    place = divisions.centre(division)
    return _rounded(*place) if place else (None, None)


def _rounded(lng: float, lat: float) -> tuple[Decimal, Decimal]:
    rounded = addresses.round_place(lng, lat)
    return Decimal(str(rounded[0])), Decimal(str(rounded[1]))


def _words(customer: WrittenCustomer, row: NewCustomer, masked: Sequence[str]) -> str:
    return searching.words_of([customer.name, *(contact.name for contact in row.contacts)], masked)
