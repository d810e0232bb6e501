"""Why somebody had better not be greeted without a question: asked for thousands at once."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from liuke.areas.keeping.models import WAITING, Takeover
from liuke.kernel.playbook import register
from liuke.kernel.promises.models import Promise

COMPLAINT_OPEN: Final = "complaint_open"
"""A standing fact that the room of complaints registers; this room knows it by name only."""
OWN: Final = (
    "greet-customer",
    "decide-greeting",
    "contact-due",
    "contact-or-give-back",
    "read-brief",
    "first-contact",
    "review-grade",
)
"""Promises within keeping, which the customer does not wait for."""


def doubts(customer_ids: Collection[int]) -> dict[int, str]:
    """Of these customers those not to be greeted without asking, each with the gravest reason (rules: DOUBTS)."""
    ids = list(customer_ids)
    found = dict.fromkeys(
        Takeover.objects.filter(WAITING, customer__in=ids).values_list("customer_id", flat=True), "brief"
    )
    owed = Promise.objects.filter(state="open", timeline_id__in=ids, held_since=None, missed_by__isnull=False)
    found |= dict.fromkeys(owed.exclude(what__in=OWN).values_list("timeline_id", flat=True), "broken_promise")
    return found | dict.fromkeys(_with_complaints(ids), "complaint")


def _with_complaints(ids: list[int]) -> list[int]:
    fact = register.find_fact(COMPLAINT_OPEN)
    return [pk for pk, is_open in fact.read(ids).items() if is_open] if fact else []
