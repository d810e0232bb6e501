"""Matching events against rules. Pure: the same function serves recording, `liuke explain` and simulation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from liuke.kernel.journal.rows import Recorded


@dataclass(frozen=True)
class Condition:
    """One of: equality or one-of (`values`), at-least by an order, or a named predicate."""

    field: str
    values: tuple[Any, ...] = ()
    at_least: Any = None
    predicate: str = ""


@dataclass(frozen=True)
class Rule:
    """A rule in force: when what happens, who owes what until when. `terms_id` is the stored version."""

    id: str
    version: int
    terms_id: int
    zh: str
    en: str
    source: str
    kind: str
    of_rule: str
    conditions: tuple[Condition, ...]
    stale_after: timedelta
    about: str
    what: str
    owner: str
    not_before: str
    due: str
    hold_while: str
    seen_by: str
    kept_by: tuple[str, ...] = ()
    void_by: tuple[str, ...] = ()
    ladder: tuple[Mapping[str, Any], ...] = ()
    body: Mapping[str, Any] = field(default_factory=dict, compare=False)


@dataclass(frozen=True)
class Draft:
    """A promise that a rule asks for; owner and times are still names and expressions."""

    rule: Rule
    event: Recorded
    about: str


@dataclass(frozen=True)
class Knowledge:
    """What conditions may look at: standing facts by customer, their orders, and the named predicates."""

    facts: Mapping[int, Mapping[str, Any]]
    orders: Mapping[str, tuple[Any, ...]]
    predicates: Mapping[str, Any]


def match(events: Sequence[Recorded], rules: Sequence[Rule], knowledge: Knowledge, *, at: datetime) -> list[Draft]:
    """Which promises these events call for at `at`. An event older than a rule's `stale_after` calls for none."""
    by_kind: dict[str, list[Rule]] = {}
    for rule in rules:
        by_kind.setdefault(rule.kind, []).append(rule)
    return [
        Draft(rule, event, _about(rule, event))
        for event in events
        for rule in by_kind.get(event.kind, ())
        if fires(rule, event, knowledge, at)
    ]


def fires(rule: Rule, event: Recorded, knowledge: Knowledge, at: datetime) -> bool:
    if rule.of_rule and event.value("rule") != rule.of_rule:
        return False
    if at - event.happened_at > rule.stale_after:
        return False
    facts = knowledge.facts.get(event.timeline_id, {})
    return all(_holds(c, event, facts, knowledge) for c in rule.conditions)


def _holds(c: Condition, event: Recorded, facts: Mapping[str, Any], knowledge: Knowledge) -> bool:
    if c.predicate:
        return bool(knowledge.predicates[c.predicate](event, facts))
    value = facts[c.field] if c.field in facts else event.value(c.field)
    if c.at_least is not None:
        return _at_least(value, c.at_least, knowledge.orders.get(c.field, ()))
    if isinstance(value, list | tuple):
        return any(v in c.values for v in value)
    return value in c.values


def _at_least(value: Any, least: Any, order: tuple[Any, ...]) -> bool:
    if order:
        return value in order and order.index(value) >= order.index(least)
    return value is not None and value >= least


def _about(rule: Rule, event: Recorded) -> str:
    if rule.about:
        return str(event.value(rule.about) or "")
    return event.subject


def needed_facts(rules: Sequence[Rule], known: Mapping[str, tuple[Any, ...]]) -> set[str]:
    """The standing facts that these rules ask for, conditions and holds."""
    asked = {c.field for r in rules for c in r.conditions} | {r.hold_while for r in rules}
    return {name for name in asked if name in known}
