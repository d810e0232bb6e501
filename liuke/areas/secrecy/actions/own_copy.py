"""A person's own copy of what his file holds (PIPL 45), on paper, made for an open request of his."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from liuke.areas.customers import access as customers
from liuke.areas.customers.queries.file import get_file
from liuke.areas.customers.queries.rows import File
from liuke.areas.secrecy import access
from liuke.foundation.audit.actions import note
from liuke.foundation.export.actions import Section, facts_pdf
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor

PURPOSE = "本人要求资料副本"


def make_copy(number: str, *, by: Actor, at: datetime) -> bytes:
    """The copy as PDF, in Chinese, with clear numbers and addresses: each is looked up with its audit row.

    Raises Forbidden for whoever does not answer such requests, Refused where the request is not for a copy or over.
    """
    found = access.person_request(number, by=by)
    access.require_answerer(by)
    if found.kind != "copy" or found.state != "open":
        raise Refused("该要求不是待办理的资料副本。", "This is no open request for a copy.", code="copy")
    file = get_file(found.customer_id, by=by)
    sections = list(_sections(file, by, at))
    note("secrecy.copy.made", by=by, at=at, subject=file.brief.code, detail={"number": number, "purpose": PURPOSE})
    return facts_pdf(sections, title="本人资料副本", number=number, subject=file.brief.code, by=by, at=at)


def _sections(file: File, by: Actor, at: datetime) -> Iterator[Section]:
    brief = file.brief
    registered = f"{brief.registered_at:%Y-%m-%d}"
    yield Section("档案", [("客户编号", brief.code), ("名称", brief.display.zh), ("建档日期", registered)])
    for contact in file.contacts:
        numbers = [("电话", _clear(f"phone:{one.id}", by, at)) for one in contact.phones]
        yield Section("联系人", [("姓名", contact.name), ("关系", contact.relation), *numbers])
    for address in file.addresses:
        yield Section("地址", [("地址", _clear(f"address:{address.id}", by, at)), ("备注", address.note or "–")])


def _clear(ref: str, by: Actor, at: datetime) -> str:
    return customers.reveal(ref, purpose=PURPOSE, by=by, at=at)
