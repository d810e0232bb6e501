"""Who calls? A number answers with everybody who may stand behind it, and with what to ask before saying more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from liuke.areas.customers import access
from liuke.areas.customers.models import Address
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.customers.rules import phones
from liuke.areas.customers.rules.names import surname_of, tidy
from liuke.foundation import keys
from liuke.foundation.identity.models import Actor
from liuke.foundation.postgres import plain
from liuke.foundation.words import Words

SURNAME, ADDRESS, NAME = "surname", "address", "name"
ASK: Final[dict[str, Words]] = {
    SURNAME: Words("请先核对：您贵姓？", "Check first: what is your surname?"),
    ADDRESS: Words("请先核对：您的地址门牌尾号是多少？", "Check first: what does your address end with?"),
    NAME: Words("陌生来电：请问怎么称呼您？", "An unknown number: may I have your name?"),
}
# A phone rings thousands of times an hour: said plainly, the ORM needs several times as long to compose it as to run
# it. At most 20 stand behind a number.
_BEHIND_NUMBER: Final = """
    SELECT n.id, n.name, n.relation, p.id, p.mask, p.seen_at, c.timeline_id, c.code, c.kind, c.name, c.grade, c.is_core,
           c.secrecy, c.keeper_id, c.version, c.registered_at, c.erased_at, c.merged_into_id
      FROM customers_phone p JOIN customers_contact n ON n.id = p.contact_id
      JOIN customers_customer c ON c.timeline_id = n.customer_id
     WHERE p.number_hash = %s AND p.detached_at IS NULL ORDER BY p.seen_at DESC, p.id DESC LIMIT 20
"""


@dataclass(frozen=True)
class PhoneMatch:
    """One of those who may stand behind a number."""

    customer: Brief
    contact_id: int
    contact_name: str
    relation: str
    phone_id: int
    mask: str
    seen_at: datetime


@dataclass(frozen=True)
class Caller:
    """All matches, the one heard from last first; `ask` before anything is read out."""

    mask: str
    matches: tuple[PhoneMatch, ...]
    ask_for: str

    @property
    def ask(self) -> Words:
        return ASK[self.ask_for]


def find_by_phone(number: str, *, by: Actor, at: datetime) -> Caller:
    """Everybody whom this actor may see behind a number. Raises Invalid where the text is no number."""
    told = phones.parse(number)
    matches = _matches(told, by)
    return Caller(told.mask, matches, _question(matches))


def identify(number: str, said: str, *, by: Actor, at: datetime) -> Caller:
    """Only those matches that fit what the caller said: his surname, his name, or the end of his address."""
    told = phones.parse(number)
    matches = _matches(told, by)
    fitting = _with_address_end({m.customer.id for m in matches}, said)
    kept = tuple(m for m in matches if _fits_name(m, tidy(said)) or m.customer.id in fitting)
    return Caller(told.mask, kept, ADDRESS if len(kept) > 1 else _question(kept))


def _matches(told: phones.Number, by: Actor) -> tuple[PhoneMatch, ...]:
    hashed = phones.hash_of(keys.key("phone"), told)
    found = [_match(row) for row in plain.rows(_BEHIND_NUMBER, [hashed])]
    allowed = access.visible({m.customer.id for m in found}, by)
    return tuple(m for m in found if m.customer.id in allowed)


def _match(row: Any) -> PhoneMatch:
    contact, name, relation, phone, mask, seen_at, *customer = row
    return PhoneMatch(Brief(*customer), contact, name, relation, phone, mask, seen_at)


def _question(matches: tuple[PhoneMatch, ...]) -> str:
    names = [surname_of(m.contact_name or m.customer.name) for m in matches]
    if not any(names):
        return NAME
    return SURNAME if len(set(names)) == len(names) else ADDRESS


def _fits_name(match: PhoneMatch, said: str) -> bool:
    for name in (match.contact_name, match.customer.name):
        if name and said and (said == name or said == surname_of(name) or said.startswith(name)):
            return True
        if name and len(said) > 1 and said[-2:] in ("先生", "女士", "小姐", "师傅") and said[:-2] == surname_of(name):
            return True
    return False


def _with_address_end(customer_ids: set[int], said: str) -> set[int]:
    digits = "".join(c for c in tidy(said) if c.isdecimal()).lstrip("0")
    if not digits:
        return set()
    hashed = phones.word_hash_of(keys.key("phone"), digits)
    rows = Address.objects.filter(customer_id__in=customer_ids, end_hash=hashed)
    return set(rows.values_list("customer_id", flat=True))
