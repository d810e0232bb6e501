"""How articles are found: the pairs of characters in them, their fault codes, and what a caller says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from liuke.areas.customers.rules.names import pairs, tidy

_CODE: Final = re.compile(r"[A-Za-z]{1,3}-?\d{1,4}")
_MODEL: Final = re.compile(r"(?=.*[A-Z])(?=.*\d)[0-9A-Z][0-9A-Z./+\-]{1,39}")
_LETTERS: Final = re.compile(r"[a-zA-Z' ]+")
LONGEST: Final = 60


@dataclass(frozen=True)
class Wish:
    """What somebody typed: a query over pairs, and letters that may be pinyin."""

    words: str = ""
    letters: str = ""


def clean_codes(said: Iterable[str]) -> list[str]:
    """Fault codes as kept: capitals, no blanks, each once."""
    return list(dict.fromkeys(filter(None, (re.sub(r"\s+", "", tidy(one)).upper()[:20] for one in said))))


def clean_models(said: Iterable[str]) -> list[str]:
    """Codes of models as the catalogue keeps them: capitals, no blanks, each once."""
    return list(dict.fromkeys(filter(None, (re.sub(r"\s+", "", tidy(one)).upper()[:40] for one in said))))


def model_in(text: str) -> str:
    """What may be the code of a model, as kept; nothing for other words."""
    code = re.sub(r"\s+", "", tidy(text)).upper()
    return code if _MODEL.fullmatch(code) else ""


def codes_in(text: str) -> list[str]:
    """Fault codes that a text names (E3, F-12)."""
    return list(dict.fromkeys(found.group().upper() for found in _CODE.finditer(tidy(text))))


def lexemes(texts: Iterable[str], codes: Iterable[str]) -> str:
    """The words an article is found by, as text of a tsvector."""
    found = {pair for text in texts for pair in pairs(text)} | {code.lower() for code in codes}
    found |= {code.lower() for text in texts for code in codes_in(text)}
    return " ".join(sorted(f"'{_plain(one)}'" for one in found if _plain(one)))


def read(text: str) -> Wish:
    """Two characters and more of Chinese, a fault code, or letters that may be pinyin or initials."""
    told = tidy(text)[:LONGEST]
    letters = re.sub(r"[^a-z]", "", told.lower()) if _LETTERS.fullmatch(told) else ""
    sought = {pair for word in told.split() for pair in pairs(word)} | {c.lower() for c in codes_in(told)}
    return Wish(" & ".join(f"'{_plain(one)}'" for one in sorted(sought) if _plain(one)), letters)


def likeness(said: str, *, signs: Iterable[str], codes: Iterable[str], title: str) -> int:
    """How much a caller's words speak of this article: its signs, its codes, the pairs of its title."""
    told = tidy(said).lower()
    named = set(codes_in(said))
    score = 3 * sum(sign.lower() in told for sign in signs) + 5 * len(named & set(codes))
    return score + len(pairs(told) & pairs(title))


def _plain(lexeme: str) -> str:
    return re.sub(r"[^0-9a-z\u3400-\u9fff-]", "", lexeme)[:40]
