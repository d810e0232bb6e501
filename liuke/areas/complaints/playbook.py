"""What the handbook may ask of complaints: what can be owed here, who handles one, whether one is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from liuke.areas.complaints.models import OPEN, Affected, Complaint, Improvement, Incident, Measure
from liuke.areas.customers.actions import belongings
from liuke.kernel.journal.rows import Recorded
from liuke.kernel.playbook import register
from liuke.kernel.promises.rows import Owner
from liuke.kernel.promises.words import COMPLAINT

RECEIVED, CLOSED = "complaints.complaint.received", "complaints.complaint.closed"
REOPENED = "complaints.complaint.reopened"


def open_after(previous: Any, event: Recorded) -> bool:
    """Is a complaint of this customer open after this event?"""
    return event.kind != CLOSED or bool(event.value("others_open"))


def open_complaints(timeline_ids: Sequence[int]) -> Mapping[int, bool]:
    """Which of these customers have a complaint that is not closed."""
    rows = Complaint.objects.filter(OPEN, customer_id__in=timeline_ids)
    unsettled = set(rows.values_list("customer_id", flat=True))
    return {pk: pk in unsettled for pk in timeline_ids}


def handlers(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """The handler of the complaint each event is about."""
    rows = Complaint.objects.filter(number__in=_numbers(events), handler__isnull=False)
    return _owners(events, dict(rows.values_list("number", "handler_id")), role="complaint_officer")


def handlers_at_the_office(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """The same, for what is counted in working days."""
    found = handlers(events, at)
    nobody = Owner(role="complaint_officer")
    return {e.id: replace(found.get(e.id, nobody), calendar_key="office") for e in events}


def takers(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """Whoever took the complaint in, where that was a person."""
    rows = Complaint.objects.filter(number__in=_numbers(events), taken_by__kind="person")
    return _owners(events, dict(rows.values_list("number", "taken_by_id")), role="complaint_officer")


def responsibles(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """Who answers for the improvement that each event is about."""
    rows = Improvement.objects.filter(number__in=[e.subject for e in events])
    return _owners(events, dict(rows.values_list("number", "responsible_id")), role="quality_manager")


def incident_owners(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """Who owns the incident of each event."""
    rows = Incident.objects.filter(number__in=_numbers(events))
    return _owners(events, dict(rows.values_list("number", "owner_id")), role="quality_manager")


def measure_doers(events: Sequence[Recorded], at: datetime) -> dict[int, Owner]:
    """Who carries out the measure of each event."""
    rows = Measure.objects.filter(number__in=[e.subject for e in events])
    return _owners(events, dict(rows.values_list("number", "responsible_id")), role="quality_manager")


def _numbers(events: Iterable[Recorded]) -> list[str]:
    return [e.subject for e in events] + [e.about for e in events if e.about]


def _owners(events: Sequence[Recorded], found: Mapping[str, int], *, role: str) -> dict[int, Owner]:
    pairs = ((e.id, found.get(e.subject) or found.get(e.about)) for e in events)
    return {pk: Owner(person_id=person, role=role) for pk, person in pairs if person}


register.standing_fact("complaint_open", kinds={RECEIVED, CLOSED, REOPENED}, fold=open_after, read=open_complaints)
register.resolver("complaint_handler", handlers, otherwise="complaint_officer")
register.resolver("complaint_handler_office", handlers_at_the_office, otherwise="complaint_officer")
register.resolver("complaint_taker", takers, otherwise="complaint_officer")
register.resolver("improver", responsibles, otherwise="quality_manager")

_KINDS = (
    ("name-handler", "投诉待指派", "Name a handler", "受理", "Take it", "talk"),
    ("accept-complaint", "接手投诉", "Accept a complaint", "接手", "Accept", "talk"),
    ("acknowledge-complaint", "告知用户已收到投诉", "Acknowledge a complaint", "告知", "Tell", "letters"),
    ("contact-complainant", "投诉首次联系", "Call who complained", "致电", "Call", "talk"),
    ("propose-remedy", "提出投诉方案", "Propose a remedy", "提方案", "Propose", "remedy"),
    ("decide-remedy", "审批投诉方案", "Decide about a remedy", "审批", "Decide", "remedy"),
    ("agree-remedy", "与用户商定方案", "Agree the remedy", "商定", "Agree", "remedy"),
    ("fulfil-remedy", "兑现投诉方案", "Carry out the remedy", "办理", "Carry out", "remedy"),
    ("confirm-complaint", "投诉结果回访", "Ask whether it is settled", "回访", "Call", "closing"),
    ("close-complaint", "投诉限时结案", "Close the complaint", "结案", "Close", "closing"),
    ("answer-formally", "书面答复", "Answer in writing", "答复", "Answer", "letters"),
    ("answer-paper", "回复来件", "Answer what came in", "回复", "Answer", "letters"),
    ("see-letter-out", "确认邮件已发出", "See that a mail went out", "查看", "Look", "letters"),
    ("resend-letter", "函件未送达，另寄", "Send a letter again", "寄发", "Send it", "letters"),
    ("find-cause", "查明投诉原因", "Find the cause", "填写", "Write it", "closing"),
    ("aftercare-complaint", "投诉善后回访", "Aftercare call", "回访", "Call", "closing"),
)  # fmt: skip
for _name, _zh, _en, _act_zh, _act_en, _part in _KINDS:
    register.promise_kind(
        _name,
        zh=_zh,
        en=_en,
        act_zh=_act_zh,
        act_en=_act_en,
        page=f"/complaints/{{about}}/?tab={_part}",
        rank=COMPLAINT,
    )
register.promise_kind(
    "carry-out-improvement", zh="落实改进措施", en="Carry out the improvement", act_zh="落实", act_en="Carry out",
    page="/complaints/improvements/{about}/",
)  # fmt: skip
register.promise_kind(
    "verify-improvement", zh="验证改进效果", en="Verify the improvement", act_zh="验证", act_en="Verify",
    page="/complaints/improvements/{about}/",
)  # fmt: skip
belongings.move(Complaint)
register.resolver("incident_owner", incident_owners, otherwise="quality_manager")
register.resolver("measure_doer", measure_doers, otherwise="quality_manager")
register.promise_kind(
    "set-measure", zh="定突发事件措施", en="Set a measure against an incident", act_zh="定措施", act_en="Set it",
    page="/incidents/{about}/",
)  # fmt: skip
register.promise_kind(
    "carry-out-measure", zh="落实突发事件措施", en="Carry out a measure", act_zh="落实", act_en="Carry out",
    page="/incidents/measures/{about}/",
)  # fmt: skip
register.promise_kind(
    "warn-owner", zh="告知批次用户", en="Tell the owner of a machine of the batch", act_zh="告知", act_en="Tell",
    page="/incidents/warnings/{about}/",
)  # fmt: skip
belongings.move(Affected)
belongings.keep(Incident, "timeline", because="an incident has a history of its own")
