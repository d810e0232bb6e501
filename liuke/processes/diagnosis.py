"""A call that was talked through a fault tree: what came of it counts for the article, and goes with the work order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from liuke.areas.knowledge.actions.uses import note_use
from liuke.areas.knowledge.queries.articles import get_article, walk
from liuke.foundation.identity.models import Actor
from liuke.processes import hotline
from liuke.processes.hotline import Answer, Caller, Placed, Solved, Taken, Wish

LONGEST_FAULT = 1000


@dataclass(frozen=True)
class Diagnosis:
    """The article that was walked through, and the answers (`y`, `n`, one a step)."""

    article: str
    answers: str


def take_diagnosed(
    caller: Caller, wish: Wish, answer: Answer, diagnosis: Diagnosis | None, *, by: Actor, at: datetime,
    keeps: int | None = None,
) -> Taken:  # fmt: skip
    """`hotline.take_wish`; what was asked and answered stands in the order, and the article counts solved or ordered."""
    if diagnosis is None:
        return hotline.take_wish(caller, wish, answer, by=by, at=at, keeps=keeps)
    with transaction.atomic():
        if isinstance(answer, Placed):
            wish = replace(wish, fault=_with_answers(wish.fault, diagnosis, by))
        taken = hotline.take_wish(caller, wish, answer, by=by, at=at, keeps=keeps)
        outcome = "solved" if isinstance(answer, Solved) else "ordered" if taken.order else ""
        if outcome and diagnosis.answers:
            note_use(diagnosis.article, about=taken.request, outcome=outcome, path=diagnosis.answers, by=by, at=at)
    return taken


def _with_answers(fault: str, diagnosis: Diagnosis, by: Actor) -> str:
    """The customer's words with what was tried, so that nobody asks it again at the door."""
    row = get_article(diagnosis.article, by=by)
    tried = "；".join(f"{ask}{'是' if yes else '否'}" for ask, yes in walk(row, diagnosis.answers).asked)
    told = f"{fault.strip()}\n【已按 {row.number} 排查】{tried}" if tried else fault
    return told[:LONGEST_FAULT]
