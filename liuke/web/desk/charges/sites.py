"""Sites by their names: rows of this room carry numbers, people know names."""

from __future__ import annotations

from collections.abc import Iterable

from liuke.areas.network.queries.sites import list_by_number


def names_of(numbers: Iterable[str]) -> dict[str, str]:
    """The names of these sites by number, in one query; none where nothing is shown."""
    wanted = {number for number in numbers if number}
    return {number: row.name for number, row in list_by_number(wanted).items()} if wanted else {}
