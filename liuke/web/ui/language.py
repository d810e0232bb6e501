"""Switching the language of the pages."""

from django.conf import settings
from django.http import HttpResponse

from liuke.foundation.faults import Invalid
from liuke.foundation.identity.actions import change_language
from liuke.web.ui.doors import PUBLIC, Request, back, page


@page(roles=PUBLIC, methods=("POST",))
def switch(request: Request) -> HttpResponse:
    """Keep the chosen language in a cookie, and for the signed-in person."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise Invalid.field("language", "没有这种语言", "There is no such language")
    if request.user.is_authenticated:
        change_language(request.user, wanted)
    response = back(request, "/")
    speak(response, wanted)
    return response


def speak(response: HttpResponse, language: str) -> None:
    """Set the language cookie."""
    year = 365 * 24 * 3600
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=year, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
