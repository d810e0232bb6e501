"""The label of a machine, as its sheet shows it."""

from __future__ import annotations

from liuke.areas.products import access
from liuke.foundation.identity.models import Actor
from liuke.foundation.links.queries import find_lasting

PURPOSE = "machine"


def find_label(number: str, *, by: Actor) -> str | None:
    """The token behind the machine's label, if one was made. Raises Missing."""
    return find_lasting(PURPOSE, access.machine(number, by=by).number)
