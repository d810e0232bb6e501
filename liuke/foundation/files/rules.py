"""What may be stored, and how. Decided by extension and by the first bytes, never by the sender's word."""

import re
import unicodedata
from dataclasses import dataclass

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
    "eml": FileType("message/rfc822", 25 * _MIB),
}
_LONGEST_NAME = 120
_NO_HEIC = (
    "不支持 HEIC 照片；请在手机上改为 JPEG：iPhone 在“设置 › 相机 › 格式”中选“兼容性最佳”，或截图、另存为 JPG 后再上传",
    "HEIC photos are not taken; make it a JPEG: on an iPhone choose Settings › Camera › Formats › Most Compatible, "
    "or save the picture as JPG and upload that.",
)
_APPLE = frozenset({"heic", "heif", "hif", "avif"})
_APPLE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"})


def checked(name: str, head: bytes) -> FileType:
    """The type of a file called `name` that begins with `head`, or Invalid."""
    extension = tidy_name(name).rpartition(".")[2].lower()
    kind = TYPES.get(extension)
    if extension in _APPLE or (head[4:8] == b"ftyp" and head[8:12] in _APPLE_BRANDS):
        raise Invalid.field("file", *_NO_HEIC)
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


def masked_name(name: str) -> str:
    """What is shown of a name where the file may not be opened: its type."""
    return f"***.{name.rpartition('.')[2]}"


def _fits(kind: FileType, extension: str, head: bytes) -> bool:
    if not kind.magic:
        return b"\x00" not in head
    if extension == "mp4":
        return head[4:8] == b"ftyp"
    if extension in {"webp", "wav"}:
        return head[:4] == b"RIFF" and head[8:12] == {"webp": b"WEBP", "wav": b"WAVE"}[extension]
    return head.startswith(kind.magic)
