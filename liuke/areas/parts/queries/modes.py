"""How parts are kept: by the site's own word, else by the company's, else as a simple note."""

from __future__ import annotations

from datetime import date
from typing import Final

from liuke.areas.parts.rules.counting import CONFIRM_FROM_CENTS
from liuke.areas.parts.rules.names import MODES, SIMPLE
from liuke.foundation.dated.queries import find_value, list_values

TABLE: Final = "parts_mode"
TERMS: Final = "parts_terms"
COMPANY: Final = "company"


def mode_of(site: str, *, on: date) -> str:
    """simple | requests | stock, as it holds for this site on this day ("" : a site is not known yet)."""
    return list_modes([site], on=on)[site]


def list_modes(sites: list[str], *, on: date) -> dict[str, str]:
    """The mode of each of these sites, in one query."""
    stated = {value.key: str(value.value["mode"]) for value in list_values(TABLE, on=on)}
    general = stated.get(COMPANY, SIMPLE)
    return {site: mode if (mode := stated.get(site, general)) in MODES else SIMPLE for site in sites}


def confirm_from(on: date) -> int:
    """From which value on, in cents, a second person confirms a count's differences."""
    found = find_value(TERMS, "count_confirm", on=on)
    return int(found.value["cents"]) if found else CONFIRM_FROM_CENTS
