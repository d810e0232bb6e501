"""The room's tables: complaints with what belongs to them, remedies, what was learnt, and letters."""

from liuke.areas.complaints.models.complaints import OPEN, Complaint, Link, Part, Step, Try
from liuke.areas.complaints.models.ends import Improvement, Letter, Recurrence, Remedy
from liuke.areas.complaints.models.incidents import Affected, Incident, IncidentCase, Measure

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
    "Part",
    "Recurrence",
    "Remedy",
    "Step",
    "Try",
]
