"""What a text that goes out is asked while it is typed: its words, and the standard phrases that could stand in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from liuke.areas.knowledge.queries import phrases, words
from liuke.foundation.faults import Invalid
from liuke.web.desk.knowledge.values import values_for
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
    asked = request.GET
    values = values_for(
        asked.get("customer", "").strip()[:20], asked.get("about", "").strip()[:40], by=request.by, at=request.at
    )
    rows = [(row, phrases.fill(row.text, values)) for row in phrases.list_phrases()]
    return render(request, "desk/knowledge/phrases_offered.html", {"rows": rows})
