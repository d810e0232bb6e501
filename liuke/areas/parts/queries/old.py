"""Reading used parts and where their old ones are."""

from __future__ import annotations

from typing import Final

from liuke.areas.network.access import own_numbers
from liuke.areas.parts import access
from liuke.areas.parts.models import Use
from liuke.areas.parts.queries.rows import UseRow, use_row
from liuke.foundation.identity.models import Actor

WHICH: Final = {"owed": ("owed",), "returned": ("returned",), "over": ("settled", "released", "kept")}
PAGE: Final = 50
_READ: Final = ("order", "site", "part", "technician")


def list_old(
    *, by: Actor, which: str = "owed", site: str = "", before: int = 0, limit: int = PAGE
) -> tuple[UseRow, ...]:
    """Old parts of WHICH: those that are out by the time they were replaced; those that are over, the latest first."""
    rows = Use.objects.filter(access.uses_for(by), old_state__in=WHICH[which])
    if site:
        rows = rows.filter(site__number=site)
    if before:
        rows = rows.filter(pk__lt=before)
    order = ("-pk",) if which == "over" else ("used_at", "pk")
    return tuple(use_row(u) for u in rows.select_related(*_READ).order_by(*order)[:limit])


def count_old(*, by: Actor) -> dict[str, int]:
    """How many are owed, and how many came back and are not settled."""
    rows = Use.objects.filter(access.uses_for(by))
    return {key: rows.filter(old_state__in=WHICH[key]).count() for key in ("owed", "returned")}


def get_use(number: str, *, by: Actor) -> UseRow:
    """The used part, or Missing."""
    return use_row(access.use(number, by=by))


def list_of_order(number: str) -> tuple[UseRow, ...]:
    """What was put in on an order which the caller may see; what was taken back as well."""
    return tuple(use_row(u) for u in Use.objects.filter(order__number=number).select_related(*_READ).order_by("pk"))


def acts_open(row: UseRow, *, by: Actor) -> frozenset[str]:
    """What this reader may do about the old part now; the actions check again under the lock."""
    at_site = access.is_keeper(by) or (by.has_role(*access.DESK) and row.site in own_numbers(by))
    found = set()
    if row.old_state == "owed":
        found |= ({"return"} if at_site else set()) | ({"release"} if access.is_lead(by) else set())
    if row.old_state == "returned" and access.is_keeper(by):
        found.add("settle")
    return frozenset(found)
