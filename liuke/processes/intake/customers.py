"""Lines of the customers template as customers with their machines, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer, problems_of
from liuke.areas.customers.actions.field_intake import FieldText
from liuke.areas.customers.queries import known
from liuke.areas.customers.queries.fields import Field
from liuke.areas.customers.queries.known import Key
from liuke.areas.products.actions.intake import NewMachine, check_many
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.processes.intake.columns import CUSTOMERS
from liuke.processes.intake.fields import read_fields
from liuke.processes.intake.lines import Line, Refusals, Sheet
from liuke.processes.intake.reading.cells import BadCell, code_of, date_of, text_of, yes_or_no
from liuke.processes.intake.reading.guessing import looks_like_company

KINDS: Final = {
    "": "household", "家庭": "household", "个人": "household", "household": "household",
    "企业": "company", "公司": "company", "单位": "company", "company": "company",
}  # fmt: skip
SECRECY: Final = {
    "": "general", "一般": "general", "general": "general", "重要": "important", "important": "important",
    "核心": "core", "core": "core",
}  # fmt: skip
CODES: Final = frozenset({"phone", "phone_2", "serial", "external_no", "verification_code"})
_DATES: Final = ("made_date", "bought_date", "installed_date")
_AT_ONCE: Final = 5_000
_BETWEEN: Final = re.compile(r"[/／、,，;；\s]+")
_FIELDS: Final = {
    "contacts.0.name": "contact", "contacts.0.relation": "relation", "contacts.0.phones.0": "phone",
    "contacts.0.phones.1": "phone_2", "addresses.0.text": "address", "addresses.0.division": "division",
}  # fmt: skip
_PLACES: Final = [(place, column.key) for place, column in enumerate(CUSTOMERS.columns) if column.key not in _DATES]
_DATE_PLACES: Final = [(CUSTOMERS.places[key], key) for key in _DATES]


@dataclass(frozen=True)
class Own:
    """A file of its own shape: where fields of the customer's file stand in its lines, and which day it is."""

    places: Sequence[tuple[int, Field]]
    today: date


@dataclass
class Unit:
    """One customer of the file: all rows of his name and number."""

    row: int
    keys: list[Key]
    first: NewCustomer
    contacts: dict[str, NewContact] = field(default_factory=dict)
    addresses: dict[str, NewAddress] = field(default_factory=dict)
    machines: list[tuple[int, NewMachine]] = field(default_factory=list)
    rows: int = 0
    fields: list[FieldText] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As it is stored; the same in all his rows, in whatever file."""
        return self.keys[0][0]

    def draft(self) -> NewCustomer:
        """As it is registered."""
        f = self.first
        if self.rows == 1:
            return f
        return NewCustomer(
            f.kind, f.name, tuple(self.contacts.values()), tuple(self.addresses.values()), f.grade, f.is_core,
            f.secrecy, f.keeper_id, f.source,
        )  # fmt: skip


def units_of(sheet: Sheet, refusals: Refusals, own: Own | None = None) -> list[Unit]:
    """The customers of a file in its order; what is wrong with rows goes to `refusals`, and they into no unit."""
    units: list[Unit] = []
    by_key: dict[Key, Unit] = {}
    serials: dict[tuple[str, str], int] = {}
    wrong = refusals.rows
    for line in sheet.lines:
        row = _row(line, refusals, own)
        if row is None or line.number in wrong or not _first_of_its_serial(row, serials, refusals):
            continue
        unit = next((by_key[key] for key in row.keys if key in by_key), None)
        if unit is None:
            unit = row
            units.append(unit)
        else:
            _join(unit, row)
        for key in row.keys:
            by_key.setdefault(key, unit)
    return units


def check(units: Sequence[Unit], refusals: Refusals, *, by: Actor, at: datetime) -> None:
    """What only the tables can tell: models, and serials that stand at somebody else."""
    for start in range(0, len(units), _AT_ONCE):
        batch = [unit for unit in units[start : start + _AT_ONCE] if unit.machines]
        standing = standing_of(batch)
        rows = [(row, _at(machine, standing.get(id(unit), 0))) for unit in batch for row, machine in unit.machines]
        left = _without_faults(rows, refusals, by=by, at=at)
        if len(left) < len(rows):
            _without_faults(left, refusals, by=by, at=at)  # serials are looked at only where nothing else is wrong


def standing_of(units: Sequence[Unit]) -> dict[int, int]:
    """Those of the units whose customer is in the file already: id(unit) → customer."""
    found = known.find_known({key for unit in units for key in unit.keys})
    return {id(unit): next(found[key] for key in unit.keys if key in found) for unit in units if _any(unit.keys, found)}


def _any(wanted: Iterable[Key], found: dict[Key, int]) -> bool:
    return any(key in found for key in wanted)


def _without_faults(
    rows: Sequence[tuple[int, NewMachine]], refusals: Refusals, *, by: Actor, at: datetime
) -> list[tuple[int, NewMachine]]:
    """Rows of machines of customers who may still be to come; those with faults are refused and left out."""
    faulty = set()
    for fault in check_many([machine for _, machine in rows], by=by, at=at, newcomers=True) if rows else ():
        faulty.add(fault.index)
        refusals.add_words(rows[fault.index][0], fault.field, fault.words)
    return [row for i, row in enumerate(rows) if i not in faulty]


def _at(machine: NewMachine, customer: int) -> NewMachine:
    return NewMachine(
        customer, machine.model, machine.serial, machine.bought_date, machine.installed_date, machine.made_date,
        machine.proof_of_purchase,
    )  # fmt: skip


def _first_of_its_serial(row: Unit, serials: dict[tuple[str, str], int], refusals: Refusals) -> bool:
    for _, machine in row.machines:
        if machine.serial:
            key = (machine.model.upper(), "".join(machine.serial.split()).upper())
            first = serials.setdefault(key, row.row)
            if first != row.row:
                refusals.add(row.row, "serial", f"序列号与第 {first} 行重复。", f"The same serial as in row {first}.")
                return False
    return True


def _join(unit: Unit, row: Unit) -> None:
    """A further row of a customer: contacts by name, addresses by text, machines."""
    for one in (unit, row) if unit.rows == 1 else (row,):
        for contact in one.first.contacts:
            had = unit.contacts.get(contact.name)
            phones = dict.fromkeys([*(had.phones if had else ()), *contact.phones])
            source = had or contact
            unit.contacts[contact.name] = NewContact(source.name, source.relation, source.role, tuple(phones))
        for address in one.first.addresses:
            unit.addresses.setdefault(address.text, address)
    unit.machines += row.machines
    known_fields = {one.field for one in unit.fields}
    unit.fields += [one for one in row.fields if one.field not in known_fields]
    unit.rows += 1
    unit.keys += [key for key in row.keys if key not in unit.keys]


def _row(line: Line, refusals: Refusals, own: Own | None) -> Unit | None:
    """The row as a customer of its own; None where its name or number cannot be used."""
    before = len(refusals.found)
    told = texts_of(line, _PLACES, refusals)
    _as_people_write(told)
    new = _customer(line.number, told, refusals)
    for name, words in problems_of(new).items():
        refusals.add_words(line.number, _FIELDS.get(name, name), words)
    machine = _machine(line, told, refusals)
    fields = read_fields(line, own.places, new.kind, refusals, today=own.today) if own else []
    keys = [key for phone in new.contacts[0].phones if (key := known.key_of(new.name, phone))]
    if not told["phone"]:
        refusals.add(line.number, "phone", "请填写电话。", "Give a phone number.")
    if len(refusals.found) > before:
        return None
    return Unit(line.number, keys, new, machines=[(line.number, machine)] if machine else [], rows=1, fields=fields)


def _as_people_write(told: dict[str, str]) -> None:
    """Two numbers in one cell are two numbers; a name that ends like a company's is one."""
    numbers = [part for part in _BETWEEN.split(told["phone"]) if part]
    if len(numbers) == 2 and not told["phone_2"] and all(map(known.is_phone, numbers)):
        told["phone"], told["phone_2"] = numbers
    if not told["kind"] and looks_like_company(told["name"]):
        told["kind"] = "企业"


