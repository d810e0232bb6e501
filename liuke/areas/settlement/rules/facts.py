"""What the journal says about an order: a set of events, whose order and splitting makes no difference."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from liuke.areas.settlement.rules import kinds
from liuke.foundation.calendar.rules import LOCAL


@dataclass(frozen=True)
class Fact:
    """One event about an order, as it stands in the journal; its id tells when it was recorded."""

    id: int
    kind: str
    order: str
    at: datetime
    values: Mapping[str, Any]

    def text(self, field: str) -> str:
        return str(self.values.get(field) or "")

    def number(self, field: str) -> int:
        return int(self.values.get(field) or 0)


@dataclass(frozen=True)
class Story:
    """All facts of one order. Told twice, or in another order, it is the same story."""

    order: str
    facts: tuple[Fact, ...] = field(default=())

    @classmethod
    def of(cls, order: str, facts: Iterable[Fact]) -> Story:
        known = {fact.id: fact for fact in facts}
        return cls(order, tuple(known[pk] for pk in sorted(known)))

    def with_(self, more: Iterable[Fact]) -> Story:
        """The story with more facts, which may be known already."""
        return Story.of(self.order, (*self.facts, *more))

    def all(self, name: str) -> tuple[Fact, ...]:
        """All facts of a kind, in the order in which they were recorded."""
        return self._by_kind.get(name, ())

    def first(self, name: str) -> Fact | None:
        found = self._by_kind.get(name)
        return found[0] if found else None

    def last(self, *names: str) -> Fact | None:
        return next((fact for fact in reversed(self.facts) if fact.kind in names), None)

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Fact, ...]]:
        found: dict[str, tuple[Fact, ...]] = {}
        for fact in self.facts:
            found[fact.kind] = (*found.get(fact.kind, ()), fact)
        return found

    @cached_property
    def accepted(self) -> Fact | None:
        """The review that passed: from here on the order is the site's to be paid for."""
        return self.first(kinds.ACCEPTED)

    @property
    def site(self) -> str:
        """The site that completed it."""
        return self.accepted.text("site") if self.accepted else ""

    @property
    def kind(self) -> str:
        found = self.accepted or self.first(kinds.MADE)
        return found.text("kind") if found else ""

    @property
    def original(self) -> str:
        """The order that this one repeats, if any."""
        made = self.first(kinds.MADE)
        return made.text("repeat_of") if made else ""

    @cached_property
    def worked_on(self) -> date:
        """The company's day on which the work ended: prices of that day hold."""
        if self.accepted is None:
            raise ValueError(f"{self.order} is not complete")
        said = self.accepted.text("completed_at")
        moment = datetime.fromisoformat(said) if said else self.accepted.at
        return moment.astimezone(LOCAL).date()


@dataclass(frozen=True)
class Fault:
    """The decision that stands: whose fault, about which class, by which event."""

    party: str
    outcome: str
    event: int


def standing_fault(story: Story) -> Fault | None:
    """The latest decision of the latest case (cases are numbered as they open); None where nothing is decided."""
    decisions = story.all(kinds.FAULT)
    if not decisions:
        return None
    said = max(decisions, key=lambda fact: (len(fact.text("number")), fact.text("number"), fact.id))
    return Fault(said.text("party"), said.text("outcome"), said.id)


def classes_at_fault(story: Story) -> dict[str, int]:
    """The classes decided against the site, each with its event; none where the standing decision is another's."""
    standing = standing_fault(story)
    if standing is None or standing.party != "site":
        return {}
    latest = {fact.text("number"): fact for fact in story.all(kinds.FAULT)}
    return {fact.text("outcome"): fact.id for fact in latest.values() if fact.text("party") == "site"}
