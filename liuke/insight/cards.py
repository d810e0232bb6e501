"""The five cards of a customer 五种资料卡 (H2): five views of the one file, masked, for the screen and for paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from liuke.areas.complaints.queries.complaints import list_of_customer
from liuke.areas.complaints.queries.rows import ComplaintRow
from liuke.areas.customers.queries.fields import FieldRow, Sheet, sheet_of
from liuke.areas.customers.queries.file import get_file
from liuke.areas.customers.queries.rows import ContactRow, File
from liuke.foundation.clock import local
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words
from liuke.insight.customer_file import SECRECY

_KINDS = {
    "household": Words("家庭", "household"),
    "company": Words("企业", "company"),
    "provisional": Words("临时档案", "provisional"),
}
_GENERAL = Words("商密·一般", "Secrecy general")
_FIELDS = {
    "basic": ("credit_code", "founded", "organisation", "website", "email", "speaks", "traded_since"),
    "address": ("trade", "best_time", "logistics", "service_area"),
}


@dataclass(frozen=True)
class Fact:
    """A line of a card; `is_stale` where nobody has confirmed it for too long."""

    label: Words
    value: Words
    is_stale: bool = False


@dataclass(frozen=True)
class Card:
    key: str
    title: Words
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Cards:
    """All five of one customer."""

    file: File
    cards: tuple[Card, ...]


def get_cards(ref: str, *, by: Actor, at: datetime) -> Cards:
    """The five cards of a customer whom this actor may see. Raises Missing."""
    found = get_file(ref, by=by)
    sheet = sheet_of(found, by=by, at=at)
    complaints = list_of_customer(found.brief.id, by=by)
    return Cards(
        found,
        (
            Card("basic", Words("基本资料卡", "Basic card"), _basic(found, sheet)),
            Card("management", Words("管理卡", "Management card"), _management(found, sheet)),
            Card("address", Words("地址卡", "Address card"), _address(found, sheet)),
            Card("grade", Words("等级卡", "Grade card"), _grade(found)),
            Card("complaints", Words("投诉记录卡", "Complaint record"), tuple(map(_complaint, complaints))),
        ),
    )


def _basic(found: File, sheet: Sheet) -> tuple[Fact, ...]:
    brief = found.brief
    facts = [
        _plain("名称", "Name", brief.name or "–"), _plain("代码", "Code", brief.code),
        Fact(Words("类型", "Kind"), _KINDS.get(brief.kind, Words(brief.kind, brief.kind))),
    ]  # fmt: skip
    people = [_person(c, sheet.people.get(c.id, ())) for c in found.contacts]
    return (*facts, *people, *_known(sheet.own, _FIELDS["basic"]))


def _management(found: File, sheet: Sheet) -> tuple[Fact, ...]:
    elsewhere = {key for keys in _FIELDS.values() for key in keys}
    rows = [row for row in sheet.own if row.field.key not in elsewhere]
    return (_plain("负责人", "Keeper", found.keeper_name or "–"), *_known(rows, [r.field.key for r in rows]))


def _address(found: File, sheet: Sheet) -> tuple[Fact, ...]:
    facts = []
    for one in found.addresses:
        facts += [_plain("区域", "Region", one.area or "–"), _plain("地址", "Address", one.masked)]
        if one.note:
            facts.append(_plain("备注", "To know", one.note))
    return (*facts, *_known(sheet.own, _FIELDS["address"]))


def _grade(found: File) -> tuple[Fact, ...]:
    brief = found.brief
    return (
        _plain("等级", "Grade", brief.grade or "–"),
        Fact(Words("核心客户", "Core customer"), Words("是", "yes") if brief.is_core else Words("否", "no")),
        Fact(
            Words("商密", "Secrecy"), SECRECY.get(brief.secrecy, _GENERAL) if brief.secrecy != "general" else _GENERAL
        ),
        _plain("建档日期", "Registered", f"{local(brief.registered_at):%Y-%m-%d}"),
        _plain("曾用代码", "Former codes", "、".join(found.merged_codes) or "–"),
    )


def _complaint(c: ComplaintRow) -> Fact:
    """Content, who handles it, and how it stands."""
    when = f"{local(c.received_at):%Y-%m-%d} {c.number}"
    zh = f"{c.sub_words.zh}：{c.words}（{c.owner_name}，{c.state_words.zh}）"
    en = f"{c.sub_words.en}: {c.words} ({c.owner_name}, {c.state_words.en})"
    return Fact(Words(when, when), Words(zh, en))


def _person(contact: ContactRow, rows: tuple[FieldRow, ...]) -> Fact:
    told = {row.field.key: row.value.words for row in rows if row.value}
    part = told.get("decision")
    numbers = "、".join(phone.mask for phone in contact.phones)
    who = " · ".join(filter(None, (contact.role or contact.relation, numbers)))
    zh, en = (" · ".join(filter(None, (who, words))) for words in (part.zh if part else "", part.en if part else ""))
    name = contact.name or "–"
    return Fact(Words(name, name), Words(zh or "–", en or "–"))


def _known(rows: tuple[FieldRow, ...] | list[FieldRow], keys: tuple[str, ...] | list[str]) -> list[Fact]:
    return [
        Fact(row.field.words, row.value.words, row.value.is_stale)
        for row in rows
        if row.value and row.field.key in keys
    ]


def _plain(zh: str, en: str, value: str) -> Fact:
    return Fact(Words(zh, en), Words(value, value))
