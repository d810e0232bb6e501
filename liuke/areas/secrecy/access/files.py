"""The gate before every file that belongs to a customer: it asks for the level and writes down who opened what (H9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.models import Customer
from liuke.areas.secrecy.models import FileLevel
from liuke.areas.secrecy.rules.files import LEVELS, Level, Reader, level_of, may_open
from liuke.foundation.audit.actions import note
from liuke.foundation.audit.models import AuditRow
from liuke.foundation.faults import Fault, Forbidden, Missing, Refused
from liuke.foundation.files.access import register_gate, stored
from liuke.foundation.files.models import StoredFile
from liuke.foundation.files.owners import owners_of
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES

OPENED, REFUSED = "files.opened", "files.refused"
NOTED_AGAIN: Final = timedelta(hours=1)
"""A page that shows a picture ten times in an hour leaves one trace, not ten."""


@dataclass(frozen=True)
class HeldFile:
    """A file with whose it is and which level holds for it."""

    row: StoredFile
    customer: Customer
    held: Level
    own: FileLevel | None

    @property
    def number(self) -> str:
        """Of the thing that it belongs to."""
        return self.row.subject.partition(":")[2]


class FileGate:
    """Shut is what this person's role does not open at its level; everything that persons open is written down."""

    def shut(self, files: Sequence[StoredFile], by: Actor) -> set[str]:
        if by.kind != Actor.Kind.PERSON:
            return set()
        return {one.row.key for one in held(files) if not opens(one, by)}

    def pass_through(self, file: StoredFile, by: Actor, at: datetime) -> None:
        for one in held([file]) if by.kind == Actor.Kind.PERSON else ():
            fault = _objection(one, by)
            _note(REFUSED if fault else OPENED, one, by, at)
            if fault:
                raise fault


def held(files: Sequence[StoredFile]) -> list[HeldFile]:
    """Those of the files that belong to a customer, each with its level."""
    owners = owners_of(one.subject for one in files)
    if not owners:
        return []
    whose: Mapping[int, Customer] = Customer.objects.in_bulk(set(owners.values()))
    own = FileLevel.objects.select_related("set_by").in_bulk([one.pk for one in files])
    return [_held(one, whose[owners[one.subject]], own.get(one.pk)) for one in files if one.subject in owners]


def held_file(key: str, *, by: Actor) -> HeldFile:
    """A customer's file, for whoever may read what it belongs to; else Missing."""
    found = held([stored(key, by=by)])
    if not found:
        raise Missing("没有这份客户附件，或您无权查看。", "No such file of a customer, or not for you to see.")
    return found[0]


def opens(one: HeldFile, by: Actor) -> bool:
    """May this person open it?"""
    is_keeper = one.customer.keeper_id == by.pk
    return may_open(one.held, Reader(frozenset(by.roles), by.has_role(*CENTRE_ROLES), is_keeper))


def _held(row: StoredFile, customer: Customer, own: FileLevel | None) -> HeldFile:
    return HeldFile(row, customer, level_of(own.level if own else "", customer.secrecy), own)


def _objection(one: HeldFile, by: Actor) -> Fault | None:
    if customers.resting_among([one.customer.pk]):
        return Refused(
            "按本人要求，其资料仅保存、不使用。", "At the person's wish the data are kept and not used.", code="resting"
        )
    if opens(one, by):
        return None
    level = LEVELS[one.held.level]
    return Forbidden(
        f"此附件为商密·{level.zh}，请由客户负责人或班长打开。",
        f"The secrecy of this file is {level.en}: ask the customer's keeper or your lead.",
    )


def _note(act: str, one: HeldFile, by: Actor, at: datetime) -> None:
    lately = AuditRow.objects.filter(subject=one.customer.code, act=act, by=by, at__gt=at - NOTED_AGAIN)
    if not lately.filter(detail__value=one.row.key).exists():
        detail = {"kind": "file", "value": one.row.key, "about": one.number, "level": one.held.level}
        note(act, by=by, at=at, subject=one.customer.code, detail=detail)


register_gate(FileGate())
