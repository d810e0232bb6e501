"""What a site has to keep in force: its agreement in editions, its insurance, its technicians' courses."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.network import access
from liuke.areas.network.actions import standing as actions
from liuke.areas.network.actions.agreements import renew_agreement
from liuke.areas.network.queries import standing
from liuke.areas.network.queries.building import MODES
from liuke.areas.network.queries.sites import get_site
from liuke.foundation.faults import Missing
from liuke.foundation.files import access as files
from liuke.web.desk.carried import keeps_of
from liuke.web.desk.chosen import act_of
from liuke.web.desk.filters import day_of
from liuke.web.desk.network.acts import terms_of
from liuke.web.desk.network.reading import day_said
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import SITE

READERS: Final = frozenset(access.CERTIFIERS) | SITE
SIGNERS: Final = frozenset(access.KEEPERS) | {"site_manager"}
"""Those who sign an agreement read its papers."""


@page(roles=READERS, methods=("GET", "POST"))
def site(request: Request, site: str) -> HttpResponse:
    """One site. POST: `act` is to insure, to renew the agreement, to assign a course, to confirm a pass."""
    found = get_site(site, by=request.by)
    if request.method == "POST":
        do = act_of(request, {"insure": _insure, "renew": _renew, "assign": _assign, "pass": _pass})
        messages.success(request, do(request, found.number))
        return HttpResponseRedirect(reverse("desk:site-standing", args=[found.number]))
    today, by = day_of(request.at), request.by
    trainees = standing.list_trainees(found.number, by=by, on=today)
    context = {
        "site": found,
        "mode_words": MODES[found.mode],
        "agreements": standing.list_agreements(found.number, by=by, on=today),
        "insurances": standing.list_insurances(found.number, by=by, on=today),
        "trainees": trainees,
        "people": [(t.number, t.name) for t in trainees],
        "courses": standing.list_courses(),
        "kinds": standing.INSURANCES.items(),
        "modes": [shapes.Choice(words, key=key) for key, words in MODES.items()],
        "keeps": by.has_role(*access.KEEPERS),
        "signs": by.has_role(*SIGNERS),
        "certifies": by.has_role(*access.CERTIFIERS),
        "today": today.isoformat(),
        "tomorrow": (today + timedelta(days=1)).isoformat(),
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/network/site.html", context)


@page(roles=SIGNERS)
def file(request: Request, site: str, contract: str) -> HttpResponseBase:
    """A signed paper of the site's agreement; from before the opening it belongs to the candidate."""
    found = get_site(site, by=request.by)
    own = {
        key for a in standing.list_agreements(found.number, by=request.by, on=day_of(request.at)) for key in a.papers
    }
    if contract not in own:
        raise Missing("没有这个文件。", "There is no such file.")
    paper = files.opened(contract, by=request.by, at=request.at)
    return FileResponse(paper.path.open("rb"), headers=dict(paper.headers()))


@page(roles=READERS)
def renewal(request: Request, policy: str) -> HttpResponse:
    """A promise about `S-0001/liability` is kept on the site's page."""
    number = get_site(policy.partition("/")[0], by=request.by).number
    return _to(request, number, "insurance")


@page(roles=READERS)
def agreement(request: Request, number: str) -> HttpResponse:
    """A promise about an agreement is kept on the site's page."""
    return _to(request, standing.site_of_agreement(number, by=request.by), "agreement")


@page(roles=READERS)
def training(request: Request, number: str) -> HttpResponse:
    """A promise about a course is followed on the site's page."""
    return _to(request, standing.site_of_training(number, by=request.by), "training")


def _to(request: Request, site: str, part: str) -> HttpResponse:
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return HttpResponseRedirect(f"{reverse('desk:site-standing', args=[site])}{query}#{part}")


def _insure(request: Request, site: str) -> str:
    said: Any = request.POST
    actions.register_insurance(
        site, kind=said.get("kind", ""), policy_no=said.get("policy_no", ""), insurer=said.get("insurer", ""),
        valid_until=day_said(said, "valid_until"), keeps=keeps_of(said), by=request.by, at=request.at,
    )  # fmt: skip
    return _("The insurance is noted. After its last day its work is not dispatched.")


def _renew(request: Request, site: str) -> str:
    terms = terms_of(request, f"agreement:{site}")
    number = renew_agreement(site, terms, keeps=keeps_of(request.POST), by=request.by, at=request.at)
    return _("Agreement %(number)s has a new edition.") % {"number": number}


def _assign(request: Request, site: str) -> str:
    said = request.POST
    count = actions.assign_course(
        said.get("technician", ""), courses=said.getlist("courses"), due_on=day_said(said, "due_on"), by=request.by,
        at=request.at,
    )  # fmt: skip
    return _("%(count)s to take; the site manager is reminded in time.") % {"count": count}


def _pass(request: Request, site: str) -> str:
    said = request.POST
    number = said.get("training", "")
    actions.confirm_pass(number, passed_on=day_said(said, "passed_on"), by=request.by, at=request.at)
    return _("%(number)s is passed.") % {"number": number}
