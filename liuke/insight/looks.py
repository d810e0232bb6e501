"""Who saw or took a customer's data, the papers of his orders included."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.secrecy.queries.looks import LookPage, list_looks
from liuke.areas.service.models import WorkOrder
from liuke.foundation.identity.models import Actor


def looks_of(ref: int | str, *, since: datetime, until: datetime, before: str = "", by: Actor) -> LookPage:
    """A page of it, the latest first. Raises Forbidden for whoever does not watch over secrecy, Missing, Invalid."""
    customer = get_brief(ref, by=by)
    orders = WorkOrder.objects.filter(customer=customer.id).values_list("number", flat=True)
    return list_looks(customer.id, since=since, until=until, papers=list(orders), before=before, by=by)
