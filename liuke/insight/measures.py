"""Measures: promises kept, by week, team, person and rule. Each figure names the rows it was counted from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.foundation.clock import local
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.kernel.playbook import queries as playbook
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises import words
from liuke.kernel.promises.queries import KeptRate
from liuke.kernel.promises.words import BY_HAND

WEEKS: Final = 12
MOST_PEOPLE: Final = 100


@dataclass(frozen=True)
class Measure:
    """One line of a table of measures. `key` is what its rows are filtered by."""

    key: str
    words: Words
    rate: KeptRate

    @property
    def percent(self) -> int | None:
        return percent(self.rate)


@dataclass(frozen=True)
class Period:
    """Whole weeks, Monday to Monday, the running one included."""

    since: datetime
    until: datetime


def percent(rate: KeptRate) -> int | None:
    """In whole percent, rounded down: 99.9 is not all."""
    return None if rate.rate is None else int(rate.rate * 100)


def period(at: datetime, *, weeks: int = WEEKS) -> Period:
    """The last `weeks` weeks."""
    midnight = local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - timedelta(days=midnight.weekday())
    return Period(monday - timedelta(weeks=weeks - 1), monday + timedelta(weeks=1))


def by_week(over: Period, *, at: datetime, team: str = "") -> list[Measure]:
    """Every week of the period, also those in which nothing was due."""
    found = {rate.key: rate for rate in _rates(over, at, "week", team)}
    weeks = []
    start = local(over.since)
    while start < over.until:
        key = start.date().isoformat()
        weeks.append(
            Measure(key, Words(f"{start:%m-%d}", f"{start:%m-%d}"), found.get(key) or KeptRate(key, 0, 0, 0, 0))
        )
        start += timedelta(weeks=1)
    return weeks


def by_team(over: Period, *, at: datetime, only: Sequence[str] = ()) -> list[Measure]:
    """By the team that owed, the worst first; what no team owed stands under no team."""
    names = {team.key: Words(team.name, team.name) for team in identity.list_teams()}
    rates = [r for r in _rates(over, at, "team", "") if r.key and (not only or r.key in only)]
    return _worst_first(rates, names)


def by_person(over: Period, *, at: datetime, team: str = "") -> list[Measure]:
    """By the person who owed, pools by their role; the worst first."""
    rates = _rates(over, at, "owner", team)
    ids = {int(r.key) for r in rates if r.key.isdecimal()}
    people = Actor.objects.filter(pk__in=ids).values_list("pk", "name")
    names = {str(pk): Words(name, name) for pk, name in people}
    names |= {role: Words(f"{zh}（未认领）", f"{en} (nobody took it)") for role, (zh, en) in ROLES.items()}
    return _worst_first(rates, names)[:MOST_PEOPLE]


def by_rule(over: Period, *, at: datetime, team: str = "") -> list[Measure]:
    """By the rule that made the promise; the worst first."""
    names = {rule.id: Words(rule.zh, rule.en) for rule in playbook.all_rules(at=at)} | {BY_HAND: words.of(BY_HAND)}
    return _worst_first(_rates(over, at, "rule", team), names)


def _rates(over: Period, at: datetime, group: promises.Group, team: str) -> list[KeptRate]:
    return promises.kept_rates(since=over.since, until=over.until, at=at, group=group, team=team)


def _worst_first(rates: Sequence[KeptRate], names: Mapping[str, Words]) -> list[Measure]:
    measures = [Measure(r.key, names.get(r.key) or Words(r.key, r.key), r) for r in rates]
    return sorted(measures, key=lambda m: (m.rate.rate is None, m.rate.rate or 0, -m.rate.late, m.key))
