"""What keeping stores: handovers and takeovers, what customers are worth, grades by hand."""

from liuke.areas.keeping.models.grading import STANDING as STANDING
from liuke.areas.keeping.models.grading import Override as Override
from liuke.areas.keeping.models.grading import Worth as Worth
from liuke.areas.keeping.models.handing_over import WAITING as WAITING
from liuke.areas.keeping.models.handing_over import Handover as Handover
from liuke.areas.keeping.models.handing_over import Takeover as Takeover
