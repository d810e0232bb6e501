"""What keeping does because another room spoke: a keeper left or changed; a sales contact is about to be made (H8)."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.keeping.actions.grading import set_by_hand
from liuke.areas.keeping.actions.handing_over import change_hands, open_handover, unread
from liuke.areas.keeping.models import WAITING, Override, Takeover
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
    concerned = {e.timeline_id for e in events}
    if Takeover.objects.filter(WAITING, customer__in=concerned, acknowledged_at=None).exists():
        raise unread()


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
