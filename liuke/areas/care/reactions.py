"""What care does because another room spoke: a reviewed completion calls for a callback; merges and erasures follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from liuke.areas.care.models import OPEN, Callback, Consent, Dissatisfaction
from liuke.areas.care.queries import stories
from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.care.rules.calling import next_calling_time
from liuke.foundation import numbers
from liuke.foundation.gateways.actions import post
from liuke.foundation.gateways.drafts import MessageDraft
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

FIRST_AFTER = timedelta(hours=2)
NEWS = timedelta(days=1)


@react("service.completion.accepted")
def open_callbacks(events: Sequence[Recorded], moment: Moment) -> None:
    """A callback for each reviewed order that has none open, and the message that asks how it was.

    A no-service trip passes the review too, but has nothing to ask about.
    """
    asking = stories.to_call_back([e.subject for e in events])
    there = set(Callback.objects.filter(OPEN, about__in=[e.subject for e in events]).values_list("about", flat=True))
    fresh = [e for e in events if e.subject in asking - there]
    contacts = first_contacts([e.timeline_id for e in fresh])
    made = [
        _callback(e, number, contacts.get(e.timeline_id))
        for e, number in zip(fresh, numbers.take_many("CB", len(fresh)), strict=True)
    ]
    Callback.objects.bulk_create(made)
    news = {e.subject for e in fresh if moment.at - e.happened_at <= NEWS}
    _ask([c for c in made if c.about in news and c.contact_id], moment)


@react("service.order.closed", "service.order.closed_unconfirmed", "service.order.cancelled")
def drop_callbacks(events: Sequence[Recorded], moment: Moment) -> None:
    """An order that was ended without its callback needs none any more.

    Where it closed because the fault came back before anybody had called, its class is derived already: it counts.
    """
    for event in events:
        rows = Callback.objects.filter(OPEN, kind="after_service", about=event.subject)
        rows.update(state=Callback.State.DROPPED, ended_at=moment.at, outcome=event.value("outcome") or "")


@react("customers.customer.merged")
def move_to_winners(events: Sequence[Recorded], moment: Moment) -> None:
    """Callbacks, dissatisfactions and consents go with the history."""
    for event in events:
        loser, winner = event.value("loser_id"), event.value("winner_id")
        Callback.objects.filter(customer_id=loser).update(customer_id=winner)
        Dissatisfaction.objects.filter(customer_id=loser).update(customer_id=winner)
        lasting = Consent.objects.filter(customer_id__in=[loser, winner], withdrawn_at__isnull=True).order_by(
            "given_at"
        )
        for doubled in list(lasting)[1:]:
            doubled.withdrawn_at = moment.at
            doubled.save(update_fields=["withdrawn_at"])
        Consent.objects.filter(customer_id=loser).update(customer_id=winner)


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """What the customer said is his: his words go with his name."""
    gone = [e.value("customer_id") for e in events]
    Callback.objects.filter(customer_id__in=gone).update(words="")
    Dissatisfaction.objects.filter(customer_id__in=gone).update(words="", wants="", remedy="")


def _callback(event: Recorded, number: str, contact: int | None) -> Callback:
    return Callback(
        number=number,
        kind=Callback.Kind.AFTER_SERVICE,
        about=event.subject,
        customer_id=event.timeline_id,
        contact_id=contact,
        site=event.value("site") or "",
        technician_id=event.value("technician") or None,
        paid=bool(event.value("paid")),
        opened_at=event.happened_at,
        call_from=next_calling_time(event.happened_at + FIRST_AFTER),
    )


def _ask(callbacks: Sequence[Callback], moment: Moment) -> None:
    drafts = [
        MessageDraft(
            key=f"evaluation:{c.number}",
            channel="sms",
            template="evaluation",
            to=f"contact:{c.contact_id}",
            values={"number": c.about},
        )
        for c in callbacks
    ]
    post(drafts, at=moment.at)
