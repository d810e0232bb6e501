"""The way back from a merge: first what would stay with the survivor, by name; then it is done."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from liuke.areas.customers.actions import unmerging
from liuke.areas.customers.queries import file
from liuke.foundation.identity.roles import CENTRE_ROLES
from liuke.foundation.words import Words
from liuke.web.desk.promise_rows import customer_shape
from liuke.web.ui.doors import Request, page

THINGS: Final = {
    "customers_contact": Words("联系人", "contacts"),
    "customers_address": Words("地址", "addresses"),
    "customers_fieldvalue": Words("档案字段", "fields of the file"),
    "keeping_takeover": Words("交接", "handovers"),
    "keeping_override": Words("人工定级", "grades by hand"),
    "keeping_sign": Words("关系信号", "signs of bond"),
    "keeping_gesture": Words("问候", "greetings"),
    "secrecy_personrequest": Words("个人信息申请", "requests about personal data"),
    "products_machine": Words("产品", "machines"),
    "service_call": Words("来电", "calls"),
    "service_servicerequest": Words("服务请求", "requests"),
    "service_workorder": Words("工单", "work orders"),
    "service_claim": Words("退换申请", "claims"),
    "care_callback": Words("回访", "callbacks"),
    "care_dissatisfaction": Words("不满记录", "dissatisfactions"),
    "care_evaluation": Words("评价", "evaluations"),
    "care_consent": Words("联系意愿", "consents"),
    "complaints_complaint": Words("投诉", "complaints"),
}
OTHER: Final = Words("其他记录", "other records")


@page(roles=CENTRE_ROLES, methods=("GET", "POST"))
def undo(request: Request, merge: int) -> HttpResponse:
    """What stays where, before anything is taken back; POST takes it back and shows the file it went on in."""
    if request.method == "POST":
        undone = unmerging.unmerge(merge, by=request.by, at=request.at)
        messages.success(request, _("%(loser)s is a file of its own again.") % {"loser": undone.loser})
        return HttpResponseRedirect(reverse("desk:customer-likes", args=[undone.winner]))
    seen = unmerging.foresee(merge, by=request.by)
    context = {
        "merge": merge,
        "seen": seen,
        "customer": customer_shape(file.get_brief(seen.winner, by=request.by)),
        "stays": [(THINGS.get(one.table, OTHER), one.rows, _labels(one.labels)) for one in seen.stays],
    }
    return render(request, "desk/duplicates/undo.html", context)


def _labels(labels: tuple[str, ...]) -> list[str]:
    return [label for label in labels if label]
