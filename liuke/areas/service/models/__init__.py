"""The tables of this room: Django looks for them here, each topic has a module."""

from liuke.areas.service.models.claims import Claim
from liuke.areas.service.models.orders import Offer, OrderMachine, WorkOrder
from liuke.areas.service.models.planning import DayPlan, PlanRow, TechnicianLock
from liuke.areas.service.models.requests import Call, ServiceRequest
from liuke.areas.service.models.visits import FieldAct, PartRequest, Visit

__all__ = [
    "Call",
    "Claim",
    "DayPlan",
    "FieldAct",
    "Offer",
    "OrderMachine",
    "PartRequest",
    "PlanRow",
    "ServiceRequest",
    "TechnicianLock",
    "Visit",
    "WorkOrder",
]
