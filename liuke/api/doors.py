"""The one door of every operation: who calls, may he, is it readable, was it done before; then the operation itself.

customers = Noun("customers")

@customers.get("/customers/{ref}", policy("read"), CustomerFile)
def get_customer(request: Request, ref: Ref) -> CustomerFile: ...
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from liuke.api import idempotency, problems, reading
from liuke.api.policies import READING, Policy
from liuke.api.problems import Problem
from liuke.foundation import clock
from liuke.foundation.audit.actions import note
from liuke.foundation.faults import Forbidden
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import find_token

LONGEST_TOKEN: Final = 200
Run = Callable[..., HttpResponse]


class Request(HttpRequest):
    """What an operation is given."""

    by: Actor
    at: datetime


class Noun:
    """The operations on one noun. Each names its policy; there is no other way to add one."""

    def __init__(self, name: str) -> None:
        self.router = Router(tags=[name])

    def get(self, path: str, policy: Policy, answers: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A look."""
        return self._add("GET", path, policy, {200: answers})

    def post(
        self, path: str, policy: Policy, answers: Any, *, status: int = 200
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """An act; 201 where it makes something."""
        return self._add("POST", path, policy, {status: answers})

    def patch(self, path: str, policy: Policy, answers: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """A correction."""
        return self._add("PATCH", path, policy, {200: answers})

    def _add(
        self, method: str, path: str, policy: Policy, response: dict[int, Any]
    ) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def add(view: Callable[..., Any]) -> Callable[..., Any]:
            view.policy = policy  # type: ignore[attr-defined]
            summary = (view.__doc__ or "").split("\n")[0].split(". ")[0].rstrip(".")
            guarded = decorate_view(lambda run: _guard(run, policy))(view)
            add_to = self.router.api_operation(
                [method], path, response=response, summary=summary, operation_id=view.__name__
            )
            return add_to(guarded)

        return add


def _guard(run: Run, policy: Policy) -> Run:
    def opened(request: Any, **values: Any) -> HttpResponse:
        request.at = clock.now()
        try:
            response = _admitted(request, run, policy, values)
        except Exception as error:
            response = problems.answer(request, error)
        _audit_refusal(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    return opened


def _admitted(request: Any, run: Run, policy: Policy, values: dict[str, Any]) -> HttpResponse:
    request.by = _caller(request)
    reading.check(request, has_body=request.method not in READING)
    if not policy.admits(request.by):
        raise Forbidden(
            f"此令牌没有权限：需要 {'/'.join(policy.scopes)}，并且岗位相符。",
            f"This token may not: it needs the scope {' or '.join(policy.scopes)} and a fitting role.",
        )
    if policy.writes(request):
        return idempotency.once(request, lambda: run(request, **values))
    return run(request, **values)


def _caller(request: Any) -> Actor:
    scheme, _, clear = request.headers.get("Authorization", "").partition(" ")
    found = None
    if scheme.lower() == "bearer" and 0 < len(clear) <= LONGEST_TOKEN:
        found = find_token(clear.strip(), at=request.at)
    if found is None:
        raise Problem(
            401,
            "token",
            "需要有效的令牌（Authorization: Bearer ...）。",
            "A valid token is needed (Authorization: Bearer ...).",
            headers={"WWW-Authenticate": 'Bearer realm="liuke"'},
        )
    return found


def _audit_refusal(request: Any) -> None:
    """After the rollback, so that the row stays."""
    if not isinstance(getattr(request, "fault", None), Forbidden):
        return
    route = request.resolver_match.route if request.resolver_match else ""
    try:
        note("access.refused", by=request.by, at=request.at, subject=route[:120], detail={"method": request.method})
    except Exception as error:
        problems.log.error("a refusal was not audited", exc_info=error)
