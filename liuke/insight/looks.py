"""Who saw or took customers' data, the papers of their orders included."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.secrecy.queries.leaks import MOST_NAMED, numbers_in
from liuke.areas.secrecy.queries.looks import LookPage, list_looks
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor

MOST_PAPERS = 5_000


def looks_of(ref: int | str, *, since: datetime, until: datetime, before: str = "", by: Actor) -> LookPage:
    """A page of it, the latest first. Raises Forbidden for whoever does not watch over secrecy, Missing, Invalid."""
    customer = get_brief(ref, by=by)
    orders = WorkOrder.objects.filter(customer=customer.id).values_list("number", flat=True)
    return list_looks(customer.id, since=since, until=until, papers=list(orders), before=before, by=by)


def papers_of(said: str, *, by: Actor) -> tuple[str, ...]:
    """The numbers of the orders of the customers whose codes stand in `said`: their papers count as their data."""
    codes = [one for one in numbers_in(said)[0] if one.startswith("C-")]
    orders = WorkOrder.objects.filter(customer__code__in=codes[:MOST_NAMED]).order_by("-pk")
    return tuple(orders.values_list("number", flat=True)[:MOST_PAPERS])
