"""Pieces from one site's shelf to another's: asked for, sent, received. Both stocks and the way between are the ledger's."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from liuke.areas.network.models import Site
from liuke.areas.parts import access
from liuke.areas.parts.actions.ledger import Step, move, whole
from liuke.areas.parts.actions.telling import tell
from liuke.areas.parts.models import Transfer
from liuke.areas.parts.queries.modes import list_modes
from liuke.areas.parts.rules.names import STOCK
from liuke.areas.parts.rules.transfers import DECLINE_REASONS, STEPS, TAKER
from liuke.events.parts.transfers import (
    TransferDeclined,
    TransferReceived,
    TransferRequested,
    TransferSent,
    TransferWithdrawn,
)
from liuke.foundation import numbers
from liuke.foundation.clock import local
from liuke.foundation.faults import Forbidden, Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line, one_of
from liuke.kernel.journal.actions import lock_timelines


@transaction.atomic
def ask(
    part: str, *, quantity: int, from_: str, by: Actor, at: datetime, to: str = "", keeps: int | None = None
) -> str:  # fmt: skip
    """Ask another site for free pieces, by the desk of the one that needs them (or the parts desk). Answers TF-.

    Sites by number. Raises Invalid with `part`, `quantity`, `from`; Refused where one of both keeps no stock.
    """
    found, amount = access.typed_part(part), whole(quantity)
    taker = access.any_site(to, field="to") if access.is_keeper(by) else access.own_site(by, to)
    giver = access.any_site(from_, field="from")
    if giver == taker:
        raise Invalid.field("from", "须为另一个网点", "It has to be another site")
    _both_keep_stock(giver, taker, at)
    lock_timelines([giver.pk, taker.pk])
    if access.free_at(found, giver) < amount:
        raise Invalid.field("from", "该网点可用库存不足", "That site has not enough free")
    made = Transfer.objects.create(
        number=numbers.take("TF"), part=found, quantity=amount, from_site=giver, to_site=taker, requested_at=at,
        requested_by=by,
    )  # fmt: skip
    tell(TransferRequested(**_about(made), site=giver.number), site=giver, by=by, at=at, keeps=keeps)
    return made.number


@transaction.atomic
def send(
    number: str, *, by: Actor, at: datetime, way: str = "", seen: int | None = None, keeps: int | None = None
) -> None:
    """It leaves the giving site's shelf. Refused where too few are free there by now."""
    found = _step(number, "send", by=by, seen=seen)
    found.way, found.sent_at = line("way", way, most=40, required=False), at
    found.save()
    pieces = Step(
        "transfer_out", found.quantity, access.store_of(found.from_site), access.transit(), reference=found.number
    )
    move(found.part, pieces, by=by, at=at)
    told = TransferSent(**_about(found), site=found.to_site.number, way=found.way)
    tell(told, site=found.from_site, by=by, at=at, keeps=keeps)


@transaction.atomic
def receive(number: str, *, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None) -> None:
    """It lies on the shelf of who asked for it."""
    found = _step(number, "receive", by=by, seen=seen)
    found.received_at = at
    found.save()
    pieces = Step(
        "transfer_in", found.quantity, access.transit(), access.store_of(found.to_site), reference=found.number
    )
    move(found.part, pieces, by=by, at=at)
    told = TransferReceived(**_about(found), site=found.to_site.number)
    tell(told, site=found.from_site, by=by, at=at, keeps=keeps)


@transaction.atomic
def decline(
    number: str, *, reason: str, by: Actor, at: datetime, seen: int | None = None, keeps: int | None = None
) -> None:
    """The giving site keeps them, with a reason of DECLINE_REASONS."""
    one_of("reason", reason, DECLINE_REASONS)
    found = _step(number, "decline", by=by, seen=seen)
    found.reason = reason
    found.save()
    words = DECLINE_REASONS[reason]
    told = TransferDeclined(
        **_about(found), site=found.from_site.number, ground=reason, ground_zh=words.zh, ground_en=words.en
    )
    tell(told, site=found.from_site, by=by, at=at, keeps=keeps)


@transaction.atomic
def withdraw(number: str, *, by: Actor, at: datetime, seen: int | None = None) -> None:
    """Not wanted any more, while it was not sent."""
    found = _step(number, "withdraw", by=by, seen=seen)
    found.save()
    tell(TransferWithdrawn(**_about(found), site=found.to_site.number), site=found.from_site, by=by, at=at)


def _step(number: str, act: str, *, by: Actor, seen: int | None) -> Transfer:
    """The transfer under its locks, turned; saving is the caller's."""
    found, step = access.transfer(number, by=by, lock=True, seen=seen), STEPS[act]
    if step.who not in access.sides(found, by):
        who = found.to_site if step.who == TAKER else found.from_site
        raise Forbidden(f"由{who.name}或配件员办理。", f"{who.name} or the parts desk does this.")
    if found.state != step.of:
        raise Refused("这张调拨单已办过这一步，请刷新。", "This step was taken already; look again.", code="part-step")
    found.state = step.to
    found.version += 1
    return found


def _both_keep_stock(giver: Site, taker: Site, at: datetime) -> None:
    modes = list_modes([giver.number, taker.number], on=local(at).date())
    if set(modes.values()) != {STOCK}:
        raise Refused(
            "两个网点都按库存管理配件时才能调拨。",
            "Both sites have to keep their parts in stock.",
            code="no-stock-kept",
        )


def _about(one: Transfer) -> dict[str, Any]:
    return {
        "number": one.number, "from_site": one.from_site.number, "to_site": one.to_site.number, "part": one.part.code,
        "title": one.part.name, "quantity": one.quantity,
    }  # fmt: skip
