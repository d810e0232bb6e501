"""What may be stored, and how. Decided by extension and by the first bytes, never by the sender's word."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from liuke.foundation.faults import Invalid, TooLarge

_MIB = 1024 * 1024


@dataclass(frozen=True)
class FileType:
    """`magic` are the beginnings that a file of this extension may have; none means plain text."""

    media: str
    limit: int
    magic: tuple[bytes, ...] = ()


TYPES = {
    "jpg": FileType("image/jpeg", 15 * _MIB, (b"\xff\xd8\xff",)),
    "jpeg": FileType("image/jpeg", 15 * _MIB, (b"\xff\xd8\xff",)),
    "png": FileType("image/png", 15 * _MIB, (b"\x89PNG\r\n\x1a\n",)),
    "webp": FileType("image/webp", 15 * _MIB, (b"RIFF",)),
    "heic": FileType("image/heic", 15 * _MIB, (b"ftyp",)),
    "mp4": FileType("video/mp4", 100 * _MIB, (b"ftyp",)),
    "mp3": FileType("audio/mpeg", 50 * _MIB, (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "wav": FileType("audio/wav", 50 * _MIB, (b"RIFF",)),
    "pdf": FileType("application/pdf", 25 * _MIB, (b"%PDF-",)),
    "xlsx": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 100 * _MIB, (b"PK\x03\x04",)),
    "docx": FileType(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", 25 * _MIB, (b"PK\x03\x04",)
    ),
    "csv": FileType("text/csv", 100 * _MIB),
    "txt": FileType("text/plain", 5 * _MIB),
}
_LONGEST_NAME = 120
# An EXIF segment with one entry, the orientation: without it phone pictures would lie on their side.
_ORIENTED = (
    b"\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08"
    b"\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00%c\x00\x00\x00\x00\x00\x00"
)


def checked(name: str, head: bytes) -> FileType:
    """The type of a file called `name` that begins with `head`, or Invalid."""
    extension = tidy_name(name).rpartition(".")[2].lower()
    kind = TYPES.get(extension)
    if kind is None:
        allowed = ", ".join(TYPES)
        raise Invalid.field(
            "file", f"不支持的文件类型；可用：{allowed}", f"This type of file is not taken; use {allowed}."
        )
    if not _fits(kind, extension, head):
        raise Invalid.field(
            "file",
            f"文件内容与扩展名 .{extension} 不符",
            f"The content is not that of a .{extension} file; check the file.",
        )
    return kind


def check_size(kind: FileType, size: int) -> None:
    """Refuse what is larger than its type may be, and what is empty."""
    if size == 0:
        raise Invalid.field("file", "文件是空的", "The file is empty.")
    if size > kind.limit:
        most = kind.limit // _MIB
        raise TooLarge(f"文件超过 {most} MB", f"The file is larger than {most} MB.")


def tidy_name(name: str) -> str:
    """A name fit to be shown and offered: no path, no invisible or turning characters, not overlong."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    return f"{stem[: _LONGEST_NAME - len(extension) - 1]}{dot}{extension}" if dot else name[:_LONGEST_NAME]


def without_exif(jpeg: bytes) -> bytes:
    """The picture without its APP1 segments (EXIF with the place, XMP), but for which side is up."""
    kept, at, up = bytearray(), 2, 1
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in {0xD9, 0xDA, 0xFF} or 0xD0 <= marker <= 0xD8:
            break
        length = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        segment = jpeg[at : at + length]
        if marker != 0xE1:
            kept += segment
        elif segment[4:10] == b"Exif\x00\x00":
            up = _orientation(segment[10:])
        at += length
    return bytes(jpeg[:2] + (_ORIENTED % up if 1 < up <= 8 else b"") + kept + jpeg[at:])


def _orientation(tiff: bytes) -> int:
    """The tag 0x0112 of the first directory; 1 (as it is) when there is none."""
    order: Literal["big", "little"] = "big" if tiff[:2] == b"MM" else "little"
    start = int.from_bytes(tiff[4:8], order)
    for number in range(min(int.from_bytes(tiff[start : start + 2], order), 200)):
        entry = tiff[start + 2 + 12 * number : start + 14 + 12 * number]
        if int.from_bytes(entry[:2], order) == 0x0112:
            return int.from_bytes(entry[8:10], order)
    return 1


def _fits(kind: FileType, extension: str, head: bytes) -> bool:
    if not kind.magic:
        return b"\x00" not in head
    if extension in {"heic", "mp4"}:
        return head[4:8] == b"ftyp"
    if extension in {"webp", "wav"}:
        return head[:4] == b"RIFF" and head[8:12] == {"webp": b"WEBP", "wav": b"WAVE"}[extension]
    return head.startswith(kind.magic)
