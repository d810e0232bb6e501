"""What is known of files, ready to be compared; and how rare names and divisions are among all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from liuke.areas.customers.models import Customer
from liuke.areas.customers.rules.duplicate_facts import Facts, Name, Place
from liuke.areas.customers.rules.names import core_of, identity_hash_of, spell, tidy
from liuke.foundation import keys

_OWN: Final = "SELECT timeline_id, name, pinyin, kind FROM customers_customer WHERE timeline_id = ANY(%s)"
_CONTACTS: Final = """
    SELECT customer_id, name, pinyin, identity_hash FROM customers_contact WHERE customer_id = ANY(%s) ORDER BY id"""
_PHONES: Final = """
    SELECT k.customer_id, p.number_hash, p.tail_hash FROM customers_contact k
      JOIN customers_phone p ON p.contact_id = k.id WHERE k.customer_id = ANY(%s) AND p.detached_at IS NULL"""
_PLACES: Final = "SELECT customer_id, division, end_hash FROM customers_address WHERE customer_id = ANY(%s)"

_FIELDS: Final = """
    SELECT v.customer_id, d.key, v.value #>> '{}' FROM customers_fieldvalue v
      JOIN customers_fielddefinition d ON d.id = v.definition_id
     WHERE v.customer_id = ANY(%s) AND v.contact_id IS NULL AND d.key IN ('email', 'credit_code')"""


@dataclass
class _Gathered:
    names: dict[str, Name] = field(default_factory=dict)
    phones: set[bytes] = field(default_factory=set)
    tails: set[bytes] = field(default_factory=set)
    identities: set[bytes] = field(default_factory=set)
    places: set[Place] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    is_company: bool = False

    def add_name(self, text: str, pinyin: str) -> None:
        told = text.lower()
        if told and told not in self.names:
            self.names[told] = Name(told, core_of(told), pinyin or spell(tidy(told), of_person=True).pinyin)

    def facts(self) -> Facts:
        return Facts(
            tuple(self.names.values()),
            frozenset(self.phones),
            frozenset(self.tails),
            frozenset(self.identities),
            frozenset(self.places),
            frozenset(self.emails),
            self.is_company,
        )


def facts_of(customer_ids: Collection[int]) -> dict[int, Facts]:
    """What is known of each of these files, in five reads."""
    ids = list(set(customer_ids))
    found: dict[int, _Gathered] = {}
    for pk, name, pinyin, kind in _rows(_OWN, ids):
        found[pk] = _Gathered(is_company=kind == Customer.Kind.COMPANY)
        found[pk].add_name(name, pinyin)
    for pk, name, pinyin, identity in _rows(_CONTACTS, ids):
        found[pk].add_name(name, pinyin)
        if identity:
            found[pk].identities.add(bytes(identity))
    for pk, number, tail in _rows(_PHONES, ids):
        found[pk].phones.add(bytes(number))
        found[pk].tails.add(bytes(tail))
    for pk, division, end in _rows(_PLACES, ids):
        found[pk].places.add(Place(division, bytes(end) if end else b""))
    for pk, key, told in _rows(_FIELDS, ids):
        if key == "email":
            found[pk].emails.add(told.strip().lower())
        elif code := identity_hash_of(keys.key("phone"), told):
            found[pk].identities.add(code)
    return {pk: gathered.facts() for pk, gathered in found.items()}


def _rows(sql: str, ids: list[int]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return list(cursor.fetchall())
