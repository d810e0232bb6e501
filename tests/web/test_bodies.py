"""A body that broke off is no body: neither form nor JSON is done by halves."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, ClientHandler, encode_multipart

from liuke.areas.service.models import FieldAct, Visit
from liuke.foundation import clock
from liuke.foundation.forms.actions import issue
from liuke.web.ui.bodies import BrokenOff, Whole, whole
from tests.given import service
from tests.web.entering import as_


class Drops:
    """A stream that gives a byte or two at a time, and ends where the line was cut."""

    def __init__(self, data: bytes) -> None:
        self.file = BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self.file.read(min(size, 2) if size >= 0 else 2)

    def readline(self, size: int = -1, /) -> bytes:
        return self.file.readline(size)


def test_what_comes_in_drops_is_read_to_its_end_and_no_further() -> None:
    body = Whole(Drops(b"abcdefg-next request"), 7)
    assert (body.read(3), body.read(), body.read()) == (b"abc", b"defg", b"")
    lines = Whole(Drops(b"one\ntwo"), 7)
    assert (lines.readline(), lines.readline(), lines.readline()) == (b"one\n", b"two", b"")


@pytest.mark.parametrize("size", [-1, 2, 100])
def test_what_broke_off_is_not_taken_for_the_end(size: int) -> None:
    body = Whole(Drops(b"abc"), 7)
    with pytest.raises(BrokenOff):
        while True:
            body.read(size)


@pytest.mark.django_db
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99, 1.0])
def test_a_photo_cut_in_two_is_no_act_without_it(share: float) -> None:
    c = service.company(clock.now() - timedelta(hours=1))
    number = service.in_service(c, clock.now() - timedelta(hours=1))
    photo = BytesIO(service.PIXEL * 40)
    photo.name = "hood.png"
    fields = {"client_uuid": "7f9cf53e-3d0a-4a59-9f3a-0a4f5a0b7a11", "form_number": issue(), "photos": photo}
    answer = _served(as_(c.cast.east_technician), f"/field/orders/{number}/acts/record/", fields, share)

    kept = Visit.objects.get(order__number=number).photos
    if share == 1.0:  # what came whole is done
        assert answer == 200 and len(kept) == 1
    else:
        assert 400 <= answer < 500 and kept == [] and not FieldAct.objects.exists()


def _served(client: Any, path: str, fields: dict[str, Any], share: float) -> int:
    """The status with which the WSGI door answers a request of which only a share came."""
    body = encode_multipart(BOUNDARY, fields)
    environ = RequestFactory().generic("POST", path, body, MULTIPART_CONTENT).environ
    cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    environ |= {
        "HTTP_COOKIE": cookies, "HTTP_ACCEPT": "application/json",
        "wsgi.input": BytesIO(body[: int(len(body) * share)]),
    }  # fmt: skip
    (answer,) = whole(lambda environ, _start: [ClientHandler(enforce_csrf_checks=False)(environ)])(environ, None)
    return int(answer.status_code)  # type: ignore[attr-defined]
