"""What customers have evaluated by themselves, and what may still be evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.care import access
from liuke.areas.care.models import Evaluation
from liuke.areas.service import access as service
from liuke.foundation.identity.models import Actor

EVALUATED_IN = frozenset({"to_call_back", "closed", "closed_unconfirmed"})


@dataclass(frozen=True)
class EvaluationRow:
    """One evaluation."""

    number: str
    order: str
    satisfied: bool
    stars: int | None
    words: str
    given_at: datetime


@dataclass(frozen=True)
class Standing:
    """`may`: the work is accepted and nothing was said yet. `given`: what was said."""

    may: bool
    given: EvaluationRow | None


def may_evaluate(order: str, *, by: Actor) -> Standing:
    """How an order stands with its customer's own word. Raises Missing for whoever may not see the order."""
    found = service.order(order, by=by)
    row = Evaluation.objects.filter(order=found.number).first()
    return Standing(row is None and found.state in EVALUATED_IN, evaluation_row(row) if row else None)


def find_evaluation(order: str, *, by: Actor) -> EvaluationRow | None:
    """The evaluation of an order, for the centre; sites never learn who rated how (practice §4.4)."""
    if not access.hears_complaints(by):
        return None
    row = Evaluation.objects.filter(order=order.strip().upper()).first()
    return evaluation_row(row) if row else None


def evaluation_row(e: Evaluation) -> EvaluationRow:
    return EvaluationRow(e.number, e.order, e.satisfied, e.stars, e.words, e.given_at)