def texts_of(line: Line, places: Sequence[tuple[int, str]], refusals: Refusals) -> dict[str, str]:
    """The cells of a line as text by column; a cell that cannot be read is refused and counts as empty."""
    told = {}
    cells = line.cells
    for place, key in places:
        value = cells[place]
        try:
            text = "" if value is None or value == "" else text_of(value)
            told[key] = code_of(text) if text and key in CODES else text
        except BadCell as bad:
            refusals.add_words(line.number, key, bad.words)
            told[key] = ""
    return told


def _customer(row: int, told: dict[str, str], refusals: Refusals) -> NewCustomer:
    contact = NewContact(
        told["contact"] or told["name"], told["relation"] or ("" if told["contact"] else "本人"), told["role"],
        tuple(phone for phone in (told["phone"], told["phone_2"]) if phone),
    )  # fmt: skip
    address = NewAddress(told["address"], told["division"], note=told["address_note"])
    if not told["address"] and (told["division"] or told["address_note"]):
        refusals.add(row, "address", "请填写地址。", "Give the address as well.")
    return NewCustomer(
        chosen(row, "kind", told, KINDS, refusals), told["name"], (contact,), (address,) if told["address"] else (),
        told["grade"].upper(), _yes(row, "core", told, refusals), chosen(row, "secrecy", told, SECRECY, refusals), None,
        told["source"],
    )  # fmt: skip


def _machine(line: Line, told: dict[str, str], refusals: Refusals) -> NewMachine | None:
    dates = {}
    for place, key in _DATE_PLACES:
        value = line.cells[place]
        try:
            dates[key] = None if value is None or value == "" else date_of(value)
        except BadCell as bad:
            refusals.add_words(line.number, key, bad.words)
    proof = _yes(line.number, "proof", told, refusals)
    if not told["model"]:
        if told["serial"] or any(dates.values()):
            refusals.add(
                line.number, "model", "填了序列号或日期，请填写产品型号。", "A serial or date needs its model."
            )
        return None
    return NewMachine(
        0, told["model"], told["serial"], dates.get("bought_date"), dates.get("installed_date"), dates.get("made_date"),
        proof,
    )  # fmt: skip


def _yes(row: int, key: str, told: dict[str, str], refusals: Refusals) -> bool:
    if not told[key]:
        return False
    try:
        return yes_or_no(told[key])
    except BadCell as bad:
        refusals.add_words(row, key, bad.words)
        return False


def chosen(row: int, key: str, told: dict[str, str], choices: dict[str, str], refusals: Refusals) -> str:
    """The code behind a word of a closed list."""
    found = choices.get(told[key].lower())
    if found is None:
        offered = "、".join(dict.fromkeys(word for word in choices if word and not word.isascii()))
        spoken = dict.fromkeys(word for word in choices if word and word.isascii())
        english = ", ".join([word for word in spoken if word not in choices.values()] or spoken)
        refusals.add_words(row, key, Words(f"只能填：{offered[:200]}。", f"One of: {english[:200]}."))
        return next(iter(choices.values()))
    return found
