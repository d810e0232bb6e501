"""Customers who agreed to be greeted, and one on the list."""

from __future__ import annotations

from datetime import datetime, timedelta

from liuke.areas.customers.actions import consents
from liuke.areas.customers.actions.fields import Told, set_fields
from liuke.areas.customers.models import Contact
from liuke.areas.keeping.actions.greeting_plan import plan_greetings
from liuke.areas.keeping.models import Gesture
from liuke.foundation.clock import local
from tests.given.people import Cast


def birthday_coming(cast: Cast, customer: int, at: datetime) -> str:
    """This customer's first contact has a birthday in five days and agreed to be greeted; the greeting's number."""
    contact = Contact.objects.filter(customer=customer).earliest("pk")
    born = (local(at) + timedelta(days=5)).date().replace(year=1980)
    consents.give(customer, "care", way="call", by=cast.agent, at=at)
    told = Told("self", local(at).date())
    set_fields(customer, {"birthday": born.isoformat()}, told=told, contact_id=contact.pk, by=cast.agent, at=at)
    plan_greetings(by=cast.manager, at=at)
    return Gesture.objects.get(customer=customer).number
