"""The fields of the file: which there are, and what stands in them for one customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.customers import access
from liuke.areas.customers.models import Customer, FieldDefinition, FieldValue
from liuke.areas.customers.queries.file import get_file
from liuke.areas.customers.queries.rows import Brief, File
from liuke.areas.customers.rules import field_types, fields
from liuke.areas.customers.rules.sources import SOURCES
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

GROUPS, TYPES, SEALED, HOW = fields.GROUPS, field_types.TYPES, field_types.SEALED, SOURCES


@dataclass(frozen=True)
class Field:
    """A field as it is defined."""

    id: int
    key: str
    words: Words
    group: str
    subject: str
    type: str
    choices: tuple[tuple[str, Words], ...]
    secrecy: str
    own_word: str
    for_company: bool
    for_household: bool
    searchable: bool
    highlight: bool
    stale_days: int | None
    is_standard: bool
    is_retired: bool
    version: int

    @property
    def is_sealed(self) -> bool:
        return self.type in SEALED


@dataclass(frozen=True)
class Value:
    """What stands in a field. Where it is sealed, `ref` is what `access.reveal` takes."""

    words: Words
    typed: str
    ref: str
    source: Words
    source_key: str
    told_on: date
    entered_by: str
    entered_at: datetime
    confirmed_at: datetime
    is_stale: bool


@dataclass(frozen=True)
class FieldRow:
    """A field of one customer or person; no `value` where nothing is known yet."""

    field: Field
    value: Value | None
    needs_own_word: bool


@dataclass(frozen=True)
class Sheet:
    """All fields of one customer: his own, and those of each of his people by contact."""

    own: tuple[FieldRow, ...]
    people: Mapping[int, tuple[FieldRow, ...]]

    def group(self, key: str) -> list[FieldRow]:
        return [row for row in self.own if row.field.group == key]

    @property
    def highlights(self) -> list[FieldRow]:
        """What is told first: filled fields that say so, of the customer."""
        return [row for row in self.own if row.value and row.field.highlight]


def list_fields(*, with_retired: bool = False) -> list[Field]:
    """All definitions in their order."""
    rows = FieldDefinition.objects.order_by("position", "id")
    return [field_of(d) for d in (rows if with_retired else rows.filter(retired_at=None))]


def find_field(key: str) -> Field | None:
    """A definition by its key."""
    found = FieldDefinition.objects.filter(key=key[:40]).first()
    return field_of(found) if found else None


def get_sheet(ref: int | str, *, by: Actor, at: datetime) -> Sheet:
    """The fields of a customer whom this actor may see."""
    return sheet_of(get_file(ref, by=by), by=by, at=at)


def sheet_of(found: File, *, by: Actor, at: datetime) -> Sheet:
    """The fields of a file that was read already, in two reads more; fields above the actor's level are left out."""
    holder = found.brief
    levels = access.readable_levels(holder.keeper_id, by)
    offered = [f for f in list_fields() if _fits(f, holder) and fields.level_of(f.secrecy, holder.secrecy) in levels]
    rows = FieldValue.objects.filter(customer=holder.id, definition__in=[f.id for f in offered])
    known = {(row.contact_id, row.definition_id): row for row in rows.select_related("entered_by")}

    def dressed(subject: str, contact: int | None) -> tuple[FieldRow, ...]:
        own = (f for f in offered if f.subject == subject)
        return tuple(_row(f, known.get((contact, f.id)), holder, at) for f in own)

    return Sheet(dressed("customer", None), {c.id: dressed("contact", c.id) for c in found.contacts})


def field_of(d: FieldDefinition) -> Field:
    choices = tuple((key, Words(zh, en)) for key, zh, en in d.choices)
    return Field(
        d.pk, d.key, Words(d.zh, d.en), d.group, d.subject, d.type, choices, d.secrecy, d.own_word, d.for_company,
        d.for_household, d.searchable, d.highlight, d.stale_days, d.is_standard, d.retired_at is not None, d.version,
    )  # fmt: skip


def _row(field: Field, found: FieldValue | None, holder: Brief, at: datetime) -> FieldRow:
    value = _value(field, found, at) if found else None
    return FieldRow(field, value, fields.needs_own_word(field.own_word, holder.kind))


def _value(field: Field, v: FieldValue, at: datetime) -> Value:
    return Value(
        field_types.told(field.type, v.value, choices=field.choices), field_types.typed(field.type, v.value),
        f"field:{v.pk}" if field.is_sealed else "", SOURCES.get(v.source, Words(v.source, v.source)), v.source,
        v.told_on, v.entered_by.name, v.entered_at, v.confirmed_at,
        fields.is_stale(v.confirmed_at, field.stale_days, at),
    )  # fmt: skip


def _fits(field: Field, holder: Brief) -> bool:
    return field.for_company if holder.kind == Customer.Kind.COMPANY else field.for_household
