"""Closing with the customer's word, and not before what a fault of work teaches is set; reopening; aftercare (C4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import loaded, must_be_open_to, saved, tell, text_of
from liuke.areas.complaints.actions.filing import Came, keep_all, opened
from liuke.areas.complaints.actions.taking import Heard, receive_at_once
from liuke.areas.complaints.models import OPEN, Complaint, Remedy, Try
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules import remedies, states
from liuke.areas.complaints.rules.closing import Gate, why_not
from liuke.events.complaints.way import AftercareMade, ComplaintClosed, ComplaintReopened
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import one_of
from liuke.foundation.words import Words

AFTER = (7, 30)


@transaction.atomic
def close(
    number: str, *, word: str, summary: str = "", by: Actor, at: datetime, seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """Close it with the customer's word (satisfied, accepts, refuses, unreachable).

    Refused with all that is missing, each said as what to do next. "Withdrawn" is no word of his (practice §4.12).
    """
    one_of("word", word, states.WORD)
    found = loaded(number, "close", by=by, seen=seen)
    if missing := why_not(gate_of(found, word)):
        zh, en = "；".join(w.zh for w in missing), "; ".join(w.en for w in missing)
        raise Refused(f"还不能结案：{zh}。", f"It cannot be closed yet: {en}.", code="closing-gate")
    _close(found, word, text_of("summary", summary), by=by, at=at, keeps=keeps)


@transaction.atomic
def solve_at_once(
    heard: Heard, *, remedy: str, words: str = "", cost_cents: int | None = None, papers: Sequence[Came] = (),
    by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Take it in and make it right on the spot, within one's own authority: redo free, up to a set amount (H22).

    The customer says there and then that he accepts it. Raises Forbidden above the authority, Invalid with `remedy`.
    """
    data = the_catalogue()
    one_of("remedy", remedy, data.remedies)
    cost = data.remedies[remedy].cost_cents if cost_cents is None else cost_cents
    limit = remedies.limit_of(by.roles, data.authority)
    if cost < 0 or cost > limit:
        raise Forbidden(
            f"您当场可做主 {limit // 100} 元以内，请登记后由处理人提方案。",
            f"You may give up to ¥{limit // 100} at once; take it in and a handler proposes more.",
        )
    found = receive_at_once(heard, by=by, at=at)
    found.contacted_at = found.proposed_at = found.agreed_at = found.fulfilled_at = at
    Remedy.objects.create(
        complaint=found, key=remedy, words=text_of("remedy_words", words), cost_cents=cost, state="done",
        proposed_at=at, proposed_by=by, done_at=at,
    )  # fmt: skip
    found.save()
    keep_all(found, [opened(one.name, one.data) for one in papers], further=False, by=by, at=at)
    _close(found, "accepts", words, by=by, at=at)
    return found.number


@transaction.atomic
def reopen(number: str, *, words: str, by: Actor, at: datetime) -> None:
    """It was not settled after all: a handler is named again, and the clocks run anew."""
    said = Words("请记录用户怎么说", "Write down what the customer says")
    text = text_of("words", words, missing=said)
    found = access.complaint(number, by=by, lock=True)
    must_be_open_to(found, "reopen")
    found.state, found.word, found.closed_at = "reopened", "", None
    found.handler = found.named_at = found.accepted_at = None
    found.reopened += 1
    found.contacted_at = found.proposed_at = found.agreed_at = found.fulfilled_at = None
    found.counted_from = at
    found.save()
    saved(found)
    event = ComplaintReopened(number=found.number, about=found.about, times=found.reopened, words=text)
    tell(found, [event], by=by, at=at)


@transaction.atomic
def make_aftercare(
    number: str, *, day: int, well: bool, words: str = "", by: Actor, at: datetime, keeps: int | None = None
) -> None:
    """The call 7 or 30 days after closing. Not well: the complaint is reopened."""
    if day not in AFTER:
        raise Invalid.field("day", "善后回访在结案后 7 天和 30 天", "Aftercare is on day 7 and day 30")
    access.require_handler(by)
    found = access.complaint(number, by=by, lock=True)
    if found.state != states.CLOSED:
        raise Refused("投诉还没有结案。", "The complaint is not closed.", code="complaint-state")
    event = AftercareMade(number=found.number, about=found.about, day=day, well=well, words=text_of("words", words))
    tell(found, [event], by=by, at=at, keeps=keeps)
    if not well:
        reopen(number, words=words, by=by, at=at)


def gate_of(found: Complaint, word: str) -> Gate:
    """What stands in the file when it is to be closed with this word."""
    return Gate(
        word=word, tries=Try.objects.filter(complaint=found, counted=True).count(), stance=found.stance, kind=found.kind,
        improvements=found.improvements.count(),
        fulfilling=Remedy.objects.filter(complaint=found, state__in=["agreed", "to_approve"]).exists(),
    )  # fmt: skip


def _close(found: Complaint, word: str, summary: str, *, by: Actor, at: datetime, keeps: int | None = None) -> None:
    found.state, found.word, found.closed_at = states.CLOSED, word, at
    saved(found, "state", "word", "closed_at")
    others = Complaint.objects.filter(OPEN, customer_id=found.customer_id).exclude(pk=found.pk).count()
    said = states.WORD[word]
    event = ComplaintClosed(
        number=found.number, about=found.about, told=found.told, word=word, word_zh=said.zh, word_en=said.en,
        remedy=summary, others_open=others, at_once=found.at_once, topic=found.kind, sub=found.sub,
    )  # fmt: skip
    tell(found, [event], by=by, at=at, keeps=keeps)
