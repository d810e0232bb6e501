"""Reading the ledger: what is open, for whom, and how much of what was promised is kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Least

from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import SITE_ROLES
from liuke.kernel.journal.kinds import seen_by_or_wider
from liuke.kernel.journal.queries import audience_of
from liuke.kernel.promises.models import Promise
from liuke.kernel.promises.rows import PromiseRow

Group = Literal["owner", "team", "rule", "what", "timeline", "week", "all"]
Verdict = Literal["", "in_time", "late"]
COUNTED: Final = 1_000  # more is shown as 999+


@dataclass(frozen=True)
class KeptRate:
    """Of the promises that ended or fell due in a period: each counts once."""

    key: str
    in_time: int
    late: int
    void: int
    waived: int

    @property
    def rate(self) -> float | None:
        """Share kept in time, None where nothing was due."""
        due = self.in_time + self.late
        return self.in_time / due if due else None


def next_alarm() -> datetime | None:
    """When the loop has something to do next."""
    waiting = Promise.objects.filter(state=Promise.State.OPEN, held_since=None, failures__lt=3)
    return (
        waiting.filter(next_alarm_at__isnull=False)
        .order_by("next_alarm_at")
        .values_list("next_alarm_at", flat=True)
        .first()
    )


def find_promise(promise_id: int, *, by: Actor) -> PromiseRow | None:
    return next(iter(_rows(_visible(by).filter(pk=promise_id))), None)


def list_open(timeline_ids: Iterable[int], *, by: Actor, limit: int = 200) -> list[PromiseRow]:
    """Open promises to these customers, first due first (before you speak, screen pop)."""
    rows = _visible(by).filter(timeline_id__in=list(timeline_ids), state=Promise.State.OPEN)
    return _rows(rows.order_by("due_at", "pk")[:limit])


def list_about(about: str, *, by: Actor, limit: int = 100) -> list[PromiseRow]:
    """All promises about one thing, newest first."""
    return _rows(_visible(by).filter(about=about).order_by("-pk")[:limit])


def list_of_timeline(timeline_id: int, *, by: Actor, limit: int = 100) -> list[PromiseRow]:
    return _rows(_visible(by).filter(timeline_id=timeline_id).order_by("-pk")[:limit])


def list_opened_by(event_ids: Iterable[int], *, by: Actor) -> list[PromiseRow]:
    """The promises that events on a timeline page led to, to be folded under them."""
    return _rows(_visible(by).filter(opened_by__in=list(event_ids)).order_by("due_at")[:500])


def list_for(
    actor: Actor, *, until: datetime | None = None, doable_by: datetime | None = None, after: str | None = None,
    limit: int = 100,
) -> list[PromiseRow]:  # fmt: skip
    """Today: what a person owes, their own and their pools', first due first; held ones are left out.

    `until` leaves out what is due later, `doable_by` what may not be done before then (its `not_before`).
    """
    wanted = _beyond(after) if after else Q()
    if until:
        wanted &= Q(due_at__lt=until)
    if doable_by:
        wanted &= Q(not_before=None) | Q(not_before__lt=doable_by)
    first = _first_due(actor, wanted, limit)
    rows = _rows(Promise.objects.filter(pk__in=[pk for _, pk in sorted(first)[:limit]]))
    return sorted(rows, key=lambda row: (row.due_at, row.id))


def count_for(actor: Actor, *, at: datetime, day_start: datetime, day_end: datetime) -> dict[str, int]:
    """The head of Today: due by the end of the day, late now, kept today by this person. COUNTED stands for more."""
    kept = Promise.objects.filter(owner=actor, state=Promise.State.KEPT, ended_at__gte=day_start, ended_at__lt=day_end)
    due = sorted(_first_due(actor, Q(due_at__lt=day_end), COUNTED))[:COUNTED]
    return {"due": len(due), "late": bisect_left(due, (at, 0)), "kept": kept[:COUNTED].count()}


def _first_due(actor: Actor, condition: Q, limit: int) -> list[tuple[datetime, int]]:
    """(due, id) of what a person owes, the first `limit` of their own and of each of their pools, in one statement.

    Each of these has its index by due time; asked for together, none would be used and all would have to be sorted.
    """
    some = [
        Promise.objects.filter(whose & condition, state=Promise.State.OPEN, held_since=None)
        .order_by("due_at", "pk")
        .values_list("due_at", "pk")[:limit]
        for whose in _owed_by(actor)
    ]
    return list(some[0].union(*some[1:], all=True) if len(some) > 1 else some[0])


def _beyond(after: str) -> Q:
    moment, _, pk = after.rpartition("~")
    when = datetime.fromisoformat(moment)
    return Q(due_at__gte=when) & (Q(due_at__gt=when) | Q(pk__gt=int(pk)))


def list_page(
    *, by: Actor, state: str = "", rule: str = "", what: str = "", owner_id: int | None = None, role: str = "",
    team: str = "", timeline_id: int | None = None, since: datetime | None = None, until: datetime | None = None,
    ended_since: datetime | None = None, verdict: Verdict = "", at: datetime | None = None, after: int | None = None,
    limit: int = 50,
) -> list[PromiseRow]:  # fmt: skip
    """The rows behind any figure about promises, newest first, by keyset on the id.

    `since`, `until` and `verdict` count as `kept_rates` does, so that a figure and its rows agree; `verdict` "late"
    needs `at`. `role` names a pool: promises that nobody has taken.
    """
    rows = _visible(by).alias(counted=Least(Coalesce("ended_at", "judged_due_at"), "judged_due_at"))
    for given, condition in (
        (state, Q(state=state)),
        (rule, Q(rule=rule)),
        (what, Q(what=what)),
        (owner_id, Q(owner_id=owner_id)),
        (role, Q(owner=None, owner_role=role)),
        (team, Q(owner_team=team)),
        (timeline_id, Q(timeline_id=timeline_id)),
        (since, Q(counted__gte=since)),
        (until, Q(counted__lt=until)),
        (ended_since, Q(ended_at__gte=ended_since)),
        (after, Q(pk__lt=after)),
        (verdict == "in_time", Q(state="kept", ended_at__lte=F("judged_due_at"))),
        (verdict == "late", _late(at)),
    ):
        if given:
            rows = rows.filter(condition)
    return _rows(rows.order_by("-pk")[:limit])


def kept_rates(
    *, since: datetime, until: datetime, at: datetime, group: Group = "all", team: str = ""
) -> list[KeptRate]:
    """Promises kept, by person, team, rule, customer or week. In time = done by the judged due time.

    A promise counts in the period in which it ended or fell due, whichever came first, so over all periods once.
    """
    with connection.cursor() as cursor:
        cursor.execute(_KEPT.format(key=_KEYS[group]), {"since": since, "until": until, "at": at, "team": team})
        return [KeptRate(*row) for row in cursor.fetchall()]


_COUNTED = "least(coalesce(ended_at, judged_due_at), judged_due_at)"
_KEYS: dict[str, str] = {
    "all": "''",
    "owner": "coalesce(owner_id::text, owner_role)",
    "team": "owner_team",
    "rule": "rule",
    "what": "what",
    "timeline": "timeline_id::text",
    "week": f"to_char(date_trunc('week', {_COUNTED} at time zone 'Asia/Shanghai'), 'YYYY-MM-DD')",
}
_KEPT = """
    select {key} as key,
           count(*) filter (where state = 'kept' and ended_at <= judged_due_at),
           count(*) filter (where (state = 'kept' and ended_at > judged_due_at)
                               or (state = 'open' and held_since is null and judged_due_at < %(at)s)),
           count(*) filter (where state = 'void'),
           count(*) filter (where state = 'waived')
      from promises_promise
     where least(coalesce(ended_at, judged_due_at), judged_due_at) >= %(since)s
       and least(coalesce(ended_at, judged_due_at), judged_due_at) < %(until)s
       and (%(team)s = '' or owner_team = %(team)s)
     group by 1 order by 1
