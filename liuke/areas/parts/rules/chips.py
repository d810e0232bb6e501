"""Where the parts of an order are, as a dispatcher reads it at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liuke.areas.parts.rules.names import CHIPS
from liuke.foundation.words import Words

WORST_FIRST: Final = ("missing", "company", "on_order", "site", "van")


@dataclass(frozen=True)
class Wanted:
    """One wanted part: the state of its request, how many, and how many are free in the van, at the site, with us."""

    state: str
    quantity: int
    in_van: int
    at_site: int
    at_company: int = 0


def where(wanted: Wanted) -> str:
    """van | site | on_order | company | missing. What was sent for this order counts before what lies about."""
    if wanted.state == "given" or wanted.in_van >= wanted.quantity:
        return "van"
    if wanted.state == "received" or wanted.at_site >= wanted.quantity:
        return "site"
    if wanted.state == "shipped":
        return "on_order"
    return "company" if wanted.state == "approved" or wanted.at_company >= wanted.quantity else "missing"


def chip(parts: Sequence[Wanted]) -> str:
    """The one word for an order: its worst part. "" where it waits for none."""
    found = {where(part) for part in parts}
    return next((key for key in WORST_FIRST if key in found), "")


def words_of(key: str) -> Words:
    return CHIPS[key]
