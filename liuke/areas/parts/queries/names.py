"""The closed lists of the room, for pages: rules stay inside."""

from liuke.areas.parts.rules.names import (
    CHIPS,
    DIFFERENCE_REASONS,
    FINDINGS,
    MODES,
    OLD_STATES,
    REFUSE_REASONS,
    RELEASE_REASONS,
    REQUEST_STATES,
    SIMPLE,
    STOCK,
)

__all__ = [
    "CHIPS",
    "DIFFERENCE_REASONS",
    "FINDINGS",
    "MODES",
    "OLD_STATES",
    "REFUSE_REASONS",
    "RELEASE_REASONS",
    "REQUEST_STATES",
    "SIMPLE",
    "STOCK",
]
