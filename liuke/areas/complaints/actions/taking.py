"""Taking a complaint in: by anybody, with two fields, whose it is from then on; solved at once where that is small (H22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import tell, text_of
from liuke.areas.complaints.actions.newcomers import whose
from liuke.areas.complaints.models import Complaint, Link
from liuke.areas.complaints.queries.catalogue import answer_by, the_catalogue
from liuke.areas.complaints.queries.severity import weigh
from liuke.areas.complaints.queries.things import customer_of_thing
from liuke.areas.customers import access as customers
from liuke.events.complaints.way import ComplaintReceived
from liuke.foundation import numbers
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.gateways.actions import notify
from liuke.foundation.gateways.drafts import NoticeDraft
from liuke.foundation.identity.models import Actor
from liuke.foundation.lines import one_of
from liuke.foundation.words import Words
from liuke.kernel.journal.actions import lock_timelines

NO_WORDS = Words("请记录发生了什么，尽量用用户的原话", "Say what happened, in the customer's own words")


@dataclass(frozen=True)
class Heard:
    """What came in. `customer` (id or code) or `who` with `phone` says whose; `about` an order or machine.

    `external_no` is the number of the other side (12315, platform): the same one comes in once.
    `known` is whose it is as the house itself found out, which who takes it in need not see.
    """

    words: str
    customer: int | str = ""
    who: str = ""
    phone: str = ""
    about: str = ""
    source: str = "hotline"
    wants: str = ""
    external_no: str = ""
    answer_by: datetime | None = None
    kind: str = ""
    sub: str = ""
    known: int = 0


def receive(heard: Heard, *, by: Actor, at: datetime, happened_at: datetime | None = None) -> str:
    """Take a complaint in and answer its number; whoever takes it owns it until a handler accepts (H21, H22).

    Raises Invalid with `words`, `who`, `source`, `about`, `kind`; Missing where there is no such order or machine.
    """
    access.may_take_in(by)
    _check(heard)
    with transaction.atomic():
        owner = _owner_of(heard, by=by, at=at)
        if heard.external_no and (first := find_external(heard.source, heard.external_no)):
            return first
        return write(owner, heard, by=by, at=at, happened_at=happened_at)


def receive_at_once(heard: Heard, *, by: Actor, at: datetime) -> Complaint:
    """Take it in for somebody who makes it right on the spot: no handler is owed. The caller's transaction."""
    access.may_take_in(by)
    _check(heard)
    owner = _owner_of(heard, by=by, at=at)
    return Complaint.objects.get(number=write(owner, heard, by=by, at=at, at_once=True))


def write(
    customer_id: int, heard: Heard, *, by: Actor, at: datetime, happened_at: datetime | None = None, told: str = "",
    at_once: bool = False,
) -> str:  # fmt: skip
    """The row and its event, for acts of this room that hold the customer's history already. Answers the number."""
    source, moment = the_catalogue().sources[heard.source], happened_at or at
    found = Complaint(
        number=numbers.take("CP"), customer_id=customer_id, about=heard.about.strip().upper(), told=told,
        source=heard.source, external_no=heard.external_no.strip()[:64], words=text_of("words", heard.words),
        wants=text_of("wants", heard.wants), kind=heard.kind, sub=heard.sub, taken_by=by, received_at=moment, counted_from=moment, at_once=at_once,
        answer_by=(heard.answer_by or answer_by(heard.source, moment)) if source.formal else None,
        acknowledged_at=moment if source.spoken else None,
    )  # fmt: skip
    weigh(found, at=at)
    try:
        with transaction.atomic():
            found.save(force_insert=True)
    except IntegrityError as error:
        if "an_external_complaint_comes_once_per_source" not in str(error):
            raise
        return find_external(heard.source, heard.external_no)
    _link(found)
    event = ComplaintReceived(
        number=found.number, about=found.about, source=found.source, told=told, words=found.words, wants=found.wants,
        taken_by=by.pk, untaken=not at_once, written=not source.spoken and not at_once, formal=source.formal,
        answer_by=found.answer_by,
    )  # fmt: skip
    tell(found, [event], by=by, at=at, happened_at=happened_at)
    _tell_keeper(found, at)
    return found.number


def find_external(source: str, external_no: str) -> str:
    """The complaint that came under this number of this source before, or nothing."""
    rows = Complaint.objects.filter(source=source, external_no=external_no.strip()[:64])
    return rows.values_list("number", flat=True).first() or ""


def _check(heard: Heard) -> None:
    text_of("words", heard.words, missing=NO_WORDS)
    text_of("wants", heard.wants)
    data = the_catalogue()
    one_of("source", heard.source, data.sources)
    if heard.kind:
        one_of("kind", heard.kind, data.kinds)
    if heard.sub:
        one_of("sub", heard.sub, data.subs.get(heard.kind, {}))
    if not (heard.customer or heard.about.strip() or heard.who.strip() or heard.phone.strip()):
        raise Invalid.field(
            "who", "请写明是谁：姓名、电话或客户编号", "Say who: a name, a number, or the customer's code"
        )


def _owner_of(heard: Heard, *, by: Actor, at: datetime) -> int:
    """Whose complaint: of the thing it is about, of the chosen customer, or of who he says he is. His history is locked."""
    if heard.about.strip():
        owner = customer_of_thing(heard.about.strip().upper())
        if owner is None:
            raise Missing("没有这张工单或这台产品。", "There is no such order or machine.")
        return int(customers.customer(owner, by=by, lock=True).pk)
    if heard.customer:
        return int(customers.customer(heard.customer, by=by, lock=True).pk)
    if heard.known:
        return lock_timelines([heard.known]).get(heard.known, heard.known)
    return whose(heard.who, heard.phone, at=at)


def _tell_keeper(found: Complaint, at: datetime) -> None:
    """Who keeps a core customer knows at once, however soon somebody takes it (practice §3 #21)."""
    customer = found.customer
    if not customer.is_core or customer.keeper_id is None:
        return
    words = Words(
        f"您的核心客户 {customer.code} 刚提出投诉 {found.number}", f"Your core customer {customer.code} has just complained: {found.number}"
    )  # fmt: skip
    link = f"/complaints/{found.number}/"
    notify([NoticeDraft(f"complaint-keeper:{found.number}", words, at, to_actor_id=customer.keeper_id, link=link)])


def _link(found: Complaint) -> None:
    kinds = {"WO": Link.Kind.ORDER, "M": Link.Kind.MACHINE, "S": Link.Kind.SITE}
    kind = kinds.get(found.about.partition("-")[0])
    if kind:
        Link.objects.create(complaint=found, kind=kind, number=found.about)
