"""One line of typed text, as it may be stored: trimmed, not too long, nothing that cannot be printed."""

from liuke.foundation.faults import Invalid


def line(field: str, text: str, *, most: int, required: bool = True) -> str:
    """The text trimmed; Invalid names `field` where it is empty, too long or holds control characters."""
    plain = text.strip()
    if required and not plain:
        raise Invalid.field(field, "请填写此项。", "Please fill this in.")
    if len(plain) > most:
        raise Invalid.field(field, f"最多 {most} 个字。", f"At most {most} characters.")
    if not plain.isprintable():
        raise Invalid.field(field, "含有无法显示的字符。", "It holds characters that cannot be printed.")
    return plain
