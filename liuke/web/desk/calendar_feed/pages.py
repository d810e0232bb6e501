"""The address of one's own calendar feed: made, shown once, taken back; and the feed that calendar programs ask for."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from liuke.foundation.faults import Gone, Invalid
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import get_actor
from liuke.foundation.links.actions import make, revoke
from liuke.foundation.links.queries import lasting_since, open_link
from liuke.insight.calendar_feed import feed_of
from liuke.web.ui.doors import ANY_STAFF, PUBLIC, Request, page

PURPOSE: Final = "calendar"


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def own(request: Request) -> HttpResponse:
    """POST `act` make: a new address, shown this once, the one before opens nothing any more; end: none."""
    about = _about(request.by)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in ("make", "end"):
            raise Invalid("请选择如何处理。", "Choose what to do.")
        revoke(about=about, by=request.by, at=request.at)
        if act == "end":
            messages.success(request, _("The address opens nothing any more."))
            return HttpResponseRedirect(reverse("desk:calendar-feed"))
        token = make(PURPOSE, about, lasts=None, by=request.by, at=request.at)
        return _shown(request, f"{settings.BASE_URL.rstrip('/')}{reverse('desk:calendar-feed-of', args=[token])}")
    return _shown(request, "")


@page(roles=PUBLIC)
def feed(request: Request, token: str) -> HttpResponse:
    """The calendar behind an address; 304 where the asker has it already. Missing or Gone for what opens nothing."""
    link = open_link(token, purpose=PURPOSE, at=request.at)
    person = get_actor(int(link.about.removeprefix("calendar:")))
    if not person.is_active:
        raise Gone("链接已失效。", "This link is no longer valid.")
    language = "en" if request.GET.get("lang") == "en" else "zh-hans"
    made = feed_of(person, language=language, at=request.at)
    mark = f'"{sha256(made).hexdigest()[:24]}"'
    answer: HttpResponse
    if mark in [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]:
        answer = HttpResponseNotModified()
    else:
        answer = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    answer["ETag"] = mark
    answer["Cache-Control"] = "private, no-cache"
    return answer


def _shown(request: Request, address: str) -> HttpResponse:
    """`address` only right after it was made."""
    if address and (get_language() or "").startswith("en"):
        address += "?lang=en"
    context = {"address": address, "since": lasting_since(PURPOSE, _about(request.by))}
    return render(request, "desk/calendar_feed/own.html", context)


def _about(person: Actor) -> str:
    return f"calendar:{person.pk}"
