"""A person's own copy of what his file holds (PIPL 45), on paper, made for an open request of his."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.queries.consents import ConsentRow, list_consents
from liuke.areas.customers.queries.fields import FieldRow, Value, sheet_of
from liuke.areas.customers.queries.file import get_file
from liuke.areas.customers.queries.rows import File
from liuke.areas.secrecy.access import cases as access
from liuke.areas.secrecy.queries.files import list_files
from liuke.areas.secrecy.queries.looks import Look, list_looks
from liuke.foundation.audit.actions import note
from liuke.foundation.clock import local
from liuke.foundation.export.actions import Section, facts_pdf
from liuke.foundation.faults import Refused
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES

PURPOSE: Final = "本人要求资料副本"
A_YEAR: Final = timedelta(days=365)
MOST_LOOKS: Final = 200
MOST_FILES: Final = 200


def make_copy(number: str, *, by: Actor, at: datetime) -> bytes:
    """The copy as PDF, in Chinese, with clear numbers and addresses: each is looked up with its audit row.

    Raises Forbidden for whoever does not answer such requests, Refused where the request is not for a copy or over.
    """
    found = access.person_request(number, by=by)
    access.require_answerer(by)
    if found.kind != "copy" or found.state != "open":
        raise Refused("该要求不是待办理的资料副本。", "This is no open request for a copy.", code="copy")
    file = get_file(found.customer_id, by=by)
    sections = [*_sections(file, by, at), *_said_yes(file, by), *_stored(file, by), *_who_looked(file, by, at)]
    note("secrecy.copy.made", by=by, at=at, subject=file.brief.code, detail={"number": number, "purpose": PURPOSE})
    return facts_pdf(sections, title="本人资料副本", number=number, subject=file.brief.code, by=by, at=at)


def _sections(file: File, by: Actor, at: datetime) -> Iterator[Section]:
    brief = file.brief
    registered = f"{brief.registered_at:%Y-%m-%d}"
    sheet = sheet_of(file, by=by, at=at)
    about = [("客户编号", brief.code), ("名称", brief.display.zh), ("建档日期", registered)]
    yield Section("档案", [*about, *_fields(sheet.own, by, at)])
    for contact in file.contacts:
        numbers = [("电话", _clear(f"phone:{one.id}", by, at)) for one in contact.phones]
        more = _fields(sheet.people.get(contact.id, ()), by, at)
        yield Section("联系人", [("姓名", contact.name), ("关系", contact.relation), *numbers, *more])
    for address in file.addresses:
        yield Section("地址", [("地址", _clear(f"address:{address.id}", by, at)), ("备注", address.note or "–")])


def _fields(rows: Iterable[FieldRow], by: Actor, at: datetime) -> list[tuple[str, str]]:
    """What is known beyond names and numbers, each with where it came from."""
    known = [(row.field.words.zh, row.value) for row in rows if row.value]
    return [(name, f"{_value(one, by, at)}（{one.source.zh}，{one.told_on:%Y-%m-%d}）") for name, one in known]


def _value(one: Value, by: Actor, at: datetime) -> str:
    return _clear(one.ref, by, at) if one.ref else one.words.zh


def _said_yes(file: File, by: Actor) -> Iterator[Section]:
    """What he agreed to, and what he took back."""
    rows = [one for one in list_consents(file.brief.id, by=by) if one.given_at]
    if rows:
        yield Section("同意", [(one.words.zh, _consent(one)) for one in rows])


def _consent(one: ConsentRow) -> str:
    assert one.given_at is not None
    ended = f"，{local(one.ended_at):%Y-%m-%d} 终止" if one.ended_at else ""
    return f"{local(one.given_at):%Y-%m-%d} 同意（文本 {one.given_text}）{ended}"


def _stored(file: File, by: Actor) -> Iterator[Section]:
    """Which photos, letters and papers there are of his; who wants one of them asks for it."""
    rows = list_files(file.brief.id, limit=MOST_FILES, by=by)
    if rows:
        yield Section("附件", [(f"{local(one.stored_at):%Y-%m-%d}", f"{one.name}（{one.number}）") for one in rows])


def _who_looked(file: File, by: Actor, at: datetime) -> Iterator[Section]:
    """Who saw his data in clear or took them, within a year: by post, not by name, for staff are persons too."""
    rows = list_looks(file.brief.id, since=at - A_YEAR, until=at, limit=MOST_LOOKS, by=by).rows
    told = [(f"{local(one.at):%Y-%m-%d %H:%M}", _look(one)) for one in rows]
    yield Section("近一年的查阅记录", told, "" if told else "无")


def _look(one: Look) -> str:
    posts = "、".join(ROLES[role][0] for role in one.roles if role in ROLES) or "系统"
    return f"{posts}：{one.what.zh}" + (f"（{one.purpose}）" if one.purpose else "")


def _clear(ref: str, by: Actor, at: datetime) -> str:
    return customers.reveal(ref, purpose=PURPOSE, by=by, at=at, to_himself=True)
