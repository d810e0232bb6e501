"""Is he in the file already? Asked while somebody types a new customer, answered with reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from liuke.areas.customers import access
from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.likeness import facts_of
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.customers.rules import duplicates, phones
from liuke.areas.customers.rules.addresses import end_of
from liuke.areas.customers.rules.duplicate_facts import Facts, Place, name_of
from liuke.areas.customers.rules.names import core_of, pairs, spell, tidy
from liuke.foundation import keys
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

_MOST: Final = 30
_BY_PHONE: Final = f"""
    SELECT k.customer_id FROM customers_phone p JOIN customers_contact k ON k.id = p.contact_id
    WHERE p.number_hash = %s AND p.detached_at IS NULL ORDER BY p.seen_at DESC LIMIT {_MOST}"""
_BY_NAME_AND_PLACE: Final = f"""
    SELECT c.timeline_id FROM customers_customer c JOIN customers_address a ON a.customer_id = c.timeline_id
    WHERE (c.name = %s OR c.pinyin = %s) AND a.division LIKE %s LIMIT {_MOST}"""
_BY_NAME: Final = f"""
    SELECT timeline_id FROM customers_customer WHERE name = %s OR pinyin = %s LIMIT {_MOST}"""
_BY_WORDS: Final = f"""
    WITH found AS MATERIALIZED (SELECT customer_id FROM customers_searchentry WHERE words @@ %s::tsquery)
    SELECT customer_id FROM found LIMIT {_MOST}"""


@dataclass(frozen=True)
class Duplicate:
    """Somebody in the file who may be the same; a phone alone is shown but never likely."""

    customer: Brief
    reasons: tuple[Words, ...]
    points: int
    is_likely: bool


def likely_duplicates(
    *, name: str = "", phone: str = "", division: str = "", address: str = "", by: Actor, limit: int = 5
) -> list[Duplicate]:
    """Those in the file who may be the newcomer, the likeliest first. An unfinished phone number is passed over."""
    number = phones.find(phone) if phone.strip() else None
    hashed = phones.hash_of(keys.key("phone"), number) if number else None
    ids = candidates(tidy(name), hashed, division)
    rows = {c.pk: c for c in Customer.objects.filter(pk__in=ids, merged_into__isnull=True, erased_at__isnull=True)}
    known, newcomer = facts_of(access.visible(rows, by)), _newcomer(name, number, division, address)
    found = [
        Duplicate(brief_of(rows[pk]), verdict.words, verdict.points, verdict.is_likely)
        for pk, facts in known.items()
        if (verdict := duplicates.compare(newcomer, facts)).speaks_for_it
    ]
    return sorted(found, key=lambda d: (-d.points, d.customer.id))[:limit]


def _newcomer(name: str, number: phones.Number | None, division: str, address: str) -> Facts:
    key, end = keys.key("phone"), end_of(address)
    place = Place(division, phones.word_hash_of(key, end) if end else b"")
    return Facts(
        names=(name_of(name),) if tidy(name) else (),
        phones=frozenset({phones.hash_of(key, number)} if number else ()),
        tails=frozenset({phones.tail_hash_of(key, number.tail)} if number else ()),
        places=frozenset({place} if division else ()),
        is_company=core_of(name) != tidy(name).lower(),
    )


def candidates(name: str, hashed: bytes | None, division: str) -> list[int]:
    """Files that share a number, a name (in a district) or the words of one: at most 30 of each."""
    branches: list[tuple[str, Sequence[Any]]] = []
    if hashed:
        branches.append((_BY_PHONE, [hashed]))
    if len(name) > 1:
        pinyin = spell(name, of_person=True).pinyin or name
        if len(division) >= 6 and division.isdecimal():
            branches.append((_BY_NAME_AND_PLACE, [name, pinyin, f"{division[:6]}%"]))
        branches.append((_BY_NAME, [name, pinyin]))
        words = sorted(pairs(core_of(name)))
        if words:
            branches.append((_BY_WORDS, [" & ".join(f"'n{word}'" for word in words)]))
    if not branches:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"({sql})" for sql, _ in branches), [v for _, vs in branches for v in vs])
        return list(dict.fromkeys(row[0] for row in cursor.fetchall()))
