"""What other rules would have asked of a past period: promises made, kept and missed, and the people it takes."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from statistics import median

from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.kernel.playbook import queries as playbook
from liuke.kernel.playbook.rules import Rule
from liuke.kernel.playbook.simulating import Played
from liuke.kernel.playbook.simulation import simulate
from liuke.kernel.promises import due


@dataclass(frozen=True)
class Tally:
    """How the promises of one rule went. `late`: kept late, or not kept by the end though due."""

    made: int = 0
    in_time: int = 0
    late: int = 0
    void: int = 0
    open: int = 0


@dataclass(frozen=True)
class RuleLine:
    """One rule under the handbook as it is and as it would be; `before` or `after` empty where it does not exist."""

    rule: str
    words: Words
    role: str
    before: Tally
    after: Tally

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True)
class RoleLine:
    """What a role owes a day, and how many people that takes at the pace at which people kept promises then.

    `pace`: kept by one person on one day (median over person-days); None where nobody kept any, and then nothing is
    said of people.
    """

    role: str
    words: Words
    a_day: float
    at_most: int
    pace: float | None
    people: int | None
    people_at_most: int | None


@dataclass(frozen=True)
class Comparison:
    """The two plays side by side."""

    since: datetime
    until: datetime
    rules: tuple[RuleLine, ...]
    before: tuple[RoleLine, ...]
    after: tuple[RoleLine, ...]

    @property
    def totals(self) -> tuple[Tally, Tally]:
        return _total(r.before for r in self.rules), _total(r.after for r in self.rules)


def compare(before: Sequence[Rule], after: Sequence[Rule], *, since: datetime, until: datetime) -> Comparison:
    """Play the period twice. Raises Invalid where the span is none."""
    first = simulate(before, since=since, until=until)
    second = simulate(after, since=since, until=until)
    named = {r.id: r for r in (*before, *after)}
    one, other = _tallies(first, until), _tallies(second, until)
    lines = [
        RuleLine(
            rule,
            Words(named[rule].zh, named[rule].en),
            named[rule].owner,
            one.get(rule, Tally()),
            other.get(rule, Tally()),
        )
        for rule in sorted(one.keys() | other.keys())
    ]
    lines.sort(key=lambda line: (not line.changed, -line.before.made, line.rule))
    return Comparison(since, until, tuple(lines), _roles(first), _roles(second))


def with_due(rules: Sequence[Rule], rule: str, text: str) -> list[Rule]:
    """The same handbook with one rule's time changed (the grammar of kernel/promises/due). Raises Missing, Invalid."""
    if rule not in {r.id for r in rules}:
        raise Missing("没有这条规则。", "There is no such rule.")
    try:
        due.parse(text)
    except ValueError as wrong:
        raise Invalid.field("due", "看不懂这个时限，请照示例填写。", str(wrong)) from None
    return [replace(r, due=text) if r.id == rule else r for r in rules]


def in_force(at: datetime) -> list[Rule]:
    return playbook.all_rules(at=at)


def _tallies(played: Iterable[Played], until: datetime) -> dict[str, Tally]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for p in played:
        counts[p.rule.id][_fate(p, until)] += 1
    return {rule: Tally(sum(n.values()), n["in_time"], n["late"], n["void"], n["open"]) for rule, n in counts.items()}


def _fate(p: Played, until: datetime) -> str:
    if p.state == "kept":
        return "late" if p.is_late else "in_time"
    if p.state == "open":
        return "late" if p.held_since is None and p.due_at < until else "open"
    return "void"


def _total(tallies: Iterable[Tally]) -> Tally:
    found = list(tallies)
    return Tally(*(sum(getattr(t, name) for t in found) for name in ("made", "in_time", "late", "void", "open")))


def _roles(played: Sequence[Played]) -> tuple[RoleLine, ...]:
    owed: dict[str, Counter[date]] = defaultdict(Counter)
    done: dict[str, Counter[tuple[int, date]]] = defaultdict(Counter)
    for p in played:
        if p.state in ("open", "kept"):
            owed[p.owner.role][local(p.due_at).date()] += 1
        if p.state == "kept" and p.ended_by is not None:
            done[p.owner.role][p.ended_by.by_id, local(p.ended_by.happened_at).date()] += 1
    return tuple(_role(role, days, done.get(role, Counter())) for role, days in sorted(owed.items()))


def _role(role: str, days: Mapping[date, int], done: Mapping[tuple[int, date], int]) -> RoleLine:
    a_day, most = sum(days.values()) / len(days), max(days.values())
    pace = float(median(done.values())) if done else None
    words = ROLES.get(role)
    said = Words(*words) if words else Words(role, role)
    return RoleLine(role, said, a_day, most, pace, _people(a_day, pace), _people(most, pace))


def _people(owed: float, pace: float | None) -> int | None:
    return math.ceil(owed / pace) if pace else None
