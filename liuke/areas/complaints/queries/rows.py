"""What leaves the room: frozen rows of complaints with their parts, remedies, improvements and letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from liuke.areas.complaints.models import Complaint, Improvement, Letter, Part, Remedy
from liuke.areas.complaints.queries.catalogue import the_catalogue
from liuke.areas.complaints.rules import letters, states
from liuke.foundation.words import Words

NOTHING = Words("", "")
REMEDY_STATES = {
    "to_approve": Words("待审批", "to approve"),
    "refused": Words("未批准", "not approved"),
    "offered": Words("已提出", "offered"),
    "agreed": Words("用户同意", "agreed"),
    "declined": Words("用户不接受", "declined"),
    "done": Words("已办完", "done"),
}
LETTER_KINDS = {
    "acknowledgement": Words("受理告知书", "acknowledgement"),
    "interim": Words("进展告知书", "interim answer"),
    "decision": Words("处理答复书", "decision"),
    "apology": Words("致歉信", "apology"),
}


@dataclass(frozen=True)
class ComplaintRow:
    """A complaint in one line. `owner_name` answers for it now: the handler who accepted, else who took it in."""

    id: int
    number: str
    customer_id: int
    about: str
    source: str
    source_words: Words
    words: str
    kind: str
    kind_words: Words
    sub: str
    sub_words: Words
    cause: str
    severity: str
    severity_words: Words
    hard: bool
    state: str
    state_words: Words
    handler_id: int | None
    handler_name: str
    accepted: bool
    owner_id: int
    owner_name: str
    taken_by_id: int
    received_at: datetime
    closed_at: datetime | None
    reopened: int
    version: int


@dataclass(frozen=True)
class PartRow:
    """A sentence with what it is, and for a fact its verdict."""

    nth: int
    text: str
    kind: str
    kind_words: Words
    proposed: str
    verdict: str
    verdict_words: Words
    evidence: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class RemedyRow:
    """Something offered, by us or by the customer."""

    id: int
    key: str
    words: Words
    said: str
    cost_cents: int
    by_customer: bool
    state: str
    state_words: Words
    done_by: date | None
    proposed_at: datetime
    proposed_by_id: int
    proposed_by: str


@dataclass(frozen=True)
class ImprovementRow:
    """What is mended, by whom, until when."""

    number: str
    complaint: str
    cause: str
    cause_key: str
    action: str
    responsible_id: int
    responsible: str
    due_on: datetime
    done_at: datetime | None
    proof: str
    verified_at: datetime | None
    works: bool | None


@dataclass(frozen=True)
class LetterRow:
    """A letter; `sent_at` is None while it is only written, and `mailed_at` is set while it is on its way by mail.

    `mailed_to` names the address that it went to; `fault` is why the last mail did not arrive, empty where none failed.
    """

    id: int
    kind: str
    kind_words: Words
    text: str
    written_at: datetime
    written_by: str
    via: str
    proof: str
    proof_file: str
    sent_at: datetime | None
    language: str
    mailed_to: str
    mailed_at: datetime | None
    sent_file: str
    fault: Words


def complaint_row(c: Complaint) -> ComplaintRow:
    """Reads handler and taken_by: select them for lists."""
    data, handler = the_catalogue(), c.handler
    source = data.sources.get(c.source)
    accepted = c.accepted_at is not None
    return ComplaintRow(
        id=c.pk, number=c.number, customer_id=c.customer_id, about=c.about, source=c.source,
        source_words=source.words if source else NOTHING, words=c.words, kind=c.kind,
        kind_words=data.kinds.get(c.kind, NOTHING), sub=c.sub, sub_words=data.sub_words(c.kind, c.sub), cause=c.cause,
        severity=c.severity, severity_words=states.SEVERITIES[c.severity], hard=c.hard, state=c.state,
        state_words=states.STATES[c.state], handler_id=c.handler_id, handler_name=handler.name if handler else "",
        accepted=accepted, owner_id=c.owner_id, owner_name=handler.name if handler and accepted else c.taken_by.name,
        taken_by_id=c.taken_by_id, received_at=c.received_at, closed_at=c.closed_at, reopened=c.reopened,
        version=c.version,
    )  # fmt: skip


def part_row(p: Part) -> PartRow:
    return PartRow(
        p.nth, p.text, p.kind, states.PARTS[p.kind], p.proposed, p.verdict, states.VERDICTS.get(p.verdict, NOTHING),
        tuple(p.evidence), p.note,
    )  # fmt: skip


def remedy_row(r: Remedy) -> RemedyRow:
    known = the_catalogue().remedies.get(r.key)
    return RemedyRow(
        r.pk, r.key, known.words if known else Words(r.key, r.key), r.words, r.cost_cents, r.by_customer, r.state,
        REMEDY_STATES[r.state], r.done_by_date, r.proposed_at, r.proposed_by_id, r.proposed_by.name,
    )  # fmt: skip


def improvement_row(i: Improvement) -> ImprovementRow:
    return ImprovementRow(
        i.number, i.complaint.number, i.cause, i.cause_key, i.action, i.responsible_id, i.responsible.name, i.due_on,
        i.done_at, i.proof, i.verified_at, i.works,
    )  # fmt: skip


def letter_row(one: Letter) -> LetterRow:
    return LetterRow(
        one.pk, one.kind, LETTER_KINDS[one.kind], one.text, one.written_at, one.written_by.name, one.via, one.proof,
        one.proof_file, one.sent_at, one.language, one.mailed_to, one.mailed_at, one.sent_file,
        letters.why_failed(one.fault) if one.fault else NOTHING,
    )  # fmt: skip
