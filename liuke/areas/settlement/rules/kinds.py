"""Which events a statement rests on, by name: what the rooms say of an order, its visits, faults, money and parts."""

from __future__ import annotations

from typing import Final

MADE: Final = "service.order.made"
ACCEPTED: Final = "service.completion.accepted"
CLOSED: Final = "service.order.closed"
UNCONFIRMED: Final = "service.order.closed_unconfirmed"
NO_SERVICE: Final = "service.order.ended_without_service"
CLOSING: Final = (CLOSED, UNCONFIRMED, NO_SERVICE)

ARRIVED: Final = "service.visit.arrived"
ENDED: Final = "service.visit.ended"
REPEATED: Final = "service.repeat.opened"
INSTALLED: Final = "products.installation.completed"
FAULT: Final = "quality.fault.decided"
PAID: Final = "charges.payment.received"
REFUNDED: Final = "charges.payment.refunded"
HANDED_IN: Final = "charges.cash.handed_in"
RETURNED: Final = "parts.old_part.returned"
RULED: Final = "settlement.appeal.decided"
SERIAL: Final = "settlement.serial.decided"
SUPPLEMENT: Final = "settlement.supplement.granted"

OF_ORDER: Final = (MADE, ACCEPTED, *CLOSING)
"""The order is their subject."""
AROUND: Final = (
    ARRIVED,
    ENDED,
    REPEATED,
    INSTALLED,
    FAULT,
    PAID,
    REFUNDED,
    HANDED_IN,
    RETURNED,
    RULED,
    SERIAL,
    SUPPLEMENT,
)
"""The order is what they are about; they may still come when it is settled, and become an adjustment then."""
