"""Who may read a file: whoever may read what it belongs to. Rooms register how that is found out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from liuke.foundation.faults import Missing
from liuke.foundation.files import disk
from liuke.foundation.files.models import KEY, StoredFile
from liuke.foundation.identity.models import Actor

MayRead = Callable[[str, Actor], bool]
_readers: dict[str, MayRead] = {}
_NOT_THERE = ("没有这个文件", "There is no such file.")
_ERASED = ("该文件已随客户信息一并删除", "The file was erased with the customer's data.")


@dataclass(frozen=True)
class FileView:
    """What a page needs to show a file and a door needs to hand it out."""

    key: str
    name: str
    media: str
    size: int
    subject: str
    stored_by: str
    stored_at: datetime
    sha256: str = ""

    @property
    def path(self) -> Path:
        return disk.path_of(self.key)

    def headers(self) -> Mapping[str, str]:
        """For the response: offered for saving, never rendered in our origin, kept by nobody in between."""
        return {
            "Content-Type": self.media,
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(self.name)}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        }


def register_reader(prefix: str, function: MayRead) -> None:
    """`function(reference, actor)` tells whether the actor may read `<prefix>:<reference>` and so its files."""
    _readers[prefix] = function


def file(key: str, *, by: Actor) -> FileView:
    """The file, if it is there and this actor may read what it belongs to; else Missing, in the same words.

    Only who might have read an erased file is told that it was erased.
    """
    found = StoredFile.objects.select_related("stored_by").filter(key=key).first() if KEY.fullmatch(key) else None
    if found is None or not may_read(found.subject, by):
        raise Missing(*_NOT_THERE)
    if found.erased_at is not None:
        raise Missing(*_ERASED)
    return _view(found)


def files_of(subject: str, *, by: Actor) -> list[FileView]:
    """All files of one subject that are still there, oldest first; none for whom it does not concern."""
    if not may_read(subject, by):
        return []
    found = StoredFile.objects.select_related("stored_by").filter(subject=subject, erased_at=None)
    return [_view(one) for one in found.order_by("pk")]


def may_read(subject: str, by: Actor) -> bool:
    """A subject that nobody has registered is readable by nobody."""
    prefix, _, reference = subject.partition(":")
    reader = _readers.get(prefix)
    return reader is not None and reader(reference, by)


def _view(one: StoredFile) -> FileView:
    return FileView(one.key, one.name, one.media, one.size, one.subject, one.stored_by.name, one.stored_at, one.sha256)
