"""Reading what a site has to keep in force: agreement, insurance, training, and what of it ends soon."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from liuke.areas.network import access
from liuke.areas.network.models import Agreement, Course, Insurance, Site, Skill, Technician, Training
from liuke.areas.network.queries.building import AgreementRow, agreement_row
from liuke.areas.network.rules.cover import INSURANCES as INSURANCES
from liuke.areas.network.rules.training import CourseTerms, missing
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

SOON = timedelta(days=60)


@dataclass(frozen=True)
class InsuranceRow:
    kind: str
    words: Words
    insurer: str
    policy_mask: str
    valid_until: date
    ended: bool
    ends_soon: bool


@dataclass(frozen=True)
class CourseRow:
    """A course of a technician: to be taken, passed until a day (None: for ever), or missing."""

    code: str
    words: Words
    training: str = ""
    due_on: date | None = None
    passed_on: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Trainee:
    """A technician with what he is to take, has passed, and still needs for what he does."""

    number: str
    name: str
    to_take: tuple[CourseRow, ...]
    passed: tuple[CourseRow, ...]
    missing: tuple[CourseRow, ...]


@dataclass(frozen=True)
class Ending:
    """Something of a site that ends within two months, or has ended."""

    site: str
    site_name: str
    words: Words
    ends_on: date
    ended: bool


def list_agreements(site: str, *, by: Actor, on: date) -> tuple[AgreementRow, ...]:
    """The editions of a site's agreement, the latest first; a technician sees none."""
    found = access.site(site, by=by)
    rows = Agreement.objects.filter(site=found).order_by("-edition")
    return tuple(agreement_row(a, on) for a in rows)


def list_insurances(site: str, *, by: Actor, on: date) -> tuple[InsuranceRow, ...]:
    """The insurances of a site, the one that ends first on top."""
    rows = Insurance.objects.filter(site=access.site(site, by=by)).order_by("valid_until", "kind")
    return tuple(
        InsuranceRow(
            i.kind, INSURANCES[i.kind], i.insurer, i.policy_mask, i.valid_until, i.valid_until < on,
            on <= i.valid_until < on + SOON,
        )
        for i in rows
    )  # fmt: skip


def list_trainees(site: str, *, by: Actor, on: date) -> tuple[Trainee, ...]:
    """The technicians of a site with their courses, in four reads whatever their number."""
    found = access.site(site, by=by)
    people = Technician.objects.filter(site=found).exclude(status=Technician.Status.LEFT).select_related("actor")
    crew = list(people.order_by("actor__name", "pk"))
    courses = list(Course.objects.order_by("code"))
    skills = _skills(crew)
    taken: dict[int, list[Training]] = {}
    for t in Training.objects.filter(technician__in=crew).select_related("course").order_by("pk"):
        taken.setdefault(t.technician_id, []).append(t)
    return tuple(_trainee(t, courses, skills.get(t.pk, {}), taken.get(t.pk, []), on) for t in crew)


def list_courses() -> tuple[CourseRow, ...]:
    """The courses there are."""
    return tuple(CourseRow(c.code, Words(c.name_zh, c.name_en)) for c in Course.objects.order_by("code"))


def list_ending(*, by: Actor, on: date) -> tuple[Ending, ...]:
    """Agreements and insurances that end within two months or have ended, of the sites this actor may see."""
    sites = access.sites(by=by).exclude(status=Site.Status.CLOSED)
    until = on + SOON
    found = [
        Ending(s.number, s.name, Words("服务协议", "agreement"), s.contract_until, s.contract_until < on)
        for s in sites.filter(contract_until__lt=until)
        if s.contract_until
    ]
    for i in Insurance.objects.filter(site__in=sites, valid_until__lt=until).select_related("site"):
        found.append(Ending(i.site.number, i.site.name, INSURANCES[i.kind], i.valid_until, i.valid_until < on))
    return tuple(sorted(found, key=lambda e: (e.ends_on, e.site)))


def site_of_agreement(number: str, *, by: Actor) -> str:
    """The site (or the candidate) an agreement is made with, for whoever may see it; else Missing."""
    a = Agreement.objects.filter(number=number.strip().upper()).select_related("site").order_by("-edition").first()
    if a is None or a.site is None:
        raise Missing("没有这份协议，或您无权查看。", "No such agreement, or not for you to see.")
    return access.site(a.site.number, by=by).number


def site_of_training(number: str, *, by: Actor) -> str:
    """The site whose technician takes it; else Missing."""
    row = Training.objects.filter(number=number.strip().upper()).values_list("technician__site__number", flat=True)
    site = row.first()
    if site is None:
        raise Missing("没有这次培训，或您无权查看。", "No such training, or not for you to see.")
    return access.site(site, by=by).number


def _skills(crew: Iterable[Technician]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for pk, key, level in Skill.objects.filter(technician__in=list(crew)).values_list("technician", "key", "level"):
        found.setdefault(pk, {})[key] = level
    return found


def _trainee(t: Technician, courses: list[Course], skills: dict[str, int], taken: list[Training], on: date) -> Trainee:
    words = {c.code: Words(c.name_zh, c.name_en) for c in courses}
    to_take = tuple(
        CourseRow(r.course.code, words[r.course.code], r.number, r.due_on) for r in taken if not r.passed_on
    )
    latest = {r.course.code: r for r in taken if r.passed_on}
    passed = tuple(
        CourseRow(code, words[code], r.number, r.due_on, r.passed_on, r.valid_until) for code, r in latest.items()
    )
    terms = [CourseTerms(c.code, words[c.code], c.skill, c.level, c.valid_months) for c in courses]
    lacking = missing(terms, skills, {code: r.valid_until for code, r in latest.items()}, on=on)
    still = tuple(CourseRow(code, words[code]) for code in lacking if code not in {r.code for r in to_take})
    return Trainee(t.number, t.actor.name, to_take, passed, still)
