"""A company and somebody who calls the API: `call("read", "intake")` has a token with these scopes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from liuke.api.policies import SCOPES
from liuke.foundation import clock
from liuke.foundation.identity.actions import make_token
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from tests.given import service
from tests.given.service import Company

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)  # Monday, nine o'clock in Shanghai


class Caller:
    """A program with a token. Every writing call gets a fresh key unless one is given."""

    def __init__(self, clear: str, actor: Actor) -> None:
        self.clear, self.actor = clear, actor
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", headers=self._headers(headers))

    def post(self, path: str, body: object = None, *, key: str | None = None, **headers: str) -> HttpResponse:
        return self._send("post", path, body, key, headers)

    def patch(self, path: str, body: object, *, key: str | None = None, **headers: str) -> HttpResponse:
        return self._send("patch", path, body, key, headers)

    def raw(self, path: str, data: bytes, content_type: str = "application/json") -> HttpResponse:
        headers = self._headers({"idempotency-key": str(uuid4())})
        return self.client.post(f"/api/v1{path}", data=data, content_type=content_type, headers=headers)

    def _send(self, method: str, path: str, body: object, key: str | None, headers: dict[str, str]) -> HttpResponse:
        headers = self._headers({"idempotency-key": key or str(uuid4()), **headers})
        data = json.dumps({} if body is None else body)
        send: Any = getattr(self.client, method)
        return send(f"/api/v1{path}", data=data, content_type="application/json", headers=headers)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        given = {"authorization": f"Bearer {self.clear}", "accept-language": "zh-CN"}
        return given | {name.replace("_", "-"): value for name, value in more.items()}


def caller(*scopes: str, roles: tuple[str, ...] = (), teams: tuple[str, ...] = (), at: datetime = NOW) -> Caller:
    """Somebody with a token of these scopes (all of them if none is named)."""
    boss = system_actor(Actor.Kind.JOB, "set-up")
    made = make_token(
        name="程序", scopes=scopes or tuple(SCOPES), roles=roles, teams=teams, expires_at=at + timedelta(days=30),
        by=boss, at=at,
    )  # fmt: skip
    return Caller(made.clear, made.actor)


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[datetime], None]]:
    """The clock stands at NOW; `still(moment)` moves it."""
    told = [NOW]
    monkeypatch.setattr(clock, "now", lambda: told[0])

    def move(moment: datetime) -> None:
        told[0] = moment

    yield move


@pytest.fixture
def company(db: None) -> Company:
    return service.company(NOW)


@pytest.fixture
def call(company: Company) -> Callable[..., Caller]:
    return caller
