"""A request becomes a work order, and goes to its site in the same transaction where one is named."""

from liuke.areas.service.actions.orders.lines import MachineDraft, from_base, worst_guarantee
from liuke.areas.service.actions.orders.ordering import check_paying, order_visit, receive_order, take
from liuke.areas.service.actions.orders.writing import MOST_MACHINES, made, write_repeat

__all__ = [
    "MOST_MACHINES",
    "MachineDraft",
    "check_paying",
    "from_base",
    "made",
    "order_visit",
    "receive_order",
    "take",
    "worst_guarantee",
    "write_repeat",
]
