"""A leak from the first word to its end (H9; PIPL 57): remedied at once, told at once, closed by the general manager. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from liuke.foundation.words import Words

STATES: Final[dict[str, Words]] = {
    "reported": Words("待核查", "to be examined"),
    "handled": Words("处置中", "being handled"),
    "closed": Words("已办结", "closed"),
    "unfounded": Words("查无泄密", "no leak"),
}
OPEN: Final = ("reported", "handled")
SEVERITIES: Final[dict[str, Words]] = {
    "slight": Words("轻微", "slight"),
    "ordinary": Words("一般", "ordinary"),
    "grave": Words("严重", "grave"),
}
NOTICES: Final[dict[str, Words]] = {
    "authority": Words("主管部门", "the authority"),
    "persons": Words("本人", "the persons concerned"),
}
OUTCOMES: Final[dict[str, Words]] = {
    "told": Words("已告知", "told"),
    "not_needed": Words("依法不需告知", "need not be told"),
}
"""PIPL 57: persons need not be told where harm was averted for certain, with the reason, unless the authority wants it."""
NAMED: Final = re.compile(r"(?:C|RL)-[0-9]{4,12}")
MOST_NAMED: Final = 500


@dataclass(frozen=True)
class Seen:
    """Somebody saw or took something of those concerned."""

    at: str
    act: str
    who: int
    name: str
    roles: list[str]
    subject: str
    purpose: str


@dataclass(frozen=True)
class Access:
    """One person among those who could have: how often he did what, with how many customers' data, when last."""

    who: int
    name: str
    roles: list[str]
    acts: dict[str, int]
    subjects: int
    last: str


def numbers_in(said: str) -> tuple[list[str], list[str]]:
    """Of what was typed the codes of customers and numbers of releases, each once, and what is neither."""
    words = dict.fromkeys(re.split(r"[\s,，、;；]+", said.upper().strip()))
    named = [one for one in words if NAMED.fullmatch(one)]
    return named, [one for one in words if one and not NAMED.fullmatch(one)]


def who_could_have(seen: Iterable[Seen]) -> list[Access]:
    """By person, whoever took files or clear values most first."""
    by_person: dict[int, list[Seen]] = {}
    for one in seen:
        by_person.setdefault(one.who, []).append(one)
    return sorted(map(_access, by_person.values()), key=lambda one: (-one.subjects, -sum(one.acts.values()), one.name))


def why_not_over(*, measures: int, undone: int, of_persons: bool, authority: str, persons: str) -> Words | None:
    """What still stands between a leak and its end, or None."""
    if not measures:
        return Words("还没有整改措施", "There is no measure yet")
    if undone:
        return Words(f"还有 {undone} 项措施未落实", f"{undone} measures are not carried out yet")
    if of_persons and not authority:
        return Words("尚未登记是否告知主管部门", "Nobody has said whether the authority was told")
    if of_persons and not persons:
        return Words("尚未登记是否告知本人", "Nobody has said whether the persons concerned were told")
    return None


def _access(seen: list[Seen]) -> Access:
    acts: dict[str, int] = {}
    for one in seen:
        acts[one.act] = acts.get(one.act, 0) + 1
    first = seen[0]
    subjects = len({one.subject for one in seen})
    return Access(first.who, first.name, first.roles, acts, subjects, max(one.at for one in seen))
