"""Reading points and grades: all sites for those who judge, one site with the orders behind its points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import F, OuterRef, QuerySet, Subquery

from liuke.areas.network.models import Site
from liuke.areas.quality import access
from liuke.areas.quality.models import Grading, Score, ScoreLoss, ScorePart
from liuke.areas.quality.queries.rows import GradingRow, LossRow, PartRow, ScoreRow, SiteScore, Standing
from liuke.areas.quality.rules.grading import BECAUSE, MEASURES
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

FEWEST_TO_COMPARE = 5
"""Among fewer sites an anonymous figure would have a name."""


def list_sites(*, by: Actor) -> tuple[SiteScore, ...]:
    """The sites this actor may see with grade and latest points, the fewest points first, those without any last."""
    rows = Site.objects.exclude(status=Site.Status.CLOSED)
    if not access.sees_all(by):
        rows = rows.filter(number__in=access.own_sites(by))
    sites = list(rows.order_by("number"))
    latest = {s.site_id: s for s in _latest().filter(site__in=[site.pk for site in sites])}
    by_hand = set(_in_force_by_hand().values_list("site_id", flat=True))
    found = [
        SiteScore(
            s.number, s.name, s.mode, s.grade, s.pk in by_hand, _score_row(latest[s.pk]) if s.pk in latest else None
        )
        for s in sites
    ]
    return tuple(sorted(found, key=_fewest_first))


def get_score(site: str, *, by: Actor, on: date | None = None) -> ScoreRow | None:
    """The site's points on a day, or its latest; None where it was never scored (or not on that day)."""
    found = access.site(site, by=by)
    rows = Score.objects.filter(site=found)
    score = (rows.filter(on_date=on) if on else rows.order_by("-on_date")).first()
    return _score_row(score, ScorePart.objects.filter(score=score)) if score else None


def list_losses(site: str, *, score: int, by: Actor, measure: str = "", limit: int = 200) -> tuple[LossRow, ...]:
    """The orders behind the lost points of a score, the dearest first."""
    found = access.site(site, by=by)
    rows = ScoreLoss.objects.filter(part__score=score, part__score__site=found).select_related("part", "order")
    if measure:
        rows = rows.filter(part__measure=measure)
    rows = rows.annotate(cost=F("lost") * F("part__each")).order_by("-cost", "-at", "pk")
    return tuple(
        LossRow(
            r.part.measure,
            MEASURES[r.part.measure],
            r.order.number,
            BECAUSE.get(r.because, Words(r.because, r.because)),
            r.at,
            r.lost * r.part.each,
        )
        for r in rows[:limit]
    )


def list_gradings(site: str, *, by: Actor, limit: int = 20) -> tuple[GradingRow, ...]:
    """The grades this site has had, the latest first."""
    found = access.site(site, by=by)
    rows = Grading.objects.filter(site=found).select_related("score").order_by("-pk")[:limit]
    return tuple(
        GradingRow(
            g.grade, g.former, g.at, g.score.points if g.score else None, g.score.on_date if g.score else None,
            g.by_hand, g.until_date, g.because, g.by_hand and g.ended_at is None,
        )
        for g in rows
    )  # fmt: skip


def history_of_points(site: str, *, by: Actor, days: int = 90) -> tuple[tuple[date, Decimal], ...]:
    """The points of the last nights, oldest first."""
    found = access.site(site, by=by)
    rows = Score.objects.filter(site=found, points__isnull=False).order_by("-on_date")
    return tuple(reversed([(d, p) for d, p in rows.values_list("on_date", "points")[:days] if p is not None]))


def standing_of(site: str, *, by: Actor) -> Standing | None:
    """The site among all on the day of its latest points, without names; None where too few were scored."""
    found = access.site(site, by=by)
    own = _latest().filter(site=found, points__isnull=False).first()
    if own is None or own.points is None:
        return None
    rows = Score.objects.filter(on_date=own.on_date, points__isnull=False).order_by("-points")
    points = [p for p in rows.values_list("points", flat=True) if p is not None]
    if len(points) < FEWEST_TO_COMPARE:
        return None
    rank = 1 + sum(1 for p in points if p > own.points)
    return Standing(rank, len(points), points[len(points) // 2], points[len(points) // 4])


def _latest() -> QuerySet[Score]:
    newest = Score.objects.filter(site=OuterRef("site")).order_by("-on_date").values("pk")[:1]
    return Score.objects.filter(pk=Subquery(newest))


def _in_force_by_hand() -> QuerySet[Grading]:
    return Grading.objects.filter(by_hand=True, ended_at__isnull=True)


def _score_row(s: Score, parts: Iterable[ScorePart] = ()) -> ScoreRow:
    return ScoreRow(
        s.pk, s.on_date, s.from_date, s.points, s.grade, s.confirmed, s.unconfirmed, s.audit, _in_order(list(parts))
    )


def _in_order(parts: Sequence[ScorePart]) -> tuple[PartRow, ...]:
    places = list(MEASURES)
    return tuple(
        PartRow(p.measure, MEASURES[p.measure], p.weight, p.count, p.lost, p.points, p.each)
        for p in sorted(parts, key=lambda p: places.index(p.measure))
    )


def _fewest_first(row: SiteScore) -> tuple[bool, Decimal, str]:
    points = row.score.points if row.score else None
    return (points is None, points if points is not None else Decimal(), row.number)
