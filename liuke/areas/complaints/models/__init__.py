"""The room's tables: complaints with what belongs to them, remedies, what was learnt, and letters."""

from liuke.areas.complaints.models.complaints import OPEN, Complaint, Link, Part, Step, Try
from liuke.areas.complaints.models.ends import Improvement, Letter, Recurrence, Remedy

__all__ = ["OPEN", "Complaint", "Improvement", "Letter", "Link", "Part", "Recurrence", "Remedy", "Step", "Try"]
