"""Where an order goes: its division, and whether that is town or country."""

from __future__ import annotations

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.service.rules.areas import TOWN, area_of
from liuke.foundation import divisions


def division_of(address_id: int | None) -> str:
    """The division code of an address, "" where it is not known."""
    if address_id is None:
        return ""
    found = list_addresses([address_id]).get(address_id)
    return found.division if found else ""


def area_of_division(code: str) -> str:
    """town | country."""
    if not code or not divisions.exists(code):
        return TOWN
    street = divisions.name_of(code) if len(code) == 9 else ""
    district = divisions.name_of(code[:6]) if len(code) >= 6 else ""
    return area_of(street, district)


def area_of_address(address_id: int | None) -> str:
    """town | country, by the address."""
    return area_of_division(division_of(address_id))
