"""A request is taken whole or not at all: a line that was cut in the middle of a body must not look like its end.

WSGI servers hand out what came and then nothing; Django's form reader takes that for all there was, so a photo cut in
two would be a form without it, done, answered and gone. (RFC 9112 §8: such a message is incomplete.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def readline(self, size: int = -1, /) -> bytes: ...


class BrokenOff(OSError):
    """The line ended before the body did. Django makes an UnreadablePostError of it."""


class Whole:
    """A request's body, of which `length` bytes have to come; ends before that raise BrokenOff."""

    def __init__(self, stream: Readable, length: int) -> None:
        self._stream, self._left = stream, length

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes (all that is left, if none are named), however small the pieces in which they come."""
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        pieces = []
        while wanted > 0:
            piece = self._piece(self._stream.read(wanted))
            pieces.append(piece)
            wanted -= len(piece)
        return b"".join(pieces)

    def readline(self, size: int = -1, /) -> bytes:
        """One line, or what there is of it."""
        most = self._left if size is None or size < 0 else min(size, self._left)
        return self._piece(self._stream.readline(most)) if most else b""

    def _piece(self, piece: bytes) -> bytes:
        if not piece:
            raise BrokenOff(f"{self._left} bytes of the request did not come")
        self._left -= len(piece)
        return piece


Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def whole(application: Application) -> Application:
    """The same WSGI application, given bodies that are whole."""

    def served(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isdecimal():
            environ["wsgi.input"] = Whole(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return served