"""


def _late(at: datetime | None) -> Q:
    kept = Q(state="kept", ended_at__gt=F("judged_due_at"))
    return kept | Q(state="open", held_since=None, judged_due_at__lt=at) if at else kept


def _owed_by(actor: Actor) -> list[Q]:
    """Their own, and what lies in each pool of their roles; people of a site share only their own site's."""
    pools = [Q(owner=None, owner_role=role) for role in actor.roles]
    if not SITE_ROLES.isdisjoint(actor.roles):
        teams = actor.teams.values_list("key", flat=True)
        pools = [pool & Q(owner_team=team) for team in teams for pool in pools]
    return [Q(owner=actor), *pools]


def _visible(by: Actor) -> QuerySet[Promise]:
    """Centre staff see all; people of a site what their site owes; customers what is theirs to see."""
    audience = audience_of(by)
    rows = Promise.objects.filter(seen_by__in=seen_by_or_wider(audience))
    if audience == "site":
        return Promise.objects.filter(owner_team__in=list(by.teams.values_list("key", flat=True)))
    return rows


def _rows(found: QuerySet[Promise]) -> list[PromiseRow]:
    return [_row(p) for p in found.select_related("terms", "owner")]


def _row(p: Promise) -> PromiseRow:
    return PromiseRow(
        id=p.pk,
        timeline_id=p.timeline_id,
        what=p.what,
        rule=p.rule,
        version=p.terms.version,
        about=p.about,
        words=p.words,
        owner_id=p.owner_id,
        owner_name=p.owner.name if p.owner else "",
        owner_role=p.owner_role,
        owner_team=p.owner_team,
        opened_by=p.opened_by,
        opened_at=p.opened_at,
        not_before=p.not_before,
        due_at=p.due_at,
        first_due_at=p.first_due_at,
        judged_due_at=p.judged_due_at,
        held_since=p.held_since,
        state=p.state,
        ended_at=p.ended_at,
        ended_by=p.ended_by,
        level=p.level,
        missed=p.missed_by is not None,
    )
