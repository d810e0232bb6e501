"""What belongs to the case, added by hand: orders, visits, machines, sites, other complaints, colleagues."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from liuke.areas.complaints import access
from liuke.areas.complaints.actions.changing import loaded, saved, tell
from liuke.areas.complaints.models import Complaint, Link
from liuke.areas.complaints.queries.things import exists
from liuke.areas.complaints.rules import links
from liuke.events.complaints.papers import LinkAdded, LinkRemoved
from liuke.foundation.faults import Invalid, Missing, Refused
from liuke.foundation.identity.models import Actor


@transaction.atomic
def add_link(number: str, thing: str, *, by: Actor, at: datetime) -> None:
    """Tie an order, a visit, a machine, a site or another complaint to the case, by its number.

    Raises Invalid with `thing` where there is none of that number; Refused where it belongs to the case already.
    """
    found = loaded(number, "assess", by=by)
    told = thing.strip().upper()
    kind = links.kind_of(told)
    if kind is None or told == found.number or not _is_there(kind, told, by):
        raise Invalid.field(
            "thing", "没有这个编号：请填工单、上门单、产品、网点或投诉的编号", "No order, visit, machine, site or complaint of this number"
        )  # fmt: skip
    _add(found, kind, told, told, by=by, at=at)


@transaction.atomic
def add_colleague(number: str, colleague: Actor, *, by: Actor, at: datetime) -> None:
    """Tie a colleague whom it concerns to the case: to ask him, never to blame him (practice §4 #3)."""
    found = loaded(number, "assess", by=by)
    if colleague.kind != Actor.Kind.PERSON:
        raise Invalid.field("colleague", "请选择一位同事", "Choose a colleague")
    _add(found, Link.Kind.PERSON, str(colleague.pk), colleague.name, by=by, at=at)


@transaction.atomic
def remove_link(number: str, kind: str, thing: str, *, by: Actor, at: datetime) -> None:
    """It does not belong to the case after all. What the complaint is about stays."""
    found = loaded(number, "assess", by=by)
    if thing == found.about:
        raise Refused("投诉所涉的工单或产品不能移除。", "What it is about stays.", code="link-about")
    link = Link.objects.filter(complaint=found, kind=kind, number=thing).first()
    if link is None:
        raise Missing("本案中没有这一项。", "This does not belong to the case.")
    link.delete()
    saved(found)
    words = links.KINDS[kind]
    tell(found, [LinkRemoved(found.number, found.about, kind, words.zh, words.en, thing)], by=by, at=at)


def _add(found: Complaint, kind: str, thing: str, named: str, *, by: Actor, at: datetime) -> None:
    _link, is_new = Link.objects.get_or_create(complaint=found, kind=kind, number=thing)
    if not is_new:
        raise Refused("已在本案中。", "It belongs to the case already.", code="linked")
    saved(found)
    words = links.KINDS[kind]
    event = LinkAdded(found.number, found.about, kind, words.zh, words.en, thing, named)
    tell(found, [event], by=by, at=at)


def _is_there(kind: str, number: str, by: Actor) -> bool:
    if kind == Link.Kind.COMPLAINT:
        return Complaint.objects.filter(access.complaints_for(by), number=number).exists()
    return exists(kind, number)
