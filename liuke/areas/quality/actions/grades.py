"""A site's grade: given by its points, or by hand with a reason until a day. The network sets it when it hears."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet

from liuke.areas.network.models import Site
from liuke.areas.quality import access
from liuke.areas.quality.actions.cases import LONGEST
from liuke.areas.quality.models import Grading, Score
from liuke.areas.quality.rules.grading import GRADES
from liuke.events.quality import GradeGiven
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines, record, record_many
from liuke.kernel.journal.rows import Entry

LONGEST_BY_HAND = timedelta(days=180)


@transaction.atomic
def give_by_points(on: date, *, by: Actor, at: datetime) -> int:
    """Give the grades that the scores of a day call for where they differ; grades by hand stand until their day.

    Answers how many changed.
    """
    _end_grades_by_hand(on, at)
    lock_timelines(_differing(on).values_list("site_id", flat=True))
    scores = list(_differing(on).select_related("site"))
    Grading.objects.bulk_create(
        Grading(site=s.site, grade=s.grade, former=s.site.grade, score=s, at=at, by=by) for s in scores
    )
    record_many([Entry(_given(s), s.site_id) for s in scores], by=by, at=at)
    return len(scores)


@transaction.atomic
def set_grade(site: str, *, grade: str, because: str, until_date: date, by: Actor, at: datetime) -> None:
    """Grade a site by hand, for a reason that the site reads, until a day (at most half a year).

    Raises Invalid with `grade`, `because`, `until_date`. An earlier one by hand ends.
    """
    access.require_judge(by)
    _check(grade, because, until_date, today=local(at).date())
    found = access.site(site, by=by, lock=True)
    _by_hand(found).update(ended_at=at)
    Grading.objects.create(
        site=found, grade=grade, former=found.grade, by_hand=True, until_date=until_date, because=because.strip(),
        at=at, by=by,
    )  # fmt: skip
    told = GradeGiven(
        number=found.number, grade=grade, former=found.grade, by_hand=True, until=until_date, because=because.strip()
    )
    record(told, on=found.pk, by=by, at=at)


@transaction.atomic
def end_grade_by_hand(site: str, *, by: Actor, at: datetime) -> None:
    """The points decide again at once."""
    access.require_judge(by)
    found = access.site(site, by=by, lock=True)
    if not _by_hand(found).update(ended_at=at):
        raise Refused("目前没有人工评级。", "No grade by hand is in force.", code="no-grade-by-hand")
    score = Score.objects.filter(site=found).exclude(grade="").select_related("site").order_by("-on_date").first()
    if score is None or score.grade == found.grade:
        return
    Grading.objects.create(site=found, grade=score.grade, former=found.grade, score=score, at=at, by=by)
    record(_given(score), on=found.pk, by=by, at=at)


def _differing(on: date) -> QuerySet[Score]:
    rows = Score.objects.filter(on_date=on).exclude(grade="").exclude(grade=F("site__grade"))
    in_force = Grading.objects.filter(by_hand=True, ended_at__isnull=True)
    return rows.exclude(site__in=in_force.values("site")).order_by("site_id")


def _end_grades_by_hand(on: date, at: datetime) -> None:
    over = Grading.objects.filter(by_hand=True, ended_at__isnull=True, until_date__lt=on)
    lock_timelines(over.values_list("site_id", flat=True))
    over.update(ended_at=at)


def _given(score: Score) -> GradeGiven:
    return GradeGiven(
        number=score.site.number, grade=score.grade, former=score.site.grade, points=str(score.points),
        counted=score.confirmed, period_from=score.from_date, period_until=score.on_date - timedelta(days=1),
    )  # fmt: skip


def _by_hand(site: Site) -> QuerySet[Grading]:
    return Grading.objects.filter(site=site, by_hand=True, ended_at__isnull=True)


def _check(grade: str, because: str, until_date: date, *, today: date) -> None:
    if grade not in GRADES:
        raise Invalid.field("grade", "请选择 A、B 或 C", "Choose A, B or C")
    if not because.strip() or len(because) > LONGEST:
        raise Invalid.field(
            "because",
            f"请写明理由（{LONGEST} 字内），网点看得到",
            f"Say why (at most {LONGEST} characters): the site reads it",
        )
    if not today < until_date <= today + LONGEST_BY_HAND:
        raise Invalid.field("until_date", "请填写今后半年内的日期", "A day within the next half year")
