"""What may be quoted for an order as it stands: the prices of its product lines, or why nothing is sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from liuke.areas.charges import access
from liuke.areas.charges.queries.prices import prices_for
from liuke.areas.charges.rules.pricing import Price
from liuke.areas.charges.rules.selling import Covered, may_sell
from liuke.areas.service.models import WorkOrder
from liuke.areas.service.rules import states
from liuke.foundation.identity.models import Actor
from liuke.foundation.words import Words

OVER: Final = Words("工单已结束，不能再报价。", "The order is over: nothing is quoted any more.")


@dataclass(frozen=True)
class Offer:
    """The prices that may be quoted; none where `refusal` says why. `free`: lines beside the list may be, too."""

    prices: tuple[Price, ...]
    free: bool
    refusal: Words | None


def offer_for(order: str, *, by: Actor, on: date) -> Offer:
    """What this actor may offer the customer of this order on a day."""
    found = access.order(order, by=by)
    if found.state in states.ENDED:
        return Offer((), False, OVER)
    covered = covered_of(found)
    prices = prices_for(lines_of(found), on=on)
    refusal = may_sell(found.kind, covered, [("labour", True)])
    if refusal is None:
        return Offer(prices, True, None)
    material = tuple(p for p in prices if p.kind == "material")
    if material and may_sell(found.kind, covered, [("material", True)]) is None:
        return Offer(material, False, None)
    return Offer((), False, refusal)


def lines_of(order: WorkOrder) -> set[str]:
    """The product lines whose prices hold for an order."""
    return {order.product_line, *order.product_lines}


def covered_of(order: WorkOrder) -> list[Covered]:
    """Its machines as the rule on selling looks at them."""
    rows = order.machines.order_by("line")
    return [Covered(m.line, m.standing, m.final_guarantee, m.machine_id is not None) for m in rows]
