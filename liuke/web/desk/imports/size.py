"""A body that is too large is refused before a byte of it is read: the forgery check would read all of it first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from liuke.foundation.faults import TooLarge
from liuke.web.ui import errors

FORM: Final = 64 * 1024  # what the fields beside the file may take


def takes_a_file(view: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a view whose form carries a file for bulk intake."""
    view.largest_body = lambda: settings.INTAKE_MOST_BYTES + FORM  # type: ignore[attr-defined]
    return view


class Bounded:
    """Middleware before the forgery check; it looks only at what the sender says of the length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        largest = getattr(view, "largest_body", None)
        told = request.META.get("CONTENT_LENGTH") or "0"
        if largest is None or not told.isdecimal() or int(told) <= largest():
            return None
        most = settings.INTAKE_MOST_BYTES // (1024 * 1024)
        fault = TooLarge(f"文件超过 {most} MB，请拆成几个文件。", f"The file is larger than {most} MB: split it.")
        return errors.faulty(request, fault)
