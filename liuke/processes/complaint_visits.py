"""A complaint orders a visit at once: the request, the order and the case, all of it or nothing.

Complaints come first in every list of handling, never in visit slots (practice §3 #21): the window is one that any
order could have. Where dispatch's own suggestion was overruled for it, that is counted as a slot won by complaining.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from liuke.areas.complaints.actions.visiting import add_visit
from liuke.areas.complaints.queries.complaints import get_case
from liuke.areas.customers.queries.file import first_addresses
from liuke.areas.service.actions import orders, requests
from liuke.areas.service.actions.answers import Done
from liuke.areas.service.actions.orders import MachineDraft
from liuke.areas.service.queries.names import Window
from liuke.foundation.faults import Invalid
from liuke.foundation.identity.models import Actor
from liuke.kernel.journal.actions import lock_timelines


@dataclass(frozen=True)
class Wanted:
    """Which visit: of which machine or line, where (None: the customer's first address), to which site and window.

    A commissioned site agrees the window itself: it is told the `wished` one.
    """

    fault: str
    kind: str = "repair"
    machine: str = ""
    product_line: str = ""
    address_id: int | None = None
    site: str = ""
    window: Window | None = None
    wished: Window | None = None
    overrule_reason: str = ""


def order_visit(complaint: str, wanted: Wanted, *, by: Actor, at: datetime) -> Done:
    """Order it; without a site it lies before dispatch. Raises what its acts raise; then nothing is written."""
    if not wanted.fault.strip():
        raise Invalid.field("fault", "请填写上门做什么。", "Say what is to be done there.")
    customer = get_case(complaint, by=by, at=at).row.customer_id
    with transaction.atomic():
        lock_timelines([customer])
        address = wanted.address_id or first_addresses([customer]).get(customer)
        if address is None:
            raise Invalid.field("address_text", "请先登记上门地址。", "File an address first.")
        opened = requests.open_request(
            customer, kind=wanted.kind, fault=wanted.fault, product_line=wanted.product_line, address_id=address, by=by,
            at=at,
        )  # fmt: skip
        machines = [MachineDraft(machine=wanted.machine, product_line=wanted.product_line)]
        made = orders.order_visit(
            opened.number, machines=machines, site=wanted.site, window=wanted.window, wished=wanted.wished,
            overrule_reason=wanted.overrule_reason, second=True, by=by, at=at,
        )  # fmt: skip
        add_visit(complaint, made.number, by=by, at=at)
    return made
