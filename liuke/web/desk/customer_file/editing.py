"""Correcting the file, naming an unknown caller, and what leads decide: keeper, grade, secrecy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.customers.actions import filing, keeping
from liuke.areas.customers.actions.drafts import NewAddress
from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.customers.queries import file
from liuke.areas.secrecy.actions import levels
from liuke.foundation.faults import Invalid, Stale
from liuke.foundation.identity import queries as identity
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.lines import day_in
from liuke.foundation.words import Words
from liuke.web.desk.customer_file.words import GRADES, KINDS, RELATIONS, SECRECY
from liuke.web.desk.filters import told
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def edit(request: Request, ref: str) -> HttpResponse:
    """Name, kind and pinyin; whoever was slower is shown what the other changed, and may save again."""
    found = file.get_file(ref, by=request.by)
    if request.method == "POST":
        said = request.POST
        values = {name: said[name] for name in ("name", "kind", "pinyin") if name in said}
        try:
            keeping.change(found.brief.id, values, version=_version(request), by=request.by, at=request.at)
        except Stale as stale:
            raise _in_words(stale) from None
        return _to_file(found.brief.code)
    kinds = [(k, w) for k, w in KINDS.items() if k != "provisional" or found.brief.is_provisional]
    context: dict[str, Any] = {
        "found": found,
        "brief": found.brief,
        "customer": customer_shape(found.brief),
        "kinds": kinds,
        "relations": RELATIONS,
        "grades": list(GRADES.items()),
        "levels": list(SECRECY.items()),
        "people": [(str(p.pk), Words(p.name, p.name)) for p in _keepers()],
        "may_decide": request.by.has_role(*DECIDERS),
    }
    return render(request, "desk/customer_file/edit.html", context)


def _in_words(stale: Stale) -> Stale:
    """The difference with the labels of the form, and without what is alike."""
    names = {"name": pgettext("of a customer", "Name"), "kind": _("Kind"), "pinyin": _("Pinyin")}
    changed = {field: pair for field, pair in stale.difference.items() if pair[0] != pair[1]}
    difference: dict[str, tuple[object, object]] = {
        names.get(field, field): (_shown(theirs), _shown(mine)) for field, (theirs, mine) in changed.items()
    }
    return Stale(stale.words.zh, stale.words.en, difference=difference)


def _shown(value: object) -> str:
    text = str(value or "")
    return told(KINDS[text]) if text in KINDS else text


@page(roles=CENTRE_ROLES, methods=("POST",))
def complete(request: Request, ref: str) -> HttpResponse:
    """The unknown caller said who he is."""
    said, brief = request.POST, file.get_brief(ref, by=request.by)
    address = said.get("addresses.0.text", "").strip()
    filing.complete_provisional(
        brief.id,
        kind=said.get("kind", ""),
        name=said.get("name", ""),
        contact_name=said.get("contact_name", ""),
        relation=said.get("relation", "") or RELATIONS[0],
        addresses=[NewAddress(address)] if address else [],
        by=request.by,
        at=request.at,
    )
    return _to_file(brief.code)


@page(roles=DECIDERS, methods=("POST",))
def keeper(request: Request, ref: str) -> HttpResponse:
    """Hand the customer to a keeper; open promises of the one before go along."""
    brief, chosen = file.get_brief(ref, by=request.by), request.POST.get("keeper", "")
    person: Actor | None = None
    if chosen:
        person = next((p for p in _keepers() if str(p.pk) == chosen), None)
        if person is None:
            raise Invalid.field("keeper", "请选择在职的客户经理。", "Choose an account manager who works here.")
    keeping.set_keeper(brief.id, person, by=request.by, at=request.at)
    return _to_file(brief.code)


@page(roles=DECIDERS, methods=("POST",))
def grade(request: Request, ref: str) -> HttpResponse:
    """Grade and whether core, with the reason."""
    said, brief = request.POST, file.get_brief(ref, by=request.by)
    reason = said.get("reason", "").strip()
    if not reason:
        raise Invalid.field("reason", "请写明定级依据。", "Say on what ground.")
    core = said.get("is_core") == "1"
    keeping.set_grade(brief.id, said.get("grade", ""), is_core=core, reason=reason, by=request.by, at=request.at)
    return _to_file(brief.code)


@page(roles=DECIDERS, methods=("POST",))
def secrecy(request: Request, ref: str) -> HttpResponse:
    """The secrecy level 商密, until when and why."""
    said, brief = request.POST, file.get_brief(ref, by=request.by)
    levels.set_level(
        brief.id, said.get("secrecy", ""), until=_day(said.get("until", "")), reason=said.get("reason", ""),
        by=request.by, at=request.at,
    )  # fmt: skip
    return _to_file(brief.code)


def _day(said: str) -> date | None:
    return day_in("until", said) if said.strip() else None


def _version(request: Request) -> int:
    said = request.POST.get("version", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise Invalid("页面已过期，请刷新后再保存。", "This page is out of date; reload it and save again.")
    return int(said)


def _keepers() -> list[Actor]:
    return identity.people_with_role("account_manager")


def _to_file(code: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:customer", args=[code]))
