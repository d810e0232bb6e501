"""Bytes on disk. A committed row never points to a missing or short file: all is on the disk before the row is."""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings


def path_of(key: str) -> Path:
    """Where the bytes of `key` lie."""
    return Path(settings.MEDIA_HOME) / key[:2] / key


def write(key: str, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folders: either all of it is there or nothing."""
    path = path_of(key)
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync_folder(path.parent.parent)
    draft = path.with_suffix(".part")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def old_keys(before: float) -> Iterator[str]:
    """Keys of all bytes (also of torn writes) that were last touched before this moment of the wall clock."""
    for path in Path(settings.MEDIA_HOME).glob("??/*"):
        if path.stat().st_mtime < before:
            yield path.name


def remove(key: str) -> None:
    """Take the bytes away."""
    path_of(key).unlink(missing_ok=True)
