"""The day's greetings: what stands in a message is looked over by the same words as all that goes out (H24, H51)."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.keeping.actions.greeting_day import send_greetings
from liuke.areas.keeping.queries.greetings import list_texts
from liuke.areas.knowledge.queries.words import check
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor


def greet(at: datetime) -> int:
    """Send today's greetings, but none whose words had better not go out: those wait for a yes."""
    unfit = {text.template for text in list_texts(at) if check(text.words.zh) or check(text.words.en)}
    return send_greetings(unfit=unfit, by=system_actor(Actor.Kind.JOB, "keeping"), at=at)
