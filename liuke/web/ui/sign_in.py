"""Signing in and out."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from liuke.foundation.faults import Forbidden
from liuke.foundation.identity import sign_in as door
from liuke.web.ui import sessions
from liuke.web.ui.doors import PUBLIC, Request, back, page
from liuke.web.ui.language import speak


@page(roles=PUBLIC, methods=("GET", "POST"))
def sign_in(request: Request) -> HttpResponse:
    """The page everybody starts from; refusals never tell whether there is such a username."""
    if request.method == "POST":
        return _enter(request)
    if request.user.is_authenticated:
        return back(request, "/")
    return render(request, "ui/sign_in.html", _context(request))


@page(roles=PUBLIC, methods=("POST",))
def sign_out(request: Request) -> HttpResponse:
    """End this session."""
    if request.user.is_authenticated:
        sessions.end(request, by=request.user, at=request.at)
    return HttpResponseRedirect("/sign-in/")


def _enter(request: Request) -> HttpResponse:
    try:
        actor = door.sign_in(
            username=request.POST.get("username", ""),
            password=request.POST.get("password", ""),
            address=request.META.get("REMOTE_ADDR", ""),
            at=request.at,
        )
    except Forbidden as refusal:
        request.typed = request.POST
        return render(request, "ui/sign_in.html", _context(request) | {"refusal": refusal}, status=422)
    sessions.begin(request, actor, at=request.at)
    response = back(request, "/")
    speak(response, actor.language)
    return response


def _context(request: Request) -> dict[str, object]:
    return {"next": request.POST.get("next") or request.GET.get("next", ""), "ended": "ended" in request.GET}
