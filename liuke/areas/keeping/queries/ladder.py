"""The ladder of satisfaction (H30): how many customers stand on each step by their last answer, and who they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, QuerySet

from liuke.areas.customers.queries.rows import Brief, brief_of
from liuke.areas.keeping import access
from liuke.areas.keeping.models import Regard
from liuke.areas.keeping.queries.bond_matrix import keeper_name
from liuke.areas.keeping.rules.bond import STEPS as STEPS
from liuke.foundation.identity.models import Actor
from liuke.foundation.keyset import number_in
from liuke.foundation.lines import one_of

PAGE: Final = 50


@dataclass(frozen=True)
class StepRow:
    """A customer on a step; `said_at` is when he gave the answer."""

    customer: Brief
    keeper: str
    said_at: datetime | None


@dataclass(frozen=True)
class StepPage:
    rows: tuple[StepRow, ...]
    next_after: str


def ladder(*, by: Actor) -> Mapping[str, int]:
    """How many customers stand on each step, as counted last night; a keeper's own, for managers all."""
    counted = dict(_mine(by).exclude(step="").values_list("step").annotate(Count("pk")))
    return {step: counted.get(step, 0) for step in STEPS}


def list_step(step: str, *, after: str = "", by: Actor) -> StepPage:
    """Who stands on a step, in the order of the file. Raises Invalid for no such step or page."""
    rows = _mine(by).filter(step=one_of("step", step, STEPS), customer__gt=number_in(after))
    found = list(rows.select_related("customer__keeper").order_by("customer")[: PAGE + 1])
    last = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    told = (StepRow(brief_of(r.customer), keeper_name(r.customer), r.said_at) for r in found[:PAGE])
    return StepPage(tuple(told), last)


def _mine(by: Actor) -> QuerySet[Regard]:
    keeper = access.only_of(by)
    return Regard.objects.all() if keeper is None else Regard.objects.filter(customer__keeper=keeper)
