"""PNG: kept are the chunks that make the picture; texts, EXIF, times, profiles and whatever nobody knows are not."""

import zlib
from collections.abc import Iterator

from liuke.foundation.files.pictures import tiff
from liuke.foundation.files.pictures.parts import Unreadable, check_size

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset({
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"sRGB", b"cICP", b"sBIT", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
})  # fmt: skip


def cleaned(png: bytes) -> bytes:
    """The picture alone, with which side is up; what is no whole PNG raises Unreadable."""
    kept, up, seen = [_SIGNATURE], 1, set()
    for kind, data, chunk in _chunks(png):
        seen.add(kind)
        if kind == b"IHDR":
            check_size(int.from_bytes(data[:4], "big"), int.from_bytes(data[4:8], "big"))
        if kind == b"eXIf":
            up = tiff.orientation(data)
        elif kind in _KEPT:
            kept.append(chunk)
    if not {b"IHDR", b"IDAT", b"IEND"} <= seen or not kept[1].startswith(b"\x00\x00\x00\x0dIHDR"):
        raise Unreadable
    if told := tiff.oriented(up):
        kept.insert(2, _chunk(b"eXIf", told))
    return b"".join(kept)


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, data and the whole chunk, up to the end of the picture: what stands behind it is not looked at."""
    at, kind = len(_SIGNATURE), b""
    while kind != b"IEND":
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        chunk = png[at : at + 12 + length]
        if len(chunk) < 12 + length or not kind.isalpha():
            raise Unreadable
        yield kind, chunk[8:-4], chunk
        at += len(chunk)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")
