"""What can be owed about money: the promise kinds of this room."""

from __future__ import annotations

from liuke.areas.charges.models import Sale
from liuke.areas.customers.actions import belongings
from liuke.kernel.playbook import register

_KINDS = (
    # what, page, zh, en, zh and en of the button, seen_by
    ("collect-payment", "/orders/{about}/", "收取已同意的费用", "Collect what was accepted", "收款", "Collect", "site"),
    ("hand-in-cash", "/charges/payments/{about}/", "上交现金", "Hand in cash", "上交", "Hand in", "site"),
    ("reconcile-day", "/charges/days/{about}/", "对账", "Reconcile the day", "对账", "Reconcile", "staff"),
    ("issue-invoice", "/charges/invoices/{about}/", "开票", "Issue an invoice", "开票", "Issue", "staff"),
    ("explain-difference", "/charges/differences/{about}/", "查清收费不符", "Clear up a difference in charges",
     "查清", "Clear up", "staff"),
)  # fmt: skip
for _what, _page, _zh, _en, _act_zh, _act_en, _seen in _KINDS:
    register.promise_kind(_what, zh=_zh, en=_en, act_zh=_act_zh, act_en=_act_en, page=_page, seen_by=_seen)

belongings.drop(Sale, because="counted anew from both histories tonight")
