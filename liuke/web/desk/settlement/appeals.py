"""Appealing against a line, and deciding such an appeal."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.settlement.actions import appeals as actions
from liuke.areas.settlement.queries.statements import ITEMS, get_appeal, get_statement, line_of_appeal, list_lines
from liuke.foundation.faults import Invalid, Missing
from liuke.foundation.files import access as files
from liuke.foundation.files.actions import store
from liuke.foundation.words import Words
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.desk.links import order_url
from liuke.web.desk.settlement.listing import READERS
from liuke.web.ui import shapes
from liuke.web.ui.doors import Request, page
from liuke.web.ui.navigation import SITE

VERDICTS: Final = (("granted", Words("成立", "granted")), ("refused", Words("不成立", "not granted")))


@page(roles=SITE, methods=("GET", "POST"))
def lodge(request: Request, number: str) -> HttpResponse:
    """The site's appeal against one line, which `order` and `item` name."""
    view = get_statement(number, by=request.by)
    said = request.POST if request.method == "POST" else request.GET
    order, item = said.get("order", "").strip().upper()[:20], said.get("item", "")
    if item not in ITEMS:
        raise Invalid.field("item", "没有这种项目。", "There is no such item.")
    if request.method == "POST":
        return _lodged(request, view.row.number, order, item)
    found = [
        one for one in list_lines(number, by=request.by, order=order) if one.counts_as == item and one.order == order
    ]
    appealed = any((one.order, one.item) == (order, item) for one in view.appeals)
    if not found or appealed or "appeal" not in view.may:
        raise Missing("这一行现在不能申诉。", "There is no appeal against this line now.")
    context = {"view": view, "row": view.row, "line": found[0], "order": order, "item": item, "url": order_url(order)}
    return render(request, "desk/settlement/lodge.html", context)


@page(roles=READERS, methods=("GET", "POST"))
def appeal(request: Request, number: str) -> HttpResponse:
    """One appeal. POST: decide it, which whoever sent the statement does not."""
    found = get_appeal(number, by=request.by)
    view = get_statement(found.statement, by=request.by)
    if request.method == "POST":
        _decide(request, found.number)
        messages.success(request, _("Appeal %(number)s is decided.") % {"number": found.number})
        return HttpResponseRedirect(reverse("desk:settlement-statement", args=[found.statement]))
    context = {
        "one": found,
        "row": view.row,
        "line": line_of_appeal(found.number, by=request.by),
        "url": order_url(found.order),
        "verdicts": [shapes.Choice(words, key=key) for key, words in VERDICTS],
        "may_decide": "rule" in view.may and found.decided_at is None and found.against != request.by.pk,
        "not_own": "rule" in view.may and found.against == request.by.pk,
        "promise": request.GET.get("promise", ""),
    }
    return render(request, "desk/settlement/appeal.html", context)


@page(roles=READERS)
def file(request: Request, number: str, proof: str) -> HttpResponseBase:
    """What the site brought to its appeal, for whoever may see the statement."""
    found = get_appeal(number, by=request.by)
    if proof not in found.files:
        raise Missing("没有这个文件。", "There is no such file.")
    stored = files.opened(proof, by=request.by, at=request.at)
    return FileResponse(stored.path.open("rb"), headers=dict(stored.headers()))


def _lodged(request: Request, number: str, order: str, item: str) -> HttpResponse:
    given = request.FILES.getlist("files")
    if len(given) > actions.MOST_FILES:
        most = actions.MOST_FILES
        raise Invalid.field("files", f"一次最多上传 {most} 个文件。", f"At most {most} files at once.")
    keys = [
        store(one, name=one.name or "file", subject=f"settlement-line:{number}/{order}", by=request.by, at=request.at)  # type: ignore[arg-type]
        for one in given
    ]
    lodged = actions.lodge(
        number, order=order, item=item, reason=request.POST.get("reason", ""), files=keys, by=request.by, at=request.at,
        seen=seen_of(request),
    )  # fmt: skip
    messages.success(request, _("Appeal %(number)s is lodged. Another person decides it.") % {"number": lodged})
    return HttpResponseRedirect(reverse("desk:settlement-statement", args=[number]))


def _decide(request: Request, number: str) -> None:
    said = request.POST
    verdict = said.get("verdict", "")
    if verdict not in dict(VERDICTS):
        raise Invalid.field("verdict", "请选择成立或不成立。", "Choose whether it is granted.")
    granted = verdict == "granted"
    cents = cents_of(request, "amount") if granted else None
    actions.decide(
        number, granted=granted, cents=cents, answer=said.get("answer", ""), by=request.by, at=request.at,
        seen=seen_of(request), keeps=keeps_of(said),
    )  # fmt: skip
