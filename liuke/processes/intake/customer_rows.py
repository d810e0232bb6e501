"""A line of the customers template as a customer with his machine, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from liuke.areas.customers.actions.drafts import NewAddress, NewContact, NewCustomer, problems_of
from liuke.areas.customers.actions.field_intake import FieldText
from liuke.areas.customers.queries import known
from liuke.areas.customers.queries.fields import Field
from liuke.areas.customers.queries.known import Key
from liuke.areas.products.actions.intake import NewMachine
from liuke.processes.intake.columns import CUSTOMERS
from liuke.processes.intake.fields import read_fields
from liuke.processes.intake.lines import Line, Refusals
from liuke.processes.intake.reading.cells import BadCell, date_of
from liuke.processes.intake.reading.guessing import looks_like_company
from liuke.processes.intake.told import chosen, texts_of, yes

KINDS: Final = {
    "": "household", "家庭": "household", "个人": "household", "household": "household",
    "企业": "company", "公司": "company", "单位": "company", "company": "company",
}  # fmt: skip
SECRECY: Final = {
    "": "general", "一般": "general", "general": "general", "重要": "important", "important": "important",
    "核心": "core", "core": "core",
}  # fmt: skip
_DATES: Final = ("made_date", "bought_date", "installed_date")
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


def rows_of(
    lines: Iterable[Line], refusals: Refusals, own: Own | None = None, *, checked: bool = False
) -> Iterator[Unit]:
    """Each good line as a customer of its own; what is wrong with the others goes to `refusals`.

    Lines that were `checked` before are spared the second look at what was found good in them.
    """
    for line in lines:
        unit = _row(line, refusals, own, checked=checked)
        if unit is not None:
            yield unit


def _row(line: Line, refusals: Refusals, own: Own | None, *, checked: bool) -> Unit | None:
    """The row as a customer of its own; None where its name or number cannot be used."""
    before = len(refusals.found)
    told = texts_of(line, _PLACES, refusals)
    _as_people_write(told)
    new = _customer(line.number, told, refusals)
    for name, words in () if checked else problems_of(new).items():
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
        told["grade"].upper(), yes(row, "core", told, refusals), chosen(row, "secrecy", told, SECRECY, refusals), None,
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
    proof = yes(line.number, "proof", told, refusals)
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
