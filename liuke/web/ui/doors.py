"""The decorator every view carries. A page without one is refused: who may come in is said at the door.

    @page(roles={"agent", "dispatcher"}, methods=("GET", "POST"))
    def order(request: Request, number: str) -> HttpResponse: ...

The view reads `request.by` (the actor) and `request.at` (the moment) and passes both down. A POST runs in one
transaction with its one-time number (`<c-form>` writes it): a second click gets the first answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from liuke.foundation import clock
from liuke.foundation.faults import Fault, Forbidden, Invalid
from liuke.foundation.forms import actions as forms
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, ROLES, SITE_ROLES

PUBLIC: Final = frozenset({"public"})
ANY_STAFF: Final = CENTRE_ROLES | SITE_ROLES
NUMBER: Final = "form_number"
LONGEST_LOCATION: Final = 300
LONGEST_ASKED: Final = 2000
_NUL: Final = "\x00"
SAFE: Final = frozenset({"GET", "HEAD"})

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """What a decorated view is given."""

    by: Actor
    at: datetime
    htmx: HtmxDetails
    fault: Fault | None
    typed: QueryDict | None


@dataclass(frozen=True)
class Policy:
    """Who may use a route and how; read by the Policy middleware and the authorization matrix."""

    roles: frozenset[str]
    methods: frozenset[str]

    @property
    def public(self) -> bool:
        return self.roles == PUBLIC

    def admits(self, actor: Actor) -> bool:
        return self.public or actor.has_role(*self.roles)


def page(*, roles: Iterable[str], methods: Iterable[str] = ("GET",), only_asks: bool = False) -> Callable[[View], View]:
    """Declare the policy of a route and enforce it.

    `only_asks`: its POST changes nothing, the question is only too long for an address; it needs no one-time number.
    """
    policy = Policy(frozenset(roles), frozenset(methods) | ({"HEAD"} if "GET" in methods else set()))
    unknown = set() if policy.public else policy.roles - set(ROLES)
    if unknown or not policy.roles:
        raise ValueError(f"a page needs roles that exist, got {sorted(policy.roles)}")

    def dress(view: View) -> View:
        @wraps(view)
        def opened(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in policy.methods:
                return HttpResponseNotAllowed(sorted(policy.methods))
            request.at = getattr(request, "at", None) or clock.now()
            _readable(request.GET, longest=LONGEST_ASKED)
            if policy.public:
                return view(request, *args, **kwargs)
            _admit(request, policy)
            if request.method in SAFE:
                return view(request, *args, **kwargs)
            if only_asks:
                _readable(request.POST)
                return view(request, *args, **kwargs)
            return once(view, request, *args, **kwargs)

        opened.policy = policy  # type: ignore[attr-defined]
        return opened

    return dress


def policy_of(view: Any) -> Policy | None:
    """The declared policy of a resolved view, or none."""
    found = getattr(view, "policy", None)
    return found if isinstance(found, Policy) else None


class SignInFirst(Exception):
    """Nobody is signed in (or no longer); the Faults middleware sends them to the sign-in page and back."""


def _admit(request: Request, policy: Policy) -> None:
    if not request.user.is_authenticated:
        raise SignInFirst
    request.by = request.user
    if not policy.admits(request.by):
        raise Forbidden(
            "您的岗位没有此权限。如确有需要，请联系管理员。", "Your role does not allow this. Ask your administrator."
        )


def _readable(said: QueryDict, *, longest: int | None = None) -> None:
    """Refuse what cannot be meant, before any view reads it: NUL, which no table holds, and endless addresses."""
    for name, values in said.lists():
        if _NUL in name or any(_NUL in value for value in values):
            raise Invalid.field(
                name.replace(_NUL, ""), "含有无法保存的空字符。", "It holds NUL characters, which cannot be stored."
            )
        if longest and any(len(value) > longest for value in values):
            raise Invalid.field(name, f"最多 {longest} 个字。", f"At most {longest} characters.")


def once(view: View, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """One transaction for the number and the act; a refused act gives its number back."""
    _readable(request.POST)
    number = request.POST.get(NUMBER) or request.headers.get("X-Form-Number", "")
    with transaction.atomic():
        use = forms.use_once(number, by=request.by, at=request.at)
        if not use.first:
            return _first_answer(request, use.location)
        response = view(request, *args, **kwargs)
        if response.status_code >= 400:
            transaction.set_rollback(True)
        else:
            location = response.headers.get("Location") or response.headers.get("HX-Redirect", "")
            forms.remember(use, by=request.by, location=location if len(location) <= LONGEST_LOCATION else "")
    return response


def _first_answer(request: Request, location: str) -> HttpResponse:
    if location:
        return HttpResponseRedirect(location)
    return HttpResponse(status=204) if request.htmx else HttpResponseRedirect(request.path)


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Redirect to where the form said it came from (`next`), own addresses only."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(wanted if own else otherwise)
