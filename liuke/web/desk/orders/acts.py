"""One act on an order: its small form (a side dialog, or a page without a script) and the doing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.areas.service.queries.rows import OrderRow
from liuke.foundation.faults import Missing, Stale
from liuke.web.desk.filters import told
from liuke.web.desk.orders.forms import AT_DISPATCH, FORMS, ActForm
from liuke.web.desk.orders.rows import line, span
from liuke.web.ui import moments
from liuke.web.ui.doors import ANY_STAFF, Request, back, page


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def act(request: Request, number: str, noun: str) -> HttpResponse:
    """`noun` is one of FORMS; who may do it now is the state table's to say."""
    form = FORMS.get(noun)
    if form is None:
        raise Missing("没有这项操作。", "There is no such act.")
    number = number.strip().upper()
    if request.method == "POST":
        return _do(request, number, form)
    if form.act in AT_DISPATCH:
        return HttpResponseRedirect(f"{reverse('desk:dispatch')}?{urlencode({'order': number})}")
    found = get_order(number, by=request.by)
    context = context_of(request, found, form)
    if request.htmx:
        context["next"] = request.htmx.current_url_abs_path or ""
        return render(request, "desk/orders/act_dialog.html", context)
    return render(request, "desk/orders/act_page.html", context)


def context_of(request: Request, found: OrderFile, form: ActForm) -> dict[str, Any]:
    return {
        "line": line(found.row, at=request.at),
        "form": form,
        "asks": form.asks(request, found) if form.asks else [],
        "seen": found.row.version,
        "was": snapshot(found.row, request),
        "next": request.GET.get("next", ""),
    }


def snapshot(row: OrderRow, request: Request) -> str:
    """What the page shows of the order, so that a refusal of a stale edit can show the difference."""
    return "|".join(_shown(row, request).values())


def _do(request: Request, number: str, form: ActForm) -> HttpResponse:
    try:
        form.do(request, number)
    except Stale as stale:
        raise _told_apart(request, number, stale) from stale
    messages.success(request, f"{number} · {told(form.words)}")
    return back(request, reverse("desk:order", args=[number]))


def _told_apart(request: Request, number: str, stale: Stale) -> Stale:
    now = _shown(get_order(number, by=request.by).row, request)
    was = (request.POST.get("was", "").split("|") + [""] * len(now))[: len(now)]
    difference: dict[str, tuple[object, object]] = {
        name: (value or "–", before or "–")
        for (name, value), before in zip(now.items(), was, strict=True)
        if value != before
    }
    return Stale(stale.words.zh, stale.words.en, difference=difference or stale.difference)


def _shown(row: OrderRow, request: Request) -> dict[str, str]:
    language = request.LANGUAGE_CODE or "zh-hans"
    booked = span(row.window_start, row.window_end)
    names = {
        "state": told_name("状态", "State"), "site": told_name("网点", "Site"),
        "technician": told_name("服务工程师", "Technician"), "window": told_name("预约时段", "Window"),
    }  # fmt: skip
    return {
        names["state"]: told(row.state_words),
        names["site"]: row.site_name,
        names["technician"]: row.technician,
        names["window"]: moments.window(*booked, now=request.at, language=language) if booked else "",
    }


def told_name(zh: str, en: str) -> str:
    from liuke.foundation.words import Words

    return told(Words(zh, en))
