"""Staff: who works here in which roles and teams, who is away, who stands in, who leaves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from liuke.foundation.clock import LOCAL
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.access import check_may_arrange
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.insight import staff
from liuke.processes import leaving as process
from liuke.web.desk import colleagues
from liuke.web.desk.filters import listed, told
from liuke.web.ui import shapes
from liuke.web.ui.doors import ANY_STAFF, Request, page

ADMINISTRATOR = {"administrator"}


@page(roles=ADMINISTRATOR)
def people(request: Request) -> HttpResponse:
    """Everybody, leavers on request (`?leavers=1`); `?q=` by name."""
    asked, leavers = request.GET.get("q", "").strip()[:40], request.GET.get("leavers") == "1"
    found = [p for p in queries.list_people(with_leavers=leavers) if asked in p.name or asked in (p.username or "")]
    teams = staff.team_names([p.pk for p in found])
    context = {
        "rows": [_row(p, teams.get(p.pk, []), request) for p in found],
        "columns": _columns(),
        "leavers": leavers,
        "q": asked,
    }
    return render(request, "desk/people/people.html", context)


@page(roles=ADMINISTRATOR, methods=("GET", "POST"))
def add(request: Request) -> HttpResponse:
    """Take a person on."""
    if request.method == "POST":
        said = request.POST
        made = identity.add_person(
            username=said.get("username", ""),
            name=said.get("name", ""),
            password=said.get("password") or None,
            roles=_listed(request, "roles"),
            teams=_listed(request, "teams"),
            leads=_listed(request, "leads"),
            by=request.by,
            at=request.at,
        )
        return HttpResponseRedirect(reverse("desk:person", args=[made.pk]))
    return render(request, "desk/people/new.html", _choices())


@page(roles=ANY_STAFF)
def person(request: Request, person_id: int) -> HttpResponse:
    """One person: an administrator arranges all, anybody their own absence and deputy, a lead those of the team's."""
    who = _who(person_id)
    check_may_arrange(request.by, who)
    context = _choices() | {
        "who": who,
        "role_words": [told(Words(*ROLES[r])) for r in who.roles if r in ROLES],
        "own_roles": who.roles,
        "own_teams": queries.teams_of(who),
        "own_leads": staff.led_by(who),
        "colleagues": colleagues.choices(but=who.pk),
        "is_away": who.is_away(request.at),
        "may_all": request.by.has_role("administrator"),
    }
    return render(request, "desk/people/person.html", context)


@page(roles=ADMINISTRATOR, methods=("POST",))
def roles(request: Request, person_id: int) -> HttpResponse:
    """Other roles and teams; the person signs in anew."""
    who = _who(person_id)
    identity.change_roles(
        who,
        roles=_listed(request, "roles"),
        teams=_listed(request, "teams"),
        leads=_listed(request, "leads"),
        by=request.by,
        at=request.at,
    )
    return _to(who)


@page(roles=ANY_STAFF, methods=("POST",))
def absence(request: Request, person_id: int) -> HttpResponse:
    """Away from, until; both empty takes it back."""
    who = _who(person_id)
    identity.set_absence(
        who,
        away_from=_moment(request, "away_from"),
        away_until=_moment(request, "away_until"),
        by=request.by,
        at=request.at,
    )
    return _to(who)


@page(roles=ANY_STAFF, methods=("POST",))
def deputy(request: Request, person_id: int) -> HttpResponse:
    """Who stands in while this person is away."""
    who, chosen = _who(person_id), request.POST.get("deputy", "")
    identity.set_deputy(
        who, colleagues.chosen(request.POST, "deputy") if chosen else None, by=request.by, at=request.at
    )
    return _to(who)


@page(roles=ADMINISTRATOR, methods=("POST",))
def password(request: Request, person_id: int) -> HttpResponse:
    """A new password, told to the person by the administrator."""
    who = _who(person_id)
    identity.change_password(who, request.POST.get("password", ""), by=request.by, at=request.at)
    messages.success(request, _("The password is changed; all sessions have ended."))
    return _to(who)


@page(roles=ADMINISTRATOR, methods=("POST",))
def leaving(request: Request, person_id: int) -> HttpResponse:
    """The person leaves; what they owed goes to a colleague or back to the pools."""
    who, chosen = _who(person_id), request.POST.get("heir", "")
    heir = colleagues.chosen(request.POST, "heir") if chosen else None
    moved = process.leave(who, heir=heir, by=request.by, at=request.at)
    told_moved = ngettext("%(n)s open promise was handed over.", "%(n)s open promises were handed over.", moved)
    messages.success(request, told_moved % {"n": moved})
    return _to(who)


def _row(p: Actor, teams: list[str], request: Request) -> dict[str, object]:
    state = _("has left") if p.left_at else _("away") if p.is_away(request.at) else ""
    return {
        "name": p.name,
        "username": p.username or "",
        "roles": listed(Words(*ROLES[r]) for r in p.roles if r in ROLES),
        "teams": listed(teams),
        "state": state,
        "url": reverse("desk:person", args=[p.pk]),
    }


def _columns() -> list[shapes.Column]:
    return [
        shapes.Column("name", _("Name")),
        shapes.Column("username", _("User name")),
        shapes.Column("roles", _("Roles")),
        shapes.Column("teams", _("Teams")),
        shapes.Column("state", _("State")),
    ]


def _choices() -> dict[str, Any]:
    return {
        "all_roles": [(key, Words(*words)) for key, words in ROLES.items()],
        "all_teams": [(team.key, team.name) for team in queries.list_teams()],
    }


def _listed(request: Request, name: str) -> list[str]:
    return [value[:64] for value in request.POST.getlist(name) if value]


def _who(person_id: int) -> Actor:
    found = queries.get_actor(person_id)
    if found.kind != Actor.Kind.PERSON:
        raise Missing("查无此人。", "There is no such person.")
    return found


def _moment(request: Request, name: str) -> datetime | None:
    said = request.POST.get(name, "").strip()
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=LOCAL)
    except ValueError:
        raise Invalid.field(name, "请选择日期和时间。", "Choose a date and a time.") from None


def _to(who: Actor) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:person", args=[who.pk]))
