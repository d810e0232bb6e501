"""The tables of this room: Django looks for them here, each topic has a module."""

from liuke.areas.quality.models.faults import Appeal, Case, SentBack, Verdict
from liuke.areas.quality.models.grades import Grading, Score, ScoreLoss, ScorePart

__all__ = [
    "Appeal",
    "Case",
    "Grading",
    "Score",
    "ScoreLoss",
    "ScorePart",
    "SentBack",
    "Verdict",
]
