"""The room's tables: complaints with what belongs to them, remedies, what was learnt, letters and what came."""

from liuke.areas.complaints.models.complaints import OPEN, Complaint, Link, Part, Step, Try
from liuke.areas.complaints.models.ends import Improvement, Letter, Recurrence, Remedy
from liuke.areas.complaints.models.incidents import Affected, Incident, IncidentCase, Measure
from liuke.areas.complaints.models.papers import Paper

__all__ = [
    "Affected",
    "Complaint",
    "Improvement",
    "Incident",
    "IncidentCase",
    "Letter",
    "Link",
    "Measure",
    "OPEN",
    "Paper",
    "Part",
    "Recurrence",
    "Remedy",
    "Step",
    "Try",
]
