"""What the handbook may ask of care: what can be owed here, and whether he may be called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from liuke.areas.care.models import Callback, Consent, Dissatisfaction, Evaluation, NumberChange
from liuke.areas.customers.actions import belongings
from liuke.kernel.playbook import register

GIVEN, WITHDRAWN = "care.consent.given", "care.consent.withdrawn"


def consents(timeline_ids: Sequence[int]) -> Mapping[int, bool]:
    """Which of these customers agreed to a sales follow-up and have not withdrawn it."""
    rows = Consent.objects.filter(customer_id__in=timeline_ids, withdrawn_at__isnull=True)
    agreed = set(rows.values_list("customer_id", flat=True))
    return {pk: pk in agreed for pk in timeline_ids}


register.standing_fact(
    "follow_up_consent", kinds={GIVEN, WITHDRAWN}, fold=lambda previous, event: event.kind == GIVEN, read=consents
)

_CALL: Final[dict[str, Any]] = {"act_zh": "回访", "act_en": "Call back"}
_PAGE = "/callbacks/about/{about}/"
register.promise_kind(
    "callback-after-service", zh="电话回访", en="Call the customer back", page=f"{_PAGE}after_service/", **_CALL
)
register.promise_kind("callback-again", zh="换时段再回访", en="Call back at other hours", page=f"{_PAGE}any/", **_CALL)
register.promise_kind("callback-as-agreed", zh="按约定时间回访", en="Call back as agreed", page=f"{_PAGE}any/", **_CALL)
register.promise_kind(
    "callback-dissatisfied",
    zh="致电不满意用户",
    en="Call a dissatisfied customer",
    page=f"{_PAGE}after_service/",
    **_CALL,
)
register.promise_kind("callback-day-3", zh="三日回访", en="Day-3 callback", page=f"{_PAGE}day3/", **_CALL)
register.promise_kind("look-in-week-3", zh="三周关怀", en="Week-3 look-in", page=f"{_PAGE}week3/", **_CALL)
register.promise_kind("follow-up-month-3", zh="三月跟进", en="Month-3 follow-up", page=f"{_PAGE}month3/", **_CALL)


def _one_consent(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """Of two that are in force the one that was given first lasts."""
    lasting = Consent.objects.filter(customer_id__in=[loser, winner], withdrawn_at__isnull=True).order_by("given_at")
    return [belongings.Edit(list(lasting.values_list("pk", flat=True))[1:], "withdrawn_at", at)]


belongings.move(Callback, Dissatisfaction, Evaluation, NumberChange)
belongings.combine(Consent, because="of two in force the one given first lasts", first=_one_consent)
