"""Whose it was, what is offered (by us, or by the customer himself), whose yes it needs, and carrying it out (C24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import loaded, must_be_cause, must_be_open_to, saved, tell, text_of
from liuke.areas.complaints.models import Complaint, Remedy
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules import remedies
from liuke.areas.complaints.rules.closing import is_fault_of_work
from liuke.events.complaints.handling import (
    ComplaintFulfilled,
    RemedyAgreed,
    RemedyDecided,
    RemedyDeclined,
    RemedyProposed,
    StanceTaken,
)
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import is_blank, one_of
from liuke.foundation.money import LARGEST_CENTS
from liuke.foundation.words import Words

EVENING = time(20)
BY_DEFAULT = timedelta(days=2)


@dataclass(frozen=True)
class Offer:
    """One remedy: which, in what words, at which cost (None: what it usually costs), done until when."""

    key: str
    words: str = ""
    cost_cents: int | None = None
    by_customer: bool = False
    done_by: date | None = None


@transaction.atomic
def take_stance(
    number: str, *, stance: str, finding: str, cause: str = "", by: Actor, at: datetime, seen: int | None = None
) -> None:
    """Say whose it was: ours, shared, a misunderstanding, outside policy; it sets what to say and what may be offered.

    `cause` is a leaf of the tree of causes, as far as it is known; without one the complaint keeps what it has.
    """
    data = the_catalogue()
    one_of("stance", stance, data.stances)
    must_be_cause("cause", cause)
    found = loaded(number, "assess", by=by, seen=seen)
    if not found.kind:
        raise Invalid.field("kind", "请先选择投诉类型", "Say first what kind of complaint it is")
    said = Words("请写明查明的情况", "Say what was found out")
    found.stance, found.finding = stance, text_of("finding", finding, missing=said)
    found.cause = cause or found.cause
    saved(found, "stance", "finding", "cause")
    words = data.stances[stance].words
    event = StanceTaken(
        number=found.number, about=found.about, stance=stance, stance_zh=words.zh, stance_en=words.en,
        fault_of_work=is_fault_of_work(found.kind, stance), finding=found.finding,
        cause_key=found.cause,
    )  # fmt: skip
    tell(found, [event], by=by, at=at)


@transaction.atomic
def propose(
    number: str, offer: Offer, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> bool:
    """Offer something, or write down what the customer proposes; answers whether another has to say yes.

    Raises Invalid with `remedy` (does not fit the finding), `cost`, `words` ("withdraw it" is never a condition).
    """
    data = the_catalogue()
    one_of("remedy", offer.key, data.remedies)
    found = loaded(number, "propose", by=by, seen=seen)
    chosen = data.remedies[offer.key]
    if chosen not in remedies.allowed(data.remedies.values(), found.stance):
        raise Invalid.field(
            "remedy", "先认定责任；此方案不适用于该认定", "Say whose it was first; this does not fit that finding"
        )
    made = _written(found, offer, chosen.cost_cents, by, at)
    needs = made.cost_cents > remedies.limit_of(by.roles, data.authority)
    made.state = Remedy.State.TO_APPROVE if needs else Remedy.State.OFFERED
    made.save()
    found.state = "to_approve" if needs else "to_agree"
    found.proposed_at = found.proposed_at or at
    saved(found, "state", "proposed_at")
    event = RemedyProposed(
        number=found.number, about=found.about, remedy=chosen.key, remedy_zh=chosen.words.zh,
        remedy_en=chosen.words.en, cost_cents=made.cost_cents, by_customer=offer.by_customer, needs_approval=needs,
        words=made.words,
    )  # fmt: skip
    tell(found, [event], by=by, at=at, keeps=keeps)
    return needs


@transaction.atomic
def decide(number: str, *, approve: bool, because: str = "", by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Say yes or no to what lies above the proposer's authority; never one's own proposal, never above one's own."""
    if not by.has_role(*access.APPROVERS):
        raise Forbidden(
            "由投诉经理、服务总监或总经理审批。",
            "The complaint manager, the service director or the general manager decides.",
        )
    found = access.complaint(number, by=by, lock=True)
    must_be_open_to(found, "approve")
    if not approve and is_blank(because):
        raise Invalid.field("because", "请写明不批准的理由", "Say why not")
    waiting = list(Remedy.objects.select_for_update().filter(complaint=found, state="to_approve"))
    limit = remedies.limit_of(by.roles, the_catalogue().authority)
    for one in waiting:
        _must_have_authority(one, limit, by)
        one.state = Remedy.State.OFFERED if approve else Remedy.State.REFUSED
        one.decided_by, one.decided_at = by, at
        one.save()
    found.state = "to_agree" if approve else "investigating"
    saved(found, "state")
    words = Words("已批准", "approved") if approve else Words("未批准", "not approved")
    event = RemedyDecided(
        number=found.number, about=found.about, approved=approve, verdict_zh=words.zh, verdict_en=words.en,
        cost_cents=sum(one.cost_cents for one in waiting), because=text_of("because", because),
    )  # fmt: skip
    tell(found, [event], by=by, at=at, keeps=keeps)


