"""How a customer is received by his grade (H4), and whose bar a call rings in first. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar

from liuke.foundation.words import Words

CORE, NONE = "core", "none"
KEYS: Final[dict[str, Words]] = {
    CORE: Words("核心客户", "Core customers"),
    "A": Words("A 级", "Grade A"),
    "B": Words("B 级", "Grade B"),
    "C": Words("C 级", "Grade C"),
    NONE: Words("未评级", "Not graded"),
}
STANDARD, SENIOR = "standard", "senior"
QUEUES: Final[dict[str, Words]] = {
    STANDARD: Words("普通队列", "Standard queue"),
    SENIOR: Words("资深队列", "Senior queue"),
}
FIELDS: Final = frozenset({"queue", "contact_days", "line", "benefits"})
"""All that a treatment may say. Nothing here is a time in which guarantee, safety or complaints are dealt with (§4.2)."""
T = TypeVar("T")


@dataclass(frozen=True)
class Treatment:
    """What the agent reads in one line, the published benefits, who answers, after how many days one is in touch (0: no)."""

    key: str
    queue: str
    contact_days: int
    line: Words
    benefits: tuple[Words, ...]


@dataclass(frozen=True)
class Seniors:
    """Who answers the senior queue first: holders of a role, members of a team."""

    roles: tuple[str, ...]
    teams: tuple[str, ...]


def key_of(grade: str, *, is_core: bool) -> str:
    """Which treatment is a customer's."""
    return CORE if is_core else grade or NONE


def is_senior(roles: Collection[str], teams: Collection[str], seniors: Seniors) -> bool:
    return not (set(seniors.roles).isdisjoint(roles) and set(seniors.teams).isdisjoint(teams))


def in_turn(calls: Iterable[tuple[T, str]], *, senior: bool) -> list[T]:
    """(call, queue) in the order of one person's bar: each answers his own queue first, and what waits longest in it.

    Nobody's call is kept from anybody: where no senior is free, whoever is picks it up.
    """
    own = SENIOR if senior else STANDARD
    return [call for call, _queue in sorted(calls, key=lambda pair: pair[1] != own)]


def first_contact_by(at: datetime, days: int, customer_id: int) -> datetime:
    """When a rhythm that begins tonight for many is first due: spread over its second half, so that no day gets them all."""
    half = days // 2
    return at + timedelta(days=days - customer_id % (half + 1))
