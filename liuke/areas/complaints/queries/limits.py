"""What somebody may give by himself, and what may be offered with a finding."""

from __future__ import annotations

from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules import remedies
from liuke.areas.complaints.rules.catalogue import Remedy
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


def limit_for(by: Actor) -> int:
    """In cents."""
    return remedies.limit_of(by.roles, the_catalogue().authority)


def at_once_for(by: Actor) -> list[tuple[str, Words]]:
    """The remedies whose usual cost lies within this actor's authority."""
    limit = limit_for(by)
    return [(r.key, r.words) for r in the_catalogue().remedies.values() if r.cost_cents <= limit]


def allowed_with(stance: str) -> tuple[Remedy, ...]:
    """The remedies that fit this finding."""
    return remedies.allowed(the_catalogue().remedies.values(), stance)
