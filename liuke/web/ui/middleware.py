"""Faults to answers, sessions that end in time, and no route without a policy."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, UnreadablePostError
from django.http.response import HttpResponseBase
from django.urls import reverse

from liuke.foundation import clock
from liuke.foundation.audit import actions as audit
from liuke.foundation.faults import Fault, Forbidden
from liuke.web.ui import errors, sessions
from liuke.web.ui.doors import SAFE, SignInFirst, policy_of

Answer = Callable[[HttpRequest], HttpResponseBase]
log = logging.getLogger("liuke.web")
WITHOUT_SESSION = frozenset({"/healthz", "/readyz"})

CSP = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "media-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class Headers:
    """Every answer gets its policy headers, also one that was refused before any page was asked (a foreign host)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CSP)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store")  # nothing stays in a shared computer's cache
        return response


class Faults:
    """Anticipated failures become answers; an HTMX redirect becomes a navigation."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "htmx", False) and response.status_code in (301, 302, 303):
            response = _navigation(response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        if isinstance(exception, Forbidden):
            _audit_refusal(request, exception)
        if isinstance(exception, Fault):
            return _again(request, exception) or errors.faulty(request, exception)
        if isinstance(exception, SignInFirst):
            return sign_in_first(request)
        if isinstance(exception, Http404):
            return errors.missing(request)
        if isinstance(exception, UnreadablePostError):
            return errors.bad_request(request, exception)
        if isinstance(exception, RequestDataTooBig):
            return errors.too_large(request)
        if errors.is_lost_database(exception):
            log.error(
                "database lost at %s", request.resolver_match and request.resolver_match.route, exc_info=exception
            )
            return errors.unavailable(request)
        return None


def _navigation(response: HttpResponseBase) -> HttpResponse:
    """HTMX would swap the redirect's page into a fragment; tell it to go there instead."""
    moved = HttpResponse(status=204)
    moved["HX-Redirect"] = response.headers["Location"]
    moved.cookies = response.cookies
    return moved


def _again(request: HttpRequest, fault: Fault) -> HttpResponseBase | None:
    """A refused form whose page has the same address is shown again with what was typed."""
    match = request.resolver_match
    policy = policy_of(match.func) if match else None
    if request.method != "POST" or fault.status not in (409, 422) or not policy or "GET" not in policy.methods:
        return None
    if getattr(request, "htmx", False) or errors.wants_json(request) or match is None:
        return None
    request.fault = fault  # type: ignore[attr-defined]
    request.typed = request.POST  # type: ignore[attr-defined]
    request.method = "GET"
    try:
        response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    except Fault:  # its address itself is refused
        request.method = "POST"
        return None
    response.status_code = fault.status
    return response


def _audit_refusal(request: HttpRequest, fault: Forbidden) -> None:
    by = getattr(request, "by", None)
    if by is not None:
        detail = {"route": request.resolver_match.route if request.resolver_match else "", "method": request.method}
        audit.note("access.refused", by=by, at=clock.now(), subject=request.path[:120], detail=detail)


def sign_in_first(request: HttpRequest, *, ended: bool = False) -> HttpResponseBase:
    """To the sign-in page and back. Text in an open form is never thrown away for it."""
    if request.method not in SAFE and (getattr(request, "htmx", False) or errors.wants_json(request)):
        fault = Fault(
            "登录已超时。请在新标签页登录后回到此页再点一次，已填内容不会丢失。",
            "Your session has ended. Sign in again in a new tab, come back and press once more; nothing typed is lost.",
            code="signed-out",
        )
        fault.status = 401
        return errors.faulty(request, fault)
    values = {"next": request.get_full_path() if request.method in SAFE else ""}
    if ended:
        values["ended"] = "1"
    return HttpResponseRedirect(f"{reverse('ui:sign-in')}?{urlencode({k: v for k, v in values.items() if v})}")


class SignedIn:
    """Ends a session that idled, grew too old, or whose person left or changed the password (`session_epoch`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path in WITHOUT_SESSION:
            return self.get_response(request)
        if request.user.is_authenticated:
            at = clock.now()
            reason = sessions.why_over(request, request.user, at=at)
            if reason:
                sessions.end(request, by=request.user, at=at, reason=reason)
                if request.path != reverse("ui:sign-in"):
                    return sign_in_first(request, ended=True)
            else:
                if "X-Unattended" not in request.headers:  # a page that asks by itself keeps nobody signed in
                    sessions.touch(request, at=at)
                request.by = request.user  # type: ignore[attr-defined]
        return self.get_response(request)


class Policy:
    """A resolved view must have declared who may use it; the API carries its own (`liuke.api`)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if policy_of(view) is not None or request.path.startswith("/api/"):
            return None
        name = f"{view.__module__}.{getattr(view, '__name__', view)}"
        if settings.DEBUG or settings.SETTINGS_MODULE.endswith(".test"):
            raise ImproperlyConfigured(f"{name} declares no policy; decorate it with liuke.web.ui.doors.page")
        log.error("%s declares no policy and is not served", name)
        return errors.missing(request)
