"""What the network does because another room spoke: a site's grade follows what quality found."""

from __future__ import annotations

from collections.abc import Sequence

from liuke.areas.network.actions.sites import grade_site
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.kernel.journal.listeners import Moment, react
from liuke.kernel.journal.rows import Recorded


@react("quality.grade.given")
def take_grade_over(events: Sequence[Recorded], moment: Moment) -> None:
    """The house writes it, whoever graded by hand: he judges sites, but does not keep their files."""
    house = system_actor(Actor.Kind.JOB, "network")
    for event in events:
        grade, because = str(event.value("grade")), str(event.value("because") or "")
        grade_site(event.subject, grade=grade, because=because, by=house, at=moment.at, caused_by=event)
