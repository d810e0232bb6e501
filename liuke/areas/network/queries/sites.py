"""Reading sites: one, a list, whose, and which might take an order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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


def candidate_sites(
    *, division: str, product_line: str, skills: Sequence[str], on: date, point: Point | None = None
) -> tuple[SiteFacts, ...]:
    """The sites that serve this division with this product line, most specific coverage first, then the nearest.

    A site under contract is one only while its contract runs. A site whose technicians lack a skill or a valid
    certificate on that day stays in the list with `able` 0, so that the reason can be shown; nothing may be sent there.
    `point` is where the customer lives; without it the division's middle, to the district at least.
    """
    reach = read_reach([division], on=on)
    return reach.candidates(division=division, product_line=product_line, skills=skills, point=point)


@dataclass(frozen=True)
class Reach:
    """Who covers what on a day around some divisions, read once: asked for one order after another."""

    on: date
    coverages: tuple[Coverage, ...]
    abilities: Mapping[int, Sequence[Ability]]

    def candidates(
        self, *, division: str, product_line: str, skills: Sequence[str], point: Point | None = None
    ) -> tuple[SiteFacts, ...]:
        """As `candidate_sites`."""
        place = point or _centre(division)
        facts = [
            _facts(site, code, abilities=self.abilities.get(site.pk, ()), skills=skills, on=self.on, place=place)
            for site, code in self._covering(division, product_line).values()
        ]
        return tuple(sorted(facts, key=_order))

    def _covering(self, division: str, product_line: str) -> dict[int, tuple[Site, str]]:
        """Site id → (site, the most specific of its codes that covers the division)."""
        codes = prefixes(division)
        found: dict[int, tuple[Site, str]] = {}
        for row in self.coverages:
            if row.division in codes and (not row.product_lines or product_line in row.product_lines):
                found[row.site_id] = (row.site, row.division)
        return found


def read_reach(divisions_asked: Iterable[str], *, on: date) -> Reach:
    """The sites that cover any of these divisions, the broadest coverage first, in two queries."""
    codes = {code for division in divisions_asked for code in prefixes(division)}
    rows = Coverage.objects.select_related("site").filter(division__in=codes, site__status=Site.Status.ACTIVE)
    rows = rows.filter(Q(site__contract_until__isnull=True) | Q(site__contract_until__gte=on))
    coverages = tuple(sorted(rows, key=lambda c: len(c.division)))
    return Reach(on, coverages, read_abilities({row.site_id for row in coverages}))


def _facts(
    site: Site, code: str, *, abilities: Sequence[Ability], skills: Sequence[str], on: date, place: Point | None
) -> SiteFacts:
    lacks = [a.lacks(skills, on=on) for a in abilities]
    able = [a for a, lacking in zip(abilities, lacks, strict=True) if not lacking]
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
        lacks=min(lacks, key=len, default=()),
    )


def _order(facts: SiteFacts) -> tuple[int, float, str]:
    return (-len(facts.coverage), facts.distance_km if facts.distance_km is not None else float("inf"), facts.number)


def _centre(division: str) -> Point | None:
    return divisions.centre(division) if len(division) >= 6 else None
