"""Technicians: taken on, certified, planned, let go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.actions.people import join_site, leave_site
from liuke.areas.network.actions.standing import drop_trainings
from liuke.areas.network.models import Departure, Shift, Skill, Technician
from liuke.areas.network.rules.places import Point, rounded
from liuke.areas.network.rules.skills import HIGHEST_LEVEL, masked, needs_certificate, skill_words
from liuke.events.network import (
    AbsenceSet,
    AbsenceWithdrawn,
    CertificateEnded,
    ShiftSet,
    TechnicianAdded,
    TechnicianCertified,
    TechnicianLeft,
)
from liuke.foundation import numbers
from liuke.foundation.calendar.rules import Hours, told
from liuke.foundation.calendar.rules import hours as read_hours
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record, record_many
from liuke.kernel.journal.rows import Entry

USUAL_WEEK = ("8:00-20:00",) * 7


@transaction.atomic
def add_technician(site: int | str, *, person: Actor, by: Actor, at: datetime, home: Point | None = None) -> str:
    """Make a person a technician of a site. Returns his number, T-000001. His home is kept to about a kilometre.

    One who had left comes back under his old number, without a shift and with the skills he had. Administrators only.
    """
    found = access.site(site, by=by, lock=True)
    former = Technician.objects.filter(pk=person.pk).first()
    if former and former.status != Technician.Status.LEFT:
        raise Refused("此人已是服务工程师。", "This person is a technician already.", code="technician-exists")
    lng, lat = home or (None, None)
    technician = Technician(
        actor=person,
        number=former.number if former else numbers.take("T"),
        site=found,
        home_lng=rounded(lng),
        home_lat=rounded(lat),
    )

    technician.save()
    join_site(person, found, role="technician", by=by, at=at)

    added = TechnicianAdded(technician.number, found.number, person.pk, person.name)
    record(added, on=found.pk, by=by, at=at)
    return technician.number


@transaction.atomic
def end_technician(technician: int | str, *, by: Actor, at: datetime) -> None:
    """A technician leaves his site: he is sent nowhere from now on. Administrators only."""
    found = access.technician(technician, by=by, lock=True)
    if found.status == Technician.Status.LEFT:
        return

    Technician.objects.filter(pk=found.pk).update(status=Technician.Status.LEFT)
    found.shifts.all().delete()
    leave_site(found.actor, found.site, role="technician", by=by, at=at)

    left = record(TechnicianLeft(found.number, found.site.number, found.pk), on=found.site_id, by=by, at=at)
    ended = [
        CertificateEnded(f"{found.number}/{key}", found.number, found.site.number)
        for key in found.skills.filter(certificate_until__isnull=False).values_list("key", flat=True)
    ]
    record_many([Entry(event, on=found.site_id, caused_by=left) for event in ended], by=by, at=at)
    drop_trainings(found, by=by, at=at, caused_by=left)


@transaction.atomic
def certify(
    technician: int | str,
    *,
    skill: str,
    by: Actor,
    at: datetime,
    level: int = 1,
    certificate_no: str = "",
    expires_on: date | None = None,
) -> None:
    """Write down a skill, with certificate and expiry where the law asks for one; again means renewed.

    Of the certificate's number a mask is kept: an electrician's is his identity number.
    """
    access.require_certifier(by)
    found = access.technician(technician, by=by, lock=True)
    if needs_certificate(skill) and not certificate_no.strip():
        raise Invalid.field("certificate_no", "该技能须填写证书编号", "this skill asks for a certificate")
    if needs_certificate(skill) and expires_on is None:
        raise Invalid.field("expires_on", "请填写证书有效期", "say until when the certificate is valid")
    if not 1 <= level <= HIGHEST_LEVEL or not skill.strip():
        raise Invalid.field("level", "等级为 1 至 3", "levels are 1 to 3")

    Skill.objects.update_or_create(
        technician=found,
        key=skill,
        defaults={"level": level, "certificate_mask": masked(certificate_no), "certificate_until": expires_on},
    )

    record(_certified(found, skill, level, expires_on), on=found.site_id, by=by, at=at)


@transaction.atomic
def set_shift(
    technician: int | str, *, from_date: date, by: Actor, at: datetime, weekly: Sequence[str] = USUAL_WEEK
) -> None:
    """Plan a technician's week (seven texts of hours, Monday first, an empty one is a free day) from a day on."""
    found = access.technician(technician, by=by, lock=True)
    access.require_planner(by, found.site)
    week = tuple(told(_hours("weekly", text)) for text in weekly)
    if len(week) != 7:
        raise Invalid.field("weekly", "一周要填七天", "a week has seven days")

    found.shifts.filter(from_date__gte=from_date).delete()
    Shift.objects.create(technician=found, from_date=from_date, weekly=list(week))

    shift = ShiftSet(found.number, found.site.number, found.pk, from_date, week)
    record(shift, on=found.site_id, by=by, at=at)


@transaction.atomic
def set_leave(
    technician: int | str,
    *,
    from_date: date,
    until_date: date,
    by: Actor,
    at: datetime,
    reason: str = Departure.Reason.LEAVE,
    hours: str = "",
) -> int:
    """Let a technician depart from his week on some days: leave, sick, training, or `extra` hours; returns its id.

    Without `hours` the whole days. Visits he has in that time are for the room above to move.
    """
    found = access.technician(technician, by=by, lock=True)
    access.require_planner(by, found.site)
    if until_date < from_date:
        raise Invalid.field("until_date", "结束日期早于开始日期", "it ends before it begins")
    if reason not in Departure.Reason.values:
        raise Invalid.field("reason", "未知的原因", "no such reason")
    span = told(_hours("hours", hours))

    departure = Departure.objects.create(
        technician=found, from_date=from_date, until_date=until_date, reason=reason, hours=span
    )

    absence = AbsenceSet(found.number, found.site.number, found.pk, from_date, until_date, reason, span)
    record(absence, on=found.site_id, by=by, at=at)
    return departure.pk


@transaction.atomic
def withdraw_leave(departure_id: int, *, by: Actor, at: datetime) -> None:
    """Take a departure from the week back."""
    row = Departure.objects.filter(pk=departure_id).first()
    if row is None:
        raise Missing("没有这条排班变动。", "There is no such departure.")
    found = access.technician(row.technician_id, by=by, lock=True)
    access.require_planner(by, found.site)

    row.delete()

    withdrawn = AbsenceWithdrawn(found.number, found.site.number, found.pk, row.from_date, row.until_date)
    record(withdrawn, on=found.site_id, by=by, at=at)


def _certified(found: Technician, skill: str, level: int, expires_on: date | None) -> TechnicianCertified:
    return TechnicianCertified(
        number=f"{found.number}/{skill}",
        technician_number=found.number,
        technician=found.pk,
        site=found.site.number,
        skill=skill,
        level=level,
        expires_on=expires_on,
        certified=needs_certificate(skill),
        skill_zh=skill_words(skill).zh,
        skill_en=skill_words(skill).en,
    )


def _hours(field: str, text: str) -> Hours:
    try:
        return read_hours(text)
    except ValueError:
        raise Invalid.field(
            field, f"看不懂“{text}”，请写成 8:00-12:00", f"“{text}” is not hours; write 8:00-12:00"
        ) from None
