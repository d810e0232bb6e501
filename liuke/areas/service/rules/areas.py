"""Town or country: how soon somebody can be there (practice §3 #8) follows from what the division is called."""

from __future__ import annotations

from typing import Final

TOWN: Final = "town"
COUNTRY: Final = "country"
_COUNTRY_STREET = ("镇", "乡", "苏木", "农场", "林场", "牧场")
_COUNTRY_DISTRICT = ("县", "旗")


def area_of(street: str, district: str) -> str:
    """`street` and `district` are official names; either may be empty where it is not known."""
    if street:
        return COUNTRY if street.endswith(_COUNTRY_STREET) else TOWN
    return COUNTRY if district.endswith(_COUNTRY_DISTRICT) else TOWN
