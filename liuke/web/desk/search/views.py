"""The search box: results under it while typing, a full page on Enter, straight to an order whose number was typed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.foundation.words import Words
from liuke.insight import search as insight
from liuke.web.desk.links import order_url
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import ANY_STAFF, Request, page

WHILE_TYPING, ON_THE_PAGE = 6, 30


@page(roles=ANY_STAFF)
def search(request: Request) -> HttpResponse:
    """`?q=`: name, two characters, pinyin, phone tail, code, order number or its last four, serial number."""
    text = request.GET.get("q", "")
    found = insight.find(text, by=request.by, limit=WHILE_TYPING if request.htmx else ON_THE_PAGE)
    if found.order is not None and not request.htmx:
        return HttpResponseRedirect(order_url(found.order.number))
    return render(request, "desk/search/found.html" if request.htmx else "desk/search/page.html", _context(found))


def _context(found: insight.Results) -> dict[str, Any]:
    return {
        "text": found.text,
        "any": bool(found),
        "customers": [{"shape": customer_shape(f.customer), "why": _why(f.why)} for f in found.customers],
        "orders": [
            {
                "number": o.number,
                "url": order_url(o.number),
                "state": o.state_words,
                "kind": o.kind_words,
                "who": o.customer,
            }
            for o in found.orders
        ],
        "machines": [
            {
                "serial": f.machine.serial,
                "name": Words(f.machine.model_name, f"{f.machine.line.words.en} {f.machine.model}"),
                "customer": customer_shape(f.customer),
                "url": f"{reverse('desk:customer', args=[f.customer.code])}?tab=products" if f.customer else "",
            }
            for f in found.machines
        ],
        "articles": found.articles,
    }


def _why(why: str) -> str:
    """What a customer was found by."""
    return {
        "code": _("code"),
        "code_tail": _("code"),
        "phone": pgettext("found by", "phone"),
        "phone_tail": _("phone tail"),
        "pinyin": _("pinyin"),
        "initials": _("initials"),
        "words": _("name or street"),
    }.get(why, pgettext("found by", "name"))
