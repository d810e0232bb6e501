"""Judges of fault, and orders that ended badly, brought there by the centre's callback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.care.actions import calling
from liuke.areas.care.models import Callback
from liuke.areas.care.rules.outcome import Answers
from liuke.areas.quality.actions import appeals, cases
from liuke.areas.quality.models import Case
from liuke.areas.quality.queries.evidence import known_evidence
from liuke.foundation.files.actions import store
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.models import Actor
from tests.given import care
from tests.given.care import World
from tests.given.service import PIXEL

BAD = Answers(solved=True, attitude_good=True, satisfied=False, words="地上没收拾")


@dataclass(frozen=True)
class Judges:
    """Two quality managers and a regional manager: whoever decided first does not hear the appeal."""

    quality: Actor
    second: Actor
    regional: Actor


def judges(at: datetime) -> Judges:
    boss = queries.system_actor(Actor.Kind.IMPORT, "given")

    def person(username: str, name: str, role: str) -> Actor:
        return identity.add_person(username=username, name=name, roles=[role], by=boss, at=at)

    return Judges(
        person("pinzhi", "沈品质", "quality_manager"),
        person("pinzhi.er", "唐品质", "quality_manager"),
        person("quyu", "马区域", "regional_manager"),
    )


def bad_order(world: World, at: datetime, answers: Answers = BAD, *, machine: str = "") -> str:
    """A repair done on the day of `at`; at four the customer says he is not content."""
    number = care.order_to_call_back(world, at, machine=machine)
    callback = Callback.objects.get(about=number)
    four = at.replace(hour=16, minute=0)
    calling.answer(callback.number, answers, by=world.cast.callback_agent, at=four)
    return number


def case_of(order: str) -> Case:
    return Case.objects.select_related("order", "site").get(order__number=order)


def evidence(case: Case, by: Actor) -> list[str]:
    """One thing that happened about the order."""
    return sorted(known_evidence(case, by=by))[:1]


def decided(case: Case, by: Actor, at: datetime, party: str = "site") -> None:
    cases.decide_fault(case.number, party=party, reason="现场未清理", evidence=evidence(case, by), by=by, at=at)


def appealed(case: Case, by: Actor, at: datetime) -> str:
    """The site brings a picture."""
    key = store(PIXEL, name="floor.png", subject=f"fault:{case.number}", by=by, at=at)
    return appeals.lodge_appeal(case.number, reason="用户当时签字确认已清理", files=[key], by=by, at=at)
