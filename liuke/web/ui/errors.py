"""What a fault looks like: a page, a fragment beside the form, or a problem document. Never a stack trace."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from liuke.foundation.faults import Fault, Stale
from liuke.web.ui.doors import NUMBER

WITHHELD = frozenset({"csrfmiddlewaretoken", "password", NUMBER, "next"})
RETRY_SECONDS = 5


def faulty(request: HttpRequest, fault: Fault) -> HttpResponse:
    """The answer to an anticipated failure, in the form and language the asker reads."""
    if wants_json(request):
        return problem(fault)
    if getattr(request, "htmx", False):
        return _fragment(request, fault)
    context = {
        "refused": fault,
        "said": _told(fault),
        "status": fault.status,
        "kept": _typed(request),
        **_difference(fault),
    }
    return HttpResponse(_page(request, "ui/fault_page.html", context), status=fault.status)


def wants_json(request: HttpRequest) -> bool:
    return request.path.startswith("/api/") or request.get_preferred_type(["text/html", "application/json"]) == (
        "application/json"
    )


def problem(fault: Fault) -> JsonResponse:
    """RFC 9457."""
    language = get_language() or "zh-hans"
    body: dict[str, Any] = {
        "type": f"/problems/{fault.code}",
        "title": fault.words.told(language),
        "status": fault.status,
    }
    if fault.fields:
        body["errors"] = [{"field": name, "detail": words.told(language)} for name, words in fault.fields.items()]
    return JsonResponse(
        body,
        status=fault.status,
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _fragment(request: HttpRequest, fault: Fault) -> HttpResponse:
    """Only the message travels; the form stays where it is with everything typed in it."""
    language = get_language() or "zh-hans"
    html = render_to_string("ui/fault.html", {"said": _told(fault), "fault": fault, **_difference(fault)})
    response = HttpResponse(html, status=fault.status)
    response["HX-Retarget"] = "#faults"
    response["HX-Reswap"] = "innerHTML"
    fields = {name: words.told(language) for name, words in fault.fields.items()}
    response["HX-Trigger-After-Swap"] = json.dumps({"liuke:fault": {"fields": fields}})
    return response


def _told(fault: Fault) -> str:
    return fault.words.told(get_language() or "zh-hans")


def _difference(fault: Fault) -> dict[str, Any]:
    return {"difference": fault.difference} if isinstance(fault, Stale) else {}


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed into a refused form, so that nobody has to type it twice."""
    if request.method != "POST":
        return []
    return [(k, v) for k, v in request.POST.items() if k not in WITHHELD and isinstance(v, str) and len(v.strip()) > 3]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> str:
    """In the shell for who is signed in, bare otherwise; `by` is set only where the database answered."""
    if getattr(request, "by", None) is not None:
        return render_to_string(template, {**context, "frame": "shell"}, request=request)
    return render_to_string(template, {**context, "language": get_language()})


def _plain(request: HttpRequest, status: int, title: str, why: str, *, html: bool = True) -> HttpResponse:
    if wants_json(request):
        body = {"type": "about:blank", "title": title, "detail": why, "status": status}
        return JsonResponse(
            body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
        )
    if getattr(request, "htmx", False):
        response = HttpResponse(render_to_string("ui/fault.html", {"said": f"{title}{_('. ')}{why}"}), status=status)
        response["HX-Retarget"] = "#faults"
        response["HX-Reswap"] = "innerHTML"
        return response
    context = {"status": status, "title": title, "said": why}
    alone = status >= 500  # nothing that could ask the broken database again
    page = render_to_string("ui/error.html", context) if alone else _page(request, "ui/error.html", context)
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _plain(request, 400, _("This request cannot be read"), _("Go back, reload the page and try again."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    why = _("Your role does not allow this. Ask your administrator if you need it.")
    return _plain(request, 403, _("Not permitted"), why)


def stale_page(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF check failed: nearly always a page left open over a new sign-in."""
    why = _("You signed in again since this page was opened. Reload it and press once more.")
    return _plain(request, 403, _("This page is out of date"), why)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    why = _("The address is wrong, or the record is not open to you. Search for its number or name.")
    return _plain(request, 404, _("Nothing found here"), why)


def too_large(request: HttpRequest) -> HttpResponse:
    why = _("Files may have up to 20 MB. Make the picture smaller or split the file.")
    return _plain(request, 413, _("Too large to take in"), why)


def broken(request: HttpRequest) -> HttpResponse:
    """handler500: a lost database is told as such, everything else as our mistake."""
    import sys

    if is_lost_database(sys.exc_info()[1]):
        return unavailable(request)
    why = _(
        "The mistake is ours and has been logged. Nothing was saved by halves. Try again, or tell your administrator."
    )
    return _plain(request, 500, pgettext("page title", "Something broke"), why)


def unavailable(request: HttpRequest) -> HttpResponse:
    why = _("The database does not answer at the moment. Keep this page open and try again in a few seconds.")
    response = _plain(request, 503, _("Back in a moment"), why)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def is_lost_database(exception: BaseException | None) -> bool:
    from django.db.utils import InterfaceError, OperationalError
    from psycopg_pool import PoolTimeout

    return isinstance(exception, InterfaceError | OperationalError | PoolTimeout)
