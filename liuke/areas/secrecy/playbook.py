"""What can be owed here: deciding what may leave (H9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.areas.customers.actions import belongings
from liuke.areas.secrecy.models import Release, ReleasedCustomer
from liuke.areas.secrecy.rules import gate
from liuke.foundation.identity.queries import list_people
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner

IN_CHARGE = "service_director"


def release_deciders(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The service directors for general data, the general managers for important data and where no director is another
    than those concerned."""
    directors = {person.pk for person in list_people() if person.has_role(IN_CHARGE)}
    return {e.id: Owner(role=_role(e, directors), calendar_key="office") for e in events}


def _role(event: Recorded, directors: set[int]) -> str:
    others = directors - {event.value("asked_by"), event.value("carrier")}
    return IN_CHARGE if others and event.value("level") == gate.LEVELS[0] else "general_manager"


register.resolver("release_decider", release_deciders, otherwise="general_manager")
register.promise_kind(
    "decide-release", zh="审批外发", en="Decide what may leave", act_zh="审批", act_en="Decide",
    page="/secrecy/{about}/", icon="shield-check", seen_by="restricted",
)  # fmt: skip
belongings.keep(Release, "timeline", because="a request's own history, nobody's file")
belongings.keep(ReleasedCustomer, because="whose file left is a fact; the winner is asked together with his losers")
