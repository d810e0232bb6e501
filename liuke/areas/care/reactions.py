"""What care does because another room spoke: a reviewed completion calls for a callback; erasures follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from liuke.areas.care.actions.announcing import drop_waiting, tell_quotes, tell_windows
from liuke.areas.care.actions.consents import stop
from liuke.areas.care.actions.links import ask_to_evaluate
from liuke.areas.care.actions.replacing import tell_replaced
from liuke.areas.care.models import OPEN, Callback, Dissatisfaction, Evaluation, NumberChange
from liuke.areas.care.queries import stories
from liuke.areas.care.queries.contacts import first_contacts
from liuke.areas.care.queries.sampling import scheme_on, why_called
from liuke.areas.care.rules.calling import next_calling_time
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import SITE_ROLES
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded

NEWS = timedelta(days=1)
CHANNEL_OF = {"hotline": "call", "callback": "callback", "site": "visit", "technician": "visit", "portal": "portal",
              "sms": "sms", "social": "wechat"}  # fmt: skip


@react("service.completion.accepted")
def open_callbacks(events: Sequence[Recorded], moment: Moment) -> None:
    """A callback for each reviewed order that has none open, and the message that asks how it was.

    A no-service trip passes the review too, but has nothing to ask about.
    """
    asking = stories.to_call_back([e.subject for e in events])
    there = set(Callback.objects.filter(OPEN, about__in=[e.subject for e in events]).values_list("about", flat=True))
    fresh = [e for e in events if e.subject in asking - there]
    if not fresh:
        return
    scheme, contacts = scheme_on(local(moment.at).date()), first_contacts([e.timeline_id for e in fresh])
    why = why_called(fresh, scheme)
    made = [
        _callback(e, number, contacts.get(e.timeline_id), why[e.subject], scheme.wait)
        for e, number in zip(fresh, numbers.take_many("CB", len(fresh)), strict=True)
    ]
    Callback.objects.bulk_create(made)
    news = {e.subject for e in fresh if moment.at - e.happened_at <= NEWS}
    ask_to_evaluate([c for c in made if c.about in news and c.contact_id], at=moment.at)


@react("customers.consent.ended")
def stop_selling(events: Sequence[Recorded], moment: Moment) -> None:
    """Whoever wants no offers any more is not called to sell either, whatever he said in a callback before."""
    for event in events:
        if event.value("purpose") == "marketing":
            stop(event.timeline_id, via="file", by=moment.by, at=moment.at)


@react("service.order.booked", "service.order.rescheduled")
def tell_when(events: Sequence[Recorded], moment: Moment) -> None:
    """A window was agreed or moved: the customer has it in writing, with the way to move it himself."""
    tell_windows(events, at=moment.at)


@react("service.order.held", "service.order.cancelled")
def say_nothing_of_it(events: Sequence[Recorded], moment: Moment) -> None:
    """Nobody comes in the window that was to be told in the morning."""
    for event in events:
        drop_waiting(event.subject)


@react("charges.quote.made")
def tell_of_quote(events: Sequence[Recorded], moment: Moment) -> None:
    """A quote waits: the customer reads it on his own page before anything is charged."""
    tell_quotes(events, at=moment.at)


@react("service.visit.planned")
def tell_who_comes_instead(events: Sequence[Recorded], moment: Moment) -> None:
    """The visit goes to another technician than the customer was told."""
    moved = [e for e in events if e.value("moved") and e.value("technician_name")]
    if moved:
        tell_replaced(moved, at=moment.at)


@react("service.order.closed", "service.order.closed_unconfirmed", "service.order.cancelled")
def drop_callbacks(events: Sequence[Recorded], moment: Moment) -> None:
    """An order that was ended without its callback needs none any more.

    Where it closed because the fault came back before anybody had called, its class is derived already: it counts.
    """
    for event in events:
        rows = Callback.objects.filter(OPEN, kind="after_service", about=event.subject)
        rows.update(state=Callback.State.DROPPED, ended_at=moment.at, outcome=event.value("outcome") or "")


@react("customers.phone.added", "customers.phone.detached")
def note_number_changes(events: Sequence[Recorded], moment: Moment) -> None:
    """Where a site's own people change a number while the order lies with them, the callback is made by a person."""
    ours = set(
        Actor.objects.filter(pk__in={e.by_id for e in events}, roles__overlap=sorted(SITE_ROLES)).values_list(
            "pk", flat=True
        )
    )
    theirs = [e for e in events if e.by_id in ours]
    orders = stories.at_sites([e.timeline_id for e in theirs])
    made = [
        NumberChange(
            event_id=e.id, order=order.number, customer_id=e.timeline_id, site=order.site, technician_id=order.technician,
            by_id=e.by_id, changed_at=e.happened_at,
        )
        for e in theirs
        if (order := orders.get(e.timeline_id))
    ]  # fmt: skip
    NumberChange.objects.bulk_create(made, ignore_conflicts=True)
    for callback in Callback.objects.filter(OPEN, about__in=[one.order for one in made]):
        callback.why = list(dict.fromkeys(["number_changed", *callback.why]))
        callback.save(update_fields=["why"])


@react("complaints.complaint.received")
def note_complaint(events: Sequence[Recorded], moment: Moment) -> None:
    """Every complaint stands here with the customer's words, whoever took it in: for the outcome of the order, and to
    know before one speaks."""
    for event in events:
        if told := str(event.value("told") or ""):
            Dissatisfaction.objects.filter(number=told).update(complaint=event.subject)
            continue
        Dissatisfaction.objects.create(
            number=numbers.take("DS"), customer_id=event.timeline_id, about=event.about,
            channel=CHANNEL_OF.get(str(event.value("source")), "letter"), words=str(event.value("words") or ""),
            wants=str(event.value("wants") or ""), voiced_at=event.happened_at, by=moment.by, complaint=event.subject,
        )  # fmt: skip


@react("complaints.handler.named", "complaints.complaint.closed", "complaints.complaint.reopened")
def follow_complaint(events: Sequence[Recorded], moment: Moment) -> None:
    """What becomes of the complaint is what becomes of the dissatisfaction."""
    for event in events:
        rows = Dissatisfaction.objects.filter(complaint=event.subject)
        if event.kind == "complaints.handler.named":
            rows.update(state="handled", handler=event.value("handler_id"), handled_at=event.happened_at)
        elif event.kind == "complaints.complaint.closed":
            remedy = str(event.value("remedy") or "")
            rows.update(state="settled", settled_at=event.happened_at, remedy=remedy)
        else:
            rows.update(state="voiced", settled_at=None)


@react("customers.customer.erased")
def forget_words(events: Sequence[Recorded], moment: Moment) -> None:
    """What the customer said is his: his words go with his name."""
    gone = [e.value("customer_id") for e in events]
    Callback.objects.filter(customer_id__in=gone).update(words="")
    Evaluation.objects.filter(customer_id__in=gone).update(words="", device="")
    Dissatisfaction.objects.filter(customer_id__in=gone).update(words="", wants="", remedy="")


def _callback(
    event: Recorded, number: str, contact: int | None, why: Sequence[str], wait: timedelta
) -> Callback:  # fmt: skip
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
        call_from=next_calling_time(event.happened_at + wait),
        why=list(why),
    )
