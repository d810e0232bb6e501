"""Ended work is reported to the centre, or again with what it asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, moment_of, site_of, technician_of, tell
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.actions.visits.steps import Id, When
from liuke.areas.service.actions.working import Work, keep_work
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.visits import MachineDone
from liuke.events.service.visits import (
    CompletionReported,
)
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor


def report_completion(
    number: str, *, by: Actor, at: datetime, results: Sequence[MachineDone] = (), photos: Sequence[str] = (),
    note: str = "", keeps: int | None = None, happened_at: When = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """Report the ended work to the centre, or again with what it asked for (审核驳回)."""

    def act(order: WorkOrder) -> Done:
        visit = order.visits.filter(state=Visit.State.ENDED).order_by("-ended_at", "-pk").first()
        if visit is None or order.visits.filter(state=Visit.State.WORKING).exists():
            raise Invalid.field("number", "请先结束服务", "Finish the visit first")
        when = moment_of(happened_at, at=at)
        access.may(order, "report", by=by)
        keep_work(order, visit, Work(results=results, photos=photos, note=note), by=by)
        visit.save()
        report_ended(order, visit.result, by=by, at=at, when=when, keeps=keeps)
        return done(order, visit)

    return once("report", number, client_uuid, act, by=by, at=at)


def report_ended(
    order: WorkOrder, result: str, *, by: Actor, at: datetime, when: datetime, keeps: int | None = None
) -> None:
    """The order goes to review; what was sent back is mended by it."""
    with transaction.atomic():
        before = change(order, "report", by=by, at=at)
        order.reported_at = at
        order.save()
        tell_reported(order, result, by=by, at=at, when=when, mended=before == "sent_back", keeps=keeps)


def tell_reported(
    order: WorkOrder, result: str, *, by: Actor, at: datetime, when: datetime, mended: bool, keeps: int | None = None
) -> None:
    """Record that it was reported."""
    told = CompletionReported(
        number=order.number, site=site_of(order), technician=technician_of(order), kind=order.kind, result=result,
        mended=mended,
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)
