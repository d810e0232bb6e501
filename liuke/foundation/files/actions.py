"""Taking files in, and giving them up."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.db import transaction

from liuke.foundation.faults import Missing
from liuke.foundation.files import access, disk, rules
from liuke.foundation.files.models import StoredFile
from liuke.foundation.files.pictures.cleaning import cleaned
from liuke.foundation.identity.models import Actor

_SWEEP_AFTER = timedelta(days=1)


def store(data: bytes | BinaryIO, *, name: str, subject: str, by: Actor, at: datetime) -> str:
    """Keep a file for `subject` (`visit:318`) and answer its key; it lies on the disk before the row is committed.

    Refuses by type, by content and by size (Invalid, TooLarge); pictures lose what a camera wrote beside them.
    """
    if not access.may_read(subject, by):
        raise Missing("没有这个对象", "There is nothing of that kind to add a file to.")
    stream = data if isinstance(data, bytes) else None
    head = stream[:64] if stream is not None else data.read(64)  # type: ignore[union-attr]
    kind = rules.checked(name, head)
    whole = stream if stream is not None else head + data.read(kind.limit + 1)  # type: ignore[union-attr]
    rules.check_size(kind, len(whole))
    whole = cleaned(kind.media, whole)
    key = secrets.token_urlsafe(16)
    disk.write(key, whole)
    facts = {"media": kind.media, "size": len(whole), "sha256": hashlib.sha256(whole).hexdigest()}
    StoredFile.objects.create(key=key, name=rules.tidy_name(name), subject=subject, stored_by=by, stored_at=at, **facts)
    return key


def forget(subjects: Iterable[str], *, at: datetime) -> int:
    """Erase all files of these subjects with the caller's act; answers how many there were.

    The bytes go once it is committed, for an act that fails must find them again; a process that is killed in between
    leaves them to the nightly sweep.
    """
    rows = StoredFile.objects.filter(subject__in=list(subjects), erased_at=None)
    keys = list(rows.values_list("key", flat=True))
    rows.update(name="", erased_at=at)
    transaction.on_commit(partial(_remove, keys), robust=True)
    return len(keys)


def sweep(at: datetime) -> int:
    """Nightly: take away bytes whose act was rolled back or killed before its row was committed, or that are erased."""
    keys = list(disk.old_keys((at - _SWEEP_AFTER).timestamp()))
    kept = StoredFile.objects.filter(key__in=keys, erased_at=None)
    orphans = set(keys) - set(kept.values_list("key", flat=True))
    _remove(orphans)
    return len(orphans)


def _remove(keys: Iterable[str]) -> None:
    for key in keys:
        disk.remove(key)
