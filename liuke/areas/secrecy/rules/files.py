"""Who may open a file: its own level where one is set, else its customer's (H9). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from liuke.areas.customers.rules.secrecy import LEVELS as LEVELS
from liuke.areas.customers.rules.secrecy import may_reveal

LIKE_CUSTOMER: Final = ""
"""No level of its own: it follows the customer's, whatever that will be."""


@dataclass(frozen=True)
class Level:
    """The level that holds for a file. `is_own`: set for this file alone."""

    level: str
    is_own: bool


@dataclass(frozen=True)
class Reader:
    """Who wants to open it, seen from its customer. `of_centre`: not of a site."""

    roles: frozenset[str]
    of_centre: bool
    is_keeper: bool


def level_of(own: str, customer: str) -> Level:
    """Its own, higher or lower, before the customer's."""
    return Level(own or customer, bool(own))


def may_open(held: Level, reader: Reader) -> bool:
    """As a clear value of a customer of this level. What was marked for itself a site opens only as general: it needs
    the papers of its work, and nothing that somebody thought of as a secret."""
    if held.is_own and held.level != "general" and not reader.of_centre:
        return False
    return may_reveal(held.level, reader.roles, is_keeper=reader.is_keeper)
