"""What a complaint can be and what may be offered: read from the handbook's folders, a company's own over ours."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from liuke.areas.complaints.rules import catalogue, states
from liuke.areas.complaints.rules.catalogue import Catalogue as Catalogue
from liuke.foundation.calendar.queries import get_calendar
from liuke.foundation.calendar.rules import add_days
from liuke.foundation.words import Words

FILE = Path("guides") / "complaint.toml"


def read(folders: Sequence[Path]) -> Catalogue:
    """The catalogue of these folders: ours with what later folders' files say over it. Raises CatalogueError."""
    whole: dict[str, Any] = {}
    for folder in folders:
        if (folder / FILE).is_file():
            whole |= tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    return catalogue.parse(whole)


@cache
def the_catalogue() -> Catalogue:
    """The one in force in this process."""
    return read(settings.HANDBOOK_DIRS)


def answer_by(source: str, received_at: datetime) -> datetime | None:
    """Until when the law gives for a written answer to this source; None where it sets no time."""
    days = the_catalogue().sources[source].answer_working_days
    return add_days(get_calendar("office"), received_at, days) if days else None


def words_of_ends() -> Mapping[str, Words]:
    """What a customer can say at the end."""
    return states.WORD


def severities() -> Mapping[str, Words]:
    """How grave."""
    return states.SEVERITIES


def verdicts() -> Mapping[str, Words]:
    """What can be said of a fact."""
    return states.VERDICTS


def parts() -> Mapping[str, Words]:
    """What a sentence can be."""
    return states.PARTS


def ways_of_telling() -> Mapping[str, Words]:
    """How the customer may be told that we have it."""
    return states.TOLD
