"""What somebody typed into the search box, read as what he may have meant; and the words a customer is found by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from liuke.areas.customers.rules import phones
from liuke.areas.customers.rules.addresses import streets_of
from liuke.areas.customers.rules.names import pairs, tidy

_CODE = re.compile(r"c-?(\d{1,12})", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_PAIR = re.compile(r"[\u3400-\u9fff]{2}")
_LONGEST = 60
NAME, STREET = "n", "a"


@dataclass(frozen=True)
class Wish:
    """The readings of a text; a search tries all that are not empty."""

    text: str
    code: str = ""
    code_tail: str = ""
    phone: phones.Number | None = None
    phone_tail: str = ""
    letters: str = ""
    words: str = ""
    pair: str = ""  # the wish is just these two Chinese characters
    name: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.code or self.code_tail or self.phone or self.phone_tail or self.letters or self.name)


def read(text: str) -> Wish:
    """Understand what was typed: code, phone or its tail, pinyin or initials, Chinese of two characters and more."""
    told = tidy(text)[:_LONGEST]
    code = _CODE.fullmatch(told.replace(" ", ""))
    if code:
        return Wish(told, code=f"C-{int(code[1]):06}", code_tail=code[1][-4:] if len(code[1]) == 4 else "")
    digits = re.sub(r"[\s\-()()+.]", "", told)
    if digits.isdecimal() and digits.isascii():
        return _read_digits(told, digits)
    if re.fullmatch(r"[a-zA-Z' .]+", told):
        letters = re.sub(r"[^a-z]", "", told.lower())
        return Wish(told, letters=letters, words=_as_query(told), name=told)
    return Wish(told, words=_as_query(told), pair=told if _PAIR.fullmatch(told) else "", name=told)


def words_of(names: Iterable[str], masked_addresses: Iterable[str]) -> str:
    """The lexemes of a customer, as text of a tsvector: pairs of names and pairs of streets, told apart."""
    found = {f"'{NAME}{pair}'" for name in set(names) for pair in pairs(name)}
    for address in masked_addresses:
        found.update([f"'{STREET}{pair}'" for pair in pairs(streets_of(address))])
    return " ".join(sorted(found))


def _read_digits(told: str, digits: str) -> Wish:
    number = phones.find(told) if len(digits) >= 10 else None
    return Wish(
        told,
        code=f"C-{int(digits):06}" if 5 <= len(digits) <= 8 else "",
        code_tail=digits if len(digits) == 4 else "",
        phone=number,
        phone_tail=digits[-4:] if len(digits) >= 4 and number is None else "",
    )


def _as_query(told: str) -> str:
    """Each word must be found: all its pairs in a name, or all its pairs in a street."""
    both = []
    for word in told.lower().split():
        found = sorted(pairs(word))
        if not found:
            continue
        sides = [" & ".join(_lexeme(side, pair) for pair in found) for side in (NAME, STREET)]
        both.append(f"({sides[0]} | {sides[1]})")
    return " & ".join(both)


def _lexeme(side: str, pair: str) -> str:
    return f"'{side}{pair}'" + ("" if _HAN.match(pair) else ":*")
