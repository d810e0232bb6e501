"""One call is done once: the key, the act and its answer stand or fall in one transaction."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse

from liuke.api.models import KeptAnswer
from liuke.api.problems import Problem
from liuke.foundation import keys
from liuke.foundation.words import Words

KEPT: Final = timedelta(days=30)
HEADER: Final = "Idempotency-Key"
LONGEST: Final = 255
_NONCE = 12
_NAMED: Final = re.compile(rb'"customer(?:_id)?":"(\d+)"|"(C-\d+)"')
# A second call of the same key waits here for the first; its lock_timeout turns into 409 with Retry-After.
_TAKE = """
    INSERT INTO api_keptanswer (by_id, key, fingerprint, at, status, sealed, of) VALUES (%s, %s, %s, %s, 0, '', '{}')
    ON CONFLICT ON CONSTRAINT a_key_is_used_once_by_each_actor DO NOTHING RETURNING id
"""


def once(request: Any, run: Callable[[], HttpResponse]) -> HttpResponse:
    """Do it and keep the answer, or give the answer that was kept. What was refused leaves its key free."""
    key, fingerprint = key_of(request), _fingerprint(request)
    with transaction.atomic():
        mine = _take(request, key, fingerprint)
        if mine is None:
            return _replay(request, key, fingerprint)
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            sealed = _seal(response.content, key)
            of = _customers_in(response.content)
            KeptAnswer.objects.filter(pk=mine).update(status=response.status_code, sealed=sealed, of=of)
    return response


def key_of(request: HttpRequest) -> str:
    """The call's key: any printable text of up to 255 characters, best a UUID."""
    key = request.headers.get(HEADER, "").strip()
    if not key or len(key) > LONGEST or not (key.isascii() and key.isprintable()):
        words = Words(
            "写入请求须带 Idempotency-Key（1 至 255 个可打印 ASCII 字符，建议用 UUID）。",
            "A writing call needs an Idempotency-Key: 1 to 255 printable ASCII characters, best a UUID.",
        )
        raise Problem(422, "idempotency-key", words.zh, words.en, fields={HEADER: words})
    return key


def forget_old(at: datetime) -> int:
    """Nightly: answers that nobody will ask for again."""
    return KeptAnswer.objects.filter(at__lt=at - KEPT).delete()[0]


def forget_customers(refs: Collection[str]) -> int:
    """Empty the kept answers that name these customers (by id or code); a repeated call is told that it is gone."""
    return KeptAnswer.objects.filter(of__overlap=list(refs)).update(sealed=b"")


def _customers_in(content: bytes) -> list[str]:
    """The customers an answer names: wherever there is a name, its id or code stands beside it."""
    return sorted({(a or b).decode() for a, b in _NAMED.findall(content)})


def _take(request: Any, key: str, fingerprint: bytes) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [request.by.pk, key, fingerprint, request.at])
        row = cursor.fetchone()
    return row[0] if row else None


def _replay(request: Any, key: str, fingerprint: bytes) -> HttpResponse:
    kept = KeptAnswer.objects.get(by=request.by, key=key)
    if bytes(kept.fingerprint) != fingerprint:
        words = Words(
            "这个 Idempotency-Key 已用于另一个请求。", "This Idempotency-Key was used for another request already."
        )
        raise Problem(422, "idempotency-key-reused", words.zh, words.en, fields={HEADER: words})
    if not kept.sealed:
        zh, en = "答复所涉客户的个人信息已删除。", "The customer whom that answer was about has been erased since."
        raise Problem(410, "erased", zh, en)
    response = HttpResponse(_open(bytes(kept.sealed), key), status=kept.status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    return response


def _fingerprint(request: HttpRequest) -> bytes:
    told = f"{request.method}\n{request.get_full_path()}\n".encode("utf-8", "surrogatepass")
    return hashlib.sha256(told + request.body).digest()


@cache
def _cipher() -> AESGCM:
    return AESGCM(keys.key("answers"))


def _seal(body: bytes, key: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher().encrypt(nonce, body, key.encode())


def _open(sealed: bytes, key: str) -> bytes:
    return _cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], key.encode())
