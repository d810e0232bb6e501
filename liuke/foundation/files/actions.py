"""Taking files in."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import BinaryIO

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


def sweep(at: datetime) -> int:
    """Nightly: take away bytes whose act was rolled back or killed before its row was committed."""
    keys = list(disk.old_keys((at - _SWEEP_AFTER).timestamp()))
    orphans = set(keys) - set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
    for key in orphans:
        disk.remove(key)
    return len(orphans)
