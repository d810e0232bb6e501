"""What keeping does because another room spoke: a keeper left or changed; a sales contact is about to be made (H8)."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.keeping.actions.bond import take_proof
from liuke.areas.keeping.actions.contacts import replan, take_contacts
from liuke.areas.keeping.actions.grading import set_by_hand
from liuke.areas.keeping.actions.greeting import forget, stop
from liuke.areas.keeping.actions.greeting_doubts import hold_back
from liuke.areas.keeping.actions.handing_over import change_hands, must_have_read, open_handover
from liuke.areas.keeping.actions.pooling import leave_the_pool, lose
from liuke.areas.keeping.actions.visit_promising import leave_plans
from liuke.areas.keeping.models import Override, Regard, Sign
from liuke.areas.keeping.queries.care_consents import PURPOSE
from liuke.areas.keeping.queries.pool import WARNED
from liuke.areas.keeping.rules.bond import PROVEN_BY
from liuke.areas.keeping.rules.contacts import CONTACTS
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("company.person.left")
def hand_over(events: Sequence[Recorded], moment: Moment) -> None:
    """Whoever leaves and kept customers leaves a handover behind."""
    for person in Actor.objects.filter(pk__in=[e.value("person") for e in events]):
        open_handover(person, by=moment.by, at=moment.at)


@react("customers.keeper.changed")
def take_over(events: Sequence[Recorded], moment: Moment) -> None:
    """The next keeper has to read the brief before he sells anything; one who kept the other of two merged files knows him."""
    if by_itself := [e for e in events if e.caused_by is None]:
        change_hands(by_itself, by=moment.by, at=moment.at)


@react("care.follow_up.started", "care.follow_up.completed")
def refuse_sales_before_the_brief(events: Sequence[Recorded], moment: Moment) -> None:
    """Outgoing sales contact waits for the new keeper's reading, whoever makes it. His row was locked by the timeline."""
    must_have_read({e.timeline_id for e in events})


@react("customers.customer.graded")
def note_grades_by_hand(events: Sequence[Recorded], moment: Moment) -> None:
    """A grade that a person set is no slip of the count: it stands until it is reviewed. What a merge set nobody judged."""
    judged = [e for e in events if e.caused_by is None]
    if judged and moment.by.kind == Actor.Kind.PERSON:
        set_by_hand(judged, by=moment.by, at=moment.at)


@react("customers.customer.erased")
def forget_why(events: Sequence[Recorded], moment: Moment) -> None:
    """That somebody judged stays; what he wrote of an erased customer goes with him."""
    erased = [event.facts["customer_id"] for event in events]
    Override.objects.filter(customer_id__in=erased).update(reason="–")


@react("promise.missed")
def lose_whom_nobody_contacts(events: Sequence[Recorded], moment: Moment) -> None:
    """The keeper was told "contact him or give him back", and did neither in time."""
    if late := [e for e in events if e.value("what") == WARNED]:
        lose(late, by=moment.by, at=moment.at)


@react("customers.keeper.changed")
def out_of_the_pool(events: Sequence[Recorded], moment: Moment) -> None:
    """Whoever is kept lies in no pool."""
    leave_the_pool(events, at=moment.at)


@react("complaints.complaint.received", "complaints.complaint.reopened")
def greet_nobody_who_complains(events: Sequence[Recorded], moment: Moment) -> None:
    """From now on somebody is asked first."""
    hold_back(events, by=moment.by, at=moment.at)


@react("customers.consent.ended")
def greet_nobody_who_takes_it_back(events: Sequence[Recorded], moment: Moment) -> None:
    """Taken back as easily as it was given: also the call that was planned."""
    stop([e.timeline_id for e in events if e.value("purpose") == PURPOSE], by=moment.by, at=moment.at)


@react("customers.customer.erased")
def forget_greetings(events: Sequence[Recorded], moment: Moment) -> None:
    """A birthday greeting tells a birthday: it goes with whom it was for."""
    forget([int(event.facts["customer_id"]) for event in events], by=moment.by, at=moment.at)


@react(*sorted(PROVEN_BY))
def look_for_signs(events: Sequence[Recorded], moment: Moment) -> None:
    """What a company does may be one of the ten signs that the bond is firm (H5, H6)."""
    take_proof(events, by=moment.by, at=moment.at)


@react(*sorted(CONTACTS))
def count_as_contact(events: Sequence[Recorded], moment: Moment) -> None:
    """Whoever of the house speaks with a kept customer keeps the contact that his keeper owes (H4)."""
    take_contacts(events, by=moment.by, at=moment.at)


@react("customers.keeper.changed", "customers.customer.graded")
def follow_the_grade(events: Sequence[Recorded], moment: Moment) -> None:
    """How often one is in touch follows from grade and keeper. What a merge changed waits for the night's count."""
    if by_itself := [e for e in events if e.caused_by is None]:
        replan(by_itself, by=moment.by, at=moment.at)


@react("customers.customer.erased")
def forget_what_he_thinks(events: Sequence[Recorded], moment: Moment) -> None:
    """What we thought of an erased customer's bond is nobody's any more."""
    erased = [event.facts["customer_id"] for event in events]
    Sign.objects.filter(customer_id__in=erased).delete()
    Regard.objects.filter(customer_id__in=erased).delete()


@react("customers.keeper.changed")
def off_the_plans(events: Sequence[Recorded], moment: Moment) -> None:
    """The keeper before visits him no more."""
    leave_plans(events, by=moment.by, at=moment.at)
