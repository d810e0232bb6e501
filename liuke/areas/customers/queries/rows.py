"""What leaves the room: frozen rows without a clear number, a door or an exact place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.customers.models import Address, Contact, Customer, Phone
from liuke.foundation import divisions
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Brief:
    """A customer in one line; `display` always says something."""

    id: int
    code: str
    kind: str
    name: str
    grade: str
    is_core: bool
    secrecy: str
    keeper_id: int | None
    version: int
    registered_at: datetime
    erased_at: datetime | None
    merged_into_id: int | None

    @property
    def is_provisional(self) -> bool:
        return self.kind == Customer.Kind.PROVISIONAL

    @property
    def salutation(self) -> str:
        """The name that one greets by; none where a file opened for a mail has only its sender's mask."""
        return "" if "@" in self.name else self.name

    @property
    def display(self) -> Words:
        if self.erased_at:
            return Words("（已删除）", "(erased)")
        return Words(self.name, self.name) if self.name else Words("未知来电", "Unknown caller")


@dataclass(frozen=True)
class PhoneRow:
    """A number as it may be seen. Its clear value: `access.reveal(f"phone:{id}", ...)`."""

    id: int
    contact_id: int
    kind: str
    mask: str
    seen_at: datetime


@dataclass(frozen=True)
class ContactRow:
    id: int
    name: str
    relation: str
    role: str
    identity_mask: str
    phones: tuple[PhoneRow, ...]


@dataclass(frozen=True)
class AddressRow:
    """A place as it may be seen; `area` is the official name down to the street office."""

    id: int
    customer_id: int
    division: str
    masked: str
    lng: float | None
    lat: float | None
    note: str

    @property
    def area(self) -> str:
        return divisions.told(self.division) if self.division else ""


@dataclass(frozen=True)
class File:
    """The customer's own part of the file."""

    brief: Brief
    keeper_name: str
    source: str
    pinyin: str
    contacts: tuple[ContactRow, ...]
    addresses: tuple[AddressRow, ...]
    merged_codes: tuple[str, ...]


def brief_of(c: Customer) -> Brief:
    return Brief(
        c.pk,
        c.code,
        c.kind,
        c.name,
        c.grade,
        c.is_core,
        c.secrecy,
        c.keeper_id,
        c.version,
        c.registered_at,
        c.erased_at,
        c.merged_into_id,
    )


def phone_row(p: Phone) -> PhoneRow:
    return PhoneRow(p.pk, p.contact_id, p.kind, p.mask, p.seen_at)


def contact_row(c: Contact, phones: tuple[PhoneRow, ...]) -> ContactRow:
    return ContactRow(c.pk, c.name, c.relation, c.role, c.identity_mask, phones)


def address_row(a: Address) -> AddressRow:
    lng = float(a.lng) if a.lng is not None else None
    lat = float(a.lat) if a.lat is not None else None
    return AddressRow(a.pk, a.customer_id, a.division, a.masked, lng, lat, a.note)
