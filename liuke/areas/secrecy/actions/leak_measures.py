"""What is done about a leak, by whom, until when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import LeakMeasure
from liuke.events.secrecy_leaks import LeakMeasureDone, LeakMeasureSet
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.kernel.journal.actions import record

LONGEST: Final = timedelta(days=366)


@transaction.atomic
def set_measure(
    number: str, *, said: str, responsible: Actor, due_on: date, keeps: int | None = None, by: Actor, at: datetime
) -> str:
    """Somebody does something about the leak until the end of a day; answers LC-000003-1.

    Raises Forbidden, Invalid (`words`, `responsible`, `due_on`), Refused where the leak is not being handled.
    """
    access.require_watcher(by)
    found = access.leak(number, by=by, lock=True)
    if found.state != "handled":
        raise Refused(
            "只有处置中的泄密事件可定措施。", "Measures are set while a leak is being handled.", code="leak-state"
        )
    if responsible.kind != Actor.Kind.PERSON or not responsible.is_active:
        raise Invalid.field("responsible", "请选择在职的同事。", "Choose a colleague who works here.")
    if due_on < local(at).date():
        raise Invalid.field("due_on", "日期已过。", "That day is over.")
    if due_on > local(at).date() + LONGEST:
        raise Invalid.field("due_on", "最长一年。", "Within a year at most.")
    place = LeakMeasure.objects.filter(leak=found).count() + 1
    made = LeakMeasure.objects.create(
        number=f"{found.number}-{place}", leak=found, words=line("words", said, most=500), responsible=responsible,
        due_on=due_on, set_at=at,
    )  # fmt: skip
    event = LeakMeasureSet(made.number, found.number, responsible.pk, responsible.name, due_on, made.words)
    record(event, on=found.pk, by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def measure_done(number: str, *, proof: str, keeps: int | None = None, by: Actor, at: datetime) -> None:
    """It is done, and this shows it: said by whoever carries it out, or who examines leaks. Raises Invalid (`proof`)."""
    measure = access.leak_measure(number, by=by, lock=True)
    if measure.responsible_id != by.pk and not access.may_watch(by):
        raise Forbidden("请由责任人填写。", "Who carries it out says so.")
    if measure.done_at is not None:
        raise Refused("已登记落实。", "It is carried out already.", code="measure-done")
    measure.proof, measure.done_at = line("proof", proof, most=500), at
    measure.save(update_fields=["proof", "done_at"])
    event = LeakMeasureDone(measure.number, measure.leak.number, measure.proof)
    record(event, on=measure.leak_id, by=by, at=at, keeps=keeps)
