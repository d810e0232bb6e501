"""The one thing of EXIF that is kept: which side is up. Without it phone pictures would lie on their side."""

from typing import Literal

_TAG = 0x0112
_ONE_ENTRY = b"MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00"


def orientation(exif: bytes) -> int:
    """The tag 0x0112 of the first directory; 1 (as it is) when there is none or none that means something."""
    order: Literal["big", "little"] = "big" if exif[:2] == b"MM" else "little"
    start = int.from_bytes(exif[4:8], order)
    for number in range(min(int.from_bytes(exif[start : start + 2], order), 200)):
        entry = exif[start + 2 + 12 * number : start + 14 + 12 * number]
        if int.from_bytes(entry[:2], order) == _TAG:
            found = int.from_bytes(entry[8:10], order)
            return found if 1 <= found <= 8 else 1
    return 1


def oriented(up: int) -> bytes:
    """EXIF with this one entry; nothing where the picture stands as it is."""
    return _ONE_ENTRY % up if up != 1 else b""
