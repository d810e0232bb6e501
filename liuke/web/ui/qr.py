"""A QR code as a picture that a page can hold, whatever its content policy: an inline image."""

from __future__ import annotations

import segno


def picture(text: str) -> str:
    """The code as a data address of a PNG, for `<img src>`: a phone can also read it off its own screen."""
    return str(segno.make(text, error="m").png_data_uri(scale=6, border=2))
