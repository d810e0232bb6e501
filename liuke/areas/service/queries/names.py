"""The closed lists of this room for those who show and offer them: pages may not read `rules` themselves."""

from __future__ import annotations

from liuke.areas.service.rules.checklists import CHECKLIST as CHECKLIST
from liuke.areas.service.rules.checklists import items_offered as items_offered
from liuke.areas.service.rules.checklists import items_required as items_required
from liuke.areas.service.rules.names import CANCEL_REASONS as CANCEL_REASONS
from liuke.areas.service.rules.names import DECLINE_REASONS as DECLINE_REASONS
from liuke.areas.service.rules.names import EXPLAIN_TOPICS as EXPLAIN_TOPICS
from liuke.areas.service.rules.names import GUARANTEE as GUARANTEE
from liuke.areas.service.rules.names import HOLD_REASONS as HOLD_REASONS
from liuke.areas.service.rules.names import INSTALLING as INSTALLING
from liuke.areas.service.rules.names import MACHINE_RESULTS as MACHINE_RESULTS
from liuke.areas.service.rules.names import MOVE_REASONS as MOVE_REASONS
from liuke.areas.service.rules.names import MOVERS as MOVERS
from liuke.areas.service.rules.names import NO_SERVICE_REASONS as NO_SERVICE_REASONS
from liuke.areas.service.rules.names import ORDER_KINDS as ORDER_KINDS
from liuke.areas.service.rules.names import OUTCOMES as OUTCOMES
from liuke.areas.service.rules.names import OVERRULE_REASONS as OVERRULE_REASONS
from liuke.areas.service.rules.names import PART_STATES as PART_STATES
from liuke.areas.service.rules.names import PAYERS as PAYERS
from liuke.areas.service.rules.names import RECALL_REASONS as RECALL_REASONS
from liuke.areas.service.rules.names import REPEAT_REASONS as REPEAT_REASONS
from liuke.areas.service.rules.names import SECOND_VISIT_REASONS as SECOND_VISIT_REASONS
from liuke.areas.service.rules.names import SEND_BACK_REASONS as SEND_BACK_REASONS
from liuke.areas.service.rules.names import SOLVED_REASONS as SOLVED_REASONS
from liuke.areas.service.rules.names import SOURCES as SOURCES
from liuke.areas.service.rules.names import UNFINISHED_RESULTS as UNFINISHED_RESULTS
from liuke.areas.service.rules.ranking import Ranked as Ranked
from liuke.areas.service.rules.states import BY_ACT as BY_ACT
from liuke.areas.service.rules.states import ENDED as ENDED
from liuke.areas.service.rules.states import OPEN as OPEN
from liuke.areas.service.rules.states import STATES as STATES
from liuke.areas.service.rules.visits import MachineDone as MachineDone
from liuke.areas.service.rules.windows import Window as Window
