"""What keeping stores: handovers and what each new keeper took over."""

from liuke.areas.keeping.models.handing_over import WAITING as WAITING
from liuke.areas.keeping.models.handing_over import Handover as Handover
from liuke.areas.keeping.models.handing_over import Takeover as Takeover
