"""What stands for a file in the ledger."""

from __future__ import annotations

import hashlib

from liuke.processes.intake.lines import Options


class Digest:
    """What stands for a file: its bytes and how it is to be taken in, which makes another file of the same bytes."""

    def __init__(self, options: Options) -> None:
        self._options, self._found = options, hashlib.sha256()

    def add(self, piece: bytes) -> None:
        self._found.update(piece)

    def told(self) -> str:
        found = self._found.copy()
        found.update(repr(sorted(self._options.as_json().items())).encode())
        return found.hexdigest()


def digest_of(data: bytes, options: Options) -> str:
    """The same of a file at once."""
    digest = Digest(options)
    digest.add(data)
    return digest.told()
