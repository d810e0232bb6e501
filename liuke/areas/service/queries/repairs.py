"""Machines that are in repair now: since when, and whether a part is waited for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from liuke.areas.service.models import OrderMachine
from liuke.areas.service.rules import states
from liuke.areas.service.rules.names import REPAIRING
from liuke.foundation.clock import local


def in_repair(machines: Iterable[str]) -> dict[str, tuple[date, bool]]:
    """Machine number → (the day the oldest open repair was asked for, whether it waits for a part)."""
    rows = OrderMachine.objects.filter(
        machine__number__in=list(machines), order__kind__in=REPAIRING, order__state__in=list(states.OPEN)
    ).order_by("order__made_at")
    fields = ("machine__number", "order__made_at", "order__hold_reason", "order__second_visit_reason")
    found: dict[str, tuple[date, bool]] = {}
    for number, made_at, hold, second_visit in rows.values_list(*fields):
        found.setdefault(number, (local(made_at).date(), "part" in (hold, second_visit)))
    return found
