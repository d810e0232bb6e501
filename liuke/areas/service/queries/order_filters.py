"""The filters of a list of orders, as its address says them: each a condition, or refused beside its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from liuke.areas.service import access
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules import states
from liuke.foundation.calendar.rules import LOCAL
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.kernel.promises.models import Promise

FILTERS: Final = (
    "state", "open", "kind", "product_line", "source", "site", "technician", "customer", "safety", "chased",
    "guarantee", "external_no", "q", "made_from", "made_until", "window_on", "late_at", "hold_reason",
)  # fmt: skip


def filtered(filters: Mapping[str, str], by: Actor) -> QuerySet[WorkOrder]:
    """The orders that this actor may see and all filters let through; those not in FILTERS are passed over."""
    rows = WorkOrder.objects.filter(access.orders_for(by))
    for name, value in filters.items():
        if name in FILTERS and value.strip():
            rows = rows.filter(_condition(name, value.strip()))
    return rows


def _condition(name: str, value: str) -> Q:
    match name:
        case "state":
            return Q(state__in=[s for s in value.split(",") if s in states.STATES])
        case "open":
            return Q(state__in=list(states.OPEN))
        case "site":
            return Q(site__number=value.upper()[:12])
        case "technician" | "customer":
            return Q(**{f"{name}_id": whole(name, value)})
        case "safety":
            return Q(safety=True)
        case "chased":
            return Q(chases__gt=0)
        case "late_at":  # what is owed about it was due before this moment
            late = Promise.objects.filter(state=Promise.State.OPEN, held_since=None, due_at__lt=_moment(name, value))
            return Q(number__in=late.exclude(about="-").values("about"))
        case "q":
            return Q(number__endswith=value.upper()[:20])
        case "made_from":
            return Q(made_at__gte=_midnight(name, value))
        case "made_until":
            return Q(made_at__lt=_midnight(name, value) + timedelta(days=1))
        case "window_on":
            start = _midnight(name, value)
            return Q(window_start__gte=start, window_start__lt=start + timedelta(days=1))
        case _:
            return Q(**{name: value[:64]})


def whole(name: str, value: str) -> int:
    """An id as an address says it."""
    if not (value.isdecimal() and value.isascii() and len(value) < 19):
        raise Invalid.field(name, "不是有效的编号", "That is no id")
    return int(value)


def _moment(name: str, value: str) -> datetime:
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise Invalid.field(name, "不是有效的时间", "That is no moment") from None
    return found if found.tzinfo else found.replace(tzinfo=LOCAL)


def _midnight(name: str, value: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(value), time(), LOCAL)
    except ValueError:
        raise Invalid.field(name, "日期写作 2026-11-23", "A date is written 2026-11-23") from None
