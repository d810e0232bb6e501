"""Reading complaints: the inbox, one with everything that belongs to it, likely repeats, those of a customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from liuke.areas.complaints import access
from liuke.areas.complaints.models import OPEN, Complaint, Link, Recurrence, Step, Try
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.queries.rows import (
    ComplaintRow,
    ImprovementRow,
    LetterRow,
    PartRow,
    RemedyRow,
    complaint_row,
    improvement_row,
    letter_row,
    part_row,
    remedy_row,
)
from liuke.areas.complaints.queries.severity import severity_now
from liuke.areas.complaints.rules import remedies as remedy_rules
from liuke.areas.complaints.rules import states
from liuke.areas.complaints.rules.catalogue import Exposure
from liuke.areas.complaints.rules.closing import Gate, why_not
from liuke.areas.complaints.rules.likeness import words_of
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Stage:
    """A stage of the way: when it was reached, None where it is not yet."""

    key: str
    words: Words
    at: datetime | None


@dataclass(frozen=True)
class CaseView:
    """A complaint as its page shows it. `exposures` is empty for all but complaint officers."""

    row: ComplaintRow
    wants: str
    means: str
    stance: str
    stance_words: Words
    stance_say: Words
    finding: str
    word: str
    word_words: Words
    told: str
    external_no: str
    answer_by: datetime | None
    severity_reasons: tuple[Words, ...]
    parts: tuple[PartRow, ...]
    steps_taken: frozenset[str]
    remedies: tuple[RemedyRow, ...]
    improvements: tuple[ImprovementRow, ...]
    letters: tuple[LetterRow, ...]
    links: tuple[tuple[str, str], ...]
    recurrences: tuple[tuple[ComplaintRow, str], ...]
    tries: int
    stages: tuple[Stage, ...]
    exposures: tuple[Exposure, ...]
    missing: tuple[Words, ...]


STAGES = (
    ("received_at", Words("受理", "taken in")),
    ("named_at", Words("指派", "named")),
    ("acknowledged_at", Words("告知", "acknowledged")),
    ("contacted_at", Words("首次联系", "first contact")),
    ("proposed_at", Words("提出方案", "proposed")),
    ("agreed_at", Words("用户同意", "agreed")),
    ("fulfilled_at", Words("办完", "carried out")),
    ("closed_at", Words("结案", "closed")),
)


def list_open(*, by: Actor, limit: int = 50) -> tuple[ComplaintRow, ...]:
    """Those that are not closed, newest first; the inbox orders its own page by time left."""
    rows = Complaint.objects.filter(access.complaints_for(by), OPEN)
    return tuple(complaint_row(c) for c in _whole(rows).order_by("-pk")[:limit])


def list_by_number(numbers: Sequence[str], *, by: Actor) -> dict[str, ComplaintRow]:
    """These complaints, as far as this actor may see them."""
    rows = _whole(Complaint.objects.filter(access.complaints_for(by), number__in=list(numbers)))
    return {c.number: complaint_row(c) for c in rows}


def list_of_customer(customer_id: int, *, by: Actor, limit: int = 20) -> tuple[ComplaintRow, ...]:
    """What this customer complained of, newest first."""
    rows = Complaint.objects.filter(access.complaints_for(by), customer_id=customer_id)
    return tuple(complaint_row(c) for c in _whole(rows).order_by("-pk")[:limit])


def likely_repeats(
    *, customer_id: int | None, about: str, words: str, by: Actor, limit: int = 5
) -> tuple[ComplaintRow, ...]:
    """Open complaints of this customer or about this thing, the one with the most words in common first."""
    same = Q(pk__in=())
    if customer_id:
        same |= Q(customer_id=customer_id)
    if about:
        same |= Q(about=about)
    rows = list(_whole(Complaint.objects.filter(access.complaints_for(by)).filter(OPEN).filter(same))[:20])
    said = set(words_of(words))
    rows.sort(key=lambda c: (-len(said & set(words_of(c.words))), -c.pk))
    return tuple(complaint_row(c) for c in rows[:limit])


def get_case(number: str, *, by: Actor, at: datetime) -> CaseView:
    """One complaint with all that belongs to it, or Missing for whoever may not see it."""
    c = access.complaint(number, by=by)
    data = the_catalogue()
    offered = [remedy_row(r) for r in c.remedies.select_related("proposed_by").order_by("pk")]
    improved = [improvement_row(i) for i in c.improvements.select_related("responsible", "complaint").order_by("pk")]
    stance = data.stances.get(c.stance)
    tries = Try.objects.filter(complaint=c, counted=True).count()
    again = Recurrence.objects.filter(complaint=c).select_related("again__handler", "again__taken_by").order_by("-pk")
    gate = Gate(
        word=c.word or "satisfied", tries=tries, stance=c.stance, kind=c.kind, improvements=len(improved),
        fulfilling=any(r.state in ("agreed", "to_approve") for r in offered),
    )  # fmt: skip
    return CaseView(
        row=complaint_row(c), wants=c.wants, means=c.means, stance=c.stance,
        stance_words=stance.words if stance else Words("", ""), stance_say=stance.say if stance else Words("", ""),
        finding=c.finding, word=c.word, word_words=states.WORD.get(c.word, Words("", "")), told=c.told,
        external_no=c.external_no, answer_by=c.answer_by,
        severity_reasons=severity_now(c, at=at).reasons,
        parts=tuple(part_row(p) for p in c.parts.order_by("nth")),
        steps_taken=frozenset(Step.objects.filter(complaint=c).values_list("key", flat=True)),
        remedies=tuple(offered), improvements=tuple(improved),
        letters=tuple(letter_row(one) for one in c.letters.select_related("written_by").order_by("pk")),
        links=tuple(Link.objects.filter(complaint=c).order_by("pk").values_list("kind", "number")),
        recurrences=tuple((complaint_row(r.again), r.why) for r in again[:20]), tries=tries,
        stages=tuple(Stage(key, words, getattr(c, key)) for key, words in STAGES),
        exposures=remedy_rules.exposure_of(c.sub, data.exposures) if access.sees_exposure(by) else (),
        missing=why_not(gate) if c.state != states.CLOSED else (),
    )  # fmt: skip


def acts_open(view: CaseView, *, by: Actor) -> frozenset[str]:
    """What this reader may do to it now; the actions check again under the lock."""
    row, found = view.row, set[str]()
    handles = access.handles(by)
    works = handles or row.owner_id == by.pk
    found |= {
        act
        for act in ("acknowledge", "assess", "contact", "propose", "agree", "fulfil", "close")
        if works and states.may(act, row.state)
    }
    if works:
        found.add("write")
    if handles and states.may("name", row.state):
        found.add("name")
    if handles and row.handler_id != by.pk and states.may("name", row.state):
        found.add("take")
    if row.handler_id == by.pk and not row.accepted and row.state != states.CLOSED:
        found.add("accept")
    if by.has_role(*access.APPROVERS) and states.may("approve", row.state):
        found.add("approve")
    if row.state == states.CLOSED and access.reads(by):
        found.add("reopen")
    if row.state == states.CLOSED and handles:
        found.add("aftercare")
    acknowledged = next(s.at for s in view.stages if s.key == "acknowledged_at")
    return frozenset(found - ({"acknowledge"} if acknowledged else set()))


def why_not_close(view: CaseView, word: str) -> tuple[Words, ...]:
    """What is missing before it may be closed with this word."""
    gate = Gate(
        word=word, tries=view.tries, stance=view.stance, kind=view.row.kind, improvements=len(view.improvements),
        fulfilling=any(r.state in ("agreed", "to_approve") for r in view.remedies),
    )  # fmt: skip
    return why_not(gate)


def _whole(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    return rows.select_related("handler", "taken_by")
