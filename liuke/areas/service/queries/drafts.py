"""What decides where an order may go: its place, its products, the skills they ask for, the sites that serve both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.customers.queries.rows import AddressRow
from liuke.areas.network.models import Site
from liuke.areas.network.queries.rows import SiteFacts as NetworkSite
from liuke.areas.network.queries.sites import Reach
from liuke.areas.network.queries.workers import read_abilities
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.rules.catalogue import LineFacts
from liuke.areas.service.models import WorkOrder


@dataclass(frozen=True)
class Draft:
    """What decides where an order may go, before there is one or after."""

    division: str
    product_lines: tuple[str, ...]
    kind: str
    point: tuple[float, float] | None = None
    order_id: int | None = None


def skills_for(draft: Draft) -> tuple[str, ...]:
    """Skills and certificates that a technician needs for this work."""
    return needed_for(draft, lines_known())


def certified_at(site: Site, draft: Draft, on: date) -> bool:
    """Has the site anybody with all skills and valid certificates for this work?"""
    needed = skills_for(draft)
    return not needed or any(not ability.lacks(needed, on=on) for ability in read_abilities([site.pk]).get(site.pk, []))


def draft_of(order: WorkOrder) -> Draft:
    """What decides where this order may go."""
    return draft_with(order, _point(order.address_id))


def draft_with(order: WorkOrder, point: tuple[float, float] | None) -> Draft:
    """The same where the place of the order's address was read already."""
    lines = tuple(order.product_lines) or tuple(filter(None, [order.product_line]))
    return Draft(order.division, lines, order.kind, point, order.pk)


def draft_at(*, kind: str, product_lines: Sequence[str], division: str = "", address_id: int | None = None) -> Draft:
    """The same before there is an order, from an address or a division."""
    place = list_addresses([address_id]).get(address_id) if address_id else None
    code = place.division if place and place.division else division
    return Draft(code, tuple(dict.fromkeys(filter(None, product_lines))), kind, point_of(place))


def candidates_in(reach: Reach, draft: Draft, needed: tuple[str, ...]) -> list[NetworkSite]:
    """The sites that serve the place with every one of the product lines."""
    found: list[NetworkSite] | None = None
    for line in draft.product_lines or ("",):
        serving = reach.candidates(division=draft.division, product_line=line, skills=needed, point=draft.point)
        numbers = {site.number for site in serving}
        found = list(serving) if found is None else [site for site in found if site.number in numbers]
    return found or []


def lines_known() -> dict[str, LineFacts]:
    """The product lines by key, for a scene."""
    return {line.key: line for line in list_lines()}


def needed_for(draft: Draft, lines: Mapping[str, LineFacts]) -> tuple[str, ...]:
    """Skills and certificates this work asks for."""
    return skills_of(draft.kind, draft.product_lines, lines)


def skills_of(kind: str, product_lines: Sequence[str], lines: Mapping[str, LineFacts]) -> tuple[str, ...]:
    """The same by kind of order and product lines."""
    return tuple(dict.fromkeys(skill for key in product_lines if key in lines for skill in lines[key].needs(kind)))


def _point(address_id: int | None) -> tuple[float, float] | None:
    return point_of(list_addresses([address_id]).get(address_id) if address_id else None)


def point_of(place: AddressRow | None) -> tuple[float, float] | None:
    """Where an address is, to about a kilometre; None where that is not known."""
    return (place.lng, place.lat) if place and place.lng is not None and place.lat is not None else None
