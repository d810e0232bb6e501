"""An incident from the first word to its end: owner, measures, whom it concerns (H20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import text_of
from liuke.areas.complaints.models import Affected, Complaint, Incident, IncidentCase, Measure
from liuke.areas.complaints.queries.batches import checked
from liuke.areas.complaints.rules.incidents import SORTS, why_not_over
from liuke.areas.products.queries.batches import Batch, count_affected
from liuke.events.complaints.incidents import IncidentClosed, IncidentOpened, MeasureDone, MeasureSet
from liuke.foundation import numbers
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import one_of
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import open_timeline, record

LONGEST_TITLE = 120


@transaction.atomic
def open_incident(
    *, sort: str, title: str, words: str, owner: Actor, complaints: Sequence[str] = (), batch: Batch | None = None,
    by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Somebody owns it from now on. `complaints` are the numbers it came to light by; answers IN-000001.

    Raises Invalid by `sort`, `title`, `owner`, `model`, `serial_to`, `complaints`.
    """
    access.require_incidents(by)
    one_of("sort", sort, SORTS)
    named = _title(title)
    if not (owner.is_active and owner.has_role(*CENTRE_ROLES)):
        raise Invalid.field("owner", "请选择中心的同事", "Choose a colleague of the centre")
    cases = _cases(complaints, by)
    machines = count_affected(checked(batch))[0] if batch else 0
    made = Incident(
        number=numbers.take("IN"), sort=sort, title=named, words=text_of("words", words), owner=owner, opened_at=at,
        opened_by=by, **(vars(batch) if batch else {}),
    )  # fmt: skip
    made.timeline_id = open_timeline("incident")
    made.save(force_insert=True)
    IncidentCase.objects.bulk_create([IncidentCase(incident=made, complaint=case) for case in cases])
    said = SORTS[sort]
    event = IncidentOpened(
        number=made.number, owner_id=owner.pk, owner=owner.name, sort=sort, sort_zh=said.zh, sort_en=said.en,
        model=made.model, machines=machines, complaints=len(cases), title=named,
    )  # fmt: skip
    record(event, on=made.pk, by=by, at=at)
    return made.number


@transaction.atomic
def set_measure(
    number: str, *, words: str, responsible: Actor, due_at: datetime, by: Actor, at: datetime, keeps: int | None = None
) -> str:
    """Somebody does something about it until a moment. Answers MS-000001."""
    found = under_way(number, by)
    if not (responsible.is_active and responsible.has_role(*CENTRE_ROLES)):
        raise Invalid.field("responsible", "请选择中心的同事", "Choose a colleague of the centre")
    if due_at <= at:
        raise Invalid.field("due_at", "时间已过", "That moment is over")
    made = Measure.objects.create(
        number=numbers.take("MS"), incident=found, responsible=responsible, due_at=due_at, set_at=at,
        words=text_of("words", words, missing=Words("请写明措施", "Say what is done")),
    )  # fmt: skip
    event = MeasureSet(
        number=made.number, incident=found.number, responsible_id=responsible.pk, responsible=responsible.name,
        due_at=due_at, words=made.words,
    )  # fmt: skip
    record(event, on=found.pk, by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def measure_done(number: str, *, proof: str, by: Actor, at: datetime, keeps: int | None = None) -> None:
    """It is done, and this shows it: said by who does it, or who may open incidents."""
    measure = access.measure(number, by=by, lock=True)
    if measure.responsible_id != by.pk and not access.leads_incidents(by):
        raise Forbidden("请由责任人填写。", "Who carries it out says so.")
    if measure.done_at is not None:
        raise Refused("已登记落实。", "It is carried out already.", code="measure-done")
    measure.proof = text_of("proof", proof, missing=Words("请写明凭什么说明已落实", "Say what shows that it is done"))
    measure.done_at = at
    measure.save(update_fields=["proof", "done_at"])
    event = MeasureDone(number=measure.number, incident=measure.incident.number, proof=measure.proof)
    record(event, on=measure.incident_id, by=by, at=at, keeps=keeps)


@transaction.atomic
def close_incident(
    number: str, *, ending: str, untold_because: str = "", seen: int | None = None, by: Actor, at: datetime
) -> None:
    """It is over: every measure done, every owner told or a reason why not."""
    found = under_way(number, by, seen=seen)
    untold = Affected.objects.filter(incident=found, told_at__isnull=True).count()
    still = Measure.objects.filter(incident=found, done_at__isnull=True).count()
    wrong = why_not_over(open_measures=still, untold=untold, reason=untold_because)
    if wrong:
        raise Refused(f"{wrong.zh}。", f"{wrong.en}.", code="incident-open")
    found.ending = text_of("ending", ending, missing=Words("请写明结果", "Say how it ended"))
    if untold:
        found.ending = f"{found.ending}\n{untold_because.strip()}"
    found.closed_at, found.version = at, found.version + 1
    found.save(update_fields=["ending", "closed_at", "version"])
    record(IncidentClosed(number=found.number, untold=untold, words=found.ending), on=found.pk, by=by, at=at)


def under_way(number: str, by: Actor, *, seen: int | None = None) -> Incident:
    """The incident under lock. Raises Forbidden for whoever may not lead it, Refused once it is over."""
    access.require_incidents(by)
    found = access.incident(number, by=by, lock=True, seen=seen)
    if found.closed_at is not None:
        raise Refused("这起突发事件已经结束。", "This incident is over.", code="incident-closed")
    return found


def _title(said: str) -> str:
    title = said.strip()
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid.field(
            "title", "请用一句话写明事件（120 字内）", "Say in one line what it is, at most 120 characters"
        )
    return title


def _cases(given: Sequence[str], by: Actor) -> list[Complaint]:
    asked = sorted({number.strip().upper() for number in given if number.strip()})
    found = list(Complaint.objects.filter(access.complaints_for(by), number__in=asked))
    missing = set(asked) - {case.number for case in found}
    if missing:
        raise Invalid.field(
            "complaints",
            f"没有这些投诉：{'、'.join(sorted(missing))}",
            f"No such complaints: {', '.join(sorted(missing))}",
        )
    return found
