"""How long each stage of complaints takes, beside the time that the handbook promises for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from liuke.foundation.words import Words
from liuke.kernel.playbook import queries as playbook
from liuke.kernel.promises import queries as promises

STAGES: Final = (
    ("named_at", "name-handler", Words("指派", "Naming")),
    ("contacted_at", "contact-complainant", Words("首次联系", "First contact")),
    ("proposed_at", "propose-remedy", Words("提出方案", "Proposal")),
    ("agreed_at", "agree-remedy", Words("商定方案", "Agreement")),
    ("fulfilled_at", "fulfil-remedy", Words("兑现", "Carrying out")),
    ("closed_at", "close-complaint", Words("结案", "Closing")),
)
BEGINNINGS: Final = frozenset({
    "complaints.complaint.received", "complaints.handler.named", "complaints.remedy.proposed", "complaints.remedy.agreed",
})  # fmt: skip
"""What the usual way through the stages begins with; another proposal after a refusal has times of its own."""
_HOURS: Final = """
    SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM {column} - counted_from)),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM {column} - counted_from))
      FROM complaints_complaint WHERE received_at >= %s AND {column} >= counted_from
"""


@dataclass(frozen=True)
class StageTime:
    """From the first word to this stage: the middle and the slowest tenth; and how the promise about it was kept.

    `reached` is the stage as rows are asked for; `promised` are the times that the handbook gives for it, each with the event kind it is counted from.
    """

    what: str
    reached: str
    words: Words
    count: int
    middle: timedelta | None
    slow: timedelta | None
    kept: int | None
    promised: tuple[tuple[str, str], ...]


def stage_times(since: datetime, at: datetime) -> tuple[StageTime, ...]:
    """Of complaints received since that moment, stage by stage."""
    rates = {r.key: r.rate for r in promises.kept_rates(since=since, until=at, at=at, group="what")}
    promised, found = _promised(at), []
    with connection.cursor() as cursor:
        for column, what, words in STAGES:
            cursor.execute(_HOURS.format(column=column), [since])
            count, middle, slow = cursor.fetchone()
            rate = rates.get(what)
            kept = None if rate is None else int(rate * 100)
            found.append(
                StageTime(what, column, words, count, _span(middle), _span(slow), kept, promised.get(what, ()))
            )
    return tuple(found)


def _promised(at: datetime) -> dict[str, tuple[tuple[str, str], ...]]:
    """What the rules in force give for each stage, each time once, the first named first."""
    stages, told = {what for _column, what, _words in STAGES}, dict[str, dict[tuple[str, str], None]]()
    for rule in playbook.all_rules(at=at):
        if rule.what in stages and rule.kind in BEGINNINGS:
            told.setdefault(rule.what, {})[rule.kind, rule.due] = None
    return {what: tuple(dues) for what, dues in told.items()}


def _span(seconds: float | None) -> timedelta | None:
    return None if seconds is None else timedelta(seconds=round(seconds))
