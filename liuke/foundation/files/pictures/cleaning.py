"""Pictures without what cameras and phones write beside them: the place, the device, the moment, the owner, previews.

Each file is taken apart and put together again from the parts that make the picture, by name; whatever else stands in it
or behind it stays away. The picture itself is not coded anew: evidence stays as it was taken, nothing is unpacked here, and
so no small file can fill our memory. Sources: ITU-T T.81 and JFIF, PNG (W3C, third edition), RFC 9649 (WebP), TIFF 6.0.
"""

from liuke.foundation.faults import Invalid, TooLarge
from liuke.foundation.files.pictures import jpeg, png, webp
from liuke.foundation.files.pictures.parts import MOST_PIXELS, Enormous, Unreadable

_CLEANERS = {"image/jpeg": jpeg.cleaned, "image/png": png.cleaned, "image/webp": webp.cleaned}


def cleaned(media: str, data: bytes) -> bytes:
    """A picture without the place, the device and the rest; other media as they are.

    Raises Invalid for what cannot be read as a picture of its kind, TooLarge beyond 120 million pixels.
    """
    clean = _CLEANERS.get(media)
    if clean is None:
        return data
    try:
        return clean(data)
    except Unreadable:
        raise Invalid.field(
            "file",
            "图片已损坏，无法读取；请重新拍摄或另存后再上传",
            "The picture is damaged and cannot be read; take it again or save it anew.",
        ) from None
    except Enormous:
        most = MOST_PIXELS // 1_000_000
        raise TooLarge(
            f"图片超过 {most} 百万像素；请缩小后再上传",
            f"The picture has more than {most} million pixels; make it smaller.",
        ) from None
