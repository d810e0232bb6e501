"""The standing sites: 城东 (our own, Hangzhou), 北郊 (commissioned) and 武侯 (our own, Chengdu), with their technicians.

The standing customers live in 城东's area (`customers.EAST`) and 北郊's (`customers.NORTH`). Numbers are returned, since
sequences do not go back to 1 between tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from liuke.areas.network.actions import sites, technicians
from liuke.areas.network.rules.skills import needs_certificate
from liuke.foundation.clock import local
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import find_person
from tests.given.people import Cast

HANGZHOU, CHENGDU = "3301", "5101"
YEARS = timedelta(days=700)
EAST_SKILLS = ("hood", "stove", "water_heater", "low_voltage", "gas")
SECOND_SKILLS = ("hood", "aircon", "washer", "fridge", "water_purifier", "low_voltage", "refrigeration", "height")
NORTH_SKILLS = ("hood", "stove", "water_heater", "low_voltage", "gas")


@dataclass(frozen=True)
class Network:
    """The numbers of the sites; team keys are `site:<number>`."""

    east: str
    north: str
    chengdu: str


def network(cast: Cast, at: datetime) -> Network:
    """All three sites, staffed, certified for about two years and planned from the day of `at`."""
    sites.load_seed(by=cast.administrator, at=at)
    return Network(east(cast, at), north(cast, at), chengdu(cast, at))


def east(cast: Cast, at: datetime) -> str:
    """城东服务网点: our own, open all week; 张师傅 for kitchens, 李师傅 for air conditioners and the rest."""
    number = sites.open_site(
        name="城东服务网点",
        mode="own",
        division="330102018",
        grade="A",
        point=(120.27, 30.30),
        address="九堡街道九环路9号",
        phone="0571-86001234",
        by=cast.administrator,
        at=at,
    )
    areas: dict[str, list[str]] = {HANGZHOU: [], "330212": []}
    sites.set_coverage(number, areas=areas, by=cast.administrator, at=at)
    sites.add_clerk(number, person=cast.east_clerk, by=cast.administrator, at=at)
    sites.add_clerk(number, person=cast.east_manager, role="site_manager", by=cast.administrator, at=at)
    technician(cast, number, cast.east_technician, EAST_SKILLS, at, home=(120.2512, 30.2874))
    technician(cast, number, cast.east_second, SECOND_SKILLS, at)
    return number


def north(cast: Cast, at: datetime) -> str:
    """北郊特约服务站: commissioned, kitchens only, closed on Sundays; 赵师傅."""
    number = sites.open_site(
        name="北郊特约服务站",
        mode="commissioned",
        division="330105010",
        grade="B",
        phone="13900001234",
        contract_until=local(at).date() + YEARS,
        by=cast.administrator,
        at=at,
    )
    kitchens = ["hood", "stove", "water_heater", "integrated_stove"]
    areas = {"330105010": kitchens, "330205": kitchens}
    sites.set_coverage(number, areas=areas, by=cast.administrator, at=at)
    sites.add_clerk(number, person=cast.north_clerk, by=cast.administrator, at=at)
    sites.add_clerk(number, person=cast.north_manager, role="site_manager", by=cast.administrator, at=at)
    week = ["8:00-18:00"] * 6 + [""]
    technician(cast, number, cast.north_technician, NORTH_SKILLS, at, week=week)
    return number


def chengdu(cast: Cast, at: datetime) -> str:
    """武侯服务网点 in Chengdu: our own; 蒋师傅."""
    number = sites.open_site(
        name="武侯服务网点", mode="own", division="510107", grade="B", by=cast.administrator, at=at
    )
    sites.set_coverage(number, areas={CHENGDU: []}, by=cast.administrator, at=at)
    person = find_person("jiangshifu") or identity.add_person(
        username="jiangshifu", name="蒋师傅", by=cast.administrator, at=at
    )
    technician(cast, number, person, EAST_SKILLS, at)
    return number


def technician(
    cast: Cast,
    site: str,
    person: Actor,
    skills: Sequence[str],
    at: datetime,
    *,
    week: Sequence[str] = technicians.USUAL_WEEK,
    expires_on: date | None = None,
    home: tuple[float, float] | None = None,
) -> str:
    """A technician of a site with these skills (certificates end in about two years) and this week."""
    boss, today = cast.administrator, local(at).date()
    number = technicians.add_technician(site, person=person, home=home, by=boss, at=at)
    for n, skill in enumerate(skills):
        certify(cast, person, skill, at, number=f"T330102198{n}01011234", expires_on=expires_on or today + YEARS)
    technicians.set_shift(person.pk, from_date=today, weekly=week, by=boss, at=at)
    return number


def certify(cast: Cast, person: Actor, skill: str, at: datetime, *, number: str, expires_on: date) -> None:
    """A skill; with certificate and expiry where one is needed."""
    needed = needs_certificate(skill)
    technicians.certify(
        person.pk,
        skill=skill,
        certificate_no=number if needed else "",
        expires_on=expires_on if needed else None,
        by=cast.administrator,
        at=at,
    )
