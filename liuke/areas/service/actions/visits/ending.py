"""The work, and how it ends: done, with a second visit, or a trip for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, moment_of, need_visit, one_of, site_of, tell
from liuke.areas.service.actions.claim_ends import carry_out
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.actions.running import tell_part, write_part
from liuke.areas.service.actions.visits.reporting import report_ended, tell_reported
from liuke.areas.service.actions.visits.steps import Id, When, not_before, save_both
from liuke.areas.service.actions.working import Work, keep_work, needs_everything, write_installations, write_repairs
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.names import NO_SERVICE_REASONS, SECOND_VISIT_REASONS
from liuke.areas.service.rules.visits import MachineDone
from liuke.events.service.visits import (
    VisitEnded,
)
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor


def note_work(
    number: str, *, by: Actor, at: datetime, results: Sequence[MachineDone] = (), checklist: Sequence[str] = (),
    photos: Sequence[str] = (), signature: str = "", note: str = "", client_uuid: Id = None,
) -> Done:  # fmt: skip
    """Keep what was done so far: result per machine, checklist, photos and signature (file keys). May come in pieces."""

    def act(order: WorkOrder) -> Done:
        change(order, "note_work", by=by, at=at)
        visit = need_visit(order)
        keep_work(order, visit, Work(results, checklist, photos, signature, note), by=by)
        save_both(order, visit)
        return done(order, visit)

    return once("note_work", number, client_uuid, act, by=by, at=at)


def finish(
    number: str, *, by: Actor, at: datetime, results: Sequence[MachineDone] = (), checklist: Sequence[str] = (),
    photos: Sequence[str] = (), signature: str = "", note: str = "", report: bool = False,
    happened_at: When = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """The work is done: every machine has a result, there are photos and a signature (Invalid names what is missing).

    With `report` completion is reported in the same act; else that is owed within two hours.
    """

    def act(order: WorkOrder) -> Done:
        change(order, "finish", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        not_before(when, visit.started_at)
        keep_work(order, visit, Work(results, checklist, photos, signature, note), by=by)
        needs_everything(order, visit)
        _end(order, visit, "done", "", when)
        _tell_ended(order, visit, by=by, at=at, when=when)
        write_installations(order, visit, by=by, at=at, when=when)
        write_repairs(order, when=when)
        carry_out(order, by=by, at=at, when=when)
        if report:
            report_ended(order, "done", by=by, at=at, when=when)
        return done(order, visit)

    return once("finish", number, client_uuid, act, by=by, at=at)


def second_visit(
    number: str, *, reason: str, by: Actor, at: datetime, part: str = "", results: Sequence[MachineDone] = (),
    photos: Sequence[str] = (), note: str = "", happened_at: When = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """He has to come again (SECOND_VISIT_REASONS): planned, so no repeat repair. For a part it is asked for here."""
    one_of("reason", reason, SECOND_VISIT_REASONS)
    if reason == "part" and not part.strip():
        raise Invalid.field("part", "请写明所需配件", "Name the part that is needed")

    def act(order: WorkOrder) -> Done:
        change(order, "second_visit", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        keep_work(order, visit, Work(results=results, photos=photos, note=note), by=by)
        order.second_visit_reason = reason
        _end(order, visit, "second_visit", reason, when)
        order.set_window(None)
        order.save()
        _tell_ended(order, visit, by=by, at=at, when=when)
        if part.strip():
            tell_part(write_part(order, part, at=at), order, by=by, at=at, when=when)
        return done(order, visit)

    return once("second_visit", number, client_uuid, act, by=by, at=at)


def report_no_service_trip(
    number: str, *, reason: str, by: Actor, at: datetime, photos: Sequence[str] = (), note: str = "",
    happened_at: When = None, client_uuid: Id = None,
) -> Done:  # fmt: skip
    """A trip for nothing (NO_SERVICE_REASONS), with evidence; the centre's review ends it. His own fault pays nothing."""
    one_of("reason", reason, NO_SERVICE_REASONS)

    def act(order: WorkOrder) -> Done:
        change(order, "no_service", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        keep_work(order, visit, Work(photos=photos, note=note), by=by)
        if not visit.photos:
            raise Invalid.field("photos", "空跑须拍照为证", "A photo is needed as evidence")
        _end(order, visit, "no_service", reason, when)
        order.reported_at = at
        order.save(update_fields=["reported_at"])
        _tell_ended(order, visit, by=by, at=at, when=when)
        tell_reported(order, "no_service", by=by, at=at, when=when, mended=False)
        return done(order, visit)

    return once("no_service", number, client_uuid, act, by=by, at=at)


def _end(order: WorkOrder, visit: Visit, result: str, reason: str, when: datetime) -> None:
    visit.state, visit.result, visit.reason, visit.ended_at = Visit.State.ENDED, result, reason, when
    order.work_ended_at = when
    save_both(order, visit)


def _tell_ended(order: WorkOrder, visit: Visit, *, by: Actor, at: datetime, when: datetime) -> None:
    told = VisitEnded(
        number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
        result=visit.result, reason=visit.reason, note=visit.note,
        results=tuple(order.machines.order_by("line").values_list("result", flat=True)),
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when)
