"""The installed base with the guarantee verdict of today, and the catalogue it is named after."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.utils.translation import get_language
from ninja import Query
from pydantic import Field

from liuke.api.customers import Limit
from liuke.api.doors import Noun, Request
from liuke.api.fields import Day, Id, In, Line, Out, OutId, Ref
from liuke.api.policies import policy
from liuke.areas.customers.queries import file
from liuke.areas.products.actions import machines as actions
from liuke.areas.products.queries import catalogue
from liuke.areas.products.queries import machines as queries
from liuke.areas.products.queries.rights import Rights
from liuke.areas.products.queries.rows import MachineRow
from liuke.foundation.clock import local
from liuke.insight import machine_rights

machines = Noun("machines")
_READ, _INTAKE = policy("read"), policy("intake")
Status = Literal["in_use", "stored", "returned", "exchanged", "scrapped"]


class Guarantee(Out):
    """Free or paid on this day, until when, why, and by which law or decision."""

    state: Literal["in", "out", "unknown"]
    until: date | None
    words: str
    reasons: list[str]
    source: str


class MachineRights(Out):
    """What the customer may choose if the machine does not work: refund, exchange, repair; until when, by which law."""

    choices: list[Literal["refund", "exchange", "repair"]]
    words: str
    source: str
    last_day: date | None


class Machine(Out):
    number: str
    customer: OutId
    product_line: str
    line_name: str
    model: str
    model_name: str
    serial: str
    made_date: date | None
    bought_date: date | None
    installed_date: date | None
    proof_of_purchase: bool
    status: str
    version: int
    guarantee: Guarantee | None
    rights: MachineRights | None = None


class Machines(Out):
    rows: list[Machine]


class Model(Out):
    code: str
    name: str
    product_line: str
    line_name: str


class Models(Out):
    rows: list[Model]


class NewMachine(In):
    model: Annotated[Line, Field(min_length=1, max_length=40)]
    serial: Annotated[Line, Field(max_length=40)] = ""
    made_date: Day | None = None
    bought_date: Day | None = None
    installed_date: Day | None = None
    address: Id | None = None
    proof_of_purchase: bool = False
    status: Status = "in_use"


class MachineCorrection(In):
    """Only what changes; `version` is the one you had before you."""

    version: Annotated[int, Field(ge=1, le=2_000_000_000)]
    serial: Annotated[Line, Field(max_length=40)] | None = None
    made_date: Day | None = None
    bought_date: Day | None = None
    installed_date: Day | None = None
    address: Id | None = None
    proof_of_purchase: bool | None = None
    status: Status | None = None


class MachineVersion(Out):
    number: str
    version: int


@machines.get("/customers/{ref}/machines", _READ, Machines)
def list_customer_machines(request: Request, ref: Ref) -> Machines:
    """A customer's machines with today's verdict, the newest first."""
    brief = file.get_brief(ref, by=request.by)
    on = local(request.at).date()
    rows = queries.list_of_customer(brief.id, by=request.by, on=on)
    held = machine_rights.of_customer(rows, kind=brief.kind, on=on)
    return Machines(rows=[machine(row, held.get(row.number)) for row in rows])


@machines.get("/machines", _READ, Machines)
def find_machines(request: Request, serial: Annotated[str, Query(min_length=4, max_length=40)]) -> Machines:
    """Machines by their serial or its end (four characters at least)."""
    return Machines(rows=[machine(row) for row in queries.find_by_serial(serial, by=request.by)])


@machines.get("/machines/{number}", _READ, Machine)
def get_machine(request: Request, number: Ref) -> Machine:
    """A machine with today's verdict."""
    return machine(queries.get_machine(number, by=request.by, on=local(request.at).date()))


@machines.post("/customers/{ref}/machines", _INTAKE, MachineVersion, status=201)
def add_machine(request: Request, ref: Ref, wish: NewMachine) -> MachineVersion:
    """Put a machine into a customer's installed base."""
    number = actions.register_machine(
        ref,
        model=wish.model,
        serial=wish.serial,
        made_date=wish.made_date,
        bought_date=wish.bought_date,
        installed_date=wish.installed_date,
        address_id=int(wish.address) if wish.address else None,
        proof_of_purchase=wish.proof_of_purchase,
        status=wish.status,
        source="api",
        by=request.by,
        at=request.at,
    )
    return MachineVersion(number=number, version=1)


@machines.patch("/machines/{number}", _INTAKE, MachineVersion)
def change_machine(request: Request, number: Ref, wish: MachineCorrection) -> MachineVersion:
    """Correct what is on file of a machine."""
    given = wish.model_dump(exclude={"version"}, exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None}
    if "address" in changes:
        changes["address_id"] = int(changes.pop("address"))
    version = actions.change(number, changes=changes, seen_version=wish.version, by=request.by, at=request.at)
    return MachineVersion(number=number.strip().upper(), version=version)


@machines.get("/models", _READ, Models)
def list_models(
    request: Request,
    product_line: Annotated[str, Query(max_length=40)] = "",
    q: Annotated[str, Query(max_length=80)] = "",
    limit: Limit = 50,
) -> Models:
    """The catalogue, by line, code or name."""
    rows = catalogue.list_models(line=product_line, text=q, limit=limit)
    told = get_language() or "zh-hans"
    return Models(
        rows=[Model(code=m.code, name=m.name, product_line=m.line.key, line_name=m.line.words.told(told)) for m in rows]
    )


def machine(row: MachineRow, rights: Rights | None = None) -> Machine:
    told = get_language() or "zh-hans"
    return Machine(
        number=row.number,
        customer=str(row.customer_id),
        product_line=row.line.key,
        line_name=row.line.words.told(told),
        model=row.model,
        model_name=row.model_name,
        serial=row.serial,
        made_date=row.made_date,
        bought_date=row.bought_date,
        installed_date=row.installed_date,
        proof_of_purchase=row.proof_of_purchase,
        status=row.status,
        version=row.version,
        guarantee=guarantee(row.verdict, told) if row.verdict else None,
        rights=_rights(rights, told) if rights else None,
    )


def _rights(held: Rights, told: str) -> MachineRights:
    words = held.words.told(told)
    return MachineRights(choices=list(held.choices), words=words, source=held.source, last_day=held.last_day)


def guarantee(verdict: Any, told: str) -> Guarantee:
    """A verdict of the products room, told."""
    return Guarantee(
        state=verdict.state,
        until=verdict.until,
        words=verdict.words.told(told),
        reasons=[reason.told(told) for reason in verdict.reasons],
        source=verdict.source,
    )
