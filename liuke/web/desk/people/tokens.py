"""API tokens: made with scopes, roles and an end; shown in clear this once; revoked at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from liuke.foundation.faults import Invalid
from liuke.foundation.identity import actions as identity
from liuke.foundation.identity import queries
from liuke.foundation.identity.roles import ROLES
from liuke.foundation.words import Words
from liuke.web.ui.doors import Request, page

ADMINISTRATOR: Final = {"administrator"}
SCOPES: Final = {
    "read": Words("读取客户、产品、工单、承诺与事件", "read customers, machines, orders, promises and events"),
    "intake": Words("来电、建档、报修与接单录入", "take calls, customers, requests and orders in"),
    "dispatch": Words("派工、改约、挂起、取消、审核", "dispatch, reschedule, hold, cancel, review"),
    "field": Words("网点接单预约与现场服务", "the site's desk and the work at the door"),
    "callback": Words("回访", "callbacks"),
    "complaints": Words("投诉办理", "handle complaints"),
    "promises": Words("给出与兑现承诺", "give and keep promises"),
    "payments": Words("收款通知（收款方或其桥接程序）", "tell of payments (the provider or its bridge)"),
    "backdate": Words("补录历史（不触发手册规则）", "enter history (handbook rules stay silent)"),
    "admin": Words("令牌管理", "arrange tokens"),
}
DAYS: Final = (
    ("30", Words("30 天", "30 days")),
    ("90", Words("90 天", "90 days")),
    ("365", Words("一年", "a year")),
)


@page(roles=ADMINISTRATOR, methods=("GET", "POST"))
def tokens(request: Request) -> HttpResponse:
    """The list; a new one's secret stands on the page that made it and nowhere else."""
    clear = _made(request) if request.method == "POST" else ""
    context = {
        "tokens": [(token, [SCOPES.get(key, key) for key in token.scopes]) for token in queries.list_tokens()],
        "clear": clear,
        "scopes": SCOPES.items(),
        "days": DAYS,
        "roles": [(key, Words(*words)) for key, words in ROLES.items()],
    }
    return render(request, "desk/people/tokens.html", context)


@page(roles=ADMINISTRATOR, methods=("POST",))
def revoke(request: Request, token_id: int) -> HttpResponse:
    """End a token at once."""
    identity.revoke_token(token_id, by=request.by, at=request.at)
    return HttpResponseRedirect(reverse("desk:tokens"))


def _made(request: Request) -> str:
    said = request.POST
    scopes = [s for s in said.getlist("scopes") if s in SCOPES]
    if not scopes:
        raise Invalid.field("scopes", "请至少选择一项权限。", "Choose at least one scope.")
    if said.get("days") not in dict(DAYS):
        raise Invalid.field("days", "请选择有效期。", "Choose how long it holds.")
    made = identity.make_token(
        name=said.get("name", ""),
        scopes=scopes,
        roles=[r for r in said.getlist("roles") if r],
        expires_at=request.at + timedelta(days=int(said["days"])),
        by=request.by,
        at=request.at,
    )
    return made.clear
