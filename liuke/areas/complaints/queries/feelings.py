"""What each sentence of a complaint may be: a proposal by the house's lexicon, for a person to decide (H23)."""

from __future__ import annotations

from dataclasses import dataclass

from liuke.areas.complaints.rules.feelings import propose
from liuke.foundation.words import Words


@dataclass(frozen=True)
class Proposed:
    """A sentence with what it is proposed to be, and why."""

    text: str
    kind: str
    reason: Words


def proposed_parts(words: str) -> tuple[Proposed, ...]:
    """The sentences of what the customer said."""
    return tuple(Proposed(p.text, p.label, p.reason) for p in propose(words))
