"""What leaves the room: frozen rows of lines, models and machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liuke.areas.products.models import Machine, ProductModel
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.products.rules.guarantee import Verdict
from liuke.areas.products.rules.repairs import Repair, read


@dataclass(frozen=True)
class ModelRow:
    """A model of the catalogue with its line; `wear_parts` are (part, months)."""

    code: str
    name: str
    line: LineFacts
    wear_parts: tuple[tuple[str, int], ...] = ()
    ended_date: date | None = None


@dataclass(frozen=True)
class MachineRow:
    """A machine of the installed base; with its preliminary verdict where one was asked for."""

    number: str
    customer_id: int
    line: LineFacts
    model: str
    model_name: str
    serial: str
    made_date: date | None
    bought_date: date | None
    installed_date: date | None
    proof_of_purchase: bool
    has_installation_card: bool
    address_id: int | None
    status: str
    version: int
    verdict: Verdict | None = None
    repairs: tuple[Repair, ...] = ()


def model_row(model: ProductModel) -> ModelRow:
    parts = tuple((str(p["part"]), int(str(p["months"]))) for p in model.wear_parts)
    return ModelRow(model.code, model.name, model.line.facts(), parts, model.ended_date)


def machine_row(machine: Machine, verdict: Verdict | None = None) -> MachineRow:
    return MachineRow(
        number=machine.number,
        customer_id=machine.customer_id,
        line=machine.model.line.facts(),
        model=machine.model.code,
        model_name=machine.model.name,
        serial=machine.serial,
        made_date=machine.made_date,
        bought_date=machine.bought_date,
        installed_date=machine.installed_date,
        proof_of_purchase=machine.proof_of_purchase,
        has_installation_card=machine.has_installation_card,
        address_id=machine.address_id,
        status=machine.status,
        version=machine.version,
        verdict=verdict,
        repairs=read(machine.repairs),
    )
