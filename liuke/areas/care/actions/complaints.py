"""A customer is dissatisfied: write down his words. The complaint that opens from them has a room of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.care import access
from liuke.areas.care.models import Dissatisfaction
from liuke.areas.care.queries import stories
from liuke.areas.care.rules import desk
from liuke.areas.customers import access as customers
from liuke.events.care import DissatisfactionVoiced
from liuke.foundation import lines, numbers
from liuke.foundation.faults import Forbidden, Invalid, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record

LONGEST = 2000


def voice_dissatisfaction(
    about: str, *, words: str, wants: str = "", channel: str = "callback", customer: int | str = "", by: Actor,
    at: datetime, happened_at: datetime | None = None,
) -> str:  # fmt: skip
    """Write down what a customer complains of, about an order or a machine, or (about "") about us as a whole.

    Everybody of the centre takes it, nobody passes the customer on (H21). Answers its number; the handbook owes a
    named handler within the hour.
    """
    if not access.hears_complaints(by):
        raise Forbidden("请转客服中心登记用户的不满。", "The centre writes down what customers complain of.")
    _check(words, wants, channel)
    number = about.strip().upper()
    owner = stories.customer_of(number) if number else None
    if number and owner is None:
        raise Missing("没有这张工单或这台产品。", "There is no such order or machine.")
    if owner is None and not customer:
        raise Invalid.field("customer", "请选择客户", "Choose the customer")
    with transaction.atomic():
        found = customers.customer(owner or customer, by=by, lock=True)
        return write_dissatisfaction(
            found.pk, number or found.code, words=words, wants=wants, channel=channel, by=by, at=at,
            happened_at=happened_at,
        )  # fmt: skip


def voice_own(order: str, *, words: str, wants: str = "", by: Actor, at: datetime) -> str:
    """The customer himself writes on his own page what is wrong with his order; answers its number.

    Said again while the first is open it is added to nobody's pile: the same words are the same dissatisfaction.
    """
    _check(words, wants, "portal")
    with transaction.atomic():
        found = access.own_order(order, by=by)
        told = Dissatisfaction.objects.filter(about=found.number, channel="portal", words=words, wants=wants)
        if there := told.exclude(state=Dissatisfaction.State.SETTLED).values_list("number", flat=True).first():
            return there
        return write_dissatisfaction(
            found.customer_id, found.number, words=words, wants=wants, channel="portal", by=by, at=at
        )


def write_dissatisfaction(
    customer_id: int, about: str, *, words: str, wants: str, channel: str, by: Actor, at: datetime,
    happened_at: datetime | None = None,
) -> str:  # fmt: skip
    """The row and its event, for acts of this room that hold the customer's history already."""
    d = Dissatisfaction.objects.create(
        number=numbers.take("DS"), customer_id=customer_id, about=about, channel=channel, words=words, wants=wants,
        voiced_at=happened_at or at, by=by,
    )  # fmt: skip
    event = DissatisfactionVoiced(number=d.number, about=about, channel=channel, words=words, wants=wants)
    record(event, on=customer_id, by=by, at=at, happened_at=happened_at)
    return d.number


def _check(words: str, wants: str, channel: str) -> None:
    lines.words("words", words, most=LONGEST, missing=Words("请记录用户的原话", "Write down the customer's own words"))
    lines.words("wants", wants, most=LONGEST)
    if channel not in desk.CHANNELS:
        raise Invalid.field("channel", "没有这个渠道", f"Choose one of: {', '.join(desk.CHANNELS)}")
