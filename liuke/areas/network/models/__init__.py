"""The tables of this room: Django looks for them here, each topic has a module."""

from liuke.areas.network.models.building import Agreement, Candidate
from liuke.areas.network.models.season import SeasonRow
from liuke.areas.network.models.sites import Coverage, Departure, Shift, Site, Skill, Technician
from liuke.areas.network.models.standing import Course, Insurance, Training

__all__ = [
    "Agreement",
    "Candidate",
    "Course",
    "Coverage",
    "Departure",
    "Insurance",
    "SeasonRow",
    "Shift",
    "Site",
    "Skill",
    "Technician",
    "Training",
]
