"""The final verdict at the machine: free or paid, with evidence, and the customer's second yes (practice §1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from liuke.areas.products.actions.machines import change as change_machine
from liuke.areas.products.models import Machine
from liuke.areas.products.queries.guarantee import EXCLUSIONS, judge, with_terms
from liuke.areas.products.rules.guarantee import Verdict
from liuke.areas.service.actions.answers import Done, done
from liuke.areas.service.actions.changing import change, files_of_order, moment_of, need_visit, one_of, site_of, tell
from liuke.areas.service.actions.orders import worst_guarantee
from liuke.areas.service.actions.receipts import once
from liuke.areas.service.models import OrderMachine, WorkOrder
from liuke.events.service.verdicts import GuaranteeSettled
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Seen:
    """What was found at the machine: exclusions (EXCLUSIONS), the date on the proof of purchase if one was shown,
    photos and the customer's signature under "paid work" (keys of files stored for the order)."""

    exclusions: Sequence[str] = ()
    proof_date: date | None = None
    photos: Sequence[str] = ()
    consent: str = ""


def settle_guarantee(
    number: str, line: int, seen: Seen, *, by: Actor, at: datetime, happened_at: datetime | None = None,
    client_uuid: UUID | str | None = None,
) -> Done:  # fmt: skip
    """Settle for good whether work on this machine is free. Answers the order.

    Paid where the phone had said free needs a photo and the customer's signature; without his yes nothing is done
    to the machine, and the trip ends as refused. Raises Invalid with `exclusions`, `photos`, `consent`, `line`.
    """
    for key in seen.exclusions:
        one_of("exclusions", key, EXCLUSIONS)

    def act(order: WorkOrder) -> Done:
        change(order, "settle_guarantee", by=by, at=at)
        visit, when = need_visit(order), moment_of(happened_at, at=at)
        row = _line(order, line)
        if seen.proof_date and row.machine:
            _note_proof(row.machine, seen.proof_date, at=at)
        verdict = _verdict(order, row, seen)
        _write(order, row, verdict, seen, by=by, at=at)
        told = GuaranteeSettled(
            number=order.number, line=line, machine=row.machine.number if row.machine else "", verdict=verdict.state,
            preliminary=row.guarantee, exclusions=tuple(seen.exclusions), reason_zh=row.final_reason_zh,
            reason_en=row.final_reason_en, consented=bool(row.consent), site=site_of(order),
            technician=visit.technician_id,
        )  # fmt: skip
        tell(order, told, by=by, at=at, happened_at=when)
        return done(order, visit)

    return once("settle_guarantee", number, client_uuid, act, by=by, at=at)


def _line(order: WorkOrder, line: int) -> OrderMachine:
    row = order.machines.select_related("machine").filter(line=line).first()
    if row is None:
        raise Invalid.field("line", f"没有第 {line} 台机器", f"There is no machine {line}")
    if row.machine is None:
        raise Refused(
            "这台机器还没有登记，请先让中心登记机器再核定。",
            "This machine is not on file yet; have the centre register it first.",
            code="unknown-machine",
        )
    return row


def _note_proof(machine: Machine, bought: date, *, at: datetime) -> None:
    """The technician shows the paper, the house corrects the file (he may not edit it)."""
    house = system_actor(Actor.Kind.JOB, "service")
    changes = {"bought_date": bought, "proof_of_purchase": True}
    change_machine(machine.number, changes=changes, seen_version=machine.version, by=house, at=at)


def _verdict(order: WorkOrder, row: OrderMachine, seen: Seen) -> Verdict:
    """By the day the customer called, not by the day we found time to come."""
    machine_id = row.machine_id or 0
    machine = with_terms(Machine.objects.filter(pk=machine_id)).get()
    return judge(machine, on=local(order.made_at).date(), final=True, exclusions=seen.exclusions)


def _write(order: WorkOrder, row: OrderMachine, verdict: Verdict, seen: Seen, *, by: Actor, at: datetime) -> None:
    photos = files_of_order(order, seen.photos, by=by)
    consent = next(iter(files_of_order(order, [seen.consent], by=by, field="consent")), "")
    if verdict.state == "out" and row.guarantee != "out":
        _needs_his_yes(photos, consent)
    said = _sentence(verdict)
    row.final_guarantee, row.final_reason_zh, row.final_reason_en = verdict.state, said.zh[:300], said.en[:300]
    row.exclusions, row.final_photos, row.consent = list(seen.exclusions), photos, consent
    row.final_at, row.final_by = at, by
    row.save()
    order.guarantee = worst_guarantee(list(order.machines.all()))
    order.save()


def _needs_his_yes(photos: Sequence[str], consent: str) -> None:
    missing: dict[str, Words] = {}
    if not photos:
        missing["photos"] = Words("改判保外须拍照为证", "A photo is needed as evidence")
    if not consent:
        missing["consent"] = Words(
            "电话中告知免费，现改收费：须用户签字同意；不同意请按空跑（不接受报价）结束",
            "He was told it is free: he signs that it is paid now; if he does not, end the trip as refused",
        )
    if missing:
        raise Invalid("改判保外还缺下列内容。", "Out of guarantee needs this first.", fields=missing)


def _sentence(verdict: Verdict) -> Words:
    """The verdict and why, in one sentence."""
    zh = "，".join(words.zh for words in verdict.reasons)
    en = ", ".join(words.en for words in verdict.reasons)
    return Words(
        f"{verdict.words.zh}：{zh}" if zh else verdict.words.zh, f"{verdict.words.en}: {en}" if en else verdict.words.en
    )
