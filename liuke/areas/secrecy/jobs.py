"""The slow work of this room."""

from __future__ import annotations

from datetime import datetime

from liuke.areas.secrecy.actions import file_levels, levels, making, releases, retaining
from liuke.foundation.queue.register import job


@job(releases.MAKE)
def make_release(number: str, at: datetime) -> None:
    """Make the file of an approved request."""
    making.make(number, at=at)


def lapse(at: datetime) -> int:
    """Remove files that nobody took and close requests that nobody decided."""
    return making.lapse(at)


def lapse_levels(at: datetime) -> int:
    """Nightly: levels whose last day is over are general again, files that had their own follow their customers."""
    return levels.lapse_levels(at) + file_levels.lapse_file_levels(at)


def end_with_their_term(at: datetime) -> int:
    """Nightly: data past their term go, of the kinds that were allowed; the others are counted."""
    return retaining.run_nightly(at)
