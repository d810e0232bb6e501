"""Everything that goes wrong, as an RFC 9457 problem in the reader's language. Never a stack trace, never a 500 of his."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any, Final

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db.utils import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import get_language
from ninja.errors import HttpError, ValidationError
from psycopg import errors as postgres
from psycopg_pool import PoolTimeout

from liuke.api import wording
from liuke.foundation.faults import Fault, Stale
from liuke.foundation.words import Words

log = logging.getLogger("liuke.api")
MEDIA_TYPE: Final = "application/problem+json"
RETRY_SECONDS: Final = 5
BUSY_SECONDS: Final = 1
_BUSY = (postgres.LockNotAvailable, postgres.DeadlockDetected, postgres.SerializationFailure)


class Problem(Exception):
    """An answer of the door itself, before any room was asked."""

    def __init__(
        self,
        status: int,
        code: str,
        zh: str,
        en: str,
        *,
        fields: Mapping[str, Words] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(en)
        self.status, self.code, self.words = status, code, Words(zh, en)
        self.fields, self.headers = dict(fields or {}), dict(headers or {})


def answer(request: HttpRequest, error: Exception) -> HttpResponse:
    """The problem document for whatever was raised."""
    if isinstance(error, Fault):
        request.fault = error  # type: ignore[attr-defined]  # the door audits refusals once all is rolled back
        extra = {"difference": _difference(error)} if isinstance(error, Stale) else {}
        return document(error.status, error.code, error.words, fields=error.fields, **extra)
    if isinstance(error, ValidationError):
        return _invalid(error)
    told = error if isinstance(error, Problem) else _told(error)
    response = document(told.status, told.code, told.words, fields=told.fields)
    for name, value in told.headers.items():
        response[name] = value
    return response


def document(
    status: int, code: str, words: Words, *, fields: Mapping[str, Words] | None = None, **extra: Any
) -> HttpResponse:
    """RFC 9457: type, title, status, detail, and every guilty field with its reason."""
    language = get_language() or "zh-hans"
    body: dict[str, Any] = {
        "type": f"/problems/{code}",
        "title": wording.title(status).told(language),
        "status": status,
        "detail": words.told(language),
        **extra,
    }
    if fields:
        body["errors"] = [{"field": name, "reason": told.told(language)} for name, told in fields.items()]
    return HttpResponse(orjson.dumps(body, default=str), status=status, content_type=MEDIA_TYPE)


def _told(error: Exception) -> Problem:
    for kinds, problem in _KNOWN:
        if isinstance(error, kinds):
            return problem(error)
    log.exception("unexpected %s", type(error).__name__, exc_info=error)
    return Problem(500, "broken", "系统内部错误，已记录。", "The mistake is ours and has been logged.")


def _invalid(error: ValidationError) -> HttpResponse:
    fields = {_place(found["loc"]): wording.reason(found) for found in error.errors}
    words = Words("请检查标出的内容。", "Please check what is marked.")
    return document(422, "invalid", words, fields=fields)


def _place(loc: Iterable[Any]) -> str:
    """`contacts.0.phones.1`: where it stands in what was sent, without our own names for the parts."""
    parts = [str(part) for part in loc]
    kept = parts[2:] if parts[:1] == ["body"] else parts[1:]
    return ".".join(kept) or parts[0]


def _difference(stale: Stale) -> dict[str, dict[str, Any]]:
    return {name: {"theirs": _plain(a), "yours": _plain(b)} for name, (a, b) in stale.difference.items()}


def _plain(value: object) -> Any:
    if isinstance(value, Words):
        return value.told(get_language() or "zh-hans")
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def _database(error: Exception) -> Problem:
    if isinstance(error.__cause__, _BUSY):
        return Problem(
            409,
            "busy",
            "同一数据正在被办理，请稍后重试。",
            "Somebody is just working on the same thing; try again in a moment.",
            headers={"Retry-After": str(BUSY_SECONDS)},
        )
    log.error("database lost", exc_info=error)
    return Problem(
        503,
        "unavailable",
        "数据库暂时不可用，请稍后重试。",
        "The database does not answer at the moment; try again in a few seconds.",
        headers={"Retry-After": str(RETRY_SECONDS)},
    )


def _unstorable(error: Exception) -> Problem:
    log.error("a value that the database cannot hold", exc_info=error)
    return Problem(422, "invalid", "有内容无法保存，请检查。", "Something in it cannot be stored; please check.")


def _conflict(error: Exception) -> Problem:
    log.error("a rule of the tables refused", exc_info=error)
    return Problem(409, "conflict", "与现有数据冲突。", "It contradicts what is stored.")


def _http(error: Exception) -> Problem:
    if isinstance(error.__cause__, Problem):  # ninja wraps whatever its parser raised
        return error.__cause__
    status = error.status_code if isinstance(error, HttpError) else 400
    return Problem(status, "unreadable", "请求无法读取。", "This request cannot be read.")


_KNOWN: Final = (
    (Http404, lambda e: Problem(404, "missing", "没有这个地址。", "There is nothing at this address.")),
    (RequestDataTooBig, lambda e: Problem(413, "too-large", "内容过大。", "That is too large.")),
    (UnreadablePostError, lambda e: Problem(400, "unreadable", "请求没有传完。", "The request broke off.")),
    ((InterfaceError, OperationalError, PoolTimeout), _database),
    (DataError, _unstorable),
    (IntegrityError, _conflict),
    (HttpError, _http),
)
