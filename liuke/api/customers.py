"""The file: who they are, how to reach them, where they live. Numbers and places leave masked."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from liuke.api.doors import Noun, Request
from liuke.api.fields import Code, Id, In, Line, Out, OutId, Ref
from liuke.api.passing import passing
from liuke.api.policies import policy
from liuke.areas.customers.actions import contacts as adding
from liuke.areas.customers.actions import filing, keeping
from liuke.areas.customers.actions.drafts import NewAddress, NewContact
from liuke.areas.customers.queries import file, searching
from liuke.areas.customers.queries.rows import AddressRow, Brief, ContactRow

customers = Noun("customers")
_READ, _INTAKE = policy("read"), policy("intake")


class Customer(Out):
    """A customer in one line. `kind` provisional: an unknown caller, not yet named."""

    id: OutId
    code: str
    kind: str
    name: str
    grade: str
    is_core: bool
    secrecy: str
    version: int
    registered_at: datetime


class Found(Customer):
    """`why`: what he was found by; empty in a plain list."""

    why: str = ""


class Customers(Out):
    rows: list[Found]
    next: str | None


class Phone(Out):
    id: OutId
    kind: str
    mask: str
    seen_at: datetime


class Contact(Out):
    id: OutId
    name: str
    relation: str
    role: str
    phones: list[Phone]


class Address(Out):
    id: OutId
    division: str
    area: str
    text: str
    lng: float | None
    lat: float | None
    note: str


class CustomerFile(Customer):
    keeper: str
    source: str
    contacts: list[Contact]
    addresses: list[Address]
    merged_codes: list[str]


class ContactIn(In):
    name: Annotated[Line, Field(max_length=80)] = ""
    relation: Annotated[Line, Field(max_length=40)] = ""
    role: Annotated[Line, Field(max_length=40)] = ""
    phones: Annotated[list[Annotated[Line, Field(max_length=40)]], Field(max_length=10)] = []


class AddressIn(In):
    text: Annotated[Line, Field(min_length=1)]
    division: Annotated[str, Field(pattern=r"^([0-9]{6}([0-9]{3})?)?$")] = ""
    lng: Annotated[float, Field(ge=-180, le=180)] | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    note: Line = ""

    def draft(self) -> NewAddress:
        return NewAddress(self.text, self.division, self.lng, self.lat, self.note)


class NewCustomer(In):
    kind: Literal["household", "company"]
    name: Annotated[Line, Field(min_length=1, max_length=120)]
    contacts: Annotated[list[ContactIn], Field(max_length=20)] = []
    addresses: Annotated[list[AddressIn], Field(max_length=20)] = []
    source: Annotated[Code, Field(max_length=32)] = "api"


class Correction(In):
    """Only what changes; `version` is the one you had before you."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    name: Annotated[Line, Field(min_length=1, max_length=120)] | None = None
    kind: Literal["household", "company"] | None = None
    pinyin: Annotated[Line, Field(max_length=120)] | None = None
    initials: Annotated[Line, Field(max_length=40)] | None = None


class Versioned(Out):
    id: OutId
    version: int


class Made(Out):
    id: OutId


class PhoneIn(In):
    phone: Annotated[Line, Field(min_length=1, max_length=40)]


Limit = Annotated[int, Query(ge=1, le=100)]


@customers.get("/customers", _READ, Customers)
def list_customers(
    request: Request,
    *,
    q: Annotated[str, Query(max_length=100)] = "",
    kind: Annotated[Literal["", "household", "company", "provisional"], Query()] = "",
    grade: Annotated[Literal["", "A", "B", "C"], Query()] = "",
    after: Annotated[Id | None, Query()] = None,
    limit: Limit = 20,
) -> Customers:
    """Search by name, two characters, pinyin, phone or its tail, code; without `q` the whole file, newest first."""
    if q.strip():
        hits = searching.search(q, by=request.by, limit=limit)
        return Customers(rows=[found(hit.customer, hit.why) for hit in passing(hits, "customers", request)], next=None)
    page = file.list_page({"kind": kind, "grade": grade}, after=after, size=limit, by=request.by)
    return Customers(rows=[found(row) for row in passing(page.rows, "customers", request)], next=page.next_after)


