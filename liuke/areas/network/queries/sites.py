"""Reading sites: one, a list, whose, and which might take an order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from liuke.areas.network import access
from liuke.areas.network.models import Coverage, Site, Technician
from liuke.areas.network.queries.rows import SiteFacts, SiteRow, site_row
from liuke.areas.network.queries.workers import read_abilities
from liuke.areas.network.rules.places import Point, distance_km, prefixes
from liuke.areas.network.rules.skills import Ability
from liuke.foundation import divisions
from liuke.foundation.identity.models import Actor


def get_site(ref: int | str, *, by: Actor) -> SiteRow:
    """A site by number or id."""
    return site_row(access.site(ref, by=by))


def list_sites(*, by: Actor, mode: str = "", status: str = "active") -> tuple[SiteRow, ...]:
    """The sites this actor may see, by number; an empty status means all."""
    rows = access.sites(by=by).order_by("number")
    if mode:
        rows = rows.filter(mode=mode)
    if status:
        rows = rows.filter(status=status)
    return tuple(site_row(site) for site in rows)


def list_by_number(numbers: Iterable[str]) -> dict[str, SiteRow]:
    """Sites by their numbers in one query, for rooms above that hold the numbers already."""
    return {site.number: site_row(site) for site in Site.objects.filter(number__in=list(numbers))}


def list_by_id(ids: Iterable[int]) -> dict[int, SiteRow]:
    """Sites by their ids in one query, for rooms above that hold the ids already."""
    return {site.pk: site_row(site) for site in Site.objects.filter(pk__in=list(ids))}


def site_of(actor: Actor) -> SiteRow | None:
    """The site a person works for: as technician, else at its desk; None for the centre's people."""
    own = Site.objects.filter(technicians__actor=actor).exclude(technicians__status=Technician.Status.LEFT).first()
    if own is None:
        own = Site.objects.filter(number__in=access.own_numbers(actor)).order_by("number").first()
    return site_row(own) if own else None


def list_coverage(site: int | str, *, by: Actor) -> dict[str, tuple[str, ...]]:
    """What a site serves: division → product lines (none: all)."""
    found = access.site(site, by=by)
    return {c.division: tuple(c.product_lines) for c in found.coverages.order_by("division")}


def candidate_sites(
    *, division: str, product_line: str, skills: Sequence[str], on: date, point: Point | None = None
) -> tuple[SiteFacts, ...]:
    """The sites that serve this division with this product line, most specific coverage first, then the nearest.

    A site under contract is one only while its contract runs. A site whose technicians lack a skill or a valid
    certificate on that day stays in the list with `able` 0, so that the reason can be shown; nothing may be sent there.
    `point` is where the customer lives; without it the division's middle, to the district at least.
    """
    covering = _covering(division, product_line, on)
    abilities = read_abilities(covering)
    place = point or _centre(division)
    facts = [
        _facts(site, code, abilities=abilities.get(site.pk, []), skills=skills, on=on, place=place)
        for site, code in covering.values()
    ]
    return tuple(sorted(facts, key=_order))


def _covering(division: str, product_line: str, on: date) -> dict[int, tuple[Site, str]]:
    """Site id → (site, the most specific of its codes that covers the division)."""
    rows = Coverage.objects.select_related("site").filter(division__in=prefixes(division))
    rows = rows.filter(Q(product_lines=[]) | Q(product_lines__contains=[product_line]))
    rows = rows.filter(Q(site__contract_until__isnull=True) | Q(site__contract_until__gte=on))
    found: dict[int, tuple[Site, str]] = {}
    for row in sorted(rows.filter(site__status=Site.Status.ACTIVE), key=lambda c: len(c.division)):
        found[row.site_id] = (row.site, row.division)
    return found


def _facts(
    site: Site, code: str, *, abilities: Sequence[Ability], skills: Sequence[str], on: date, place: Point | None
) -> SiteFacts:
    able = [a for a in abilities if not a.lacks(skills, on=on)]
    ends = [until for a in able if (until := a.valid_until(skills))]
    return SiteFacts(
        id=site.pk,
        number=site.number,
        name=site.name,
        mode=site.mode,
        grade=site.grade,
        team_key=site.team_key,
        coverage=code,
        distance_km=distance_km(site.point, place),
        able=len(able),
        certificate_valid_until=max(ends, default=None),
    )


def _order(facts: SiteFacts) -> tuple[int, float, str]:
    return (-len(facts.coverage), facts.distance_km if facts.distance_km is not None else float("inf"), facts.number)


def _centre(division: str) -> Point | None:
    return divisions.centre(division) if len(division) >= 6 else None
