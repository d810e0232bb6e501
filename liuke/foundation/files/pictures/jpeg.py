"""JPEG: kept are tables, frames, scans and what their colours mean; EXIF, XMP, IPTC, comments and previews are not."""

import re

from liuke.foundation.files.pictures import tiff
from liuke.foundation.files.pictures.parts import Unreadable, check_size

_SCAN, _END = 0xDA, 0xD9
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_TABLES = frozenset({0xC4, 0xCC, 0xDB, 0xDC, 0xDD})
# APP0 JFIF and APP14 Adobe tell how colours are coded; of APP2 the colour profile (another kind holds further pictures)
_COLOURS = {0xE0: b"JFIF\x00", 0xEE: b"Adobe", 0xE2: b"ICC_PROFILE\x00"}
_FILLING = re.compile(rb"\xff+")
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # the first marker after the data of a scan


def cleaned(jpeg: bytes) -> bytes:
    """The picture alone, with which side is up. Behind its end phones put films and second pictures: they go too.

    A scan that breaks off is kept as far as it goes; what is no JPEG raises Unreadable.
    """
    kept, at, up, framed = bytearray(), 2, 1, False
    while jpeg[at : at + 1] == b"\xff":
        at = _FILLING.match(jpeg, at).end() - 1  # type: ignore[union-attr]  # it stands on one at least
        marker = jpeg[at + 1] if at + 1 < len(jpeg) else _END
        if marker == _END:
            break
        segment = jpeg[at : at + 2 + _length(jpeg, at)]
        at += len(segment)
        if marker in _FRAMES:
            framed = True
            check_size(int.from_bytes(segment[7:9], "big"), int.from_bytes(segment[5:7], "big"))
        if marker == _SCAN:
            found = _NEXT.search(jpeg, at)
            end = found.start() if found else len(jpeg)
            kept += segment + jpeg[at:end]
            at = end
        elif _is_kept(marker, segment):
            kept += segment
        elif marker == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            up = tiff.orientation(segment[10:])
    if not framed or b"\xff\xda" not in kept:
        raise Unreadable
    return jpeg[:2] + _exif(up) + bytes(kept) + b"\xff\xd9"


def _length(jpeg: bytes, at: int) -> int:
    length = int.from_bytes(jpeg[at + 2 : at + 4], "big")
    if length < 2 or at + 2 + length > len(jpeg):
        raise Unreadable
    return length


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker in _FRAMES or marker in _TABLES:
        return True
    return marker in _COLOURS and segment[4:].startswith(_COLOURS[marker])


def _exif(up: int) -> bytes:
    told = tiff.oriented(up)
    return b"\xff\xe1" + (len(told) + 8).to_bytes(2, "big") + b"Exif\x00\x00" + told if told else b""
