"""Play a past period against other rules; nothing is written. The rules come from folders or from what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from liuke.foundation.faults import Invalid
from liuke.kernel.journal.models import Event
from liuke.kernel.journal.queries import from_row
from liuke.kernel.journal.rows import SEQUENCE_BITS, Recorded
from liuke.kernel.playbook import reading, register
from liuke.kernel.playbook.loading import read_folders
from liuke.kernel.playbook.rules import Rule
from liuke.kernel.playbook.simulating import BY_NAME, Played, Simulation
from liuke.kernel.promises import owners
from liuke.kernel.promises.ladder import Calendars
from liuke.kernel.promises.rows import Owner

WARM_UP = timedelta(days=35)
"""What was promised before the period and falls due in it: a look-in is owed in the third week."""

_CHUNK = 2_000


def rules_of(folders: Sequence[Path]) -> list[Rule]:
    """The rules of these folders as they stand there, in force or not. Raises Invalid, naming file and line."""
    found, faults = read_folders(folders)
    if faults:
        raise Invalid("规则手册有误：\n" + "\n".join(faults), "The handbook is not sound:\n" + "\n".join(faults))
    return [reading.rule(f.body) for f in found]


def simulate(rules: Sequence[Rule], *, since: datetime, until: datetime) -> list[Played]:
    """The promises that these rules would have made of what happened from `since` to `until`, with how each ended.

    Facts are folded from the journal's beginning, owners are looked up as the house stands today. Raises Invalid for a
    span that is none.
    """
    if since >= until:
        raise Invalid.field("until", "结束须晚于开始。", "The end comes after the beginning.")
    needed = {r.hold_while for r in rules} | {c.field for r in rules for c in r.conditions}
    facts = {name: fact for name in needed if name and (fact := register.find_fact(name))}
    names = {c.predicate for r in rules for c in r.conditions if c.predicate}
    people, calendars = _People(), Calendars()
    play = Simulation(
        rules, facts, {name: fact.order for name, fact in facts.items()},
        {name: register.find_predicate(name) for name in names}, people.of, calendars,
    )  # fmt: skip
    begins = since - WARM_UP
    for event in _events({k for f in facts.values() for k in f.kinds}, None, begins):
        play.fold(event)
    listened = {k for r in rules for k in (r.kind, *r.kept_by, *r.void_by)} | {
        k for f in facts.values() for k in f.kinds
    }
    for chunk in _chunks(_events(listened | set(BY_NAME), begins, until)):
        people.look_up(rules, chunk)
        play.play(chunk)
    play.pass_time(until)
    return [p for p in play.promises if p.event.happened_at >= since]


def _events(kinds: Iterable[str], since: datetime | None, until: datetime) -> Iterator[Recorded]:
    """In the order of recording, which is the order of ids."""
    rows = Event.objects.filter(kind__in=sorted(kinds), recorded_at__lt=until).order_by("pk")
    if since is not None:
        rows = rows.filter(pk__gte=int(since.timestamp() * 1000) << SEQUENCE_BITS, recorded_at__gte=since)
    return (from_row(row) for row in rows.iterator(chunk_size=_CHUNK))


def _chunks(events: Iterator[Recorded]) -> Iterator[list[Recorded]]:
    chunk: list[Recorded] = []
    for event in events:
        chunk.append(event)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    yield chunk


class _People:
    """Who owes, looked up for many events at once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], Owner] = {}

    def look_up(self, rules: Sequence[Rule], events: Sequence[Recorded]) -> None:
        self._known.clear()
        for name in {r.owner for r in rules}:
            kinds = {r.kind for r in rules if r.owner == name}
            concerned = [e for e in events if e.kind in kinds]
            if concerned:
                found = owners.resolve(name, concerned, concerned[-1].recorded_at)
                self._known.update({(name, event): owner for event, owner in found.items()})

    def of(self, name: str, event: Recorded) -> Owner:
        known = self._known.get((name, event.id))
        if known is None:
            known = owners.resolve(name, [event], event.recorded_at)[event.id]
            self._known[name, event.id] = known
        return known
