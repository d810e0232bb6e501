"""Who may read a file: whoever may read what it belongs to, as far as its secrecy lets him. Rooms register how both
are found out."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from liuke.foundation.faults import Missing
from liuke.foundation.files import disk
from liuke.foundation.files.models import KEY, StoredFile
from liuke.foundation.files.rules import masked_name
from liuke.foundation.identity.models import Actor

MayRead = Callable[[str, Actor], bool]
_readers: dict[str, MayRead] = {}


class Gate(Protocol):
    """What stands between a file and whoever may read the thing it belongs to."""

    def shut(self, files: Sequence[StoredFile], by: Actor) -> set[str]:
        """The keys of those that this actor may not open."""
        ...

    def pass_through(self, file: StoredFile, by: Actor, at: datetime) -> None:
        """Write down that it is opened, or raise."""
        ...


_gates: list[Gate] = []
_NOT_THERE = ("没有这个文件", "There is no such file.")
_ERASED = ("该文件已随客户信息一并删除", "The file was erased with the customer's data.")


@dataclass(frozen=True)
class FileView:
    """What a page needs to name a file. `is_shut`: this actor may not open it, and its name is masked."""

    key: str
    name: str
    media: str
    size: int
    subject: str
    stored_by: str
    stored_at: datetime
    sha256: str = ""
    is_shut: bool = False


@dataclass(frozen=True)
class OpenedFile(FileView):
    """What a door needs to hand a file out; there is none but from `opened`."""

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


def register_gate(gate: Gate) -> None:
    """Have this gate asked wherever a file is named or opened."""
    _gates.append(gate)


def file(key: str, *, by: Actor) -> FileView:
    """What is known of the file, if it is there and this actor may read what it belongs to; else Missing, in the same
    words.

    Only who might have read an erased file is told that it was erased.
    """
    return _views([stored(key, by=by)], by)[0]


def opened(key: str, *, of: Sequence[str] = (), by: Actor, at: datetime) -> OpenedFile:
    """The file to be handed out, past every gate: the one way to its bytes. `of`: the subjects that it may belong to.

    Raises Missing, and whatever a gate raises; call it outside of another transaction, so that what a gate wrote about
    a refusal stays.
    """
    found = stored(key, by=by)
    if of and found.subject not in of:
        raise Missing(*_NOT_THERE)
    for gate in _gates:
        gate.pass_through(found, by, at)
    return OpenedFile(**vars(_view(found, frozenset())))


def stored(key: str, *, by: Actor) -> StoredFile:
    """The row itself, for gates; Missing as `file`."""
    found = StoredFile.objects.select_related("stored_by").filter(key=key).first() if KEY.fullmatch(key) else None
    if found is None or not may_read(found.subject, by):
        raise Missing(*_NOT_THERE)
    if found.erased_at is not None:
        raise Missing(*_ERASED)
    return found


def files_of(subject: str, *, by: Actor) -> list[FileView]:
    """All files of one subject that are still there, oldest first; none for whom it does not concern."""
    if not may_read(subject, by):
        return []
    found = StoredFile.objects.select_related("stored_by").filter(subject=subject, erased_at=None)
    return _views(list(found.order_by("pk")), by)


def may_read(subject: str, by: Actor) -> bool:
    """A subject that nobody has registered is readable by nobody."""
    prefix, _, reference = subject.partition(":")
    reader = _readers.get(prefix)
    return reader is not None and reader(reference, by)


def _views(found: Sequence[StoredFile], by: Actor) -> list[FileView]:
    shut = {key for gate in _gates for key in gate.shut(found, by)} if found else set()
    return [_view(one, shut) for one in found]


def _view(one: StoredFile, shut: Set[str]) -> FileView:
    is_shut = one.key in shut
    return FileView(
        one.key, masked_name(one.name) if is_shut else one.name, one.media, one.size, one.subject, one.stored_by.name,
        one.stored_at, one.sha256, is_shut,
    )  # fmt: skip
