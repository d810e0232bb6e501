"""Skills and certificates: who may do what on which day. An expired certificate is never overruled (practice §4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from liuke.foundation.words import Words

CERTIFICATES: Final = {
    "gas": Words("燃气具安装维修证", "gas appliance certificate"),
    "low_voltage": Words("低压电工证", "low-voltage electrician certificate"),
    "height": Words("高处作业证", "work-at-height certificate"),
    "refrigeration": Words("制冷与空调作业证", "refrigeration certificate"),
}
HIGHEST_LEVEL: Final = 3


@dataclass(frozen=True)
class Skill:
    """What a technician can do, at which level, until when his certificate for it is valid (None: needs none)."""

    key: str
    level: int = 1
    valid_until: date | None = None


@dataclass(frozen=True)
class Lack:
    """Why somebody may not be sent: the skill, and whether he holds it but no longer validly."""

    skill: str
    expired_on: date | None = None

    @property
    def words(self) -> Words:
        name = skill_words(self.skill)
        if self.expired_on:
            return Words(f"{name.zh}已于 {self.expired_on} 到期", f"{name.en} expired on {self.expired_on}")
        return Words(f"无{name.zh}", f"no {name.en}")


@dataclass(frozen=True)
class Ability:
    """All skills of one technician."""

    skills: Mapping[str, Skill] = field(default_factory=dict)

    def lacks(self, needed: Iterable[str], *, on: date) -> tuple[Lack, ...]:
        """What is missing for this work on that day; the last day of a certificate still counts."""
        return tuple(lack for key in dict.fromkeys(needed) if (lack := _lack(self.skills.get(key), key, on)))

    def valid_until(self, needed: Iterable[str]) -> date | None:
        """The first expiry among the needed certificates; None where the work needs none."""
        dates = [s.valid_until for key in needed if (s := self.skills.get(key)) and s.valid_until]
        return min(dates, default=None)


def needs_certificate(skill: str) -> bool:
    """Does the law ask for a certificate for this skill?"""
    return skill in CERTIFICATES


def skill_words(skill: str) -> Words:
    """A certificate by its name; a trade skill by its key (a product line names it)."""
    return CERTIFICATES.get(skill, Words(f"{skill} 技能", f"{skill} skill"))


def masked(certificate_no: str) -> str:
    """What is kept of a certificate's number: electricians' numbers are identity numbers."""
    number = certificate_no.strip()
    if not number:
        return ""
    return f"{number[:1]}****{number[-3:]}" if len(number) > 6 else "****"


def ability(skills: Sequence[Skill]) -> Ability:
    return Ability({skill.key: skill for skill in skills})


def _lack(held: Skill | None, key: str, on: date) -> Lack | None:
    if held is None:
        return Lack(key)
    if held.valid_until is None:
        return Lack(key) if needs_certificate(key) else None
    return Lack(key, held.valid_until) if held.valid_until < on else None
