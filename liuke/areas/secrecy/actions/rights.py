"""A person's requests about his own data: taken down, carried out or not, with the reason (PIPL 44 to 50)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.merging import erase
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.models import PersonRequest, Restriction
from liuke.areas.secrecy.rules.rights import CHANNELS, KINDS, OUTCOMES, STATES
from liuke.events.secrecy import PersonRequestAnswered, PersonRequestReceived
from liuke.foundation import numbers
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Invalid, Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import line
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import record


@transaction.atomic
def take_down(customer_id: int, kind: str, *, channel: str, words: str = "", by: Actor, at: datetime) -> str:
    """Take down what a person wants about his data; returns its number (`RT-`). Raises Invalid (`kind`, `channel`)."""
    access.require_taker(by)
    wrong: dict[str, Words] = {}
    if kind not in KINDS:
        wrong["kind"] = Words("请选择本人的要求。", "Choose what they want.")
    if channel not in CHANNELS:
        wrong["channel"] = Words("请选择提出方式。", "Choose by which way they asked.")
    if wrong:
        raise Invalid("请检查标出的内容。", "Please check what is marked.", fields=wrong)
    found = customers.customer(customer_id, by=by, lock=True)
    if PersonRequest.objects.filter(customer=found, kind=kind, state="open").exists():
        raise Refused("本人的同一要求正在办理。", "The same wish of theirs is being handled.", code="open")
    made = PersonRequest.objects.create(
        number=numbers.take("RT"), customer=found, kind=kind, channel=channel, asked_at=at, taken_by=by,
        words=line("words", words, most=500, required=False),
    )  # fmt: skip
    told = KINDS[kind]
    event = PersonRequestReceived(made.number, found.code, kind, told.zh, told.en, made.words)
    record(event, on=found.pk, by=by, at=at)
    return made.number


@transaction.atomic
def answer(
    number: str, outcome: str, *, because: str = "", seen: int | None = None, keeps: int | None = None, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """Carry it out (`done`) or not, with the reason, which the person is told: `refused`, for the law keeps the data,
    or `unfounded`, for it was not himself or he took it back.

    Erasure empties the file; restriction lets the data rest: kept, not used, no clear value shown. Whose erasure is
    refused has his data rest from then on by itself (PIPL 47), until their term is over and they go.
    """
    found = access.person_request(number, by=by, lock=True, seen=seen)
    access.require_answerer(by)
    if found.state != "open":
        raise Refused("该要求已答复。", "This has been answered.", code="answered")
    if outcome not in OUTCOMES:
        raise Invalid.field("outcome", "请选择办理结果。", "Choose what came of it.")
    told = line("because", because, most=500, required=outcome != "done")
    found.state, found.because, found.answered_by, found.answered_at = OUTCOMES[outcome], told, by, at
    found.version += 1
    found.save(update_fields=["state", "because", "answered_by", "answered_at", "version"])
    note("secrecy.person_request.answered", by=by, at=at, subject=found.customer.code, detail={"number": number})
    words = STATES[found.state]
    event = PersonRequestAnswered(
        found.number, found.customer.code, found.kind, found.state, words.zh, words.en, found.because
    )
    record(event, on=found.customer_id, by=by, at=at, keeps=keeps)
    if outcome == "done":
        _carry_out(found, by=by, at=at)
    if found.kind == "erasure" and outcome == "refused":
        _let_rest(found, at)


@transaction.atomic
def let_use(customer_id: int, *, by: Actor, at: datetime) -> None:
    """The person allows his data to be used again."""
    access.require_answerer(by)
    found = customers.customer(customer_id, by=by, lock=True)
    if Restriction.objects.filter(customer=found).delete()[0]:
        note("secrecy.restriction.ended", by=by, at=at, subject=found.code)


def _carry_out(found: PersonRequest, *, by: Actor, at: datetime) -> None:
    if found.kind == "erasure":
        erase(found.customer_id, reason=found.number, by=by, at=at)
    if found.kind == "restriction":
        _let_rest(found, at)


def _let_rest(found: PersonRequest, at: datetime) -> None:
    Restriction.objects.get_or_create(customer=found.customer, defaults={"request": found, "since": at})
