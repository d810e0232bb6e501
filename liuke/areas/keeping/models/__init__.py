"""What keeping stores: handovers and takeovers, what customers are worth, grades by hand, signs of bond."""

from liuke.areas.keeping.models.bond import NOTED as NOTED
from liuke.areas.keeping.models.bond import OPEN_SIGN as OPEN_SIGN
from liuke.areas.keeping.models.bond import Regard as Regard
from liuke.areas.keeping.models.bond import Sign as Sign
from liuke.areas.keeping.models.grading import STANDING as STANDING
from liuke.areas.keeping.models.grading import Override as Override
from liuke.areas.keeping.models.grading import Worth as Worth
from liuke.areas.keeping.models.handing_over import WAITING as WAITING
from liuke.areas.keeping.models.handing_over import Handover as Handover
from liuke.areas.keeping.models.handing_over import Takeover as Takeover
