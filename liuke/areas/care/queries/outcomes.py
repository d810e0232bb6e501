"""Which outcome class would follow from these answers: shown with its reason before anything is saved."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.care import access
from liuke.areas.care.models import Callback
from liuke.areas.care.queries import stories
from liuke.areas.care.queries.complaints import complained_about
from liuke.areas.care.rules.outcome import Answers, Outcome, OutcomeFacts, outcome
from liuke.foundation.identity.models import Actor


def foresee(number: str, answers: Answers, *, by: Actor, at: datetime) -> Outcome:
    """The outcome as `answer` would save it now. Raises Missing."""
    c = access.callback(number, by=by)
    story = stories.of_order(c.about) if c.kind == Callback.Kind.AFTER_SERVICE else stories.of_machine(c.about)
    facts = OutcomeFacts(
        answers=answers,
        complained=complained_about(c.about, before=at),
        earlier_attempts=story.earlier_attempts if story else 0,
        later_repeats=story.later_repeats if story else 0,
        reported_paid=c.paid or bool(story and story.paid),
    )
    return outcome(facts)
