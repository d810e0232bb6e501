"""A technician at a door: call ahead, go, arrive, work, end. Every act may come late, and twice (receipts.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from liuke.areas.customers.queries.file import list_addresses
from liuke.areas.service import access
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, moment_of, need_visit, one_of, site_of, technician_of, tell
from liuke.areas.service.actions.claim_ends import carry_out
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.actions.running import tell_part, write_part
from liuke.areas.service.actions.working import Work, keep_work, needs_everything, write_installations, write_repairs
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.arrival import Position as Position
from liuke.areas.service.rules.arrival import away
from liuke.areas.service.rules.names import NO_SERVICE_REASONS, SECOND_VISIT_REASONS
from liuke.areas.service.rules.visits import MachineDone
from liuke.areas.service.rules.windows import Window, punctuality
from liuke.events.service.visits import (
    CompletionReported,
    VisitAnnounced,
    VisitArrived,
    VisitArrivedFar,
    VisitDeparted,
    VisitEnded,
    VisitStarted,
)
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor

When = datetime | None
Id = UUID | str | None


def call_ahead(
    number: str, *, by: Actor, at: datetime, reached: bool = True, happened_at: When = None, client_uuid: Id = None
) -> Done:
    """The technician called before he goes; not reached counts in booking.not_reached, not here."""

    def act(order: WorkOrder) -> Done:
        access.may(order, "call_ahead", by=by)
        visit, when = _visit(order), moment_of(happened_at, at=at)
        visit.announced_at = when
        visit.save(update_fields=["announced_at"])
        told = VisitAnnounced(number=visit.number, order=order.number, technician=visit.technician_id, reached=reached)
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("call_ahead", number, client_uuid, act, by=by, at=at)


def depart(number: str, *, by: Actor, at: datetime, happened_at: When = None, client_uuid: Id = None) -> Done:
    """On the way."""

    def act(order: WorkOrder) -> Done:
        change(order, "depart", by=by, at=at)
        visit, when = _visit(order), moment_of(happened_at, at=at)
        visit.state, visit.departed_at = Visit.State.ON_THE_WAY, when
        _save(order, visit)
        told = VisitDeparted(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order)
        )
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("depart", number, client_uuid, act, by=by, at=at)


def arrive(
    number: str, *, by: Actor, at: datetime, position: Position | None = None, happened_at: When = None,
    client_uuid: Id = None,
) -> Done:  # fmt: skip
    """At the door; in the window or how late is computed from when it happened.

    Of `position` only the distance to the order's address is kept, and told to site and centre where it is far.
    """

    def act(order: WorkOrder) -> Done:
        change(order, "arrive", by=by, at=at)
        visit, when = _visit(order), moment_of(happened_at, at=at)
        _after(when, visit.departed_at)
        said = punctuality(Window(visit.starts_at, visit.ends_at), when)
        visit.state, visit.arrived_at = Visit.State.ARRIVED, when
        visit.in_window, visit.late_minutes = said.in_window, said.late_minutes
        far = _measure(order, visit, position)
        _save(order, visit)
        told = VisitArrived(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
            in_window=said.in_window, late_minutes=said.late_minutes,
        )  # fmt: skip
        tell(order, told, by=by, at=at, happened_at=when)
        if far is not None:
            tell(order, far, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("arrive", number, client_uuid, act, by=by, at=at)


def _measure(order: WorkOrder, visit: Visit, position: Position | None) -> VisitArrivedFar | None:
    """Keep how far away he is; what is to be told where that is far."""
    place = list_addresses([order.address_id]).get(order.address_id) if position and order.address_id else None
    point = (place.lng, place.lat) if place and place.lng is not None and place.lat is not None else None
    found = away(point, position)
    if found is None:
        return None
    visit.away_metres, visit.away_accuracy = found.metres, found.accuracy_metres
    if not found.is_far:
        return None
    return VisitArrivedFar(
        number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
        metres=found.metres, accuracy_metres=found.accuracy_metres, km=f"{found.metres / 1000:.1f}",
    )  # fmt: skip


def start(number: str, *, by: Actor, at: datetime, happened_at: When = None, client_uuid: Id = None) -> Done:
    """Work begins."""

    def act(order: WorkOrder) -> Done:
        change(order, "start", by=by, at=at)
        visit, when = _visit(order), moment_of(happened_at, at=at)
        _after(when, visit.arrived_at)
        visit.state, visit.started_at = Visit.State.WORKING, when
        visit.arrived_at = visit.arrived_at or when
        _save(order, visit)
        told = VisitStarted(
            number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order)
        )
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("start", number, client_uuid, act, by=by, at=at)


def note_work(
    number: str, *, by: Actor, at: datetime, results: Sequence[MachineDone] = (), checklist: Sequence[str] = (),
    photos: Sequence[str] = (), signature: str = "", note: str = "", client_uuid: Id = None,
) -> Done:  # fmt: skip
    """Keep what was done so far: result per machine, checklist, photos and signature (file keys). May come in pieces."""

    def act(order: WorkOrder) -> Done:
        change(order, "note_work", by=by, at=at)
        visit = need_visit(order)
        keep_work(order, visit, Work(results, checklist, photos, signature, note), by=by)
        _save(order, visit)
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
        _after(when, visit.started_at)
        keep_work(order, visit, Work(results, checklist, photos, signature, note), by=by)
        needs_everything(order, visit)
        _end(order, visit, "done", "", when)
        _tell_ended(order, visit, by=by, at=at, when=when)
        write_installations(order, visit, by=by, at=at, when=when)
        write_repairs(order, when=when)
        carry_out(order, by=by, at=at, when=when)
        if report:
            _report(order, "done", by=by, at=at, when=when)
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
        visit, when = _visit(order), moment_of(happened_at, at=at)
        keep_work(order, visit, Work(photos=photos, note=note), by=by)
        if not visit.photos:
            raise Invalid.field("photos", "空跑须拍照为证", "A photo is needed as evidence")
        _end(order, visit, "no_service", reason, when)
        order.reported_at = at
        order.save(update_fields=["reported_at"])
        _tell_ended(order, visit, by=by, at=at, when=when)
        _tell_reported(order, "no_service", by=by, at=at, when=when, mended=False)
        return done(order, visit)

    return once("no_service", number, client_uuid, act, by=by, at=at)


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
        _report(order, visit.result, by=by, at=at, when=when, keeps=keeps)
        return done(order, visit)

    return once("report", number, client_uuid, act, by=by, at=at)


def _visit(order: WorkOrder) -> Visit:
    return need_visit(order)


def _save(order: WorkOrder, visit: Visit) -> None:
    order.save()
    visit.save()


def _after(when: datetime, earlier: datetime | None) -> None:
    if earlier is not None and when < earlier:
        raise Invalid.field("happened_at", "早于上一步的时间，请核对", "That is before the step that came before")


def _end(order: WorkOrder, visit: Visit, result: str, reason: str, when: datetime) -> None:
    visit.state, visit.result, visit.reason, visit.ended_at = Visit.State.ENDED, result, reason, when
    order.work_ended_at = when
    _save(order, visit)


def _tell_ended(order: WorkOrder, visit: Visit, *, by: Actor, at: datetime, when: datetime) -> None:
    told = VisitEnded(
        number=visit.number, order=order.number, technician=visit.technician_id, site=site_of(order),
        result=visit.result, reason=visit.reason, note=visit.note,
        results=tuple(order.machines.order_by("line").values_list("result", flat=True)),
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when)


def _report(
    order: WorkOrder, result: str, *, by: Actor, at: datetime, when: datetime, keeps: int | None = None
) -> None:
    with transaction.atomic():
        before = change(order, "report", by=by, at=at)
        order.reported_at = at
        order.save()
        _tell_reported(order, result, by=by, at=at, when=when, mended=before == "sent_back", keeps=keeps)


def _tell_reported(
    order: WorkOrder, result: str, *, by: Actor, at: datetime, when: datetime, mended: bool, keeps: int | None = None
) -> None:
    told = CompletionReported(
        number=order.number, site=site_of(order), technician=technician_of(order), kind=order.kind, result=result,
        mended=mended,
    )  # fmt: skip
    tell(order, told, by=by, at=at, happened_at=when, keeps=keeps)
