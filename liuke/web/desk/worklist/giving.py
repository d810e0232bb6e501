"""Promising something to a customer in one line: who, what, until when."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.queries import file
from liuke.areas.customers.queries.rows import Brief
from liuke.areas.customers.queries.searching import search
from liuke.foundation.faults import Invalid
from liuke.kernel.promises import actions as promises
from liuke.kernel.promises.actions import HandMade
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.desk.said_time import parse
from liuke.web.ui import moments
from liuke.web.ui.doors import ANY_STAFF, Request, back, page

LONGEST = 200
CHOICES = 6


@page(roles=ANY_STAFF, methods=("GET", "POST"))
def give(request: Request) -> HttpResponse:
    """The line itself: a page, and a dialog where a script asks for it."""
    if request.method == "POST":
        return _given(request)
    code = request.GET.get("customer", "").strip()
    brief = file.get_brief(code, by=request.by) if code else None
    context = {
        "customer": customer_shape(brief),
        "ref": brief.code if brief else "",
        "about": request.GET.get("about", "")[:40],
    }
    context["next"] = request.htmx.current_url_abs_path if request.htmx else ""
    return render(request, "desk/worklist/give_dialog.html" if request.htmx else "desk/worklist/give.html", context)


@page(roles=ANY_STAFF)
def until(request: Request) -> HttpResponse:
    """What the typed time means, and who the typed customer may be, shown under the fields while typing."""
    if "customer" in request.GET:
        found = search(request.GET["customer"], by=request.by, limit=CHOICES) if request.GET["customer"].strip() else []
        return render(request, "desk/worklist/who.html", {"found": [customer_shape(f.customer) for f in found]})
    said = request.GET.get("due_at", "").strip()
    context = {"said": said, "meant": parse(said, now=request.at), "moment": None, "past": False}
    meant = context["meant"]
    if isinstance(meant, datetime):
        context["past"] = meant <= request.at
        context["moment"] = moments.moment(meant, now=request.at, language=request.LANGUAGE_CODE or "zh-hans")
    return render(request, "desk/worklist/until.html", context)


def _given(request: Request) -> HttpResponse:
    brief = _whom(request)
    due_at = parse(request.POST.get("due_at", ""), now=request.at)
    if due_at is None:
        raise Invalid.field(
            "due_at", "看不懂这个时间，请写成 明天15:00 或 今天下班前 的样子。", "Write the time like “tomorrow 15:00”."
        )
    words = request.POST.get("words", "")
    if len(words) > LONGEST:
        raise Invalid.field("words", f"最多 {LONGEST} 个字。", f"At most {LONGEST} characters.")
    made = HandMade(brief.id, words.strip(), due_at, about=request.POST.get("about", "").strip()[:40])
    promises.give(made, by=request.by, at=request.at)
    messages.success(request, _("Promised. It stands in your list until it is done."))
    return back(request, reverse("desk:today"))


def _whom(request: Request) -> Brief:
    """The customer chosen from the suggestions, else the only one that the typed text finds."""
    ref = request.POST.get("ref", "").strip()
    if ref:
        return file.get_brief(ref, by=request.by)
    said = request.POST.get("customer", "").strip()
    found = search(said, by=request.by, limit=2) if said else []
    if len(found) == 1:
        return found[0].customer
    if found:
        raise Invalid.field(
            "customer", "符合的客户不止一位，请在下方选定。", "Several customers fit; choose one below."
        )
    raise Invalid.field("customer", "请填写客户的姓名、编号或电话。", "Give the customer's name, code or phone.")
