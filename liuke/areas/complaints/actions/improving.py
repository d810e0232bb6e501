"""What was learnt: cause, who answers, what is improved until when; carried out with proof; verified by another (C4)."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import loaded, must_be_cause, saved, tell, text_of
from liuke.areas.complaints.models import Improvement, Recurrence
from liuke.areas.complaints.queries.recurrence import like_since
from liuke.events.complaints.handling import (
    ImprovementDone,
    ImprovementSet,
    ImprovementVerified,
    RecurrenceLookedFor,
)
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

EVENING = time(20)


@transaction.atomic
def set_improvement(
    number: str, *, cause: str, action: str, responsible: Actor, until: date, cause_key: str = "", by: Actor,
    at: datetime, keeps: int | None = None,
) -> str:  # fmt: skip
    """Say why it happened, who answers for mending it and until when. Answers the improvement's number.

    `cause_key` is a leaf of the tree of causes; without one it is the complaint's. Who answers is named to mend it, never
    to be fined (practice §4 #3).
    """
    must_be_cause("cause_key", cause_key)
    found = loaded(number, "assess", by=by)
    if responsible.kind != Actor.Kind.PERSON or not responsible.is_active:
        raise Invalid.field("responsible", "请选择责任人", "Choose who answers for it")
    if until < local(at).date():
        raise Invalid.field("until", "日期已过", "This day is over")
    found.cause = cause_key or found.cause
    made = Improvement.objects.create(
        number=numbers.take("IM"), complaint=found, cause_key=found.cause, responsible=responsible,
        cause=text_of("cause", cause, missing=Words("请写明原因", "Say why it happened")),
        action=text_of("action", action, missing=Words("请写明改进措施", "Say what is improved")),
        due_on=datetime.combine(until, EVENING, tzinfo=local(at).tzinfo), set_at=at, set_by=by,
    )  # fmt: skip
    saved(found, "cause")
    event = ImprovementSet(
        number=made.number, complaint=found.number, responsible_id=responsible.pk, responsible=responsible.name,
        cause_key=made.cause_key, due_on=made.due_on, cause=made.cause, action=made.action,
    )  # fmt: skip
    tell(found, [event], by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def carry_out(number: str, *, proof: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """It is done, and this shows it. By who answers for it, or who handles complaints."""
    made = access.improvement(number, by=by, lock=True)
    if made.responsible_id != by.pk and not access.handles(by):
        raise Forbidden("请由责任人填写。", "Who answers for it says so.")
    if made.done_at is not None:
        raise Refused("已登记落实。", "It is carried out already.", code="improvement-done")
    made.proof = text_of("proof", proof, missing=Words("请写明凭什么说明已落实", "Say what shows that it is done"))
    made.done_at = at
    made.save(update_fields=["proof", "done_at"])
    event = ImprovementDone(number=made.number, complaint=made.complaint.number, proof=made.proof)
    tell(made.complaint, [event], by=by, at=at, keeps=keeps)


@transaction.atomic
def look_for_recurrence(number: str, *, by: Actor, at: datetime) -> int:
    """Look for like complaints since the improvement was carried out and keep what is found; answers how many."""
    made = access.improvement(number, by=by, lock=True)
    if made.done_at is None:
        return 0
    found = like_since(made.complaint, since=made.done_at)
    Recurrence.objects.bulk_create(
        [Recurrence(complaint=made.complaint, again_id=pk, why=why, found_at=at) for pk, why in found],
        ignore_conflicts=True,
    )
    event = RecurrenceLookedFor(number=made.number, complaint=made.complaint.number, found=len(found))
    tell(made.complaint, [event], by=by, at=at)
    return len(found)


@transaction.atomic
def verify(number: str, *, works: bool, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """Did it help? Said by another than who carried it out, with what recurred before his eyes."""
    if not access.verifies(by):
        raise Forbidden("请由品质经理或投诉专员验证。", "The quality manager or a complaint officer verifies it.")
    made = access.improvement(number, by=by, lock=True)
    if made.responsible_id == by.pk:
        raise Refused("改进由他人验证。", "Another person verifies your improvement.", code="own-improvement")
    if made.done_at is None or made.verified_at is not None:
        raise Refused(
            "尚未落实，或已验证。", "It is not carried out yet, or verified already.", code="improvement-state"
        )
    made.works, made.verified_at, made.verified_by = works, at, by
    made.save(update_fields=["works", "verified_at", "verified_by"])
    words = Words("有效", "it helped") if works else Words("无效，需重新改进", "it did not help")
    event = ImprovementVerified(
        number=made.number, complaint=made.complaint.number, works=works, verdict_zh=words.zh, verdict_en=words.en
    )
    tell(made.complaint, [event], by=by, at=at, keeps=keeps)
