"""WebP: kept are the picture, its transparency, its frames and its colour profile; EXIF, XMP and the unknown are not."""

from collections.abc import Iterator

from liuke.foundation.files.pictures import tiff
from liuke.foundation.files.pictures.parts import Unreadable, check_size

_PICTURE = frozenset({b"VP8 ", b"VP8L", b"ANMF"})
_KEPT = _PICTURE | {b"VP8X", b"ALPH", b"ANIM", b"ICCP"}
_EXIF, _XMP = 0x08, 0x04  # the flags of VP8X that announce them


def cleaned(webp: bytes) -> bytes:
    """The picture alone, with which side is up; what is no whole WebP raises Unreadable."""
    chunks = list(_chunks(webp))
    kinds = {kind for kind, _ in chunks}
    if not kinds & _PICTURE or chunks[0][0] not in {b"VP8 ", b"VP8L", b"VP8X"}:
        raise Unreadable
    for kind, data in chunks:
        if kind in _SIZES:
            check_size(*_SIZES[kind](data))
    # only the extended kind can say which side is up; it must announce what it holds
    up = next((tiff.orientation(_plain(data)) for kind, data in chunks if kind == b"EXIF"), 1)
    told = tiff.oriented(up) if b"VP8X" in kinds else b""
    kept = [(kind, _announced(data, told) if kind == b"VP8X" else data) for kind, data in chunks if kind in _KEPT]
    body = b"WEBP" + b"".join(_chunk(*one) for one in (*kept, *([(b"EXIF", told)] if told else [])))
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(webp: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and data of each chunk within the length that the file says of itself."""
    end, at = 8 + int.from_bytes(webp[4:8], "little"), 12
    if end > len(webp) + 1 or end < 20:
        raise Unreadable
    while at + 8 <= end:
        length = int.from_bytes(webp[at + 4 : at + 8], "little")
        data = webp[at + 8 : at + 8 + length]
        if len(data) < length:
            raise Unreadable
        yield webp[at : at + 4], data
        at += 8 + length + length % 2


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\x00" * (len(data) % 2)


def _announced(header: bytes, exif: bytes) -> bytes:
    return bytes([header[0] & ~(_EXIF | _XMP) | (_EXIF if exif else 0)]) + header[1:]


def _plain(exif: bytes) -> bytes:
    """Some write JPEG's opening before it."""
    return exif.removeprefix(b"Exif\x00\x00")


def _canvas(data: bytes) -> tuple[int, int]:
    return 1 + int.from_bytes(data[4:7], "little"), 1 + int.from_bytes(data[7:10], "little")


def _lossy(data: bytes) -> tuple[int, int]:
    if data[3:6] != b"\x9d\x01\x2a":
        raise Unreadable
    return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF


def _lossless(data: bytes) -> tuple[int, int]:
    if data[:1] != b"\x2f":
        raise Unreadable
    bits = int.from_bytes(data[1:5], "little")
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)


_SIZES = {b"VP8X": _canvas, b"VP8 ": _lossy, b"VP8L": _lossless}
