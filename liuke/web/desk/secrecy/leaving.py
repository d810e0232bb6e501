"""The desk's lists that may leave in bulk, each read as its page would read it with the same address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from liuke.areas.customers.actions.keeping import DECIDERS
from liuke.areas.customers.queries.file import FILTERS, list_page
from liuke.areas.secrecy.queries.lists import Listing, Row, register
from liuke.areas.service.queries import orders as service
from liuke.foundation.export.cells import Column
from liuke.foundation.identity.models import Actor
from liuke.foundation.identity.queries import list_people
from liuke.foundation.words import Words
from liuke.kernel.promises.actions import LEADS
from liuke.web.desk.customer_file.words import GRADES, KINDS, SECRECY
from liuke.web.desk.filters import told
from liuke.web.desk.orders import listing as orders
from liuke.web.desk.sales import leaving as sales
from liuke.web.desk.worklist import listing as promises
from liuke.web.ui.doors import Request

_BATCH: Final = 500


def register_all() -> None:
    """Make the lists known to the gate, in the web and in the workers."""
    register(Listing("orders", Words("工单列表", "Work orders"), orders.EXPORTERS, orders.columns_out, _orders))
    register(Listing("promises", Words("承诺列表", "Promises"), LEADS, promises.columns_out, _promises))
    register(Listing("sales", Words("销售分析", "Sales"), sales.MANAGERS, sales.columns_out, _sales))
    register(Listing("customers", Words("客户列表", "Customers"), frozenset(DECIDERS), _customer_columns, _customers))


def asked_as(filter: str, by: Actor, at: datetime) -> Request:
    """The list's own address as somebody would open it."""
    request = Request()
    request.GET, request.by, request.at = QueryDict(filter), by, at
    return request


def _orders(filter: str, by: Actor, at: datetime) -> Iterator[Row]:
    request, after = asked_as(filter, by, at), None
    while True:
        found = service.list_orders(orders.asked_of(request), by=by, after=after, size=service.LONGEST_PAGE, due=True)
        yield from ((row.customer_id, orders.cells(row)) for row in found.rows)
        after = found.next_after
        if after is None:
            return


def _promises(filter: str, by: Actor, at: datetime) -> Iterator[Row]:
    request, after = asked_as(filter, by, at), None
    while rows := promises.rows_of(request, after=after, limit=_BATCH):
        after = rows[-1].id
        yield from promises.leaving(rows, request)


def _sales(filter: str, by: Actor, at: datetime) -> Iterator[Row]:
    return sales.leaving(asked_as(filter, by, at))


def _customers(filter: str, by: Actor, at: datetime) -> Iterator[Row]:
    asked = QueryDict(filter)
    wanted = {name: asked.get(name, "") for name in FILTERS}
    keepers, after = {person.pk: person.name for person in list_people(with_leavers=True)}, None
    while True:
        found = list_page(wanted, after=after, size=_BATCH, by=by)
        for row in found.rows:
            yield row.id, (
                row.code, told(row.display), told(KINDS[row.kind]), told(GRADES[row.grade]) if row.grade else "",
                told(SECRECY[row.secrecy]), keepers.get(row.keeper_id or 0, ""), row.registered_at,
            )  # fmt: skip
        after = found.next_after
        if after is None:
            return


def _customer_columns() -> Mapping[str, Column]:
    return {
        "code": Column(_("Code")), "name": Column(_("Customer"), width=28), "kind": Column(_("Kind")),
        "grade": Column(_("Grade")), "secrecy": Column(_("Secrecy")), "keeper": Column(_("Keeper")),
        "registered": Column(_("Registered"), "moment"),
    }  # fmt: skip
