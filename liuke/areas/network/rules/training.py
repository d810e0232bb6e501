"""Which courses a technician needs for what he does, and which he has not passed (H13). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from liuke.foundation.words import Words


@dataclass(frozen=True)
class CourseTerms:
    """A course and who needs it: whoever holds the skill (empty: anybody) from this level on."""

    code: str
    words: Words
    skill: str
    level: int
    valid_months: int


def needed(courses: Iterable[CourseTerms], skills: Mapping[str, int]) -> tuple[str, ...]:
    """The codes of the courses that these skills (key → level) ask for."""
    return tuple(c.code for c in courses if _asks(c, skills))


def missing(
    courses: Iterable[CourseTerms], skills: Mapping[str, int], passed_until: Mapping[str, date | None], *, on: date
) -> tuple[str, ...]:
    """Of these, which he has not passed or whose pass has ended; the last day still counts, None lasts for ever."""
    return tuple(code for code in needed(courses, skills) if not _holds(code, passed_until, on))


def ends_on(passed: date, valid_months: int) -> date | None:
    """The last day of a pass; None where it lasts for ever. 31 January and a month is the end of February."""
    if not valid_months:
        return None
    index = passed.year * 12 + passed.month - 1 + valid_months
    year, month = divmod(index, 12)
    for day in range(passed.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(passed.day, 28))


def _asks(course: CourseTerms, skills: Mapping[str, int]) -> bool:
    if course.skill:
        return skills.get(course.skill, 0) >= course.level
    return max(skills.values(), default=0) >= course.level


def _holds(code: str, passed_until: Mapping[str, date | None], on: date) -> bool:
    if code not in passed_until:
        return False
    until = passed_until[code]
    return until is None or until >= on
