"""Customers enter themselves by the code at a fair, in a shop, on a card (H3). The consent stands there word for word."""

from __future__ import annotations

from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.customers.actions.registering import PURPOSE, Entered, register_oneself
from liuke.areas.customers.queries.consents import consent_now
from liuke.foundation.words import Words
from liuke.web.portal.filled_in import must_be_a_person
from liuke.web.portal.links import Visit, door

MOST_AN_HOUR = 60
_SALT = "portal.registration"
KINDS = (("household", Words("家庭", "Household")), ("company", Words("企业", "Company")))


@door(purpose=PURPOSE, owner=None, methods=("GET", "POST"), most=MOST_AN_HOUR)
def registration(request: Visit, token: str) -> HttpResponse:
    """The form; it says the same to a newcomer and to somebody whom we know already."""
    if request.method == "POST":
        return _registered(request, token)
    context = {
        "token": token,
        "kinds": KINDS,
        "consent": consent_now(),
        "began": signing.dumps(request.at.isoformat(), salt=_SALT),
        "thanks": request.GET.get("thanks") == "1",
    }
    return render(request, "portal/registration.html", context)


def _registered(request: Visit, token: str) -> HttpResponse:
    said, thanks = request.POST, f"{reverse('portal:registration', args=[token])}?thanks=1"
    if said.get("website"):  # no person sees this field
        return HttpResponseRedirect(thanks)
    must_be_a_person(said.get("began", ""), request.at, salt=_SALT)
    entered = Entered(
        said.get("name", ""), said.get("phone", ""), said.get("address", ""), said.get("kind", ""),
        said.get("consent", ""),
    )  # fmt: skip
    register_oneself(request.link.about, entered, by=request.by, at=request.at)
    return HttpResponseRedirect(thanks)
