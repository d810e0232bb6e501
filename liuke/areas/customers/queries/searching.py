"""The search box, as far as customers are found by it: one statement, every branch on its own index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.cache import cache
from django.db import connection

from liuke.areas.customers import access
from liuke.areas.customers.models import Customer
from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.customers.rules import phones, searching
from liuke.foundation import keys
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES

_BRANCH_LIMIT: Final = 60
_WIDER: Final = 10
_CODE: Final = "SELECT timeline_id, {rank} FROM customers_customer WHERE code = %s"
_CODE_TAIL: Final = "(SELECT timeline_id, {rank} FROM customers_customer WHERE right(code, 4) = %s ORDER BY timeline_id DESC LIMIT {most})"
_PHONE: Final = (
    "(SELECT k.customer_id, {rank} FROM customers_phone p JOIN customers_contact k ON k.id = p.contact_id"
    " WHERE p.{column} = %s AND p.detached_at IS NULL ORDER BY p.seen_at DESC LIMIT {most})"
)
_EXACT: Final = "(SELECT timeline_id, {rank} FROM customers_customer WHERE {column} = %s LIMIT {most})"
_PREFIX: Final = "(SELECT timeline_id, {rank} FROM customers_customer WHERE {column} LIKE %s LIMIT {most})"
_CONTACT: Final = (
    "(SELECT customer_id, {rank} FROM customers_contact WHERE {column} <> '' AND {column} LIKE %s LIMIT {most})"
)
_WORDS: Final = "(SELECT customer_id, {rank} FROM by_words LIMIT {most})"
# Planned as a whole, so that a limit above it never talks the planner out of the index; read lazily all the same.
# Where a pair stands with every hundredth customer (大道, 花园), the index has first to gather them all; going through
# the table until there are enough takes a fraction of a millisecond.
_BY_WORDS: Final = (
    "by_words AS {how} MATERIALIZED (SELECT customer_id FROM customers_searchentry WHERE words @@ %s::tsquery),"
)
_COMMON: Final = """
    SELECT e FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS t (e, often)
     WHERE tablename = 'customers_searchentry' AND attname = 'words' AND often >= 0.01
"""
_KNOWN_FOR: Final = timedelta(hours=1)
_WHOLE: Final = """
    WITH {by_words} hits (id, rank) AS ({branches}),
    best AS (
        SELECT coalesce(c.merged_into_id, c.timeline_id) AS id, min(h.rank) AS rank
        FROM hits h JOIN customers_customer c ON c.timeline_id = h.id GROUP BY 1
    )
    SELECT c.*, best.rank AS rank FROM best JOIN customers_customer c ON c.timeline_id = best.id
    WHERE c.erased_at IS NULL OR best.rank = 0
    ORDER BY best.rank, (c.grade = ''), c.grade, c.timeline_id DESC LIMIT %s
"""
WHY: Final = {
    0: "code",
    1: "phone",
    2: "name",
    3: "pinyin",
    4: "name",
    5: "words",
    6: "code_tail",
    7: "phone_tail",
    8: "pinyin",
    9: "initials",
}


@dataclass(frozen=True)
class Found:
    """A customer and what he was found by (code, phone, name, pinyin, words, code_tail, phone_tail, initials)."""

    customer: Brief
    why: str


@dataclass(frozen=True)
class _Branch:
    sql: str
    value: Any


def search(text: str, *, by: Actor, limit: int = 20) -> list[Found]:
    """Customers by name, any two characters, street, pinyin or initials, phone or its tail, code or its last four."""
    wish = searching.read(text)
    branches = _branches(wish)
    if not branches and not wish.words:
        return []
    sees_all = by.kind != Actor.Kind.CUSTOMER and (by.kind != Actor.Kind.PERSON or by.has_role(*CENTRE_ROLES))
    rows = _run(wish, branches, limit if sees_all else limit * _WIDER)
    allowed = access.visible([c.pk for c, _ in rows], by)
    return [Found(brief_of(c), WHY[rank]) for c, rank in rows if c.pk in allowed][:limit]


def _run(wish: searching.Wish, branches: Sequence[_Branch], limit: int) -> list[tuple[Customer, int]]:
    parts = [branch.sql for branch in branches]
    values = [branch.value for branch in branches]
    if wish.words:
        parts.append(_WORDS.format(rank=5, most=_BRANCH_LIMIT))
        values.insert(0, wish.words)
    by_words = _BY_WORDS.format(how="NOT" if _is_common(wish.pair) else "") if wish.words else ""
    sql = _WHOLE.format(by_words=by_words, branches=" UNION ALL ".join(parts))
    return [(c, int(c.rank)) for c in Customer.objects.raw(sql, [*values, limit])]  # type: ignore[attr-defined]


def _is_common(pair: str) -> bool:
    """Does every hundredth customer have it in a name or a street, by the statistics PostgreSQL keeps?"""
    if not pair:
        return False
    known = cache.get_or_set("common-pairs", _common, _KNOWN_FOR.total_seconds()) or frozenset()
    return not known.isdisjoint({f"{searching.NAME}{pair}", f"{searching.STREET}{pair}"})


def _common() -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_COMMON)
        return frozenset(row[0] for row in cursor.fetchall())


def _branches(wish: searching.Wish) -> list[_Branch]:
    key = keys.key("phone")
    found = []
    if wish.code:
        found.append(_Branch(_CODE.format(rank=0), wish.code))
    if wish.phone:
        found.append(_branch(_PHONE, 1, phones.hash_of(key, wish.phone), "number_hash"))
    if wish.name:
        found.append(_branch(_EXACT, 2, wish.name, "name"))
        found.append(_branch(_PREFIX, 4, _like(wish.name), "name"))
    if wish.letters:
        found += _by_letters(wish.letters)
    if wish.code_tail:
        found.append(_branch(_CODE_TAIL, 6, wish.code_tail))
    if wish.phone_tail:
        found.append(_branch(_PHONE, 7, phones.tail_hash_of(key, wish.phone_tail), "tail_hash"))
    return found


def _by_letters(letters: str) -> list[_Branch]:
    return [
        _branch(_EXACT, 3, letters, "pinyin"),
        _branch(_PREFIX, 8, _like(letters), "pinyin"),
        _branch(_PREFIX, 9, _like(letters), "initials"),
        _branch(_CONTACT, 8, _like(letters), "pinyin"),
        _branch(_CONTACT, 9, _like(letters), "initials"),
    ]


def _branch(template: str, rank: int, value: Any, column: str = "") -> _Branch:
    return _Branch(template.format(rank=rank, column=column, most=_BRANCH_LIMIT), value)


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
