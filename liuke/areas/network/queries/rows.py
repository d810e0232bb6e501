"""What leaves the room: frozen rows of sites and technicians."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from liuke.areas.network.models import Site, Technician
from liuke.areas.network.rules.places import Point
from liuke.areas.network.rules.skills import Lack


@dataclass(frozen=True)
class SiteRow:
    """A site as lists and other rooms see it; its people are the team `team_key`, which also names its calendar."""

    id: int
    number: str
    name: str
    mode: str
    grade: str
    status: str
    division: str
    address: str
    point: Point | None
    phone_mask: str
    contract_until: date | None
    team_key: str
    version: int


@dataclass(frozen=True)
class SiteFacts:
    """A site that might take an order, with what the choice between sites rests on.

    `able` counts technicians with all skills, no certificate of theirs expired: 0 means it may not be sent.
    `certificate_valid_until` is the last day on which one of them is still certified (None: none is needed).
    `lacks` is what keeps the one from being sent who lacks the least, where nobody may.
    """

    id: int
    number: str
    name: str
    mode: str
    grade: str
    team_key: str
    coverage: str
    distance_km: float | None
    able: int
    certificate_valid_until: date | None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True)
class SkillRow:
    key: str
    level: int
    certificate_mask: str
    certificate_until: date | None


@dataclass(frozen=True)
class TechnicianRow:
    """A technician; `id` is the actor's."""

    id: int
    number: str
    name: str
    site_id: int
    site_number: str
    site_name: str
    status: str
    home: Point | None
    skills: tuple[SkillRow, ...] = ()


def site_row(site: Site) -> SiteRow:
    return SiteRow(
        id=site.pk,
        number=site.number,
        name=site.name,
        mode=site.mode,
        grade=site.grade,
        status=site.status,
        division=site.division,
        address=site.address,
        point=site.point,
        phone_mask=site.phone_mask,
        contract_until=site.contract_until,
        team_key=site.team_key,
        version=site.version,
    )


def technician_row(technician: Technician) -> TechnicianRow:
    """Reads the site, the actor and the skills: prefetch them for lists."""
    skills = sorted(technician.skills.all(), key=lambda s: s.key)
    lng, lat = technician.home_lng, technician.home_lat
    return TechnicianRow(
        id=technician.pk,
        number=technician.number,
        name=technician.actor.name,
        site_id=technician.site_id,
        site_number=technician.site.number,
        site_name=technician.site.name,
        status=technician.status,
        home=None if lng is None or lat is None else (lng, lat),
        skills=tuple(SkillRow(s.key, s.level, s.certificate_mask, s.certificate_until) for s in skills),
    )
