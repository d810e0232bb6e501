"""The playbook follows the journal: keep what is kept, hold what is on hold, open what is now owed. Lists throughout."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from liuke.kernel.journal.listeners import Moment
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import queries, register
from liuke.kernel.playbook.rules import Draft, Knowledge, Rule, match, needed_facts
from liuke.kernel.promises import due, holds, owners
from liuke.kernel.promises.keeping import settle
from liuke.kernel.promises.ladder import Calendars
from liuke.kernel.promises.opening import open_many
from liuke.kernel.promises.rows import Kept, Owner, PromiseDraft

DEEPEST = 8


def follow(events: Sequence[Recorded], moment: Moment) -> None:
    """What follows from these events under the rules in force at `moment.at`."""
    kept = settle(events, moment)
    _recheck_holds(events, moment)
    _owe([*_countable(events, moment), *_as_events(kept, moment)], moment)


def _recheck_holds(events: Sequence[Recorded], moment: Moment) -> None:
    changed = register.facts_changed_by({e.kind for e in events})
    held_on = holds.facts_held_on() if changed else set()
    for fact in (f for f in changed if f.name in held_on):
        concerned = [e for e in events if e.kind in fact.kinds]
        timelines = {e.timeline_id for e in concerned}
        keys = {e.subject for e in concerned} if fact.of_thing else timelines
        true_on = {key for key, value in fact.read(sorted(keys)).items() if value}
        holds.recheck(holds.Change(fact.name, true_on, keys, fact.of_thing), timelines, moment.at)


def recheck_holds_of(timeline_ids: Iterable[int], at: datetime) -> None:
    """Facts of these (locked) customers may have changed without an event of theirs: rows came or went with a merge."""
    timelines = set(timeline_ids)
    for name in holds.facts_held_on():
        fact = register.find_fact(name)
        if fact is not None and not fact.of_thing:
            true_on = {key for key, value in fact.read(sorted(timelines)).items() if value}
            holds.recheck(holds.Change(name, true_on, timelines), timelines, at)


def _countable(events: Sequence[Recorded], moment: Moment) -> list[Recorded]:
    """Events that may owe something: none in silence, only those from a date on where one is named."""
    if moment.rules == "silent":
        return []
    if isinstance(moment.rules, datetime):
        return [e for e in events if e.happened_at >= moment.rules]
    return list(events)


def _as_events(kept: Sequence[Kept], moment: Moment) -> list[Recorded]:
    """A kept promise may call for the next: it is matched like an event, caused by what kept it."""
    if moment.rules == "silent":
        return []
    return [
        replace(
            k.event, kind="promise.kept", subject=k.about, facts={**k.event.facts, "rule": k.rule, "in_time": k.in_time}
        )
        for k in kept
        if k.event.depth < DEEPEST
    ]


def _owe(events: Sequence[Recorded], moment: Moment) -> None:
    rules = queries.rules_for({e.kind for e in events}, at=moment.at) if events else []
    if not rules:
        return
    knowledge = know(rules, events)
    drafts = match(events, rules, knowledge, at=moment.at)
    owed_by = _owners(drafts, moment.at)
    calendars = Calendars({owner.calendar_key for owner in owed_by.values()})
    kept = open_many(reckon(drafts, knowledge, owed_by, calendars), calendars, moment)
    if kept:
        _owe(_as_events(kept, moment), moment)


def know(rules: Sequence[Rule], events: Sequence[Recorded]) -> Knowledge:
    """What the conditions of these rules need to know of the customers of these events."""
    facts = {r.hold_while for r in rules} | {c.field for r in rules for c in r.conditions}
    known = {name: fact.order for name in facts if name and (fact := register.find_fact(name))}
    listened = {r.kind for r in rules}
    timelines = {e.timeline_id for e in events if e.kind in listened}
    values = register.read_facts(needed_facts(rules, known), timelines)
    predicates = {c.predicate: register.find_predicate(c.predicate) for r in rules for c in r.conditions if c.predicate}
    return Knowledge(values, known, predicates)


def reckon(
    drafts: Sequence[Draft], knowledge: Knowledge, owed_by: Mapping[tuple[str, int], Owner], calendars: Calendars
) -> list[PromiseDraft]:
    """Expressions become times, on the calendars of those who owe."""
    held = _held(drafts, knowledge)
    found = [_promise(d, owed_by[(d.rule.owner, d.event.id)], calendars, d in held) for d in drafts]
    return [p for p in found if p is not None]


def _held(drafts: Sequence[Draft], knowledge: Knowledge) -> list[Draft]:
    """Those that are born on hold: what they wait on is true of their customer, or of the thing they are about."""
    waiting = [d for d in drafts if d.rule.hold_while]
    things: dict[str, set[str]] = {}
    for d in waiting:
        if (fact := register.find_fact(d.rule.hold_while)) and fact.of_thing:
            things.setdefault(fact.name, set()).add(d.about)
    true = {name: register.read_of_things(name, abouts) for name, abouts in things.items()}
    facts = knowledge.facts
    return [
        d
        for d in waiting
        if (true[d.rule.hold_while].get(d.about) if d.rule.hold_while in true
            else facts.get(d.event.timeline_id, {}).get(d.rule.hold_while))
    ]  # fmt: skip


def _owners(drafts: Sequence[Draft], at: datetime) -> dict[tuple[str, int], Owner]:
    by_name: dict[str, dict[int, Recorded]] = {}
    for d in drafts:
        by_name.setdefault(d.rule.owner, {})[d.event.id] = d.event
    return {
        (name, event_id): owner
        for name, events in by_name.items()
        for event_id, owner in owners.resolve(name, list(events.values()), at).items()
    }


def _promise(d: Draft, owner: Owner, calendars: Calendars, on_hold: bool) -> PromiseDraft | None:
    """The finished draft; None where the field it counts from was not given (no time, no promise)."""
    calendar, values = calendars[owner.calendar_key], _values(d.event)
    when = due.parse(d.rule.due).reckon(d.event.happened_at, calendar, values)
    if when is None:
        return None
    not_before = (
        due.parse(d.rule.not_before).reckon(d.event.happened_at, calendar, values) if d.rule.not_before else None
    )
    return PromiseDraft(
        terms_id=d.rule.terms_id,
        event=d.event,
        about=d.about,
        owner=owner,
        not_before=not_before,
        due_at=when,
        seen_by=d.rule.seen_by,
        on_hold=on_hold,
    )


def _values(event: Recorded) -> Mapping[str, object]:
    return {**event.personal, **event.facts}
