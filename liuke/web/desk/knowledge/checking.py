"""What a text that goes out is asked while it is typed: its words, and the standard phrases that could stand in it."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from liuke.areas.customers.queries.file import get_brief
from liuke.areas.knowledge.queries import phrases, words
from liuke.areas.service.queries.orders import find_by_number
from liuke.foundation.clock import local
from liuke.foundation.faults import Invalid, Missing
from liuke.web.ui import moments
from liuke.web.ui.doors import ANY_STAFF, Request, page

LONGEST = 20_000


@page(roles=ANY_STAFF, methods=("POST",), only_asks=True)
def check(request: Request) -> HttpResponse:
    """`text` as typed, of field `field`; answers what had better not go out, with reason and better wording."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    if len(text) > LONGEST:
        raise Invalid.field("text", f"最多 {LONGEST} 字。", f"At most {LONGEST} characters.")
    context = {
        "findings": words.check(text),
        "promise_kind": words.PROMISE,
        "likeness_kind": words.LIKENESS,
        "field": request.POST.get("field", "")[:40],
        "customer": request.POST.get("customer", "")[:20],
        "about": request.POST.get("about", "")[:40],
        "may_change": words.may_change(request.by),
    }
    return render(request, "desk/knowledge/words_found.html", context)


@page(roles=ANY_STAFF)
def offer_phrases(request: Request) -> HttpResponse:
    """The standard phrases by situation, filled from customer `customer` and thing `about` as far as is known."""
    values = _values(request)
    rows = [(row, phrases.fill(row.text, values)) for row in phrases.list_phrases()]
    return render(request, "desk/knowledge/phrases_offered.html", {"rows": rows})


def _values(request: Request) -> dict[str, str]:
    code, about = request.GET.get("customer", "").strip(), request.GET.get("about", "").strip()[:40]
    values = {
        "agent": request.by.name,
        "company": str(getattr(settings, "COMPANY_NAME", "")),
        "number": about,
        "today": _day(request.at),
    }
    if code:
        try:
            values["salutation"] = get_brief(code, by=request.by).name
        except Missing:
            values["salutation"] = ""
    order = next(iter(find_by_number(about, by=request.by)), None) if about.startswith("WO-") else None
    if order and order.window_start and order.window_end:
        values["window"] = moments.window(
            order.window_start, order.window_end, now=request.at, language=get_language() or "zh-hans"
        )
    return values


def _day(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日"
