"""What keeping stores: handovers, worth, grades by hand, the bond, greetings, the public pool, visit plans."""

from liuke.areas.keeping.models.bond import NOTED as NOTED
from liuke.areas.keeping.models.bond import OPEN_SIGN as OPEN_SIGN
from liuke.areas.keeping.models.bond import Regard as Regard
from liuke.areas.keeping.models.bond import Sign as Sign
from liuke.areas.keeping.models.caring import WAITS as WAITS
from liuke.areas.keeping.models.caring import Gesture as Gesture
from liuke.areas.keeping.models.grading import STANDING as STANDING
from liuke.areas.keeping.models.grading import Override as Override
from liuke.areas.keeping.models.grading import Worth as Worth
from liuke.areas.keeping.models.handing_over import WAITING as WAITING
from liuke.areas.keeping.models.handing_over import Handover as Handover
from liuke.areas.keeping.models.handing_over import Takeover as Takeover
from liuke.areas.keeping.models.pooling import Dropped as Dropped
from liuke.areas.keeping.models.pooling import Taken as Taken
from liuke.areas.keeping.models.visits import AHEAD as AHEAD
from liuke.areas.keeping.models.visits import VisitPlan as VisitPlan
from liuke.areas.keeping.models.visits import VisitStop as VisitStop
from liuke.areas.keeping.models.visits import VisitVersion as VisitVersion
