"""What every page of the desk and the field needs around its own content."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from liuke.foundation import clock
from liuke.foundation.gateways import queries as notices
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from liuke.web.ui import navigation


def shell(request: HttpRequest) -> dict[str, Any]:
    """Navigation, who I am, unread notices, language, and what a refused form had been given."""
    language = get_language() or settings.LANGUAGE_CODE
    now = getattr(request, "at", None) or clock.now()
    context: dict[str, Any] = {
        "language": language,
        "other_language": ("en", "English") if language.startswith("zh") else ("zh-hans", "中文"),
        "now": now,
        "hotline": settings.HOTLINE,
        "fault": getattr(request, "fault", None),
        "typed": getattr(request, "typed", None),
    }
    actor = getattr(request, "by", None)
    if actor is not None:
        context |= _of(actor, path=request.path, language=language)
    return context


def _of(actor: Actor, *, path: str, language: str) -> dict[str, Any]:
    return {
        "by": actor,
        "role": _role(actor, language),
        "nav": SimpleLazyObject(partial(navigation.entries_for, actor, path=path)),
        "unread": SimpleLazyObject(partial(_unread, actor)),
        "search_url": navigation.url_of("desk:search"),
        "notices_url": navigation.url_of("desk:notices"),
        "leak_url": navigation.url_of("desk:leak-new"),
        "feed_url": navigation.url_of("desk:calendar-feed"),
        "home_url": navigation.url_of("field:today" if actor.has_role("technician") else "desk:today") or "/",
    }


def _role(actor: Actor, language: str) -> str:
    zh, en = ROLES.get(actor.roles[0], ("", "")) if actor.roles else ("", "")
    return zh if language.startswith("zh") else en


def _unread(actor: Actor) -> int:
    return notices.count_unread(by=actor)
