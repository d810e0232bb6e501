"""Promises with what a row about them shows: the customer, the dot to read before speaking, whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.care.queries.complaints import grievances
from liuke.areas.customers.queries.file import list_briefs
from liuke.areas.customers.queries.rows import Brief
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import list_teams
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.kernel.promises import queries as promises
from liuke.kernel.promises import words
from liuke.kernel.promises.rows import PromiseRow
from liuke.kernel.promises.words import BY_HAND


@dataclass(frozen=True)
class OwedRow:
    """A promise, to whom, whose, and whether there is something to read before speaking."""

    promise: PromiseRow
    what: Words
    customer: Brief | None
    warn: bool
    whose: Words


def dressed(rows: Sequence[PromiseRow], *, by: Actor, at: datetime) -> list[OwedRow]:
    """Rows of any list of promises, in as many reads whatever their number."""
    ids = {row.timeline_id for row in rows}
    briefs = list_briefs(ids, by=by) if ids else {}
    marked = warned({b.id for b in briefs.values()}, by, at)
    teams = {team.key: team.name for team in list_teams()} if any(_needs_team(row) for row in rows) else {}
    found = []
    for row in rows:
        customer = briefs.get(row.timeline_id)
        warn = customer is not None and customer.id in marked
        found.append(OwedRow(row, what_of(row), customer, warn, whose(row, teams)))
    return found


def what_of(row: PromiseRow) -> Words:
    """The words of the promise: its kind's, or what was promised by hand."""
    kind = words.of(row.what)
    if row.what != BY_HAND or not row.words:
        return kind
    return Words(f"{kind.zh}：{row.words}", f"{kind.en}: {row.words}")


def whose(row: PromiseRow, teams: dict[str, str]) -> Words:
    """The person, else the team, else the role that owes it."""
    if row.owner_name:
        return Words(row.owner_name, row.owner_name)
    team = teams.get(row.owner_team, "")
    if team:
        return Words(team, team)
    return Words(*ROLES.get(row.owner_role, (row.owner_role, row.owner_role)))


def _needs_team(row: PromiseRow) -> bool:
    return not row.owner_name and bool(row.owner_team)


def warned(customer_ids: set[int], by: Actor, at: datetime) -> set[int]:
    """Those with an open grievance or a promise that is late."""
    if not customer_ids:
        return set()
    late = {p.timeline_id for p in promises.list_open(customer_ids, by=by) if p.held_since is None and p.is_late(at)}
    return late | set(grievances(customer_ids, by=by))
