"""The only way to a quote, a payment, an invoice, a day or a difference: through its order, whose own access decides."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q

from liuke.areas.charges.models import Day, Difference, Invoice, Payment, Quote
from liuke.areas.charges.rules import collecting
from liuke.areas.service import access as service
from liuke.areas.service.models import WorkOrder
from liuke.foundation.faults import Forbidden, Missing
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.roles import CENTRE_ROLES, SITE_ROLES
from liuke.foundation.words import Words

_OURS = frozenset({Actor.Kind.JOB, Actor.Kind.LOOP, Actor.Kind.IMPORT, Actor.Kind.TOKEN})
_QUOTE, _PAYMENT = Words("报价", "quote"), Words("收款", "payment")
_INVOICE, _DAY = Words("开票申请", "invoice"), Words("对账日", "day")
_DIFFERENCE = Words("收费不符记录", "difference")
Row = TypeVar("Row", bound=Model)


def order(number: str, *, by: Actor, lock: bool = False) -> WorkOrder:
    """The order, or Missing for whoever may not see it; with `lock` the customer's history is taken first."""
    return service.order(number, by=by, lock=lock)


def quote(number: str, *, by: Actor, lock: bool = False) -> Quote:
    """The quote of an order that this actor may see."""
    return _behind_order(Quote, number, _QUOTE, by=by, lock=lock)


def payment(number: str, *, by: Actor, lock: bool = False) -> Payment:
    """The payment of an order that this actor may see."""
    return _behind_order(Payment, number, _PAYMENT, by=by, lock=lock)


def invoice(number: str, *, by: Actor, lock: bool = False) -> Invoice:
    """The invoice of an order that this actor may see; a site does not see invoices."""
    if not sees_invoices(by):
        raise _missing(_INVOICE)
    return _behind_order(Invoice, number, _INVOICE, by=by, lock=lock)


def day(number: str, *, by: Actor, lock: bool = False) -> Day:
    """A company day; for whoever looks after the accounts."""
    rows = Day.objects.filter(number=number.strip().upper())
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None or not sees_accounts(by):
        raise _missing(_DAY)
    return found


def difference(number: str, *, by: Actor, lock: bool = False) -> Difference:
    """A difference; for whoever finds out about it. The site does not read what its customers say of it here."""
    if not (by.kind in _OURS or by.has_role(*collecting.EXPLAINERS | collecting.LOOKERS)):
        raise _missing(_DIFFERENCE)
    return _behind_order(Difference, number, _DIFFERENCE, by=by, lock=lock)


def payments_for(by: Actor) -> Q:
    """The payments this actor may see in lists: the centre all, a site's people their site's, a technician his own."""
    if by.kind in _OURS or _is_centre(by):
        return Q()
    allowed = Q(pk__in=())
    if by.is_active and by.has_role("site_clerk", "site_manager"):
        allowed |= Q(site__in=service.sites_of(by))
    if by.is_active and by.has_role("technician"):
        allowed |= Q(collected_by=by.pk)
    return allowed


def sees_invoices(by: Actor) -> bool:
    """In whose name an invoice is, is no business of a site's."""
    return by.kind != Actor.Kind.PERSON or _is_centre(by)


def sees_accounts(by: Actor) -> bool:
    return by.kind in _OURS or (by.is_active and by.has_role(*collecting.LOOKERS))


def may_sell(by: Actor) -> None:
    _need(by, collecting.SELLERS, "您的岗位不报价。", "Your role makes no quotes.")


def may_collect(by: Actor) -> None:
    _need(by, collecting.COLLECTORS, "现场收款由网点人员办理。", "Money is taken by the site's people.")


def keeps_accounts(by: Actor) -> None:
    _need(by, collecting.ACCOUNTS, "由结算专员或财务办理。", "The settlement clerk or finance does this.")


def may_refund(by: Actor) -> None:
    _need(by, collecting.REFUNDERS, "退款由财务办理。", "Finance pays money back.")


def may_explain(by: Actor) -> None:
    _need(
        by, collecting.EXPLAINERS, "由区域服务经理或品质经理查清。", "The regional or quality manager clears this up."
    )


def sets_prices(by: Actor) -> None:
    _need(by, collecting.PRICERS, "价目由财务或服务总监制定。", "Finance or the service director sets prices.")


def _need(by: Actor, roles: frozenset[str], zh: str, en: str) -> None:
    if by.kind in _OURS and not by.has_role(*SITE_ROLES):
        return
    if not (by.is_active and by.has_role(*roles)):
        raise Forbidden(zh, en)


def _is_centre(by: Actor) -> bool:
    return by.is_active and by.has_role(*CENTRE_ROLES)


def _behind_order(model: type[Row], number: str, what: Words, *, by: Actor, lock: bool) -> Row:
    rows = model._default_manager.filter(number=number.strip().upper())
    owner = rows.values_list("order__number", flat=True).first()
    if owner is None:
        raise _missing(what)
    try:
        service.order(owner, by=by, lock=lock)
    except Missing:
        raise _missing(what) from None
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.select_related("order").get()


def _missing(what: Words) -> Missing:
    return Missing(f"没有这条{what.zh}，或您无权查看。", f"No such {what.en}, or not for you to see.")
