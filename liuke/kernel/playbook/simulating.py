"""A past period played against given rules, in memory: what would have been promised, kept and missed. Pure.

Uses what the living kernel uses: `match` opens, `endings` keeps and voids, `due` reckons. What people did is taken as
it was: a simulation says what other rules would have asked of the same days, not how people would have answered.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, Protocol

from liuke.foundation.calendar.rules import Calendar
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook.register import StandingFact
from liuke.kernel.playbook.rules import Draft, Knowledge, Rule, match
from liuke.kernel.promises import due
from liuke.kernel.promises.rows import Owner
from liuke.kernel.promises.rules import Owed, endings

OwnerOf = Callable[[str, Recorded], Owner]
DEEPEST = 8
BY_NAME = ("promise.done", "promise.waived", "promise.moved")
"""Acts on a promise itself: they name what it was and about what, so they find their like here."""


class Clocks(Protocol):
    """The calendars by key."""

    def __getitem__(self, key: str) -> Calendar: ...


State = Literal["open", "kept", "void", "waived"]


@dataclass
class Played:
    """A promise as it would have been."""

    id: int
    rule: Rule
    event: Recorded
    about: str
    owner: Owner
    not_before: datetime | None
    due_at: datetime
    held_since: datetime | None = None
    state: State = "open"
    ended_at: datetime | None = None
    ended_by: Recorded | None = None
    missed: bool = False

    @property
    def is_late(self) -> bool:
        return self.state == "kept" and self.ended_at is not None and self.ended_at > self.due_at

    def owed(self) -> Owed:
        r = self.rule
        return Owed(
            self.id, self.event.timeline_id, r.what, self.about, self.event.id, self.event.happened_at,
            self.not_before, self.due_at, frozenset(r.kept_by), frozenset(r.void_by),
            r.body.get("per") == "customer",
        )  # fmt: skip


@dataclass
class Simulation:
    """The state of a play; `play` moves it on, event by event in the order of recording."""

    rules: Sequence[Rule]
    facts: Mapping[str, StandingFact]
    orders: Mapping[str, tuple[Any, ...]]
    predicates: Mapping[str, Any]
    owner_of: OwnerOf
    calendars: Clocks
    promises: list[Played] = field(default_factory=list)
    _open: dict[int, dict[int, Played]] = field(default_factory=lambda: defaultdict(dict))
    _values: dict[str, dict[object, Any]] = field(default_factory=lambda: defaultdict(dict))
    _dues: list[tuple[datetime, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._by_kind: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            self._by_kind[rule.kind].append(rule)
        self._held_on = {rule.hold_while for rule in self.rules if rule.hold_while}

    def play(self, events: Iterable[Recorded]) -> None:
        """Go on with these events."""
        for event in events:
            self.pass_time(event.recorded_at)
            self.fold(event)
            if event.kind in BY_NAME:
                self._by_name(event)
            elif not event.kind.startswith("promise."):
                self._follow(event, event.recorded_at)

    def pass_time(self, until: datetime) -> None:
        """What falls due up to then is missed, and its followers are owed from that moment on."""
        while self._dues and self._dues[0][0] <= until:
            at, number = heapq.heappop(self._dues)
            p = self.promises[number]
            if p.state == "open" and p.held_since is None and p.due_at == at and not p.missed:
                p.missed = True
                self._owe(_about(p, "promise.missed", at), at, 1)

    def fold(self, event: Recorded) -> None:
        """Standing facts change; what waits on them is held or resumed."""
        for name, fact in self.facts.items():
            if event.kind not in fact.kinds:
                continue
            key: object = event.subject if fact.of_thing else event.timeline_id
            value = self._values[name][key] = fact.fold(self._values[name].get(key), event)
            if name in self._held_on:
                self._hold(name, key, bool(value), event)

    def _follow(self, event: Recorded, at: datetime) -> None:
        owed = self._open.get(event.timeline_id)
        kept = self._settle(event, owed) if owed else []
        self._owe(event, at, 0)
        for p in kept:
            self._owe(_about(p, "promise.kept", event.happened_at, event), at, 1)

    def _settle(self, event: Recorded, owed: Mapping[int, Played]) -> list[Played]:
        kept = []
        for ending in endings([replace(event, keeps=None)], [p.owed() for p in owed.values()]):
            p = self.promises[ending.promise_id]
            self._end(p, "kept" if ending.kept else "void", event)
            if ending.kept:
                kept.append(p)
                if p.missed and not p.is_late:
                    self._void_by(_about(p, "promise.cleared", event.happened_at, event))
        return kept

    def _void_by(self, event: Recorded) -> None:
        """Reported late, done in time: what the miss had opened is void."""
        for p in list(self._open.get(event.timeline_id, {}).values()):
            if p.event.kind == "promise.missed" and p.event.facts.get("promise") == event.facts.get("promise"):
                self._end(p, "void", event)

    def _end(self, p: Played, state: State, event: Recorded) -> None:
        p.state, p.ended_at, p.ended_by = state, event.happened_at, event
        self._open[p.event.timeline_id].pop(p.id, None)

    def _owe(self, event: Recorded, at: datetime, depth: int) -> None:
        rules = self._by_kind.get(event.kind)
        if not rules or depth > DEEPEST:
            return
        facts = {name: self._values[name].get(event.timeline_id) for name, f in self.facts.items() if not f.of_thing}
        known = Knowledge({event.timeline_id: facts}, self.orders, self.predicates)
        for draft in match([event], rules, known, at=at):
            self._open_one(draft)

    def _open_one(self, draft: Draft) -> None:
        rule, event = draft.rule, draft.event
        owner = self.owner_of(rule.owner, event)
        calendar, values = self.calendars[owner.calendar_key], {**event.personal, **event.facts}
        when = due.parse(rule.due).reckon(event.happened_at, calendar, values)
        if when is None or not self._wanted(rule, event.timeline_id, draft.about, event):
            return
        later = due.parse(rule.not_before).reckon(event.happened_at, calendar, values) if rule.not_before else None
        p = Played(len(self.promises), rule, event, draft.about, owner, later, when)
        if rule.hold_while and self._is_true(rule.hold_while, event.timeline_id, draft.about):
            p.held_since = event.happened_at
        self.promises.append(p)
        self._open[event.timeline_id][p.id] = p
        heapq.heappush(self._dues, (p.due_at, p.id))

    def _wanted(self, rule: Rule, timeline: int, about: str, event: Recorded) -> bool:
        """Where a rule does not add: keep what is open already, or replace it."""
        again = rule.body.get("promise", {}).get("again", "keep")
        alike = [p for p in self._open.get(timeline, {}).values() if p.rule.id == rule.id and p.about == about]
        if again == "replace":
            for p in alike:
                self._end(p, "void", event)
        return again != "keep" or not alike

    def _is_true(self, fact: str, timeline: int, about: str) -> bool:
        of_thing = self.facts[fact].of_thing
        return bool(self._values[fact].get(about if of_thing else timeline))

    def _hold(self, fact: str, key: object, holds: bool, event: Recorded) -> None:
        for p in self._open.get(event.timeline_id, {}).values():
            if p.rule.hold_while != fact or (p.about if self.facts[fact].of_thing else p.event.timeline_id) != key:
                continue
            if holds and p.held_since is None:
                p.held_since = event.happened_at
            elif not holds and p.held_since is not None:
                calendar = self.calendars[p.owner.calendar_key]
                p.due_at = due.after_hold(
                    p.rule.due, p.due_at, held=p.held_since, at=event.happened_at, calendar=calendar
                )
                p.held_since = None
                heapq.heappush(self._dues, (p.due_at, p.id))

    def _by_name(self, event: Recorded) -> None:
        what = event.value("what")
        alike = [
            p
            for p in self._open.get(event.timeline_id, {}).values()
            if p.rule.what == what and p.about == event.subject
        ]
        if not alike:
            return
        p = min(alike, key=lambda one: (one.due_at, one.id))
        if event.kind == "promise.moved":
            self._move(p, event)
        else:
            self._end(p, "kept" if event.kind == "promise.done" else "waived", event)

    def _move(self, p: Played, event: Recorded) -> None:
        """Only the customer's wish moves what lateness is measured by."""
        if event.value("wish_of") == "customer":
            p.due_at = datetime.fromisoformat(str(event.value("due_at")))
            heapq.heappush(self._dues, (p.due_at, p.id))


def _about(p: Played, kind: str, at: datetime, by: Recorded | None = None) -> Recorded:
    """What becomes of a promise, as the event that a rule may follow."""
    source = by or p.event
    facts = {
        **source.facts, "about": p.about, "promise": p.id, "what": p.rule.what, "rule": p.rule.id,
        "due_at": p.due_at.isoformat(), "in_time": not p.is_late,
    }  # fmt: skip
    return replace(source, kind=kind, subject=p.about, happened_at=at, recorded_at=at, facts=facts, keeps=None)
