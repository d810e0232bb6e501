"""The sales by customer as they leave through the gate: the same months and cuts as the page's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from liuke.areas.charges.queries.sales import sold_to
from liuke.areas.keeping import access
from liuke.foundation.export.cells import Column
from liuke.web.desk.filters import told
from liuke.web.desk.sales.asking import asked_of
from liuke.web.ui.doors import Request

MANAGERS: Final = frozenset(access.MANAGERS)
_BATCH: Final = 500


def columns_out() -> Mapping[str, Column]:
    return {
        "place": Column(pgettext("by money", "Place"), "number"), "code": Column(_("Code")), "name": Column(_("Customer"), width=28),
        "grade": Column(_("Grade")), "cents": Column(pgettext("money", "Received"), "money"),
        "orders": Column(_("Paid orders"), "number"), "machines": Column(_("Machines"), "number"),
    }  # fmt: skip


def leaving(request: Request) -> Iterator[tuple[int | None, Sequence[object]]]:
    """Every customer's line, the best first."""
    asked, after = asked_of(request), ""
    while True:
        found = sold_to(asked, after=after, size=_BATCH, by=request.by)
        for row in found.rows:
            brief = row.customer
            yield brief.id, (
                row.place, brief.code, told(brief.display), brief.grade, Decimal(row.cents) / 100, row.orders, row.machines
            )  # fmt: skip
        after = found.next_after
        if not after:
            return
