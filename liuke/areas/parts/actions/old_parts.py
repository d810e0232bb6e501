"""The way of the old part: back within 30 days, looked at and settled; or let go with a reason. Nothing is deducted."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction

from liuke.areas.parts import access
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Use
from liuke.areas.parts.rules.names import FINDINGS, RELEASE_REASONS
from liuke.events.parts.using import OldPartReleased, OldPartReturned, OldPartSettled
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.kernel.journal.rows import Recorded

DEAREST_FREIGHT: Final = 1_000_000


@transaction.atomic
def return_old(
    number: str, *, carrier: str, by: Actor, at: datetime, waybill: str = "", freight_cents: int = 0,
    seen: int | None = None, keeps: int | None = None,
) -> None:  # fmt: skip
    """The site sends the old part back; what it pays for that, in cents, is settled with it.

    Raises Invalid with `carrier`, `waybill`, `freight`.
    """
    use = access.use(number, by=by, lock=True, seen=seen)
    access.require_desk_of(use.site, by=by)
    _in(use, "owed")
    if not 0 <= freight_cents <= DEAREST_FREIGHT:
        raise Invalid.field("freight", "运费须在 0 至 10,000 元", "Freight from 0 to 10,000 yuan")
    use.carrier = line("carrier", carrier, most=40)
    use.waybill = line("waybill", waybill, most=40, required=False)
    use.old_state, use.returned_at, use.freight_cents = "returned", at, freight_cents
    _save(use)
    told = OldPartReturned(
        number=use.number, order=use.order.number, site=use.site.number, freight_cents=freight_cents,
        part=use.part.code, title=use.part.name, quantity=use.quantity, carrier=use.carrier, waybill=use.waybill,
    )  # fmt: skip
    tell(told, order=use.order, by=by, at=at, keeps=keeps)


@transaction.atomic
def settle_old(
    number: str, *, finding: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """The parts desk has it in hand: FINDINGS. From now on it is not out with the site any more."""
    access.require_keeper(by)
    if finding not in FINDINGS:
        raise Invalid.field("finding", "请选择核验结果", "Choose what was found")
    use = access.use(number, by=by, lock=True, seen=seen)
    _in(use, "returned")
    said = line("note", note, most=200, required=False)
    use.old_state, use.settled_at, use.finding = "settled", at, finding
    _save(use)
    words = FINDINGS[finding]
    told = OldPartSettled(
        number=use.number, order=use.order.number, site=use.site.number, finding=finding, finding_zh=words.zh,
        finding_en=words.en, note=said,
    )  # fmt: skip
    tell(told, order=use.order, by=by, at=at, keeps=keeps)


@transaction.atomic
def release_old(
    number: str, *, reason: str, by: Actor, at: datetime, note: str = "", seen: int | None = None,
    keeps: int | None = None,
) -> None:  # fmt: skip
    """The parts lead lets it go, with a reason of RELEASE_REASONS: it need not come back."""
    access.require_lead(by)
    if reason not in RELEASE_REASONS:
        raise Invalid.field("reason", "请选择原因", "Choose a reason")
    use = access.use(number, by=by, lock=True, seen=seen)
    _in(use, "owed")
    _let_go(use, reason, line("note", note, most=200, required=False), by=by, at=at, keeps=keeps)


def paid_after_all(order: str, machine_line: int, *, by: Actor, at: datetime, caused_by: Recorded) -> None:
    """The machine turned out to be paid work: what was replaced belongs to the customer, and is not owed."""
    rows = Use.objects.select_for_update(of=("self",)).select_related("order", "site", "part")
    for use in rows.filter(order__number=order, line=machine_line, taken_back_at__isnull=True):
        if use.in_guarantee:
            use.in_guarantee = False
            if use.old_state == "owed":
                _let_go(use, "paid", "", by=by, at=at, caused_by=caused_by)
            else:
                _save(use)


def _let_go(
    use: Use, reason: str, note: str, *, by: Actor, at: datetime, keeps: int | None = None,
    caused_by: Recorded | None = None,
) -> None:  # fmt: skip
    use.old_state, use.old_reason = "released", reason
    _save(use)
    words = RELEASE_REASONS[reason]
    told = OldPartReleased(
        number=use.number, order=use.order.number, site=use.site.number, reason=reason, reason_zh=words.zh,
        reason_en=words.en, note=note,
    )  # fmt: skip
    tell(told, order=use.order, by=by, at=at, keeps=keeps, caused_by=caused_by)


def _save(use: Use) -> None:
    use.version += 1
    use.save()


def _in(use: Use, state: str) -> None:
    if use.old_state != state:
        raise Refused("这件旧件已办过这一步，请刷新。", "This step was taken already; look again.", code="part-step")
