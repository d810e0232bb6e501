"""What may be done to a statement from its page: each act reads its fields, makes one call, says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.utils.translation import gettext as _

from liuke.areas.settlement.actions import agreeing, looking, making, paying, sending
from liuke.areas.settlement.queries.statements import StatementView
from liuke.foundation.faults import Invalid
from liuke.foundation.lines import day_in
from liuke.web.desk.carried import cents_of, keeps_of, seen_of
from liuke.web.ui.doors import Request

Act = Callable[[Request, StatementView], str]


def _count(request: Request, view: StatementView) -> str:
    making.count_again(view.row.number, by=request.by, at=request.at, seen=seen_of(request))
    return _("The statement was counted again.")


def _send(request: Request, view: StatementView) -> str:
    sending.send(view.row.number, by=request.by, at=request.at, seen=seen_of(request))
    return _("The statement went to the site, which confirms it or appeals.")


def _confirm(request: Request, view: StatementView) -> str:
    agreeing.confirm(view.row.number, by=request.by, at=request.at, seen=seen_of(request), keeps=keeps_of(request.POST))
    return _("The statement is confirmed and signed for the site.")


def _sign(request: Request, view: StatementView) -> str:
    agreeing.sign(view.row.number, by=request.by, at=request.at, seen=seen_of(request))
    return _("The statement is signed for the company.")


def _lock(request: Request, view: StatementView) -> str:
    agreeing.lock(view.row.number, by=request.by, at=request.at, seen=seen_of(request))
    return _("The statement is locked; what comes later is adjusted next month.")


def _take_invoice(request: Request, view: StatementView) -> str:
    paying.receive_invoice(
        view.row.number, invoice_no=request.POST.get("invoice_no", ""), amount_cents=cents_of(request, "amount"),
        by=request.by, at=request.at, seen=seen_of(request),
    )  # fmt: skip
    return _("The invoice is there.")


def _pay(request: Request, view: StatementView) -> str:
    paying.pay(
        view.row.number, paid_on=day_in("paid_on", request.POST.get("paid_on", "")), by=request.by, at=request.at,
        seen=seen_of(request), keeps=keeps_of(request.POST),
    )  # fmt: skip
    return _("The statement is paid.")


def _serial(request: Request, view: StatementView) -> str:
    counts = request.POST.get("counts", "")
    if counts not in ("yes", "no"):
        raise Invalid.field("counts", "请选择照付或不付。", "Choose whether it is paid.")
    looking.decide_serial(
        view.row.number, order=request.POST.get("order", ""), counts=counts == "yes", by=request.by, at=request.at,
        seen=seen_of(request),
    )  # fmt: skip
    return _("It is decided, and the statement was counted again.")


def _supplement(request: Request, view: StatementView) -> str:
    looking.grant_supplement(
        view.row.number, order=request.POST.get("order", ""), item=request.POST.get("item", ""), by=request.by,
        at=request.at, seen=seen_of(request),
    )  # fmt: skip
    return _("The supplement is granted, and the statement was counted again.")


ACTS: Final[dict[str, Act]] = {
    "count": _count, "send": _send, "confirm": _confirm, "sign": _sign, "lock": _lock, "take_invoice": _take_invoice,
    "pay": _pay, "serial": _serial, "supplement": _supplement,
}  # fmt: skip
