"""What is known for a standard phrase: of its writer, the customer, the case it is about and the order behind that."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.utils.translation import get_language

from liuke.areas.complaints.queries.complaints import list_by_number
from liuke.areas.customers.queries.file import get_brief
from liuke.areas.products.queries.catalogue import list_lines
from liuke.areas.products.queries.machines import list_of_customer
from liuke.areas.service.queries.orders import OrderFile, get_order
from liuke.foundation.clock import local
from liuke.foundation.faults import Missing
from liuke.foundation.identity.models import Actor
from liuke.web.ui import moments

ORDER = "WO-"


def values_for(code: str, about: str, *, by: Actor, at: datetime) -> Mapping[str, str]:
    """The values of the placeholders for customer `code` and the order, complaint or claim `about`; what is not known is left out.

    Of an order or a complaint's order its machine and window; else the machine of a customer who has one kind of it.
    """
    known = {"agent": by.name, "company": settings.COMPANY_NAME, "number": about, "today": _day(at)}
    order = _order(about, by)
    return known | _of_customer(code, by, at) | (_of_order(order, at) if order else {})


def _order(about: str, by: Actor) -> OrderFile | None:
    number = about
    if not about.startswith(ORDER):
        found = list_by_number([about], by=by).get(about)
        number = found.about if found else ""
    try:
        return get_order(number, by=by) if number.startswith(ORDER) else None
    except Missing:
        return None


def _of_order(order: OrderFile, at: datetime) -> dict[str, str]:
    found = {}
    if lines := _words({m.product_line for m in order.machines}):
        found["machine"] = lines
    if order.row.window_start and order.row.window_end:
        language = get_language() or "zh-hans"
        found["window"] = moments.window(order.row.window_start, order.row.window_end, now=at, language=language)
    return found


def _of_customer(code: str, by: Actor, at: datetime) -> dict[str, str]:
    try:
        brief = get_brief(code, by=by) if code else None
    except Missing:
        return {}
    if brief is None:
        return {}
    lines = {machine.line.key for machine in list_of_customer(brief.id, by=by, on=local(at).date())}
    return {"salutation": brief.salutation, "machine": _words(lines) if len(lines) == 1 else ""}


def _words(keys: set[str]) -> str:
    """In Chinese, as the phrases are."""
    return "、".join(line.words.zh for line in list_lines() if line.key in keys)


def _day(at: datetime) -> str:
    here = local(at)
    return f"{here.month}月{here.day}日"
