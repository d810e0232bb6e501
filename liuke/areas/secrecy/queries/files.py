"""The files of a customer, whatever they were stored for, each with the level that holds for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from liuke.areas.customers import access as customers
from liuke.areas.customers.actions.keeping import DECIDERS as DECIDERS
from liuke.areas.secrecy.access import files
from liuke.areas.secrecy.access.files import HeldFile
from liuke.areas.secrecy.rules.files import LEVELS as LEVELS
from liuke.areas.secrecy.rules.files import LIKE_CUSTOMER as LIKE_CUSTOMER
from liuke.foundation.files.models import StoredFile
from liuke.foundation.files.owners import subjects_of
from liuke.foundation.files.rules import masked_name
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

PAGE: Final = 50


@dataclass(frozen=True)
class FileRow:
    """One file. `own` is the level set for it alone ("" where it follows its customer), with its term and reason."""

    id: int
    key: str
    name: str
    media: str
    size: int
    number: str
    customer_id: int
    stored_by: str
    stored_at: datetime
    level: str
    level_words: Words
    own: str
    until: date | None
    reason: str
    set_by: str
    is_shut: bool


def list_files(ref: int | str, *, before: int | None = None, limit: int = PAGE, by: Actor) -> list[FileRow]:
    """A page of the files of a customer whom this actor may see, the latest first. Missing."""
    found = customers.customer(ref, by=by)
    rows = StoredFile.objects.filter(subject__in=subjects_of(found.pk, by=by), erased_at=None)
    rows = rows.select_related("stored_by")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [_row(one, by) for one in files.held(list(rows.order_by("-pk")[:limit]))]


def get_file(key: str, *, by: Actor) -> FileRow:
    """One of them; Missing for whoever may not read what it belongs to, and for what is no customer's."""
    return _row(files.held_file(key, by=by), by)


def may_set(row: FileRow, *, by: Actor) -> bool:
    """Is it this actor's to say how secret the file is?"""
    return not row.is_shut and by.has_role(*DECIDERS)


def _row(one: HeldFile, by: Actor) -> FileRow:
    file, own, is_shut = one.row, one.own, not files.opens(one, by)
    return FileRow(
        id=file.pk, key=file.key, name=masked_name(file.name) if is_shut else file.name, media=file.media,
        size=file.size, number=one.number, customer_id=one.customer.pk, stored_by=file.stored_by.name,
        stored_at=file.stored_at, level=one.held.level, level_words=LEVELS[one.held.level],
        own=own.level if own else LIKE_CUSTOMER, until=own.until_date if own else None,
        reason=own.reason if own and not is_shut else "", set_by=own.set_by.name if own else "", is_shut=is_shut,
    )  # fmt: skip