@transaction.atomic
def answer(number: str, *, agrees: bool, words: str = "", by: Actor, at: datetime, keeps: int | None = None) -> None:
    """The customer agrees to what is offered, or does not: then it goes on, and what he proposes is asked for."""
    found = loaded(number, "agree", by=by)
    offered = list(Remedy.objects.select_for_update().filter(complaint=found, state="offered").order_by("pk"))
    for one in offered:
        one.state = Remedy.State.AGREED if agrees else Remedy.State.DECLINED
        one.save(update_fields=["state"])
    last = the_catalogue().remedies[offered[-1].key] if offered else the_catalogue().remedies["apology"]
    found.state = "fulfilling" if agrees else "investigating"
    found.agreed_at = at if agrees else None
    saved(found, "state", "agreed_at")
    common = {"remedy": last.key, "remedy_zh": last.words.zh, "remedy_en": last.words.en}
    event: object = RemedyDeclined(number=found.number, about=found.about, words=text_of("words", words), **common)
    if agrees:
        event = RemedyAgreed(number=found.number, about=found.about, fulfil_by=_fulfil_by(offered, at), **common)
    tell(found, [event], by=by, at=at, keeps=keeps)


@transaction.atomic
def fulfil(number: str, *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Everything that was agreed is done; now the customer is asked."""
    found = loaded(number, "fulfil", by=by)
    done = Remedy.objects.select_for_update().filter(complaint=found, state="agreed")
    cost = sum(done.values_list("cost_cents", flat=True))
    done.update(state="done", done_at=at)
    found.state, found.fulfilled_at = "to_confirm", at
    saved(found, "state", "fulfilled_at")
    tell(
        found, [ComplaintFulfilled(number=found.number, about=found.about, cost_cents=cost)], by=by, at=at, keeps=keeps
    )


def _written(found: Complaint, offer: Offer, usual: int, by: Actor, at: datetime) -> Remedy:
    cost = usual if offer.cost_cents is None else offer.cost_cents
    if not 0 <= cost <= LARGEST_CENTS:
        raise Invalid.field("cost", "金额超出范围", "This amount is out of range")
    if offer.done_by is not None and offer.done_by < local(at).date():
        raise Invalid.field("done_by", "日期已过", "This day is over")
    words = text_of("words", offer.words)
    if remedies.sets_a_condition(words):
        raise Invalid.field("words", remedies.NO_CONDITION.zh, remedies.NO_CONDITION.en)
    return Remedy(
        complaint=found, key=offer.key, words=words, cost_cents=cost, by_customer=offer.by_customer,
        done_by_date=offer.done_by, proposed_at=at, proposed_by=by,
    )  # fmt: skip


def _must_have_authority(one: Remedy, limit: int, by: Actor) -> None:
    if one.proposed_by_id == by.pk:
        raise Refused(
            "自己提出的方案由他人审批。", "Another person decides about what you proposed.", code="own-proposal"
        )
    if one.cost_cents > limit:
        raise Forbidden("超出您的权限，请上一级审批。", "Above your authority: the next one up decides.")


def _fulfil_by(agreed: list[Remedy], at: datetime) -> datetime:
    days = [one.done_by_date for one in agreed if one.done_by_date]
    day = max(days) if days else local(at + BY_DEFAULT).date()
    return datetime.combine(day, EVENING, tzinfo=local(at).tzinfo)
