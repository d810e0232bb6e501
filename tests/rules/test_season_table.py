"""The season table: which row counts, and what a window takes by it."""

from __future__ import annotations

from datetime import date

import pytest

from liuke.areas.network.rules.season import Season, in_force, places
from liuke.areas.service.rules.windows import capacity_of

JUNE, JULY, AUGUST = date(2027, 6, 1), date(2027, 7, 15), date(2027, 8, 31)
EAST, NORTH = 1, 2
EVERYWHERE = Season(None, "", JUNE, AUGUST, 90)
AIRCON = Season(None, "aircon", JUNE, AUGUST, 70, 1)
AT_EAST = Season(EAST, "", JULY, JULY, 100, 2)
EAST_AIRCON = Season(EAST, "aircon", JULY, JULY, 60, 3)
TABLE = (EVERYWHERE, AIRCON, AT_EAST, EAST_AIRCON)


@pytest.mark.parametrize(
    ("site", "lines", "day", "row"),
    [
        (NORTH, ["hood"], JULY, EVERYWHERE), (NORTH, ["aircon"], JULY, AIRCON), (NORTH, ["hood", "aircon"], JUNE, AIRCON),
        (EAST, ["hood"], JULY, AT_EAST), (EAST, ["aircon"], JULY, EAST_AIRCON), (EAST, ["aircon"], AUGUST, AIRCON),
        (EAST, [], JULY, AT_EAST), (EAST, ["hood"], date(2027, 9, 1), None), (EAST, ["hood"], date(2027, 5, 31), None),
    ],
)  # fmt: skip
def test_the_nearest_row_counts(site: int, lines: list[str], day: date, row: Season | None) -> None:
    assert in_force(TABLE, site, lines, day) == row


@pytest.mark.parametrize(
    ("own", "percent", "crews", "takes"),
    [(4, 100, 0, 4), (4, 80, 0, 3), (4, 60, 3, 5), (1, 60, 0, 0), (3, 40, 0, 1), (0, 100, 2, 2)],
)
def test_what_a_window_takes(own: int, percent: int, crews: int, takes: int) -> None:
    assert places(own, Season(None, "", JUNE, AUGUST, percent, crews)) == takes
    assert places(own, None) == own


ANNA, BO = frozenset({1}), frozenset({2})


@pytest.mark.parametrize(
    ("jobs", "season", "capacity"),
    [
        ([], None, 2), ([ANNA], None, 2), ([ANNA, ANNA], None, 2),
        ([], Season(None, "", JUNE, JUNE, 50), 1), ([ANNA], Season(None, "", JUNE, JUNE, 50), 1),
        ([], Season(None, "", JUNE, JUNE, 100, 1), 3),
        ([ANNA | BO] * 3, Season(None, "", JUNE, JUNE, 100, 1), 3),  # full: the extra crew is not sold again and again
        ([ANNA | BO] * 9, Season(None, "", JUNE, JUNE, 100, 1), 3),
    ],
)  # fmt: skip
def test_a_season_is_not_sold_twice(jobs: list[frozenset[int]], season: Season | None, capacity: int) -> None:
    assert capacity_of(ANNA | BO, jobs, season) == capacity
