"""What can be owed here: deciding whose fault it was, and hearing an appeal, which the first decider never does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.areas.quality.models import Appeal
from liuke.foundation.identity.queries import list_people
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner


def appeal_judges(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The quality managers where one is there who did not decide first, else the regional managers."""
    first = dict(Appeal.objects.filter(number__in=[e.subject for e in events]).values_list("number", "against_id"))
    judges = {person.pk for person in list_people() if person.has_role("quality_manager")}
    return {
        e.id: Owner(role="quality_manager" if judges - {first.get(e.subject)} else "regional_manager") for e in events
    }


register.resolver("appeal_judge", appeal_judges, otherwise="regional_manager")
register.promise_kind(
    "decide-fault", zh="责任判定", en="Decide whose fault it was", act_zh="判定", act_en="Decide",
    page="/quality/{about}/",
)  # fmt: skip
register.promise_kind(
    "decide-appeal", zh="申诉复核", en="Hear the appeal", act_zh="复核", act_en="Hear it",
    page="/quality/appeals/{about}/",
)  # fmt: skip