@customers.get("/customers/{ref}", _READ, CustomerFile)
def get_customer(request: Request, ref: Ref) -> CustomerFile:
    """A customer by id or code (a merged code leads to the winner)."""
    told = file.get_file(ref, by=request.by)
    return CustomerFile(
        **plain(told.brief),
        keeper=told.keeper_name,
        source=told.source,
        contacts=[contact(c) for c in told.contacts],
        addresses=[address(a) for a in told.addresses],
        merged_codes=list(told.merged_codes),
    )


@customers.post("/customers", _INTAKE, Customer, status=201)
def create_customer(request: Request, wish: NewCustomer) -> Customer:
    """Take a company or household into the file."""
    made = filing.register(
        kind=wish.kind,
        name=wish.name,
        contacts=[NewContact(c.name, c.relation, c.role, c.phones) for c in wish.contacts],
        addresses=[a.draft() for a in wish.addresses],
        source=wish.source,
        by=request.by,
        at=request.at,
    )
    return Customer(**plain(file.get_brief(made, by=request.by)))


@customers.patch("/customers/{ref}", _INTAKE, Versioned)
def change_customer(request: Request, ref: Ref, wish: Correction) -> Versioned:
    """Correct the file. If another was quicker, 409 shows theirs beside yours."""
    brief = file.get_brief(ref, by=request.by)
    values = {name: value for name, value in wish.model_dump(exclude={"version"}).items() if value is not None}
    version = keeping.change(brief.id, values, version=wish.version, by=request.by, at=request.at)
    return Versioned(id=str(brief.id), version=version)


@customers.post("/customers/{ref}/contacts", _INTAKE, Made, status=201)
def add_contact(request: Request, ref: Ref, wish: ContactIn) -> Made:
    """Another person speaks for the customer."""
    brief = file.get_brief(ref, by=request.by)
    new = NewContact(wish.name, wish.relation, wish.role, wish.phones)
    return Made(id=str(adding.add_contact(brief.id, new, by=request.by, at=request.at)))


@customers.post("/customers/{ref}/addresses", _INTAKE, Made, status=201)
def add_address(request: Request, ref: Ref, wish: AddressIn) -> Made:
    """Another place where the customer is served."""
    brief = file.get_brief(ref, by=request.by)
    return Made(id=str(adding.add_address(brief.id, wish.draft(), by=request.by, at=request.at)))


@customers.post("/contacts/{contact_id}/phones", _INTAKE, Made, status=201)
def add_phone(request: Request, contact_id: Id, wish: PhoneIn) -> Made:
    """Another number of a contact; one he has already is only seen again."""
    return Made(id=str(adding.add_phone(int(contact_id), wish.phone, by=request.by, at=request.at)))


@customers.post("/phones/{phone_id}/detachment", _INTAKE, Made)
def detach_phone(request: Request, phone_id: Id) -> Made:
    """The number is another person's now: it finds this customer no more."""
    adding.number_changed_owner(int(phone_id), by=request.by, at=request.at)
    return Made(id=phone_id)


def plain(brief: Brief) -> dict[str, Any]:
    """The values of `Customer`."""
    return {
        "id": str(brief.id),
        "code": brief.code,
        "kind": brief.kind,
        "name": brief.name,
        "grade": brief.grade,
        "is_core": brief.is_core,
        "secrecy": brief.secrecy,
        "version": brief.version,
        "registered_at": brief.registered_at,
    }


def found(brief: Brief, why: str = "") -> Found:
    return Found(**plain(brief), why=why)


def contact(row: ContactRow) -> Contact:
    phones = [Phone(id=str(p.id), kind=p.kind, mask=p.mask, seen_at=p.seen_at) for p in row.phones]
    return Contact(id=str(row.id), name=row.name, relation=row.relation, role=row.role, phones=phones)


def address(row: AddressRow) -> Address:
    return Address(
        id=str(row.id), division=row.division, area=row.area, text=row.masked, lng=row.lng, lat=row.lat, note=row.note
    )
