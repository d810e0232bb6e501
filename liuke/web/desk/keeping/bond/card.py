"""The compact card in the customer's file: how he is received, how content he is; for keepers worth and bond too."""

from __future__ import annotations

from typing import Any

from liuke.areas.customers.queries.rows import Brief
from liuke.areas.keeping import access
from liuke.areas.keeping.queries import bond as queries
from liuke.areas.keeping.queries.bond import Bond
from liuke.areas.keeping.queries.treatments import treatment_of
from liuke.foundation.clock import local
from liuke.web.ui.doors import Request


def card_of(request: Request, customer: Brief) -> dict[str, Any]:
    """What the card shows to this reader."""
    if access.reads_worth(request.by):
        return _whole(queries.find_bond(customer.id, by=request.by, at=request.at))
    step, said_at = queries.step_of(customer.id)
    return {
        "treatment": treatment_of(customer, on=local(request.at).date()),
        "step": queries.STEPS.get(step),
        "said_at": said_at,
    }


def _whole(found: Bond) -> dict[str, Any]:
    return {
        "treatment": found.treatment,
        "step": queries.STEPS.get(found.step),
        "said_at": found.said_at,
        "bond": found,
        "willingness": queries.WILLINGNESS[found.willingness],
        "missing": [one for one in found.signs if not one.counts and not one.proposed],
    }
