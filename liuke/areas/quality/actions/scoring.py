"""The night's work: points of every site over the last 90 days, and the grades that change by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.quality.actions.counting import Heard, count, heard, keep_losses
from liuke.areas.quality.actions.grades import give_by_points
from liuke.areas.quality.models import Score, ScorePart
from liuke.areas.quality.queries.scheme import scheme_on
from liuke.areas.quality.rules.grading import Result, result
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.identity.models import Actor
from liuke.foundation.turns import take_turn

SEED: Final = Path(__file__).parent.parent / "seed"


def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's way of counting points; may be repeated."""
    return load_dated(SEED / "site_grade.toml", by=by, at=at)


def score_all(*, by: Actor, at: datetime) -> int:
    """Score every site that is not closed for the days before today, then give the grades that follow.

    May be repeated: the day's scores are made anew, and a grade is given only where it differs. Answers how many
    sites were scored.
    """
    on = local(at).date()
    with transaction.atomic():
        take_turn("quality scores")
        scored = _score(on, at)
    give_by_points(on, by=by, at=at)
    return scored


def _score(on: date, at: datetime) -> int:
    scheme = scheme_on(on)
    since = on - timedelta(days=scheme.days)
    span = (_midnight(since), _midnight(on))
    counted, ears = count(*span, scheme), heard(*span)
    sites = list(Site.objects.exclude(status=Site.Status.CLOSED).values_list("pk", flat=True))
    results = {
        pk: result(
            counted.get(pk, []), confirmed=ears.get(pk, Heard()).confirmed,
            unconfirmed=ears.get(pk, Heard()).unconfirmed, scheme=scheme,
        )
        for pk in sites
    }  # fmt: skip
    _write(results, since, on, at)
    keep_losses(on)
    return len(sites)


def _write(results: Mapping[int, Result], since: date, on: date, at: datetime) -> None:
    Score.objects.filter(on_date=on, gradings__isnull=True).delete()
    graded = set(Score.objects.filter(on_date=on).values_list("site_id", flat=True))  # it gave a grade: it stands
    fresh = {pk: r for pk, r in results.items() if pk not in graded}
    scores = Score.objects.bulk_create(
        Score(
            site_id=pk, on_date=on, from_date=since, points=r.points, grade=r.grade, confirmed=r.confirmed,
            unconfirmed=r.unconfirmed, audit=r.audit, computed_at=at,
        )
        for pk, r in fresh.items()
    )  # fmt: skip
    ScorePart.objects.bulk_create(part for score in scores for part in _parts(score, fresh[score.site_id]))


def _parts(score: Score, r: Result) -> Sequence[ScorePart]:
    return [
        ScorePart(
            score=score, measure=p.measure, weight=p.weight, count=p.count, lost=p.lost, points=p.points, each=p.each
        )
        for p in r.parts
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)
