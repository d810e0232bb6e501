"""Who of a list of names and numbers is in the file already? Asked by intake, thousands at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.db import connection

from liuke.areas.customers.models import Address, Customer, Phone
from liuke.areas.customers.rules import addresses, phones
from liuke.areas.customers.rules.names import tidy
from liuke.foundation import keys

Key = tuple[str, str]
"""A name and a number as `key_of` makes them."""
Place = tuple[str, bytes]
"""An address without its door, and the keyed hash of the number at its end."""

# The winner, where the customer of this name was merged away: his numbers are the winner's now.
_KNOWN: Final = """
    SELECT w.place, min(coalesce(c.merged_into_id, c.timeline_id))
    FROM unnest(%s::bytea[], %s::text[]) WITH ORDINALITY AS w(hash, name, place)
    JOIN customers_phone p ON p.number_hash = w.hash AND p.detached_at IS NULL
    JOIN customers_contact k ON k.id = p.contact_id
    JOIN customers_customer c ON c.timeline_id = k.customer_id OR c.merged_into_id = k.customer_id
    WHERE c.name = w.name AND c.erased_at IS NULL GROUP BY w.place"""


def key_of(name: str, phone: str) -> Key | None:
    """By what a customer is known again: his name and a number, however they are written; None for no number."""
    number = phones.find(phone)
    return (tidy(name), number.e164) if number else None


def name_of(text: str) -> str:
    """A name as it is stored."""
    return tidy(text)


def is_phone(text: str) -> bool:
    """Whether somebody could be called under it."""
    return phones.find(text) is not None


def find_known(wanted: Collection[Key]) -> dict[Key, int]:
    """Those of the keys that stand already, each with its customer. For intake, which shows nobody what it finds."""
    told, key = list(wanted), keys.key("phone")
    if not told:
        return {}
    hashes = [phones.hash_of(key, phones.parse(number)) for _, number in told]
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [hashes, [name for name, _ in told]])
        return {told[place - 1]: customer for place, customer in cursor.fetchall()}


def find_places(customer_ids: Collection[int]) -> dict[tuple[int, Place], int]:
    """The addresses of these customers by what they are known again by; of two alike the older one."""
    rows = Address.objects.filter(customer__in=list(customer_ids)).order_by("-pk")
    return {
        (customer, (masked, bytes(end) if end else b"")): pk
        for customer, masked, end, pk in rows.values_list("customer_id", "masked", "end_hash", "pk")
    }


def place_of(text: str) -> Place:
    """By what an address is known again: its street and the number at its end."""
    end = addresses.end_of(text)
    hashed = phones.word_hash_of(keys.key("phone"), end) if end else b""
    return addresses.mask(text).masked, hashed


def find_alike(names: Collection[str], numbers: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Who in the file has one of these names, and who one of these numbers: code by name, code by number as told."""
    by_name = Customer.objects.filter(name__in=set(names), erased_at=None).values_list("name", "code")
    key = keys.key("phone")
    hashes = {phones.hash_of(key, n): told for told in numbers if (n := phones.find(told))}
    rows = Phone.objects.filter(number_hash__in=list(hashes), detached_at=None)
    by_number = rows.values_list("number_hash", "contact__customer__code")
    return dict(by_name), {hashes[bytes(hashed)]: code for hashed, code in by_number}


def is_mobile(text: str) -> bool:
    """Whether a number is a person's own rather than a house's."""
    found = phones.find(text)
    return found is not None and found.kind == phones.MOBILE
