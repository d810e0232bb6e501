"""The parts desk's way of a request: decided, set aside, shipped; and received by the site, when the order goes on."""

from liuke.areas.parts.actions.sending.deciding import approve, refuse
from liuke.areas.parts.actions.sending.reserving import release, reserve, reserve_for, reserve_waiting
from liuke.areas.parts.actions.sending.shipping import receive, ship

__all__ = [
    "approve",
    "receive",
    "refuse",
    "release",
    "reserve",
    "reserve_for",
    "reserve_waiting",
    "ship",
]
