"""Reading a request: JSON of sane size and characters, or a problem that says why not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.http import HttpRequest
from ninja.parser import Parser

from liuke.api.problems import Problem

LARGEST: Final = 5 * 1024 * 1024
JSON: Final = "application/json"
_NUL = "\x00"


class Reader(Parser):
    """orjson refuses invalid UTF-8, lone surrogates and endless nesting; NUL is refused here, for PostgreSQL's sake."""

    def parse_body(self, request: HttpRequest) -> Any:
        body = request.body
        try:
            told = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise Problem(400, "bad-json", "请求内容不是有效的 JSON。", "The body is no valid JSON (UTF-8).") from None
        if not isinstance(told, dict):
            raise Problem(422, "invalid", "请求内容须为 JSON 对象。", "The body must be a JSON object.")
        if b"\\u0000" in body and any(_NUL in text for text in _texts(told)):
            raise _unprintable()
        return told


def check(request: HttpRequest, *, has_body: bool) -> None:
    """Refuse what cannot be meant, before anything is read from the database."""
    if _NUL in request.path or any(_NUL in v for values in request.GET.lists() for v in (values[0], *values[1])):
        raise _unprintable()
    if not has_body:
        return
    if _length(request) > LARGEST:
        raise Problem(413, "too-large", "请求内容最多 5 MB。", "A body may have up to 5 MB.")
    if request.content_type != JSON:
        raise Problem(415, "media-type", f"请以 {JSON} 发送。", f"Send it as {JSON}.")
    if len(request.body) > LARGEST:
        raise Problem(413, "too-large", "请求内容最多 5 MB。", "A body may have up to 5 MB.")


def _length(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isdecimal() and len(told) < 19 else 0


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _unprintable() -> Problem:
    return Problem(422, "invalid", "含有无法保存的空字符。", "It holds NUL characters, which cannot be stored.")
