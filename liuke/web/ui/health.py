"""For whoever watches the process (alive, ready to serve), and for pages that stay open (a fresh form number)."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse

from liuke.foundation.forms import actions as forms
from liuke.web.ui.doors import ANY_STAFF, PUBLIC, Request, page
from liuke.web.ui.errors import RETRY_SECONDS


@page(roles=PUBLIC)
def healthz(request: Request) -> HttpResponse:
    """The process answers; asks nothing of anybody."""
    return JsonResponse({"status": "ok"})


@page(roles=PUBLIC)
def readyz(request: Request) -> HttpResponse:
    """The database answers too."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "waiting for the database"}, status=503, headers={"Retry-After": RETRY_SECONDS})
    return JsonResponse({"status": "ok"})


@page(roles=ANY_STAFF)
def form_number(request: Request) -> HttpResponse:
    """A fresh one-time number for a form that stays on the page after it was sent."""
    return HttpResponse(forms.issue(), content_type="text/plain")
