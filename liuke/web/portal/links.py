"""The portal's door: a link instead of an account. What every page of a customer's own goes through.

    @door(purpose="order", owner=customer_of, methods=("GET", "POST"))
    def order(request: Visit, token: str) -> HttpResponse: ...

The token opens one thing (`request.link.about`) for one purpose and for some days; whoever holds it acts as the
customer (`request.by`, his own actor), so `access` shows him his own and nothing else. Nothing personal stands in it.
A POST runs once, in one transaction with its one-time number (`{% include "portal/form.html" %}`), and is counted
against the brake. A refused form is shown again with what was typed. Search engines, caches and other hosts learn
nothing of the address (practice §4; design §5).
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from functools import wraps
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.queries.accounts import find_account
from liuke.foundation import keys
from liuke.foundation.faults import Fault, Gone, Missing, Refused, TooOften
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import system_actor
from liuke.foundation.identity.rules import network_of
from liuke.foundation.links import actions as links
from liuke.foundation.links.queries import OpenLink, ended_link, open_link
from liuke.web.ui.doors import PUBLIC, SAFE, Request, View, once, page

DEVICE: Final = "liuke_device"
A_YEAR: Final = 365 * 24 * 3600
WRONG_WITHIN: Final = 600  # seconds
MOST_WRONG: Final = 600
_SHOWN_AGAIN: Final = frozenset({409, 422})

Owner = Callable[[str], int | None]
"""Whose thing this is: the customer behind a number, None if there is none."""


class Visit(Request):
    """What a view behind the door is given."""

    link: OpenLink
    ended: OpenLink | None  # behind `shut_door`: what it opened
    purpose: str
    token: str
    network: str
    device: str


def door(
    *, purpose: str, owner: Owner | None, methods: Iterable[str] = ("GET",), most: int = links.MOST_OF_A_LINK
) -> Callable[[View], View]:
    """A public page that a token of this purpose opens. Without `owner` nobody's account acts, but the house itself.

    `most` is how many acts an hour one link may bring.
    """
    shown_again = "GET" in methods

    def dress(view: View) -> View:
        @page(roles=PUBLIC, methods=methods)
        @wraps(view)
        def opened(request: Visit, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.purpose = purpose
            try:
                _let_in(request, token, purpose, owner)
                response = _done(view, request, most, token, *args, **kwargs)
            except Fault as fault:
                fault = _from_outside(fault)
                again = _again(view, request, fault, token, *args, **kwargs) if shown_again else None
                response = again or _apart(request, fault)
            return _discreet(request, response)

        return opened

    return dress


def shut_door(*, purpose: str, most: int) -> Callable[[View], View]:
    """A POST by a token of this purpose that no longer holds; a stranger's act, so the house itself is `request.by`.

    A token that was taken back, or was never ours, is let in as well with no link: whoever asks learns nothing.
    """

    def dress(view: View) -> View:
        @page(roles=PUBLIC, methods=("POST",))
        @wraps(view)
        def opened(request: Visit, token: str) -> HttpResponseBase:
            request.network = network_of(request.META.get("REMOTE_ADDR", ""))
            request.purpose, request.token, request.device = purpose, token, _device(request)
            request.by = system_actor(Actor.Kind.JOB, "portal")
            request.ended = ended_link(token, purpose=purpose, at=request.at)
            try:
                if request.ended is None:
                    _count_wrong(request.network)
                    response = view(request, token)
                else:
                    links.note_use(request.ended.id, network=request.network, at=request.at, most=most)
                    response = once(view, request, token)
            except Fault as fault:
                response = _apart(request, fault)
            return _discreet(request, response)

        return opened

    return dress


def _let_in(request: Visit, token: str, purpose: str, owner: Owner | None) -> None:
    request.network = network_of(request.META.get("REMOTE_ADDR", ""))
    request.token, request.device = token, _device(request)
    try:
        request.link = open_link(token, purpose=purpose, at=request.at)
    except Missing:
        _count_wrong(request.network)
        raise
    if owner:
        request.by = _actor(request.link, owner)
    elif request.method not in SAFE:
        request.by = system_actor(Actor.Kind.JOB, "portal")


def _actor(link: OpenLink, owner: Owner) -> Actor:
    customer = owner(link.about)
    account = find_account(customer) if customer else None
    if account is None:
        raise Gone("链接已失效。", "This link is no longer valid.")
    return account


def _done(view: View, request: Visit, most: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
    if request.method in SAFE:
        return view(request, *args, **kwargs)
    links.note_use(request.link.id, network=request.network, at=request.at, most=most)
    return once(view, request, *args, **kwargs)


def _from_outside(fault: Fault) -> Fault:
    """Who may do what in the house is nothing to a customer: to him it is how things stand."""
    return Refused(fault.words.zh, fault.words.en, code=fault.code) if fault.status == 403 else fault


def _again(view: View, request: Visit, fault: Fault, *args: Any, **kwargs: Any) -> HttpResponseBase | None:
    """The refused form as it was, with what is wrong; None where there is no form to show."""
    if request.method != "POST" or fault.status not in _SHOWN_AGAIN or not hasattr(request, "link"):
        return None
    request.fault, request.typed, request.method = fault, request.POST, "GET"
    try:
        response = view(request, *args, **kwargs)
    except Fault:  # how things stand now leaves nothing to fill in
        return None
    response.status_code = fault.status
    return response


def _apart(request: Visit, fault: Fault) -> HttpResponseBase:
    """A page of its own, which leads back to the order where the link holds."""
    home = reverse(f"portal:{request.link.purpose}", args=[request.token]) if hasattr(request, "link") else ""
    context = {"refusal": fault, "home": home, "token": request.token, "renews": fault.status == 410 and request.purpose == "order",
               "asked": request.GET.get("asked") == "1"}  # fmt: skip
    return render(request, "portal/closed.html", context, status=fault.status)


def _discreet(request: Visit, response: HttpResponseBase) -> HttpResponseBase:
    """The address is the key: no cache keeps it, no engine lists it, no other host is told it."""
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"  # none at all would make browsers hide who sends our own forms
    if isinstance(response, HttpResponse) and DEVICE not in request.COOKIES:
        response.set_cookie(
            DEVICE, secrets.token_urlsafe(16), max_age=A_YEAR, path="/my/", httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _device(request: Visit) -> str:
    """A keyed hash of the mark that this browser keeps: tells one phone from another and nothing more."""
    mark = request.COOKIES.get(DEVICE, "")
    return hmac.new(keys.key("device"), mark.encode()[:64], sha256).hexdigest()[:32] if mark else ""


def _count_wrong(network: str) -> None:
    """Forged tokens cost no table a look; whoever sends heaps of them is asked to stop."""
    key = f"portal.wrong.{sha256(network.encode()).hexdigest()[:16]}"
    cache.add(key, 0, WRONG_WITHIN)
    if cache.incr(key) > MOST_WRONG:
        raise TooOften("操作太频繁，请稍后再试，或拨打客服热线。", "Too many tries; wait a while, or call our hotline.")
