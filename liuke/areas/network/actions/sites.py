"""Sites: opened, described, covered, graded, given people for the desk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from liuke.areas.network import access
from liuke.areas.network.actions.people import join_site
from liuke.areas.network.actions.standing import load_courses
from liuke.areas.network.models import Coverage, Site
from liuke.areas.network.rules.places import Point, is_division_code
from liuke.events.network import ClerkAdded, CoverageSet, SiteChanged, SiteGraded, SiteOpened
from liuke.foundation import divisions, numbers
from liuke.foundation.dated.actions import load_seed as load_dated
from liuke.foundation.faults import Invalid, Stale
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import open_timeline, record
from liuke.kernel.journal.rows import Link

SEED: Final = Path(__file__).parent.parent / "seed"
EDITABLE: Final = ("name", "mode", "status", "division", "address", "lng", "lat", "phone", "contract_until")


@transaction.atomic
def load_seed(*, by: Actor, at: datetime) -> int:
    """Take over the house's visit windows and courses; may be repeated."""
    access.require_keeper(by)
    return load_dated(SEED / "windows.toml", by=by, at=at) + load_courses()


@transaction.atomic
def open_site(
    *,
    name: str,
    mode: str,
    division: str,
    by: Actor,
    at: datetime,
    grade: str = "B",
    address: str = "",
    point: Point | None = None,
    phone: str = "",
    contract_until: date | None = None,
) -> str:
    """Open a site with its timeline and its team `site:<number>`. Returns its number, S-0001. Administrators only.

    The first one brings the house's visit windows and courses along.
    """
    access.require_keeper(by)
    if not Site.objects.exists():
        load_seed(by=by, at=at)
    lng, lat = point or divisions.centre(division) or (None, None)
    site = Site(
        number=_number(),
        name=name.strip(),
        mode=mode,
        grade=grade,
        division=division,
        address=address.strip(),
        lng=lng,
        lat=lat,
        phone_mask=masked_phone(phone),
        contract_until=contract_until,
    )

    _check(site)

    site.timeline_id = open_timeline("site")
    site.save(force_insert=True)
    identity.add_team(site.team_key, site.name, by=by, at=at, calendar_key=site.team_key)

    opened = SiteOpened(site.number, site.name, site.mode, site.grade, site.division, site.contract_until)
    record(opened, on=site.pk, by=by, at=at)
    return site.number


@transaction.atomic
def change_site(site: int | str, *, changes: Mapping[str, Any], seen_version: int, by: Actor, at: datetime) -> int:
    """Change what is on file of a site (also suspend, close, reopen it); returns the new version.

    A change made since `seen_version` raises Stale with the difference.
    """
    access.require_keeper(by)
    found = access.site(site, by=by, lock=True)

    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise Invalid.field(unknown[0], "该字段不能修改", "this field cannot be changed")
    wanted = {k: v for k, v in changes.items() if k != "phone"}
    if "phone" in changes:
        wanted["phone_mask"] = masked_phone(str(changes["phone"]))
    before = {name: getattr(found, name) for name in wanted if getattr(found, name) != wanted[name]}
    if before and found.version != seen_version:
        difference = {name: (value, wanted[name]) for name, value in before.items()}
        raise Stale("网点资料已被他人修改。", "Someone else changed this site meanwhile.", difference=difference)
    if not before:
        return found.version
    for name in before:
        setattr(found, name, wanted[name])
    _check(found)

    found.version += 1
    found.save()
    if "name" in before:
        identity.add_team(found.team_key, found.name, by=by, at=at, calendar_key=found.team_key)

    record(SiteChanged(found.number, tuple(before), found.status), on=found.pk, by=by, at=at)
    return found.version


@transaction.atomic
def set_coverage(site: int | str, *, areas: Mapping[str, Sequence[str]], by: Actor, at: datetime) -> None:
    """Say which divisions a site serves from now on, each with its product lines (none named: all).

    `{"3301": [], "330102": ["hood"]}`; it replaces what the site served before.
    """
    access.require_keeper(by)
    found = access.site(site, by=by, lock=True)

    wrong = [code for code in areas if not _is_division(code)]
    if wrong:
        raise Invalid.field("divisions", f"没有行政区划代码“{wrong[0]}”", f"there is no division “{wrong[0]}”")

    found.coverages.all().delete()
    Coverage.objects.bulk_create(
        [Coverage(site=found, division=code, product_lines=list(dict.fromkeys(lines))) for code, lines in areas.items()]
    )

    named = tuple(dict.fromkeys(line for lines in areas.values() for line in lines))
    record(CoverageSet(found.number, tuple(areas), named), on=found.pk, by=by, at=at)


@transaction.atomic
def grade_site(
    site: int | str, *, grade: str, because: str, by: Actor, at: datetime, caused_by: Link | None = None
) -> None:
    """Grade a site A, B or C, with the reason; nothing happens where it has that grade already."""
    access.require_keeper(by)
    found = access.site(site, by=by, lock=True)
    former = found.grade
    if grade == former:
        return
    found.grade = grade
    _check(found)

    found.save(update_fields=["grade"])

    graded = SiteGraded(found.number, grade, former, because.strip())
    record(graded, on=found.pk, by=by, at=at, caused_by=caused_by)


@transaction.atomic
def add_clerk(
    site: int | str, *, person: Actor, by: Actor, at: datetime, role: str = "site_clerk", lead: bool = False
) -> None:
    """Give a site somebody for its desk: `site_clerk`, or `site_manager`, who leads the team. Administrators only."""
    found = access.site(site, by=by, lock=True)
    if role not in access.DESK:
        raise Invalid.field("role", "网点人员只能是信息员或负责人", "a site's desk has clerks and managers")

    join_site(person, found, role=role, lead=lead or role == "site_manager", by=by, at=at)

    added = ClerkAdded(found.number, found.number, person.pk, role, person.name)
    record(added, on=found.pk, by=by, at=at)


def masked_phone(phone: str) -> str:
    """What is kept of a site's number: 138****5678, 0571****5678."""
    digits = "".join(c for c in phone if c.isdigit())
    if not digits:
        return ""
    if len(digits) < 7:
        raise Invalid.field("phone", "电话号码太短", "this phone number is too short")
    return f"{digits[: len(digits) - 8]}****{digits[-4:]}" if len(digits) > 8 else f"****{digits[-4:]}"


def _number() -> str:
    """Sites are few and their numbers are spoken: S-0001, four digits where the house takes six."""
    prefix, _, digits = numbers.take("S").partition("-")
    return f"{prefix}-{int(digits):04}"


def _check(site: Site) -> None:
    if not site.name.strip():
        raise Invalid.field("name", "请填写网点名称", "give the site a name")
    for field, allowed in (("mode", Site.Mode), ("grade", Site.Grade), ("status", Site.Status)):
        if getattr(site, field) not in allowed.values:
            raise Invalid.field(field, "取值不在范围内", "not one of the values allowed")
    if not _is_division(site.division):
        raise Invalid.field("division", "没有这个行政区划代码", "there is no such division")
    if (site.lng is None) != (site.lat is None):
        raise Invalid.field("lng", "经纬度须同时填写", "give both coordinates or none")
    if site.mode != Site.Mode.OWN and site.contract_until is None:
        raise Invalid.field(
            "contract_until", "委托网点和代理须填写合同到期日", "a commissioned site has a contract's end"
        )


def _is_division(code: str) -> bool:
    return is_division_code(code) and divisions.exists(code)
