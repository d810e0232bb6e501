"""What can be owed here: deciding about a leaver's customers, reading the brief, the first contact (H8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from liuke.areas.customers.actions import belongings
from liuke.areas.keeping.models import (
    OPEN_SIGN,
    STANDING,
    WAITING,
    Dropped,
    Gesture,
    Override,
    Regard,
    Sign,
    Taken,
    Takeover,
    VisitStop,
    Worth,
)
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner


def new_keepers(events: Sequence[Recorded], at: datetime) -> Mapping[int, Owner]:
    """The keeper whom the event names: the customer may go on to another in the same breath."""
    named = {e.id: int(e.value("keeper") or 0) for e in events}
    return {pk: Owner(keeper, role="account_manager", calendar_key="office") for pk, keeper in named.items() if keeper}


register.resolver("new_keeper", new_keepers, otherwise="account_manager")
register.promise_kind(
    "decide-handover", zh="分配离职交接", en="Hand a leaver’s customers over", act_zh="分配", act_en="Assign",
    page="/keeping/handovers/{about}/",
)  # fmt: skip
register.promise_kind(
    "read-brief", zh="阅读交接简报", en="Read the brief", act_zh="阅读", act_en="Read",
    page="/keeping/briefs/{about}/",
)  # fmt: skip
register.promise_kind(
    "first-contact", zh="接手后首次联系", en="First contact after taking over", act_zh="联系", act_en="Contact",
    page="/keeping/briefs/{about}/",
)  # fmt: skip
register.promise_kind(
    "review-grade", zh="复核人工定级", en="Review a grade by hand", act_zh="复核", act_en="Review",
    page="/keeping/grades/{about}/",
)  # fmt: skip

register.promise_kind(
    "contact-due", zh="定期联系客户", en="Regular contact", act_zh="联系", act_en="Contact",
    page="/keeping/bond/{about}/",
)  # fmt: skip


def _one_takeover(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """Of two that are open the winner's goes on."""
    rows = Takeover.objects.filter(WAITING, customer__in=[loser, winner]).values_list("customer_id", "pk")
    open_ones = dict(rows)
    if len(open_ones) < 2:
        return []
    return [belongings.Edit([open_ones[loser]], "ended_at", at)]


def _one_override(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """Of two that stand the winner's stands."""
    found = dict(Override.objects.filter(STANDING, customer__in=[loser, winner]).values_list("customer_id", "pk"))
    return [belongings.Edit([found[loser]], "ended_at", at)] if len(found) == 2 else []


def _one_of_each_sign(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """Of two files' signs of one kind the one seen later stands."""
    rows = Sign.objects.filter(OPEN_SIGN, customer__in=[loser, winner])
    ranked = list(rows.order_by("sign", "proposed", "-seen_at", "-pk").values_list("pk", "sign"))
    stands = {sign: pk for pk, sign in reversed(ranked)}
    older = [pk for pk, sign in ranked if stands[sign] != pk]
    return [belongings.Edit(older, "ended_at", at)] if older else []


belongings.combine(Takeover, because="of two that are open the winner's goes on", first=_one_takeover)
belongings.combine(Override, because="of two that stand the winner's stands", first=_one_override)
belongings.drop(Worth, because="counted anew from both histories tonight")
belongings.combine(Sign, because="of two signs of one kind the one seen later stands", first=_one_of_each_sign)
belongings.drop(Regard, because="counted anew from both histories tonight")

register.promise_kind(
    "greet-customer", zh="致电问候", en="Call to greet", act_zh="问候", act_en="Greet", page="/keeping/care/{about}/",
)  # fmt: skip
register.promise_kind(
    "decide-greeting", zh="确认是否问候", en="Decide about a greeting", act_zh="确认", act_en="Decide",
    page="/keeping/care/{about}/",
)  # fmt: skip
register.promise_kind(
    "contact-or-give-back", zh="联系客户或放回公海", en="Be in touch or give the customer back", act_zh="联系",
    act_en="Contact", page="/keeping/pool/kept/{about}/",
)  # fmt: skip


def _out_of_the_pool(loser: int, winner: int, at: datetime) -> list[belongings.Edit]:
    """Of two that lie in the pool the winner's place there stays."""
    found = dict(Dropped.objects.filter(ended_at=None, customer__in=[loser, winner]).values_list("customer_id", "pk"))
    return [belongings.Edit([found[loser]], "ended_at", at)] if loser in found else []


belongings.combine(
    Gesture, because="an occasion is greeted once; the loser's stays with him", alike=("occasion", "whose", "day")
)
belongings.combine(Dropped, because="a customer lies in the pool once", first=_out_of_the_pool)
belongings.move(Taken)

register.promise_kind(
    "visit-customer", zh="拜访客户", en="Visit the customer", act_zh="拜访", act_en="Visit",
    page="/keeping/visits/customers/{about}/",
)  # fmt: skip
belongings.combine(VisitStop, because="a plan visits a customer once; the loser's place stays his", alike=("plan",))
