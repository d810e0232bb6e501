"""Skills and certificates: who may do what on which day. An expired certificate is never overruled (practice §4.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from liuke.areas.network.rules.cover import INSURANCES
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
    """What a technician can do, at which level, until when his certificate for it is valid (None: needs none).

    `insured_until` is the first end among his site's insurances for such work (None: none is registered), of `insurance`.
    """

    key: str
    level: int = 1
    valid_until: date | None = None
    insured_until: date | None = None
    insurance: str = ""


@dataclass(frozen=True)
class Lack:
    """Why somebody may not be sent: the skill, whether he holds it but no longer validly, or which insurance ended."""

    skill: str
    expired_on: date | None = None
    insurance: str = ""

    @property
    def words(self) -> Words:
        name = INSURANCES[self.insurance] if self.insurance else skill_words(self.skill)
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
        """The first expiry among the needed certificates and insurances; None where the work needs none."""
        held = [s for key in needed if (s := self.skills.get(key))]
        return min((d for s in held for d in (s.valid_until, s.insured_until) if d), default=None)


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
    if held is None or (held.valid_until is None and needs_certificate(key)):
        return Lack(key)
    if held.valid_until is not None and held.valid_until < on:
        return Lack(key, held.valid_until)
    if held.insured_until is not None and held.insured_until < on:
        return Lack(key, held.insured_until, held.insurance)
    return None
