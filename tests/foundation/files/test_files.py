import contextlib
import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from liuke.foundation.faults import Invalid, Missing, TooLarge
from liuke.foundation.files import access, actions, disk, rules
from liuke.foundation.files.models import StoredFile
from liuke.foundation.identity.models import Actor

AT = datetime(2026, 11, 23, tzinfo=UTC)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*more, width=1, height=1):
    """One pixel, with whatever chunks are put before it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(b"\0\7")) + chunk(b"IEND", b"")


PNG = png()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_HOME = tmp_path
    access.register_reader("tests", lambda reference, by: by.name == reference)
    yield
    access._readers.pop("tests")


@pytest.fixture
def li(db):
    return Actor.objects.create(name="Li")


def test_a_stored_file_is_found_by_its_key_and_offered_not_rendered(li):
    key = actions.store(PNG, name="../../现场 照片.png", subject="tests:Li", by=li, at=AT)
    view = access.opened(key, by=li, at=AT)
    assert (view.name, view.size, view.path.read_bytes()) == ("现场 照片.png", len(PNG), PNG)
    assert view.headers()["Content-Disposition"].startswith("attachment")
    assert view.headers()["X-Content-Type-Options"] == "nosniff"
    assert view.path.stat().st_mode & 0o077 == 0
    assert len(key) == 22


def test_who_may_not_read_the_subject_may_neither_read_nor_add_its_files(li):
    key = actions.store(PNG, name="a.png", subject="tests:Li", by=li, at=AT)
    wang = Actor.objects.create(name="Wang")
    for ask in (
        lambda: access.file(key, by=wang),
        lambda: access.opened(key, by=wang, at=AT),
        lambda: access.opened(key, of=["tests:Wang"], by=li, at=AT),
        lambda: access.file("x" * 22, by=wang),
        lambda: access.file("../../etc/passwd", by=wang),
        lambda: actions.store(PNG, name="b.png", subject="tests:Li", by=wang, at=AT),
        lambda: actions.store(PNG, name="b.png", subject="nobody:Li", by=wang, at=AT),
    ):
        with pytest.raises(Missing):
            ask()
    assert access.files_of("tests:Li", by=wang) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("evil.html", b"<script>"),
        ("evil.svg", b"<svg>"),
        ("evil.png", b"<script>alert(1)</script>"),
        ("evil.php\u200b.png", b"<?php"),
        ("evil\u202egnp.exe", b"MZ"),
        ("noextension", PNG),
        ("a.txt", b"a\x00b"),
        ("a.png::$DATA", PNG),
        ("empty.txt", b""),
        ("damaged.png", PNG[:-20]),
        ("magic.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40),
        ("magic.jpg", b"\xff\xd8\xff\xe0"),
        ("magic.webp", b"RIFF\x00\x00\x00\x00WEBP"),
    ],
)
def test_a_hostile_file_is_refused_with_the_field_named_and_leaves_nothing(li, name, data, tmp_path):
    with pytest.raises(Invalid) as refused:
        actions.store(data, name=name, subject="tests:Li", by=li, at=AT)
    assert "file" in refused.value.fields
    assert not list(tmp_path.rglob("*"))
    assert not StoredFile.objects.exists()


def test_a_file_beyond_its_limit_is_refused(li, monkeypatch):
    monkeypatch.setitem(rules.TYPES, "txt", rules.FileType("text/plain", 10))
    with pytest.raises(TooLarge):
        actions.store(b"x" * 11, name="a.txt", subject="tests:Li", by=li, at=AT)


@given(st.text(max_size=300))
def test_a_name_never_carries_a_path_or_hidden_characters(name):
    tidy = rules.tidy_name(name)
    assert not set(tidy) & set('/\\\x00\u202e\u200b<>:"|?*\r\n')
    assert len(tidy) <= 300


def test_bytes_are_on_the_disk_before_the_row_is_and_whole_or_not_at_all(li, monkeypatch):
    synced = []
    real = disk.os.fsync
    monkeypatch.setattr(disk.os, "fsync", lambda number: synced.append(number) or real(number))
    key = actions.store(PNG, name="a.png", subject="tests:Li", by=li, at=AT)
    assert len(synced) >= 2
    assert [p.name for p in disk.path_of(key).parent.iterdir()] == [key]


def test_bytes_of_an_act_that_was_rolled_back_are_swept_away_and_no_others(li):
    kept = actions.store(PNG, name="a.png", subject="tests:Li", by=li, at=AT)
    disk.write("orphan0000000000000000", b"x")
    later = datetime.now(UTC) + timedelta(days=2)
    assert actions.sweep(datetime.now(UTC)) == 0
    assert actions.sweep(later) == 1
    assert disk.path_of(kept).exists()
    assert actions.sweep(later) == 0


def test_an_erased_file_leaves_its_row_and_nothing_else(li, django_capture_on_commit_callbacks):
    key = actions.store(PNG, name="李秀英家.png", subject="tests:Li", by=li, at=AT)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.forget(["tests:Li", "tests:Wang"], at=AT) == 1
        assert disk.path_of(key).exists(), "until the act is committed"
    assert not disk.path_of(key).exists()
    row = StoredFile.objects.get(key=key)
    assert (row.name, row.erased_at, row.subject) == ("", AT, "tests:Li")
    assert access.files_of("tests:Li", by=li) == []
    with pytest.raises(Missing, match="erased"):
        access.file(key, by=li)
    with pytest.raises(Missing, match="no such"):
        access.file(key, by=Actor.objects.create(name="Wang"))
    assert actions.forget(["tests:Li"], at=AT) == 0


def test_what_a_killed_erasure_left_on_the_disk_goes_in_the_night(li):
    key = actions.store(PNG, name="a.png", subject="tests:Li", by=li, at=AT)
    actions.forget(["tests:Li"], at=AT)  # killed before the bytes went
    assert actions.sweep(datetime.now(UTC) + timedelta(days=2)) == 1
    assert not disk.path_of(key).exists()


def test_an_erasure_that_is_rolled_back_finds_its_files_again(li, django_capture_on_commit_callbacks):
    key = actions.store(PNG, name="a.png", subject="tests:Li", by=li, at=AT)
    with django_capture_on_commit_callbacks(execute=True), contextlib.suppress(ZeroDivisionError), transaction.atomic():
        actions.forget(["tests:Li"], at=AT)
        raise ZeroDivisionError
    assert access.opened(key, by=li, at=AT).path.read_bytes() == PNG
