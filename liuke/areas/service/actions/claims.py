"""Exchange and return: asked for, assessed by the site, and withdrawn (practice §3 #25; H16). Deciding: claim_ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from liuke.areas.products import access as products
from liuke.areas.products.models import Machine
from liuke.areas.service import access
from liuke.areas.service.actions.changing import one_of
from liuke.areas.service.models import Claim, OrderMachine, WorkOrder
from liuke.areas.service.queries.claims import OPEN, entitlement
from liuke.areas.service.rules.claims import FINDINGS, WISHES
from liuke.events.service.claims import ClaimAsked, ClaimAssessed, ClaimWithdrawn
from liuke.foundation import lines, numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.files.access import files_of
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import record

LONGEST = 1000


def ask_claim(
    machine: str, *, wish: str, by: Actor, at: datetime, fault: str = "", order: str = "", keeps: int | None = None
) -> str:
    """Write down that its owner wants this machine exchanged or his money back (WISHES). Answers the number, EX-.

    What he is entitled to on this day is kept with it. Asked again while one is open it answers that one.
    """
    access.centre(by)
    one_of("wish", wish, WISHES)
    with transaction.atomic():
        theirs = products.machine(machine, by=by, lock=True)
        standing = Claim.objects.filter(machine=theirs, state__in=OPEN).values_list("number", flat=True).first()
        if standing:
            return standing
        about = _order_of(theirs, order, by)
        claim = _write(theirs, about, wish, lines.words("fault", fault, most=LONGEST), by=by, at=at)
        told = ClaimAsked(
            number=claim.number, machine=theirs.number, order=about.number if about else "", wish=wish,
            wish_zh=WISHES[wish].zh, wish_en=WISHES[wish].en, entitled=tuple(claim.entitled),
            site=claim.site.number if claim.site else "",
        )  # fmt: skip
        record(told, on=claim.customer_id, by=by, at=at, keeps=keeps)
    return claim.number


def assess_claim(
    number: str, *, finding: str, by: Actor, at: datetime, note: str = "", evidence: Sequence[str] = (),
    seen: int | None = None, keeps: int | None = None,
) -> None:  # fmt: skip
    """The site (or the centre) says what it found (FINDINGS), with photos stored for `claim:EX-…` as evidence."""
    one_of("finding", finding, FINDINGS)
    with transaction.atomic():
        claim = access.claim(number, by=by, lock=True, seen=seen)
        _in_state(claim, "asked")
        claim.evidence = _evidence(claim, evidence, by)
        if finding != "confirmed" and not (claim.evidence or note.strip()):
            raise Invalid.field("note", "请写明依据或上传照片", "Say what it rests on, or add a photo")
        claim.finding, claim.finding_note = finding, lines.words("note", note, most=LONGEST)
        claim.assessed_at, claim.assessed_by = at, by
        turn(claim, "assessed")
        told = ClaimAssessed(
            number=claim.number, machine=claim.machine.number, finding=finding, finding_zh=FINDINGS[finding].zh,
            finding_en=FINDINGS[finding].en, site=claim.site.number if claim.site else "",
        )  # fmt: skip
        record(told, on=claim.customer_id, by=by, at=at, keeps=keeps)


def withdraw_claim(number: str, *, reason: str, by: Actor, at: datetime, seen: int | None = None) -> None:
    """The customer no longer wants it. Nobody may make that a condition of anything (practice §4 #12)."""
    access.centre(by)
    if not reason.strip():
        raise Invalid.field("reason", "请记录用户原话", "Write down what the customer said")
    with transaction.atomic():
        claim = access.claim(number, by=by, lock=True, seen=seen)
        _in_state(claim, *OPEN)
        claim.ended_at = at
        turn(claim, "withdrawn")
        told = ClaimWithdrawn(
            number=claim.number, machine=claim.machine.number, reason=lines.words("reason", reason, most=LONGEST)
        )
        record(told, on=claim.customer_id, by=by, at=at)


def turn(claim: Claim, state: str) -> None:
    """Write the claim in its new state."""
    claim.state = state
    claim.version += 1
    claim.save()


def _write(machine: Machine, order: WorkOrder | None, wish: str, fault: str, *, by: Actor, at: datetime) -> Claim:
    given = entitlement(machine, on=local(at).date())
    return Claim.objects.create(
        number=numbers.take("EX"), customer_id=machine.customer_id, machine=machine, order=order,
        site=order.site if order else None, wish=wish, fault=fault, entitled=list(given.choices) if given else [],
        entitled_zh=given.words.zh[:200] if given else "", entitled_en=given.words.en[:200] if given else "",
        entitled_source=given.source[:200] if given else "", asked_at=at, asked_by=by,
    )  # fmt: skip


def _order_of(machine: Machine, number: str, by: Actor) -> WorkOrder | None:
    """The order named, else the machine's latest that went to a site: that site knows it."""
    if number:
        return access.order(number, by=by)
    rows = OrderMachine.objects.filter(machine=machine, order__site__isnull=False).order_by("-order_id")
    latest = rows.select_related("order__site").first()
    return latest.order if latest else None


def _in_state(claim: Claim, *states: str) -> None:
    if claim.state not in states:
        raise Refused("这张申请已进入下一步，请刷新。", "This claim has gone on; look again.", code="claim-state")


def _evidence(claim: Claim, keys: Sequence[str], by: Actor) -> list[str]:
    known = {file.key for file in files_of(f"claim:{claim.number}", by=by)}
    if set(keys) - known:
        raise Invalid.field("evidence", "有文件未上传到此申请", "A file does not belong to this claim")
    return list(dict.fromkeys([*claim.evidence, *keys]))
