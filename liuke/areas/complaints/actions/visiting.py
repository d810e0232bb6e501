"""A visit that was ordered for a complaint belongs to the case; a window it would not have got otherwise is counted."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.complaints.actions.changing import loaded, saved, tell
from liuke.areas.complaints.models import Link
from liuke.areas.complaints.queries.things import was_overruled
from liuke.areas.service import access as service
from liuke.events.complaints.handling import VisitOrdered
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor


@transaction.atomic
def add_visit(number: str, order: str, *, by: Actor, at: datetime) -> None:
    """Tie this order to the complaint; where dispatch's own order of sites was overruled for it, a slot was won."""
    found = loaded(number, "assess", by=by)
    made = service.order(order, by=by)
    if made.customer_id != found.customer_id:
        raise Invalid.field("order", "这张工单不是该客户的。", "This order is not of this customer.")
    _link, is_new = Link.objects.get_or_create(complaint=found, kind=Link.Kind.ORDER, number=made.number)
    if not is_new and found.about != made.number:
        raise Refused("这张工单已在本案中。", "This order belongs to the case already.", code="linked")
    saved(found)
    won = was_overruled(made.number)
    event = VisitOrdered(number=found.number, about=found.about, order=made.number, won=won)
    tell(found, [event], by=by, at=at)
