"""Pictures made by Pillow 12 with the place, the device and the moment in them come out with nothing but the picture."""

import base64
import contextlib
import struct
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation.faults import Invalid, TooLarge
from liuke.foundation.files import rules
from liuke.foundation.files.pictures import jpeg, png, tiff, webp
from liuke.foundation.files.pictures.cleaning import cleaned
from liuke.foundation.files.pictures.parts import Enormous, Unreadable
from tests.foundation.files.test_files import chunk
from tests.foundation.files.test_files import png as made

AT = datetime(2026, 11, 23, tzinfo=UTC)
# EXIF (orientation 6, SpyPhone, 31°13'48"N 121°28'12"E), XMP and a comment in each, 4 × 3 pixels.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/4QDCRXhpZgAATU0AKgAAAAgAAwEPAAIAAAAJAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAPAAAAABT"
    "cHlQaG9uZQAAAAUAAQACAAAAAk4AAAAAAgAFAAAAAwAAAH4AAwACAAAAAkUAAAAABAAFAAAAAwAAAJYAHQACAAAACwAAAK4AAAAAAAAAHwAA"
    "AAEAAAANAAAAAQAAADAAAAABAAAAeQAAAAEAAAAcAAAAAQAAAAwAAAABMjAyNjoxMToyMwAA/+EAbGh0dHA6Ly9ucy5hZG9iZS5jb20veGFw"
    "LzEuMC8APHg6eG1wbWV0YSB4bWxuczp4PSJhZG9iZTpuczptZXRhLyI+U3B5UGhvbmUgR1BTTGF0aXR1ZGUgMzEsMTMuOE48L3g6eG1wbWV0"
    "YT7//gAKU3B5UGhvbmX/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5mo"
    "q6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKT/wAARCAADAAQD"
    "ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAaEAEAAwADAAAAAAAAAAAAAAABAAIRAyFB/8QAFQEBAQAAAAAAAAAAAAAAAAAA"
    "AgT/xAAZEQEAAgMAAAAAAAAAAAAAAAABAAIDEVH/2gAMAwEAAhEDEQA/AIuXbW7tYzQK2QDXwiIlxjpwhsG5/9k="
)
LOSSLESS = base64.b64decode(
    "UklGRmYBAABXRUJQVlA4WAoAAAAMAAAAAwAAAgAAVlA4TDAAAAAvA4AAAF8wwAKBJLTRRxMIJKGNPtr8B0Y00R6HRCEgyLZJRjGXG9zjTFeP"
    "6H/MkwJFWElGugAAAE1NACoAAAAIAAMBDwACAAAACQAAADIBEgADAAAAAQAGAACIJQAEAAAAAQAAADwAAAAAU3B5UGhvbmUAAAAFAAEAAgAA"
    "AAJOAAAAAAIABQAAAAMAAAB+AAMAAgAAAAJFAAAAAAQABQAAAAMAAACWAB0AAgAAAAsAAACuAAAAAAAAAB8AAAABAAAADQAAAAEAAAAwAAAA"
    "AQAAAHkAAAABAAAAHAAAAAEAAAAMAAAAATIwMjY6MTE6MjMAAFhNUCBNAAAAPHg6eG1wbWV0YSB4bWxuczp4PSJhZG9iZTpuczptZXRhLyI+"
    "U3B5UGhvbmUgR1BTTGF0aXR1ZGUgMzEsMTMuOE48L3g6eG1wbWV0YT4A"
)
LOSSY = base64.b64decode(
    "UklGRhIBAABXRUJQVlA4WAoAAAAIAAAAAwAAAgAAVlA4IDIAAACwAQCdASoEAAMAB0CWJbACdAEO9p5AAP1u+jY0BHcrUMohrVUbL+mcQnnv"
    "jUPBQHgAAEVYSUa6AAAATU0AKgAAAAgAAwEPAAIAAAAJAAAAMgESAAMAAAABAAYAAIglAAQAAAABAAAAPAAAAABTcHlQaG9uZQAAAAUAAQAC"
    "AAAAAk4AAAAAAgAFAAAAAwAAAH4AAwACAAAAAkUAAAAABAAFAAAAAwAAAJYAHQACAAAACwAAAK4AAAAAAAAAHwAAAAEAAAANAAAAAQAAADAA"
    "AAABAAAAeQAAAAEAAAAcAAAAAQAAAAwAAAABMjAyNjoxMToyMwAA"
)
TIFF = b"II*\x00\x08\x00\x00\x00" + struct.pack("<HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 0) + b"GPS 31.23,121.47"
TRACES = (b"SpyPhone", b"GPS", b"2026:11:23", b"xmpmeta", b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x03", b"film")


def scan(data):
    return data[data.index(b"\xff\xc0") : data.index(b"\xff\xd9", data.index(b"\xff\xda"))]


def test_a_jpeg_loses_its_place_but_neither_a_bit_of_the_picture_nor_which_side_is_up():
    clean = cleaned("image/jpeg", JPEG + b"ftyp film with GPS behind the picture")
    assert not [trace for trace in TRACES if trace in clean]
    assert scan(clean) == scan(JPEG)
    assert b"JFIF" in clean
    assert tiff.orientation(clean[clean.index(b"Exif") + 6 :]) == 6
    assert jpeg.cleaned(clean) == clean


@pytest.mark.parametrize("picture", [LOSSLESS, LOSSY])
def test_a_webp_loses_its_place_but_neither_a_bit_of_the_picture_nor_which_side_is_up(picture):
    clean = cleaned("image/webp", picture + b"film")
    assert not [trace for trace in TRACES if trace in clean]
    chunks = dict(webp._chunks(clean))
    kind = b"VP8L" if picture is LOSSLESS else b"VP8 "
    assert chunks[kind] == dict(webp._chunks(picture))[kind]
    assert tiff.orientation(chunks[b"EXIF"]) == 6
    assert chunks[b"VP8X"][0] & 0x0C == 0x08
    assert int.from_bytes(clean[4:8], "little") == len(clean) - 8
    assert webp.cleaned(clean) == clean


def test_a_png_loses_its_place_its_texts_and_what_nobody_knows():
    texts = [
        chunk(b"tEXt", b"Location\0GPS 31.23,121.47"),
        chunk(b"zTXt", b"Make\0\0" + zlib.compress(b"SpyPhone")),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta SpyPhone"),
        chunk(b"eXIf", TIFF),
        chunk(b"tIME", b"\x07\xea\x0b\x17\0\0\0"),
        chunk(b"prVt", b"SpyPhone GPS"),
    ]
    clean = cleaned("image/png", made(*texts) + b"film")
    assert [kind for kind, _, _ in png._chunks(clean)] == [b"IHDR", b"eXIf", b"IDAT", b"IEND"]
    assert not [trace for trace in TRACES if trace in clean]
    assert tiff.orientation(clean[clean.index(b"eXIf") + 4 :]) == 6
    assert png.cleaned(clean) == clean
    assert cleaned("image/png", made(*texts[:3])) == made()


def test_a_bomb_is_refused_by_what_it_says_of_itself():
    bomb = made(width=60_000, height=60_000)
    with pytest.raises(TooLarge):
        cleaned("image/png", bomb)
    frame = JPEG.index(b"\xff\xc0")
    with pytest.raises(TooLarge):
        cleaned("image/jpeg", JPEG[: frame + 5] + b"\xff\xff\xff\xff" + JPEG[frame + 9 :])
    with pytest.raises(TooLarge):
        cleaned("image/webp", LOSSY[:24] + b"\xff" * 6 + LOSSY[30:])


@pytest.mark.parametrize("media", ["image/jpeg", "image/png", "image/webp"])
def test_a_damaged_picture_is_refused_in_words_that_tell_how_to_mend_it(media):
    with pytest.raises(Invalid) as refused:
        cleaned(media, {"image/jpeg": JPEG, "image/png": made(), "image/webp": LOSSY}[media][:40])
    assert "重新拍摄" in refused.value.words.zh


def test_a_scan_that_breaks_off_is_kept_as_far_as_it_goes():
    torn = JPEG[: JPEG.index(b"\xff\xda") + 20]
    assert jpeg.cleaned(torn).endswith(torn[-10:] + b"\xff\xd9")


@pytest.mark.parametrize(
    ("name", "head"),
    [("IMG_1.HEIC", b"\0\0\0\x20ftypheic"), ("IMG_1.jpg", b"\0\0\0\x20ftypmif1"), ("x.mp4", b"\0\0\0\x20ftypavif"),
     ("x.heif", b"anything")],
)  # fmt: skip
def test_a_heic_photo_is_refused_in_words_that_tell_how_to_mend_it(name, head):
    with pytest.raises(Invalid) as refused:
        rules.checked(name, head)
    words = refused.value.fields["file"]
    assert "兼容性最佳" in words.zh
    assert "Most Compatible" in words.en
    assert refused.value.status == 422


def test_a_film_is_still_a_film():
    assert rules.checked("x.mp4", b"\0\0\0\x20ftypisom").media == "video/mp4"


@given(st.sampled_from([(jpeg, JPEG), (png, made()), (webp, LOSSY), (webp, LOSSLESS)]), st.data())
def test_a_torn_picture_is_refused_or_taken_but_never_breaks_the_intake(whole, data):
    kind, picture = whole
    at = data.draw(st.integers(12, len(picture)))
    noise = data.draw(st.binary(max_size=60))
    with contextlib.suppress(Unreadable, Enormous):
        kind.cleaned(picture[:at] + noise + picture[at + data.draw(st.integers(0, 9)) :])


def test_filling_is_passed_over_at_once():
    with pytest.raises(Unreadable):
        jpeg.cleaned(b"\xff\xd8" + b"\xff" * 15_000_000)
