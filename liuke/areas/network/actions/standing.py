"""Insurance of a site, and the courses its technicians take (practice §3 #30; H13)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.models import Course, Insurance, Technician, Training
from liuke.areas.network.rules.cover import INSURANCES
from liuke.areas.network.rules.skills import masked
from liuke.areas.network.rules.training import ends_on
from liuke.events.network_building import InsuranceRegistered, TrainingAssigned, TrainingDropped, TrainingPassed
from liuke.foundation import numbers
from liuke.foundation.clock import LOCAL, local
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry, Link

COURSES: Final = Path(__file__).parent.parent / "seed" / "courses.toml"
EVENING: Final = time(18)


@transaction.atomic
def register_insurance(
    site: str, *, kind: str, policy_no: str, valid_until: date, by: Actor, at: datetime, insurer: str = "",
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Write down an insurance and its last day; again means renewed. After that day its work is not dispatched.

    Confirmed by the company, never by the site itself. Of the policy's number a mask is kept. Raises Invalid with
    `kind`, `policy_no`, `valid_until`.
    """
    access.require_certifier(by)
    if kind not in INSURANCES:
        raise Invalid.field("kind", "请选择险种", "Choose the kind of insurance")
    if not policy_no.strip():
        raise Invalid.field("policy_no", "请填写保单号", "Give the number of the policy")
    if not 2000 <= valid_until.year <= 2100:
        raise Invalid.field("valid_until", "请填写保险到期日", "Say until when it is in force")
    found = access.site(site, by=by, lock=True)
    Insurance.objects.update_or_create(
        site=found,
        kind=kind,
        defaults={"insurer": insurer.strip()[:80], "policy_mask": masked(policy_no), "valid_until": valid_until},
    )
    words = INSURANCES[kind]
    told = InsuranceRegistered(f"{found.number}/{kind}", found.number, kind, valid_until, words.zh, words.en)
    record(told, on=found.pk, by=by, at=at, keeps=keeps)


def load_courses() -> int:
    """Take over the courses of the house; those that stand already are left as they are. Answers how many were new."""
    rows = tomllib.loads(COURSES.read_text(encoding="utf-8"))["course"]
    made = [
        Course(
            code=r["code"], name_zh=r["zh"], name_en=r["en"], skill=r["skill"], level=r["level"],
            valid_months=r["valid_months"], source=r["source"],
        )
        for r in rows
    ]  # fmt: skip
    known = set(Course.objects.values_list("code", flat=True))
    return len(Course.objects.bulk_create([c for c in made if c.code not in known]))


@transaction.atomic
def assign_course(technician: str, *, courses: Sequence[str], due_on: date, by: Actor, at: datetime) -> int:
    """Have a technician take these courses (codes) by a day; those he is to take already are left. How many are new.

    By the company or by his own site's desk. Raises Invalid with `courses`, `due_on`.
    """
    found = access.technician(technician, by=by, lock=True)
    access.require_trainer(by, found.site)
    wanted = list(Course.objects.filter(code__in=list(courses)).order_by("code"))
    if not courses or len(wanted) != len(set(courses)):
        raise Invalid.field("courses", "请选择培训课程", "Choose the courses")
    if not local(at).date() < due_on:
        raise Invalid.field("due_on", "请填写今后的日期", "Choose a day to come")
    open_already = set(found.trainings.filter(passed_on__isnull=True).values_list("course_id", flat=True))
    fresh = [c for c in wanted if c.pk not in open_already]
    told = [_assign(found, course, due_on, by, at) for course in fresh]
    record_many([Entry(event, found.site_id) for event in told], by=by, at=at)
    return len(fresh)


@transaction.atomic
def confirm_pass(number: str, *, passed_on: date, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Somebody of the company confirms that he passed on that day; nobody confirms his own people."""
    access.require_certifier(by)
    training = _training(number, by)
    if training.passed_on is not None:
        raise Refused("这次培训已经通过。", "This one is passed already.", code="passed")
    if not local(training.assigned_at).date() <= passed_on <= local(at).date():
        raise Invalid.field("passed_on", "通过日期须在指定之后、今天之前", "A day between the assignment and today")
    training.passed_on, training.confirmed_by = passed_on, by
    training.valid_until = ends_on(passed_on, training.course.valid_months)
    training.save()
    technician, course = training.technician, training.course
    told = TrainingPassed(
        number=training.number, technician_number=technician.number, technician=technician.pk,
        site=technician.site.number, course=course.code, passed_on=passed_on, valid_until=training.valid_until,
        course_zh=course.name_zh, course_en=course.name_en,
    )  # fmt: skip
    record(told, on=technician.site_id, by=by, at=at, keeps=keeps)


def drop_trainings(technician: Technician, *, by: Actor, at: datetime, caused_by: Link) -> None:
    """He left: what he was still to take is off. The caller holds the site's history."""
    open_ones = list(technician.trainings.filter(passed_on__isnull=True))
    events = [TrainingDropped(t.number, technician.number, technician.site.number) for t in open_ones]
    technician.trainings.filter(passed_on__isnull=True).delete()
    record_many([Entry(e, technician.site_id, caused_by=caused_by) for e in events], by=by, at=at)


def _assign(technician: Technician, course: Course, due_on: date, by: Actor, at: datetime) -> TrainingAssigned:
    made = Training.objects.create(
        number=numbers.take("TR"), technician=technician, course=course, due_on=due_on, assigned_by=by, assigned_at=at
    )
    return TrainingAssigned(
        number=made.number, technician_number=technician.number, technician=technician.pk,
        site=technician.site.number, course=course.code, due_at=datetime.combine(due_on, EVENING, LOCAL),
        course_zh=course.name_zh, course_en=course.name_en,
    )  # fmt: skip


def _training(number: str, by: Actor) -> Training:
    row = Training.objects.filter(number=number.strip().upper()).select_related("technician").first()
    if row is None:
        raise Missing("没有这次培训，或您无权查看。", "No such training, or not for you to see.")
    access.technician(row.technician.number, by=by, lock=True)
    return Training.objects.select_for_update(of=("self",)).select_related("technician__site", "course").get(pk=row.pk)
