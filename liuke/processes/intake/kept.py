"""The bytes of a file that was handed in, and of its refused rows: sealed, in pieces, forgotten when they have served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import QuerySet

from liuke.processes.intake.digest import Digest
from liuke.processes.intake.lines import Options
from liuke.processes.intake.models import Piece, Upload
from liuke.processes.intake.reading.files import check_size
from liuke.processes.intake.sealed import seal, unseal

FILE: Final = Piece.What.FILE
REFUSED: Final = Piece.What.REFUSED
_SIZE: Final = 4 * 1024 * 1024


def keep(upload: Upload, what: Piece.What, data: Iterable[bytes]) -> None:
    """In the place of what was kept before."""
    forget(Upload.objects.filter(pk=upload.pk), what)
    for place, piece in enumerate(cut(data)):
        sealed = seal(piece, bound_to=_bond(upload, what, place))
        Piece.objects.create(upload=upload, what=what, place=place, sealed=sealed)
    _say(Upload.objects.filter(pk=upload.pk), what, is_there=True)


def keep_file(upload: Upload, pieces: Iterable[bytes], options: Options) -> str:
    """Keep a file as its pieces come; answers its digest. TooLarge once they are more than we take."""
    digest, size = Digest(options), 0

    def passing() -> Iterator[bytes]:
        nonlocal size
        for piece in pieces:
            size += len(piece)
            check_size(size)
            digest.add(piece)
            yield piece

    keep(upload, FILE, passing())
    return digest.told()


def read(upload: Upload, what: Piece.What) -> bytes:
    """All of it; nothing where it was forgotten."""
    pieces = Piece.objects.filter(upload=upload, what=what).order_by("place").values_list("place", "sealed")
    return b"".join(unseal(bytes(sealed), bound_to=_bond(upload, what, place)) for place, sealed in pieces.iterator(2))


def forget(uploads: QuerySet[Upload], *what: Piece.What) -> int:
    """Clear numbers are kept no longer than needed; answers of how many uploads something was there."""
    count = uploads.filter(pieces__what__in=what).distinct().count()
    Piece.objects.filter(upload__in=uploads, what__in=what).delete()
    for one in what:
        _say(uploads, one, is_there=False)
    return count


def cut(data: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that a row may hold, however small or large they come."""
    held = bytearray()
    for part in data:
        for start in range(0, len(part), _SIZE):
            held += part[start : start + _SIZE]
            if len(held) >= _SIZE:
                yield bytes(held[:_SIZE])
                del held[:_SIZE]
    if held:
        yield bytes(held)


def _say(uploads: QuerySet[Upload], what: Piece.What, *, is_there: bool) -> None:
    uploads.update(**{"is_kept" if what == FILE else "has_refused": is_there})


def _bond(upload: Upload, what: Piece.What, place: int) -> str:
    return f"{upload.number}:{what}:{place}"
