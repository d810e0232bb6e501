"""What a technician reports of his work: results per machine, checklist, photos, signature; and what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from liuke.areas.products.actions.machines import complete_installation
from liuke.areas.products.actions.repairs import note_repair
from liuke.areas.products.queries.catalogue import burns_gas
from liuke.areas.products.rules.repairs import Repair
from liuke.areas.service.actions.changing import files_of_order, one_of
from liuke.areas.service.models import Visit, WorkOrder
from liuke.areas.service.rules.checklists import CHECKLIST
from liuke.areas.service.rules.names import INSTALLING, MACHINE_RESULTS, REPAIRING
from liuke.areas.service.rules.visits import MachineDone, WorkFacts, missing_for_finish
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor

MOST_PHOTOS = 20
REPAIR_RESULTS = ("repaired", "not_fixed")


@dataclass(frozen=True)
class Work:
    """What is handed in: the results by machine, checklist items, and keys of files stored for the order."""

    results: Sequence[MachineDone] = ()
    checklist: Sequence[str] = ()
    photos: Sequence[str] = ()
    signature: str = ""
    note: str = ""


def keep_work(order: WorkOrder, visit: Visit, work: Work, *, by: Actor) -> None:
    """Take over what is given (nothing given leaves what stands). Saving the visit is the caller's."""
    _keep_results(order, work.results)
    for item in work.checklist:
        one_of("checklist", item, CHECKLIST)
    visit.checklist = list(dict.fromkeys([*visit.checklist, *work.checklist]))
    visit.photos = list(dict.fromkeys([*visit.photos, *files_of_order(order, work.photos, by=by)]))
    if len(visit.photos) > MOST_PHOTOS:
        raise Invalid.field("photos", "照片最多 20 张", "At most 20 photos")
    visit.signature = next(iter(files_of_order(order, [work.signature], by=by, field="signature")), visit.signature)
    visit.note = work.note.strip() or visit.note


def needs_everything(order: WorkOrder, visit: Visit) -> None:
    """Raise Invalid naming all that is missing before the work may be called done."""
    rows = list(order.machines.order_by("line"))
    missing = missing_for_finish(
        WorkFacts(
            order_kind=order.kind,
            machine_lines=tuple(row.line for row in rows),
            results=tuple(MachineDone(row.line, row.result, row.serial) for row in rows if row.result),
            photos=len(visit.photos),
            signed=bool(visit.signature),
            checked=frozenset(visit.checklist),
            gas=burns_gas(order.product_lines),
        )
    )
    if missing:
        raise Invalid("还不能结束服务，请补齐标出的内容。", "Not yet: please add what is marked.", fields=missing)


def write_installations(order: WorkOrder, visit: Visit, *, by: Actor, at: datetime, when: datetime) -> None:
    """Installed machines get their card: their guarantee starts here (practice §1.9)."""
    if order.kind not in INSTALLING:
        return
    house = system_actor(Actor.Kind.JOB, "service")  # a technician fills in the order, the house the card
    for row in order.machines.select_related("machine").filter(result="installed", machine__isnull=False):
        if row.machine is not None:
            complete_installation(
                row.machine.number, installed_date=local(when).date(), order=order.number, serial=row.serial,
                technician=visit.technician_id, by=house, at=at, happened_at=when,
            )  # fmt: skip


def write_repairs(order: WorkOrder, *, when: datetime) -> None:
    """Repairs under guarantee go into the machine's record, which decides exchange and stops the guarantee's clock."""
    if order.kind not in REPAIRING:
        return
    rows = order.machines.filter(result__in=REPAIR_RESULTS, machine__isnull=False)
    ids = [row.machine_id for row in rows if row.machine_id and row.standing == "in"]
    note_repair(ids, Repair(order.number, local(order.made_at).date(), local(when).date()))


def _keep_results(order: WorkOrder, results: Sequence[MachineDone]) -> None:
    rows = {row.line: row for row in order.machines.all()} if results else {}
    for done in results:
        row = rows.get(done.line)
        if row is None:
            raise Invalid.field("results", f"没有第 {done.line} 台机器", f"There is no machine {done.line}")
        row.result = one_of("results", done.result, MACHINE_RESULTS)
        row.serial = "".join(done.serial.split()).upper()[:40] or row.serial
        row.note = done.note.strip() or row.note
        row.save(update_fields=["result", "serial", "note"])
